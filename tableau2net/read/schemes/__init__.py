"""Scheme documents: what all kinds and families have, and the forms in which coefficients are written."""
