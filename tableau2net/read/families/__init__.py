"""Families of schemes, one file a family. Each file names its class `DOCUMENT`."""
