"""All pages of the site that are made from data."""

from __future__ import annotations

from collections.abc import Mapping

from tools.readme import ROOT
from tools.site import commands, diagrams, divergences, features, language, links, reports, rules, settings


def made() -> dict[str, str]:
    """Return the Markdown of every generated page, by its address in the folder of documents."""
    lines = features.scenarios()
    pages = (
        features.pages()
        | rules.pages(lines)
        | divergences.pages(lines)
        | language.pages(lines)
        | settings.pages()
        | commands.pages()
    )
    top = {page: (ROOT / name).read_text("utf-8") for name, page in links.TOP.items() if (ROOT / name).exists()}
    return pages | top


def prepared(text: str, *, page: str, scenarios: Mapping[str, tuple[int, ...]]) -> str:
    """Return a page as mkdocs needs it: its links lead to pages, its diagrams are drawn."""
    by_page = {page: name for name, page in links.TOP.items()}
    by_page["divergences/index.md"] = "docs/divergences.md"
    path = by_page.get(page, f"docs/{page}")
    if (ROOT / path).exists():
        text = links.rewritten(text, path=path, page=page, scenarios=scenarios)
    title, _, rest = diagrams.drawn(text).partition("\n\n")
    return f"{title}\n\n{reports.link(page)}{rest}"
