"""How a scheme or a network is shown, one file a format: `render` is the text of an overview, so wide at most."""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="view",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("render", "overview: Overview, width: int | None", "str"),),
)
