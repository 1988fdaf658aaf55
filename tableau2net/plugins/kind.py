"""A kind of plug-in: a folder, its files, and what each must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tableau2net.plugins.contract import ContractError, Requirement, Source, check


def files(folder: Path, suffix: str = ".py") -> dict[str, Path]:
    """The plug-ins of a folder: its files with this suffix by their names without it, sorted."""
    paths = sorted(folder.glob(f"*{suffix}"), key=lambda path: path.stem)
    return {path.stem: path for path in paths if path.stem != "__init__"}


@dataclass(frozen=True, eq=False)
class Kind:
    """The plug-ins of one folder. `my_name.py` is called `my-name`; nothing is imported to find or to name it.

    `name` is what messages call one of them. `order` names all of them where their order matters: a second line to
    write for a new one, which is asked for if it is forgotten.
    """

    name: str
    package: str
    folder: Path
    contract: tuple[Requirement, ...]
    order: tuple[str, ...] | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all, in the order of the kind, or else sorted. Raises ContractError where it is not theirs."""
        if self.order is None:
            return tuple(sorted(self._sources))
        faults = list(self._misplaced(self.order))
        if faults:
            raise ContractError(f"{self.folder / '__init__.py'}: ORDER {'; ORDER '.join(faults)}")
        return self.order

    def source(self, name: str) -> Source:
        """The file of a plug-in, read. Raises KeyError where there is none."""
        return self._sources[name]

    def checked(self, name: str) -> Source:
        """The file of a plug-in, which keeps the contract. Raises ContractError, and KeyError where there is none."""
        if name not in self._checked:
            check(self.source(name), self.name, self.contract)
            self._checked.add(name)
        return self.source(name)

    def load(self, name: str) -> ModuleType:
        """The module of a plug-in, checked when it is first loaded. Raises ContractError, and KeyError."""
        return import_module(f"{self.package}.{self.checked(name).path.stem}")

    @cached_property
    def _sources(self) -> dict[str, Source]:
        found = [Source(path) for path in files(self.folder).values()]
        return {source.name: source for source in found}

    @cached_property
    def _checked(self) -> set[str]:
        return set()

    def _misplaced(self, order: tuple[str, ...]) -> Iterator[str]:
        """What is wrong with the order, as ends of a sentence."""
        times = Counter(order)
        for name in self._sources:
            if name not in times:
                yield f"does not name {name!r}, which is a file here"
        for name, count in times.items():
            if name not in self._sources:
                yield f"names {name!r}, which is no file here"
            elif count > 1:
                yield f"names {name!r} {count} times"
