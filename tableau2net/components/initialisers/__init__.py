"""Initialisers: a function applied to every module of a new network."""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.plugins import Kind

KIND = Kind(
    name="initialiser",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(("module: nn.Module",), function=True),
        Carried(),
    ),
)
