"""What mkdocs calls while it builds the site; `mkdocs.yml` names this file."""

from __future__ import annotations

from functools import cache
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tools.site import features, links, pages, reports


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name in the navigation what is at the top of the repository, as far as it is there."""
    project: list[Any] = next(part["Project"] for part in config.nav or () if "Project" in part)
    there = set(pages.made())
    project += [page for page in links.TOP.values() if page.startswith("project/") and page in there]
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages that are made, and the reports."""
    for address, text in (_made() | reports.files()).items():
        known = files.get_file_from_path(address)
        if known is not None:
            files.remove(known)
        files.append(File.generated(config, address, content=text))
    return files


@cache
def _made() -> dict[str, str]:
    return pages.made()


@cache
def _scenarios() -> Any:
    return features.scenarios()


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make the links of documents lead to pages."""
    del config, files
    return pages.prepared(markdown, page=page.file.src_uri, scenarios=_scenarios())
