"""Python for the browser, and the packages that proving a tableau needs there: taken from the registries once, kept in
`build/browser`, and held to the digests below."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import repository

KEPT = repository.ROOT / "build" / "browser"
PYODIDE, PYODIDE_FILE = "pyodide@314.0.7", "pyodide-314.0.7.tgz"
WHEELS = {
    "annotated_types-0.8.0-py3-none-any.whl": "annotated-types==0.8.0",
    "mpmath-1.3.0-py3-none-any.whl": "mpmath==1.3.0",
    "networkx-3.6.1-py3-none-any.whl": "networkx==3.6.1",
    "pydantic-2.14.4-py3-none-any.whl": "pydantic==2.14.4",
    "pydantic_core-2.50.5-cp314-cp314-pyemscripten_2026_0_wasm32.whl": "pydantic-core==2.50.5",
    "ruamel_yaml-0.19.1-py3-none-any.whl": "ruamel.yaml==0.19.1",
    "sympy-1.14.0-py3-none-any.whl": "sympy==1.14.0",
    "typing_extensions-4.16.0-py3-none-any.whl": "typing-extensions==4.16.0",
    "typing_inspection-0.4.5-py3-none-any.whl": "typing-inspection==0.4.5",
}
DIGESTS = {
    "pyodide@314.0.7": "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0",
    "annotated-types==0.8.0": "f072f4d804ea359e4eaf198b1af7a8b0943881a87f31bb764f8bf219bb9419e0",
    "mpmath==1.3.0": "a0b2b9fe80bbcd81a6647ff13108738cfb482d481d826cc0e02f5b35e5c88d2c",
    "networkx==3.6.1": "d47fbf302e7d9cbbb9e2555a0d267983d2aa476bac30e90dfbe5669bd57f3762",
    "pydantic==2.14.4": "653a2ad9f6d8858529c77c72717d0ea991d6c6837fe683246b2f4b2bbfc3fadc",
    "pydantic-core==2.50.5": "b2910ec0fa5aeb9bef70156f2b79f4783978fdcfaa7b2f1b5d1814458d2e79a1",
    "ruamel.yaml==0.19.1": "27592957fedf6e0b62f281e96effd28043345e0e66001f97683aa9a40c667c93",
    "sympy==1.14.0": "e091cc3e99d2141a0ba2847328f5479b05d94a6635cb96148ccb3f34671bd8f5",
    "typing-extensions==4.16.0": "481caa481374e813c1b176ada14e97f1f67a4539ce9cfeb3f350d78d6370c2e8",
    "typing-inspection==0.4.5": "bc210535442b39e1bf2805e0c7a17dfd6a4ace760c84c7f7d16245d23a6b1c39",
}
PIP = [
    *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"),
    *("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14", "--only-binary", ":all:"),
]
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
NOT_NEEDED = ("/tests/", "sympy/physics/", "sympy/stats/")  # parts of paths in wheels
OWN = ("tableau2net", "tableaux")  # folders of the repository, and where they are installed


class UnavailableError(Exception):
    """What the page needs cannot be had: no npm, no registry, or a file that is another one."""


def files() -> dict[str, bytes]:
    """The files of Pyodide by their names, and `packages.zip` with all packages. Raises UnavailableError."""
    KEPT.mkdir(parents=True, exist_ok=True)
    core = _core(_had(PYODIDE_FILE, PYODIDE, ["npm", "pack", "--silent"]))
    wheels = [_had(name, package, PIP) for name, package in WHEELS.items()]
    return {**core, "packages.zip": _packages(wheels)}


def _had(name: str, package: str, call: list[str]) -> Path:
    """The file of this name and package, which the call brings where it is not there yet."""
    path = KEPT / name
    if not path.is_file():
        program = shutil.which(call[0])
        if program is None:
            raise UnavailableError(f"{name} is fetched by {call[0]}, which is not installed")
        done = subprocess.run(
            [program, *call[1:], package], cwd=KEPT, capture_output=True, text=True, check=False
        )
        if done.returncode or not path.is_file():
            last = done.stderr.strip().splitlines()[-1:]
            raise UnavailableError(f"{name} could not be fetched: {' '.join(last)}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != DIGESTS[package]:
        raise UnavailableError(f"{path} is another file: its SHA-256 is {digest}, not {DIGESTS[package]}")
    return path


def _core(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        found = {name: opened.extractfile(f"package/{name}") for name in CORE}
        return {name: member.read() for name, member in found.items() if member is not None}


def _packages(wheels: list[Path]) -> bytes:
    """One archive with the packages and our own, without tests and what is never imported."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:  # it is compressed as a whole
        for name, content in sorted([*_of_wheels(wheels), *_own()]):
            made.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _of_wheels(wheels: list[Path]) -> Iterator[tuple[str, bytes]]:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            for name in opened.namelist():
                if not name.endswith("/") and not any(part in name for part in NOT_NEEDED):
                    yield name, opened.read(name)


def _own() -> Iterator[tuple[str, bytes]]:
    for folder in OWN:
        place = "tableau2net/tableaux" if folder == "tableaux" else folder
        for path in sorted((repository.ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".yaml", ".json"):
                yield f"{place}/{path.relative_to(repository.ROOT / folder).as_posix()}", path.read_bytes()
