"""The plans, comparisons.yaml and comparisons_full.yaml, read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent
PLANS = {"small": "comparisons.yaml", "full": "comparisons_full.yaml"}


@dataclass(frozen=True)
class Comparison:
    """One table of the evidence; the first of its networks is what the others are compared with."""

    title: str
    claim: str
    kind: str  # of the claim about the others: better, no-worse, worse
    data: str
    pairs: int
    networks: tuple[str, ...]
    unclaimed: tuple[str, ...] = ()  # those that are shown beside the others, but that the claim is not about
    afterwards: str = ""  # why it was added to the plan, if it was
    superseded: str = ""  # by which, and why, if it is kept as history alone
    recipe: str = ""  # if it is not the plan's

    @property
    def results(self) -> Path:
        return HERE / "results" / f"{self.data}.jsonl"

    def command(self, plan: Plan) -> list[str]:
        """What trains all of it, to be run in this folder."""
        data = plan.data[self.data]
        images = ("--images", str(data["images"])) if "images" in data else ()
        return [
            *("tableau2net", "compare", *map(_reference, self.networks)),
            *("--data", data["reference"], *images, "--recipe", self.recipe or plan.recipe),
            *("--seeds", str(self.pairs), "--results", f"results/{self.data}.jsonl"),
        ]


@dataclass(frozen=True)
class Plan:
    """All of it. `margin` is in points of error; without `teacher` nothing is distilled."""

    margin: float
    recipe: str
    data: dict[str, Any]
    comparisons: tuple[Comparison, ...]
    teacher: dict[str, Any] | None = None

    def teaching(self) -> list[str]:
        """What trains the teacher of the distilled networks."""
        teacher = self.teacher
        assert teacher is not None
        data = self.data[teacher["data"]]
        return [
            *("tableau2net", "train", _reference(teacher["network"]), "--output", teacher["output"]),
            *("--data", data["reference"], "--images", str(data["images"]), "--recipe", self.recipe),
            *("--seed", str(teacher["seed"]), "--threads", "1"),
        ]


def read_plan(name: str = "small") -> Plan:
    """One of the `PLANS`, as it is written."""
    document = YAML(typ="safe").load(HERE / PLANS[name])
    comparisons = tuple(
        Comparison(**{key: tuple(value) if isinstance(value, list) else value for key, value in each.items()})
        for each in document.pop("comparisons")
    )
    return Plan(**document, comparisons=comparisons)


def _reference(network: str) -> str:
    """resnet_4@distilled → networks/resnet_4.yaml@recipes/distilled.yaml; names of the catalogue stay as they are."""
    name, _, recipe = network.partition("@")
    return _file("networks", name) + (f"@{_file('recipes', recipe)}" if recipe else "")


def _file(folder: str, name: str) -> str:
    path = f"{folder}/{name}.yaml"
    return path if (HERE / path).exists() else name
