"""A row of the gallery's index."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Entry:
    """What the index shows of a scheme or a network and filters by. `order` is the one that is proved, None where none
    is; `explicit` is None of a network. `text` is what is searched besides."""

    name: str
    title: str
    kind: str
    order: int | None
    stages: int | None
    explicit: bool | None
    words: tuple[str, ...]
    text: str

    @property
    def folder(self) -> str:
        """Where its page stands in the gallery."""
        return "networks" if self.kind == "network" else "schemes"

    def row(self) -> str:
        """Its row; what it is filtered by stands in attributes."""
        searched = f"{self.name} {self.title} {self.kind} {' '.join(self.words)} {self.text}".casefold()
        attributes = {
            "name": self.name,
            "kind": self.kind,
            "order": "" if self.order is None else self.order,
            "stages": "" if self.stages is None else self.stages,
            "explicit": "" if self.explicit is None else "yes" if self.explicit else "no",
            "words": "|".join(self.words),
            "text": " ".join(searched.split()),
        }
        data = "".join(f' data-{key}="{escape(str(value))}"' for key, value in attributes.items())
        compared = (
            f'<label class="pick"><input type="checkbox" value="{self.name}">'
            f'<span class="unseen">Compare {self.name}</span></label>'
            if self.kind != "network"
            else ""
        )
        chips = "".join(f"<span>{escape(word)}</span>" for word in self.words)
        way = {True: "explicit", False: "implicit", None: ""}[self.explicit]
        return (
            f"<tr{data}><td>{compared}</td>"
            f'<th scope="row"><a href="{self.folder}/{self.name}.html">{self.name}</a></th>'
            f'<td class="title">{escape(self.title)}</td><td>{self.kind}</td>'
            f'<td class="number" data-label="order">{"–" if self.order is None else self.order}</td>'
            f'<td class="number" data-label="stages">{"–" if self.stages is None else self.stages}</td>'
            f'<td>{way}</td><td class="badges">{chips}</td></tr>'
        )
