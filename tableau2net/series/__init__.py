"""Rooted trees and B-series, and what is read off them: underlying one-step methods, effective and relative order."""
