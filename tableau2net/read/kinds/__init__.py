"""The kinds of scheme documents, one file a kind. Each file names its class `DOCUMENT`."""
