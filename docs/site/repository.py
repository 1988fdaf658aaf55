"""Files of the repository as pages of the site, and the links between them.

A page below docs is a page of the site under its own path, README.md is its start, and the other pages at the top stand
in `project`. Any other file that a page leads to becomes a page below `repository` that shows it, and a folder one that
lists its files, so that the site is whole without a network and leads nowhere outside it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tableau2net import files

ROOT = Path(__file__).resolve().parent.parent.parent
TOP = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
}
PICTURES = {".svg", ".png"}
LANGUAGES = {".cff": "yaml", ".py": "python", ".sh": "sh", ".toml": "toml", ".yaml": "yaml", ".json": "json"}

_FENCE = re.compile(r"^(\s*)(`{3,}).*?^\1\2\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<=\]\()([^)\s#]+)(#[^)\s]*)?(?=\))")
_NAMED = re.compile(
    r"\[[\w/.-]+\.md\](?=\(([^)\s#]+\.md)(?:#[^)\s]*)?\))"
)  # a link whose words are a file's name
_PATH = re.compile(r"(?<!\[)`([\w./-]+\.md)`")


def site_path(path: str) -> str:
    """Where a file or a folder of the repository stands in the site."""
    if path in TOP:
        return TOP[path]
    inside = path.removeprefix("docs/")
    if inside != path and Path(path).suffix in {".md", *PICTURES}:
        return inside
    return f"repository/{path}/index.md" if (ROOT / path).is_dir() else f"repository/{path}.md"


def repository_path(page: str) -> str | None:
    """Which file of the repository a page of the site is, or None where it was made."""
    top = {value: key for key, value in TOP.items()}
    if page in top:
        return top[page]
    return f"docs/{page}" if (ROOT / "docs" / page).is_file() else None


def targets(path: str, text: str) -> Iterator[str]:
    """The files and folders of the repository that a page of it leads to."""
    for prose in _prose(text):
        for match in _LINK.finditer(prose):
            target = _target(path, match[1])
            if target is not None:
                yield target


def for_the_site(path: str, text: str, made: Callable[[str], str | None]) -> str:
    """A page of the repository as a page of the site: links lead to where their targets stand there.

    A path between backticks of a page that is made for the site becomes a link to it; `made` gives such a page's title.
    Where a link's words are the name of a page's file, they become its title.
    """
    here = posixpath.dirname(site_path(path))

    def link(match: re.Match[str]) -> str:
        target = _target(path, match[1])
        return match[0] if target is None else posixpath.relpath(site_path(target), here) + (match[2] or "")

    def title(match: re.Match[str]) -> str:
        name = made(match[1])
        return match[0] if name is None else f"[{name}]({posixpath.relpath(match[1], here)})"

    def words(match: re.Match[str]) -> str:
        target = _target(path, match[1])
        return match[0] if target is None else f"[{heading(files.text(ROOT / target)) or target}]"

    return _in_prose(text, lambda prose: _PATH.sub(title, _LINK.sub(link, _NAMED.sub(words, prose))))


def heading(text: str) -> str:
    """The title of a page in Markdown, or nothing."""
    match = re.search(r"^# (.+)$", text, re.MULTILINE)
    return match[1] if match else ""


def shown(path: str) -> str:
    """A page that shows a file of the repository, or lists a folder's files; it is left out of the search."""
    head = f"---\nsearch: {{exclude: true}}\nhide: [toc]\n---\n\n# {path}\n\n"
    file = ROOT / path
    if file.is_dir():
        return head + "".join(f"- `{each}`\n" for each in _listed(file))
    text = files.text(file)
    if file.suffix == ".md":
        return head + text
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in re.findall(r"`+", text)), 0)
    return f"{head}{fence}{LANGUAGES.get(file.suffix, 'text')}\n{text.rstrip()}\n{fence}\n"


def _listed(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix()


def _target(path: str, link: str) -> str | None:
    """The path in the repository to which a link of a page leads; None where it leads out of it, or within the page."""
    if re.match(r"[a-z]+:", link):
        return None
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
    return target if (ROOT / target).exists() else None


def _prose(text: str) -> Iterator[str]:
    """What stands outside blocks of code."""
    position = 0
    for block in _FENCE.finditer(text):
        yield text[position : block.start()]
        position = block.end()
    yield text[position:]


def _in_prose(text: str, change: Callable[[str], str]) -> str:
    """The text with its prose changed and its blocks of code as they are."""
    found, position = [], 0
    for block in _FENCE.finditer(text):
        found += [change(text[position : block.start()]), block[0]]
        position = block.end()
    return "".join([*found, change(text[position:])])
