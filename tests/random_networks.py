"""Random network documents, whose names are those that might collide, through both emitters.

`python tests/random_networks.py 5000` tries documents 0 to 4999 and says in what the emitters differ; every tenth file
is held to the type checker, the linter and the formatter too. `python tests/random_networks.py 100 4900` tries the last
hundred.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import torch
from emitted import FIELDS_WITH_OPERATORS
from torch import nn

from tableau2net.components import find, kinds
from tableau2net.emit.module import module
from tableau2net.emit.source import source
from tableau2net.errors import InputError
from tableau2net.graph import Graph
from tableau2net.graph.names import MODULE_ATTRIBUTES
from tableau2net.methods import External
from tableau2net.pipeline import graph
from tableau2net.read import NetworkDocument, load_network, load_scheme
from tableau2net.read.leaves import PARAMETER

Document = dict[str, Any]
# What both emitters, torch and Python call something; parameters, fields, classes and options are called so too.
OURS = (
    "f f1 f1_ f2 f_f g g1 g1_2 h step_size stages1 nodes channels drop_rate "
    "drop join u u_prev k k1 x x1 v0 y2 n step T"
)
PYTHON = "self range super int float len zip print torch nn functional Tensor math Callable C1 C2 type id"
TORCH = sorted(name for name in MODULE_ATTRIBUTES if PARAMETER.fullmatch(name))
NAMES = [*OURS.split(), *PYTHON.split()]
PARAMETERS = [name for name in [*NAMES, *TORCH] if PARAMETER.fullmatch(name)]
DOCUMENTS = [
    "c1",
    "c2",
    "conv_stem",
    "basic_field",
    "projection",
    "initialise",
    "tensor",
    "nn",
    "range",
    "own",
    "own2",
    "2x",
    "a.b-c",
    "none",
    "verlet_step",
]
DOCUMENTS += ["stochastic_depth", "solve", "callable", "module", "list", "euler"]
CLASSES = [
    *NAMES,
    *[
        "Own",
        "Own2",
        "BasicField",
        "BasicField2",
        "Projection",
        "ConvStem",
        "Solve",
        "StochasticDepth",
        "initialise",
    ],
]
CLASSES += ["OwnStep", "NnStep", "fields1_at_0", "slope", "logits", "__Hidden", "_own"]
CATALOGUE = [
    "euler",
    "heun2",
    "rk4",
    "bs32",
    "midpoint",
    "gauss2",
    "radau_iia2",
    "lobatto_iiic2",
    "tr_bdf2",
    "backward_euler",
    "sdirk21",
]
CATALOGUE += [
    "rk2_alpha",
    "lm2",
    "ab2",
    "ab3",
    "bdf2",
    "am2",
    "revnet",
    "polynet2",
    "verlet",
    "symplectic_euler",
    "ars222",
    "ars121",
    "dimsim2",
]
CATALOGUE += ["pece_adams2", "nordsieck_adams2", "fractal3"]
IRRATIONAL = ["sqrt(2)/2", "1 - sqrt(2)/2", "sqrt(3)/6", "pi/7", "sin(1)", "root(1, -2, 0, 1)"]
MODULES = ("own_one", "own_two")

OWN = """
import torch as own_torch

