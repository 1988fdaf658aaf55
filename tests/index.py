"""The index of the catalogue: what is known of each document. `make index` writes it anew, which takes minutes."""

from __future__ import annotations

from tableau2net.catalogue import catalogue, root
from tableau2net.catalogue.index import known, written
from tableau2net.choosing import found

if __name__ == "__main__":
    facts = {entry: known(entry) or found(entry) for entry in catalogue()}
    (root() / "index.json").write_text(written(facts), encoding="utf-8")
