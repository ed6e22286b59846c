"""The hooks that mkdocs calls while it builds the site; `mkdocs.yml` names this file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tools.site import features, links, pages, reports


@cache
def _made() -> dict[str, str]:
    return pages.made()


@cache
def _scenarios() -> Mapping[str, tuple[int, ...]]:
    return features.scenarios()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the documents at the top of the repository that exist to the navigation."""
    project: list[Any] = next(part["Project"] for part in config.nav or () if "Project" in part)
    project += [page for page in links.TOP.values() if page.startswith("project/") and page in _made()]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made, and the reports."""
    # Its parts are pages of their own.
    files.remove(files.src_uris["divergences.md"])
    for address, text in (_made() | reports.files()).items():
        files.append(File.generated(config, address, content=text))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make the links in documents lead to pages."""
    del config, files
    return pages.prepared(markdown, page=page.file.src_uri, scenarios=_scenarios())
