"""The catalogue: what is shipped, by name. Nothing is parsed here, so that a list of names takes no time.

entries     the documents: their names, kinds, titles and files
aliases     other names of schemes
index       what is known of each document, written by `make index`, so that nobody has to compute it again
"""

from tableau2net.catalogue.aliases import aliases
from tableau2net.catalogue.entries import DOCUMENTS, RECIPES, CatalogueEntry, catalogue, paths, root, texts

__all__ = ["DOCUMENTS", "RECIPES", "CatalogueEntry", "aliases", "catalogue", "paths", "root", "texts"]