class Own(own_torch.nn.Module):
    def __init__(self, inputs, channels, *, stride=1, **options):
        own_torch.nn.Module.__init__(self)
        self.conv = own_torch.nn.Conv2d(inputs, channels, {size}, stride, padding={size} // 2)
        self.norm = own_torch.nn.BatchNorm2d(channels)
        self.scale = {size} + options.__len__()

    def forward(self, u):
        return self.norm(self.conv(u)).tanh() / self.scale

class OwnHead(own_torch.nn.Module):
    def __init__(self, channels, classes, **options):
        own_torch.nn.Module.__init__(self)
        self.linear = own_torch.nn.Linear(channels, classes)

    def forward(self, u):
        return {size} * self.linear(u.mean((2, 3)))

globals().update(dict.fromkeys({names}, {own}))
"""
STUB = """
import typing as own_typing
import torch as own_torch
"""
CLASS = """
class {name}(own_torch.nn.Module):
    def __init__(self, *widths: own_typing.Any, **options: own_typing.Any) -> None: ...
"""


def write_own_modules(folder: Path) -> None:
    """The user's modules, each with a class of every name, and their stubs for the type checker."""
    for size, name in enumerate(MODULES):
        for suffix, own in (("", "Own"), ("_heads", "OwnHead")):
            text = OWN.format(size=2 * size + 1, names=CLASSES, own=own)
            (folder / f"{name}{suffix}.py").write_text(text, encoding="utf-8")
            stub = STUB + "".join(CLASS.format(name=each) for each in CLASSES)
            (folder / f"{name}{suffix}.pyi").write_text(stub, encoding="utf-8")


def document(number: int) -> Document:
    """The document of this number, the same everywhere."""
    return _Writer(Random(number)).network()


class _Writer:
    """Draws one document."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.parameters: dict[str, Any] = {}

    def one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # --- numbers --------------------------------------------------------------------------------------------

    def number(self) -> str | int:
        """A small number, seldom an irrational one or a formula in parameters."""
        draw = self.random.random()
        if draw < 0.1:
            return str(self.one(*IRRATIONAL))
        if draw < 0.35:
            return self.formula()
        return f"{self.random.randint(-3, 3)}/{self.random.randint(2, 9)}"

    def formula(self) -> str:
        first, second = self.parameter(), self.parameter()
        return str(
            self.one(
                first,
                f"1 - {first}",
                f"{first}*{second}",
                f"({first} + {second})/3",
                f"-{first}/2",
                f"{first}**2",
            )
        )

    def parameter(self) -> str:
        """A parameter of the scheme, an old one or a new one."""
        if self.parameters and self.chance(0.4):
            return str(self.one(*self.parameters))
        name: str = self.one(*PARAMETERS)
        self.parameters.setdefault(name, self.declared())
        return name

    def declared(self) -> dict[str, Any]:
        if self.chance(0.15):
            return {"value": "1/3"}
        start = self.one("1/4", "uniform(0.1, 0.3)")
        return {"learned": self.one("per-step", "per-step", "per-channel"), "init": start}

    # --- schemes --------------------------------------------------------------------------------------------

    def scheme(self) -> Any:
        if self.chance(0.35):
            return self.one(*CATALOGUE)
        self.parameters = {}
        made = self.one(
            self.runge_kutta, self.runge_kutta, self.implicit, self.multistep, self.linear, self.partitioned
        )()
        document = {"name": self.one(*DOCUMENTS), **made}
        return self.declaring(document)

    def declaring(self, scheme: Document) -> Document:
        """The scheme with those of the parameters drawn that occur in it."""
        text = json.dumps(list(scheme.values()))
        kept = {name: each for name, each in self.parameters.items() if re.search(rf"\b{name}\b", text)}
        return {**scheme, "parameters": kept} if kept else scheme

    def runge_kutta(self) -> Document:
        s = self.random.randint(1, 4)
        A = [[self.number() if self.chance(0.8) else 0 for _ in range(i)] for i in range(s)]
        return {"kind": "runge-kutta", "A": A, "b": [self.number() for _ in range(s)]}

    def implicit(self) -> Document:
        s = self.random.randint(1, 3)
        full = self.chance(0.5)
        A = [
            [f"{self.one(1, -1)}/{self.random.randint(5, 9)}" if full or j <= i else 0 for j in range(s)]
            for i in range(s)
        ]
        return {"kind": "runge-kutta", "A": A, "b": [self.number() for _ in range(s)]}

    def multistep(self) -> Document:
        k = self.random.randint(2, 3)
        alpha = [self.number() for _ in range(k)]
        beta = [self.number() for _ in range(k)] + [0 if self.chance(0.7) else "1/7"]
        return {"kind": "linear-multistep", "alpha": [*alpha, 1], "beta": beta}

    def linear(self) -> Document:
        start = self.one("copy", "copy", "split", "history")
        s, r = self.random.randint(1, 3), 2 if start == "split" else self.random.randint(2, 4)
        A = [[self.number() if j < i else 0 for j in range(s)] for i in range(s)]
        U = [[1 if j == 0 else self.number() for j in range(r)] for _ in range(s)]
        B, V = ([[self.number() for _ in range(n)] for _ in range(r)] for n in (s, r))
        return {"kind": "general-linear", "start": start, "A": A, "U": U, "B": B, "V": V}

    def partitioned(self) -> Document:
        s, separable = self.random.randint(1, 2), self.chance(0.4)
        names = self.random.sample(PARAMETERS, 2 if separable else self.random.randint(2, 3))
        lower = [
            [self.number() if j <= i - (k < 1) else 0 for j in range(s)] for k in (0, 1) for i in range(s)
        ]
        tableaux = {
            name: {
                "A": lower[:s] if k == 0 else lower[s:] if separable else lower[:s],
                "b": [self.number() for _ in range(s)],
            }
            for k, name in enumerate(names)
        }
        return {"kind": "partitioned", "tableaux": tableaux, **({"separable": True} if separable else {})}

    # --- parts ----------------------------------------------------------------------------------------------

    def own(self, heads: str = "") -> Document:
        """A class of the user's own, with an option now and then."""
        options = self.random.sample(
            [name for name in PARAMETERS if name not in ("stride", "eps", "self", "channels")], 2
        )
        given = {name: self.one(1, 0.5, True, "a 'b' \\ {x}") for name in options if self.chance(0.2)}
        return {"custom": f"{self.one(*MODULES)}{heads}:{self.one(*CLASSES)}", **given}

    def operator(self, *known: str) -> Any:
        kind = self.one(*(known or (*kinds("operators"), "own")))
        if kind == "own":
            return self.own()
        options: dict[str, Document] = {
            "lean": {"stencil": self.one(3, 4, 5, 9), "group": self.one(1, 2)},
            "grouped": {"groups": self.one(1, 2)},
            "shuffle": {"groups": self.one(1, 2)},
            "ic": {"granularity": self.one("layer", "channel"), "pool": self.one("sum", "mean")},
        }
        return {"kind": kind, **options.get(kind, {})}

    def field(self) -> Document:
        kind = self.one(*kinds("fields"), "basic", "conv", "own", "own", "own")
        if kind == "own":
            return self.own()
        part: Document = {"kind": kind, **({"cardinality": 2} if kind == "resnext" else {})}
        if kind == "bottleneck" and self.chance(0.5):
            part["dropout"] = 0.5
        if self.chance(0.6):
            linear = [each for field, each in FIELDS_WITH_OPERATORS if field == kind]
            part["operator"] = (
                self.operator(*linear) if find("fields", kind).takes_linear else self.operator()
            )
        return part

    def transition(self, widening: bool) -> Document:
        """One that need not halve the resolution, where it leads from a stem of other channels too."""
        narrows = [kind for kind in kinds("transitions") if not find("transitions", kind).constraints]
        kind = "projection" if widening else self.one(*narrows, "own")
        if kind == "own":
            return {**self.own(), "residual": False}
        options = {"attention": self.chance(0.5)} if kind == "conv-pool" else {}
        return {"kind": kind, "residual": self.chance(0.5), **options}

    def implicit_mode(self) -> Document:
        if self.chance(0.3):
            solver = self.one(*kinds("solvers"))
            return {"mode": "solve", "solver": solver, "tolerance": "1e-3", "iterations": 100}
        return {
            "mode": "fused",
            "sweeps": self.random.randint(0, 2),
            "order": self.one("gauss-seidel", "jacobi"),
        }

    # --- the network ----------------------------------------------------------------------------------------

    def network(self) -> Document:
        scheme = self.scheme()
        drawn = {
            "name": self.one(*DOCUMENTS),
            "input": {"channels": 2, "size": self.one(4, 5, 8)},
            "classes": 3,
            "scheme": scheme,
            "periods": [
                {"channels": self.one(8, 16), "steps": self.random.randint(1, 3)}
                for _ in range(self.random.randint(1, 3))
            ],
            "field": self.field(),
            "head": self.own("_heads") if self.chance(0.2) else {"kind": self.one(*kinds("heads"))},
            "stem": (stem := self.stem()),
            "transition": self.transition("channels" in stem),
            "weights": self.one("evaluation", "evaluation", "stage", "node", "step", "period"),
            "history": self.one("restart", "transport", {"transport": "own"}),
            "initialisation": self.one("torch", *kinds("initialisers")),
            "step_size": self.one("absorbed", "learned", "1/20"),
        }
        drawn |= self.dropped(scheme) | self.mode(scheme) | self.fields(scheme)
        if "starter" not in drawn:
            drawn["history"] = "restart"  # a one-step scheme has no past to transport
        if self.chance(0.15):
            drawn |= {"coupling": "concat", "weights": self.one("evaluation", "stage")}
        solved = drawn.get("implicit", {}).get("mode") == "solve"
        if self.chance(0.25) and self.one_step(scheme) and not solved:
            drawn |= self.concatenated(drawn)
        if self.chance(0.3):
            drawn["norm"] = {"eps": "1e-3", "momentum": 0.3}
        if drawn["weights"] != "evaluation":
            drawn |= self.own_parts(drawn.get("norm", {}))
        return drawn

    def own_parts(self, norm: Document) -> Document:
        """What evaluations that share a field may have of their own."""
        last: Document = {"own": "last-convolution"} if self.chance(0.25) else {}
        return {**last, "norm": {**norm, "per": "evaluation"}} if self.chance(0.5) else last

    def one_step(self, scheme: Any) -> bool:
        """Whether the scheme carries the state alone, as one that hands on a concatenation does."""
        if isinstance(scheme, str):
            return load_scheme(scheme).method.external == (External("state"),)
        return scheme["kind"] in ("runge-kutta", "partitioned") and not scheme.get("separable")

    def concatenated(self, drawn: Document) -> Document:
        """What a step hands on instead of a sum, and the channels that follow."""
        first, *rest = drawn["periods"]
        follows = bool(rest) and self.chance(0.7)
        periods = [first, *({"steps": each["steps"]} for each in rest)] if follows else drawn["periods"]
        share = {"compression": self.one("1/2", "1", "0.3")} if follows else {}
        transition = {"kind": self.one("conv-pool", "conv-norm", "projection"), **share}
        if drawn.get("implicit", {}).get("mode") == "fused" and self.chance(0.4):
            drawn["implicit"] = {**drawn["implicit"], "reads": "slopes"}
        if isinstance(drawn["head"], dict) and "kind" in drawn["head"] and self.chance(0.3):
            drawn["head"] = {**drawn["head"], "reads": "first-and-last"}
        return {
            "coupling": self.one("concat", "links"),
            "output": self.one("concat", "last-sweep") if "implicit" in drawn else "concat",
            "growth": self.one(3, 4, 8),
            "weights": self.one("evaluation", "stage"),
            "step_size": "absorbed",
            "periods": periods,
            "transition": transition,
        }

    def stem(self) -> Document:
        if self.chance(0.2):
            return self.own()
        kind = self.one(*kinds("stems"))
        options = {"width": 4} if kind == "imagenet" else {}
        return {"kind": kind, **options, **({"channels": self.one(4, 8)} if self.chance(0.2) else {})}

    def dropped(self, scheme: Any) -> Document:
        drawn: Document = {}
        if self.chance(0.35):
            decay, per = self.one("linear", "uniform"), self.one("batch", "sample")
            drawn["stochastic_depth"] = {"rate": 0.5, "decay": decay, "per": per}
        if self.chance(0.2):
            drawn["noise"] = {"level": 0.25, "distribution": self.one("uniform", "normal")}
        if scheme == "fractal3" and self.chance(0.7):
            drawn["drop_path"] = {"rate": 0.3}
        return drawn

    def mode(self, scheme: Any) -> Document:
        """What goes with an implicit scheme or one of several steps, which a document of another scheme refuses."""
        named = isinstance(scheme, str)
        method = load_scheme(scheme).method if named else None
        drawn: Document = {}
        if (method and not method.explicit) or (not named and "A" in scheme and _implicit(scheme["A"])):
            drawn["implicit"] = self.implicit_mode()
            if drawn["implicit"]["mode"] == "solve":
                drawn["step_size"] = self.one("1/20", "1/20", "1/20", "learned")
        if (
            (method and method.steps > 1)
            or (not named and scheme.get("start") == "history")
            or (not named and scheme["kind"] == "linear-multistep")
        ):
            drawn["starter"] = self.starter()
        return drawn

    def starter(self) -> Any:
        if self.chance(0.5):
            return self.one("euler", "heun2", "kutta3")
        kept, self.parameters = self.parameters, {}
        made = {"name": self.one(*DOCUMENTS), **self.runge_kutta()}
        document = self.declaring(made)
        self.parameters = kept
        return document

    def fields(self, scheme: Any) -> Document:
        names = ["f", "g"] if scheme in ("verlet", "ars222", "ars121", "symplectic_euler") else []
        if isinstance(scheme, dict):
            names = list(scheme.get("tableaux", ()))
        return {"fields": {name: self.field() for name in names if self.chance(0.6)}} if names else {}


def _implicit(A: list[list[Any]]) -> bool:
    return any(entry != 0 for i, row in enumerate(A) for entry in row[i:])


# --- both emitters ----------------------------------------------------------------------------------------------------


def read(drawn: Document, folder: Path) -> NetworkDocument:
    """The document, read as a user's file is. Raises InputError."""
    path = folder / "network.yaml"
    path.write_text(json.dumps(drawn), encoding="utf-8")
    return load_network(str(path))


def difference(network: NetworkDocument, lowered: Graph, text: str) -> str:
    """In what the two emitters differ, for the same seeds; nothing, where they agree."""
    torch.manual_seed(0)
    built: nn.Module = module(lowered, network.initialisation)
    emitted = ModuleType("emitted_here")
    sys.modules["emitted_here"] = emitted
    exec(compile(text, "emitted_here.py", "exec"), vars(emitted))
    torch.manual_seed(0)
    written: nn.Module = [
        each
        for each in vars(emitted).values()
        if isinstance(each, type) and each.__module__ == "emitted_here"
    ][-1]()
    states = built.state_dict(), written.state_dict()
    if list(states[0]) != list(states[1]):
        return f"keys: {sorted(states[0].keys() ^ states[1].keys())}"
    if odd := [key for key in states[0] if not torch.equal(states[0][key], states[1][key])]:
        return f"initial values or shapes of {odd}"
    for value in built.parameters():  # zero biases, of which some differences would not be seen
        value.data += 0.05 * torch.randn_like(value)
    written.load_state_dict(built.state_dict())
    x = torch.randn(2, network.input.channels, network.input.size, network.input.size)
    for mode in (True, False):
        outputs = [_output(model.train(mode), x) for model in (built, written)]
        if not _same(*outputs):
            return f"outputs in {'training' if mode else 'evaluation'}: {outputs[0]} and {outputs[1]}"
    states = built.state_dict(), written.state_dict()
    left = [key for key, value in states[0].items() if not _same(value, states[1][key])]
    return f"values after training of {left}" if left else ""


def _output(model: nn.Module, x: torch.Tensor) -> torch.Tensor | str:
    """The output, or that the stages could not be solved."""
    torch.manual_seed(1)
    try:
        output: torch.Tensor = model(x)
        return output.detach()
    except RuntimeError as error:
        if "stages not solved" not in str(error):
            raise
        return "stages not solved"


def _same(one: torch.Tensor | str, other: torch.Tensor | str) -> bool:
    """Bit for bit; a value that is no number is so in both."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other if isinstance(one, str) and isinstance(other, str) else False
    return bool(torch.equal(one.nan_to_num(1e9, 2e9, 3e9), other.nan_to_num(1e9, 2e9, 3e9)))


@dataclass
class Report:
    """What became of some documents: how many agreed, what was refused in words, what differs or fell."""

    agreed: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    faults: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, folder: Path) -> str | None:
        """Try a document; its emitted text, where the emitters agree."""
        drawn = document(number)
        try:
            network = read(drawn, folder)
            lowered = graph(network)
            text = source(lowered, network.initialisation, [])
            problem = difference(network, lowered, text)
        except InputError as error:
            self.refused[error.message] += 1
            return None
        except Exception:
            problem = traceback.format_exc(limit=-4)
        if problem:
            self.faults[number] = f"document {number}: {problem}\n{json.dumps(drawn)}"
            return None
        self.agreed += 1
        return text


# --- tools ------------------------------------------------------------------------------------------------------------

RULES = "E,F,I,W"


def complaints(folder: Path, *tools: str) -> Iterator[str]:
    """What the tools (all, unless some are named) say against the files `network_….py` of a folder."""
    files = [str(path) for path in sorted(folder.glob("network_*.py"))]
    if not files:
        return
    line = ["--isolated", "--line-length", "88"]
    calls = (
        ["mypy", "--strict", "--no-error-summary", "--cache-dir", str(folder / "cache"), *files],
        ["ruff", "check", "-q", "--select", RULES, *line, *files],
        ["ruff", "format", "--check", *line, *files],
    )
    for call in calls:
        if tools and call[0] not in tools:
            continue
        ran = subprocess.run(
            [sys.executable, "-m", *call], cwd=folder, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            yield f"{' '.join(call[:2])}: {ran.stdout}{ran.stderr}"


def main(count: int, first: int = 0) -> int:
    """Try documents, print what became of them, and return 1 where the emitters or the tools find a fault."""
    torch.set_num_threads(1)  # the networks are small
    report, checked, messages = Report(), 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_own_modules(folder)
        sys.path.insert(0, name)
        for number in range(first, first + count):
            text = report.add(number, folder)
            if text is not None and number % 10 == 0:
                (folder / f"network_{number}.py").write_text(text, encoding="utf-8")
                checked += 1
        messages = list(complaints(folder))
    for message, times in report.refused.most_common():
        print(f"refused {times} times: {message}")
    for fault in (*report.faults.values(), *messages):
        print(fault)
    print(
        f"documents {first} to {first + count - 1}: {report.agreed} agree, {sum(report.refused.values())} are refused, "
        f"{len(report.faults)} differ or fail; {checked} files checked by the tools, {len(messages)} tools complain"
    )
    return 1 if report.faults or messages else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
