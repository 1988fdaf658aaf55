"""What packages have, read where it stands in their sources and proved, and what their steps compute when they are run:
writes docs/sources/table.md anew.

    python docs/sources/table.py [NAME]…        needs pip and apt-get, and pip install 'tableau2net[peers]'

packages.yaml says where each package comes from; those that are not installed are fetched into a temporary folder,
without what they require. With names, the sections of these packages alone are written anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from shutil import copy, which
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML

from tableau2net.audit.audit import Code, Settings, StepAudit, audit
from tableau2net.audit.sequence import SequenceAudit
from tableau2net.checking.cases import FaultyCase, UnreadCase
from tableau2net.checking.reports import Report, report
from tableau2net.errors import InputError

HERE = Path(__file__).parent
PAGE, PACKAGES = HERE / "table.md", HERE / "packages.yaml"
HEAD = """\
# What stands in packages, and what they compute

Made by `make packages` of [packages.yaml](packages.yaml): every tableau that the readers find in the sources of a
package ([sources.md](../sources.md)), what the source claims of it, and what holds; and what the steps of its solvers
are found to compute when they are run ([audit.md](../audit.md)). *Not read*: an entry is computed when the code runs. A
claim of nodes is that they are the sums of the rows. The objects of the packages that are installed with ours are in
[peers.md](../peers.md).
"""
SOURCES = "deb-src http://deb.debian.org/debian {release} main"
LONGEST = 240
BAR = "\\|"  # that which ends no cell
Package = Mapping[str, Any]


def main(names: Sequence[str]) -> int:
    packages: list[Package] = YAML(typ="safe").load(PACKAGES)
    known = {package["name"] for package in packages}
    for name in names:
        if name not in known:
            print(f"{PACKAGES} has no package {name}", file=sys.stderr)
            return 2
    old = re.split(r"^(?=## )", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:] if names else []
    written = {each.split()[1]: each.rstrip() + "\n" for each in old}
    for package in packages:
        if not names or package["name"] in names:
            with TemporaryDirectory() as folder:
                written[package["name"]] = section(package, Path(folder))
            print(package["name"], flush=True)
            kept = [written[each["name"]] for each in packages if each["name"] in written]
            PAGE.write_text("\n".join([HEAD, *kept]), encoding="utf-8")
    return 0


def section(package: Package, folder: Path) -> str:
    """The heading of a package and its tables; why there are none where it cannot be had."""
    try:
        root, found = obtained(package, folder)
    except (OSError, subprocess.SubprocessError) as error:
        return f"## {package['name']}\n\nNot fetched where the tables were made: {type(error).__name__}.\n"
    place = root / package["sources"]
    lines = [f"## {package['name']} {found}, {package['sources']}", ""]
    lines += [
        "| source | name | claim | what holds |",
        "|---|---|---|---|",
        *rows(report(str(place)), place),
        "",
    ]
    ran = list(audited(package, root, folder))
    if ran:
        lines += ["| run | claim | what holds |", "|---|---|---|", *ran, ""]
    return "\n".join(lines)


def obtained(package: Package, folder: Path) -> tuple[Path, str]:
    """The folder that a package is in, and its version."""
    if package["from"] == "installed":
        spec = find_spec(package["sources"].partition("/")[0])
        assert spec is not None
        assert spec.origin is not None
        return Path(spec.origin).parent.parent, version(package["name"])
    if package["from"] == "pip":
        wanted = [f"{package['name']}=={package['version']}", *package.get("beside", [])]
        install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--disable-pip-version-check"]
        _run([*install, "--target", str(folder), *wanted], folder)
        return folder, package["version"]
    name, unpacked = package["package"], folder / "unpacked"
    if package["from"] == "apt":
        _run(["apt-get", "download", name], folder)
        (archive,) = folder.glob("*.deb")
        _run(["dpkg-deb", "-x", archive.name, unpacked.name], folder)
        return unpacked, archive.name.split("_")[1].replace("%3a", ":")
    _run(["apt-get", *_own_lists(folder), "update"], folder)
    _run(["apt-get", *_own_lists(folder), "source", "--download-only", name], folder)
    (archive,) = folder.glob("*.orig.tar.*")
    unpacked.mkdir()
    _run(["tar", "-xf", archive.name, "-C", unpacked.name, "--strip-components=1"], folder)
    return unpacked, archive.name.split("_")[1].partition(".orig")[0]


def _own_lists(folder: Path) -> list[str]:
    """Options by which apt-get looks for sources, and changes nothing of the system."""
    release = re.search(r"^VERSION_CODENAME=(\w+)$", Path("/etc/os-release").read_text(), re.MULTILINE)
    assert release is not None
    (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    (folder / "sources.list").write_text(SOURCES.format(release=release[1]) + "\n")
    settings = {"Dir::Etc::sourcelist": folder / "sources.list", "Dir::Etc::sourceparts": "/dev/null"}
    return [
        word
        for key, value in {**settings, "Dir::State::lists": folder / "lists"}.items()
        for word in ("-o", f"{key}={value}")
    ]


def _run(words: Sequence[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


def rows(found: Report, root: Path) -> Iterator[str]:
    """A row for each tableau, in the order of files and lines."""
    placed = [(case.position, case) for case in found.cases if case.position is not None]
    for at, case in sorted(placed, key=lambda each: (each[0].file, each[0].line)):
        place = f"{Path(at.file).relative_to(root)}:{at.line}" if at.line else "–"
        what = "not read" if isinstance(case, UnreadCase) else case.holds
        name = "" if isinstance(case, FaultyCase) else case.name
        yield row(place, name, case.claim, what[:LONGEST])


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(each.replace('|', BAR) for each in cells)} |"


def audited(package: Package, root: Path, folder: Path) -> Iterator[str]:
    """A row for each step that is run."""
    (folder / "first").mkdir(exist_ok=True)
    copy(HERE / "standing_in.py", folder / "first" / "sitecustomize.py")
    outside = [] if package["from"] == "installed" else [str(root)]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder / "first"), *outside])
    os.environ["STANDING_IN"] = ",".join(package.get("standing_in", []))
    for each in package.get("audits", []):
        for name in each["each"]:
            code, *options = each["code"].format(each=name).split()
            method = options[1] if options else ""
            yield row(" ".join([f"`{code}`", *options]), *_audited(code, method))


def _audited(code: str, method: str) -> tuple[str, str]:
    """What a step says of itself, and what holds."""
    try:
        (step,) = audit(Code.of(code), None, Settings(method=method, seconds=300)).steps
    except InputError as error:
        return "", f"refused: {error.message}: {error.found}"[:LONGEST]
    claims = step.recording.claims
    embedded = f"({claims['embedded_order']})" if "embedded_order" in claims else ""
    claim = f"order {claims['order']}{embedded}" if "order" in claims else "nothing"
    return claim, _holds(step)


def _holds(step: StepAudit | SequenceAudit) -> str:
    parts = [step.reason] if step.reason else []
    if step.found is not None:
        parts.append(step.found.certificate.describe().splitlines()[0])
    if isinstance(step, SequenceAudit):
        known = (
            "unknown"
            if step.order is None
            else f"{step.order}{'' if step.order == step.at_most else ' or more'}"
        )
        parts.append(f"as a sequence order {known}")
    bold = "**" if step.refuted else ""
    return f"{bold}{'; '.join([*parts, *step.faults])}{bold}"


if __name__ == "__main__":
    if which("apt-get") is None:
        print("there is no apt-get here: the packages of Debian are left out", file=sys.stderr)
    sys.exit(main(sys.argv[1:]))
