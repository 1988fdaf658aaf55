"""What mkdocs calls while it builds the site: pages are added, links lead where the site has their targets, formulas
are drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import formulas
import repository
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from pages import KIND

from tableau2net import files as texts

HERE = Path(__file__).parent
_TITLES: dict[str, str] = {}  # of the pages that are made, by their paths


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages at the top of the repository, those that are made, and the files to which pages lead."""
    _TITLES.clear()
    # Makers import what stands here, and mkdocs looks here only while it loads this file.
    if str(HERE) not in sys.path:
        sys.path.append(str(HERE))
    for name in KIND.names:
        for path, content in KIND.load(name).make():
            if isinstance(content, str) and path.endswith(".md"):
                _TITLES[path] = repository.heading(content)
            files.append(File.generated(config, path, content=content))
    for path, site_path in repository.TOP.items():
        files.append(File.generated(config, site_path, content=texts.text(repository.ROOT / path)))
    for target in sorted(set(_led_to(files))):
        files.append(File.generated(config, repository.site_path(target), content=repository.shown(target)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A page of the repository gets the links of the site."""
    path = repository.repository_path(page.file.src_uri)
    return markdown if path is None else repository.for_the_site(path, markdown, _TITLES.get)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Formulas are drawn."""
    return formulas.drawn(html)


def _led_to(files: Files) -> Iterator[str]:
    """The files of the repository that pages lead to and that are no pages yet."""
    for file in files.documentation_pages():
        path = repository.repository_path(file.src_uri)
        if path is not None:
            for target in repository.targets(path, file.content_string):
                if files.get_file_from_path(repository.site_path(target)) is None:
                    yield target
