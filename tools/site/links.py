"""Links between pages, as they work on GitHub and as they work on the site.

The documents of this repository link to files beside them and above them. On the site, a link to a file with a page
leads to that page, and a link to any other file becomes plain text. A broken link is left unchanged, and fails a strict
build.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from tools.readme import ROOT

TOP: Final[Mapping[str, str]] = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "project/architecture.md",
    "CHANGELOG.md": "project/changelog.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "CODE_OF_CONDUCT.md": "project/code-of-conduct.md",
}
"""The documents at the top of the repository, and their pages."""

_LINK: Final = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\]\[]|\[[^\]]*\])*)\]\((?P<to>[^)\s]+)\)")
_CODE: Final = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
_PICTURE: Final = re.compile(r'(?P<before><(?:img|source)\b[^>]*?\bsrc(?:set)?=")(?P<to>[^"]+)(?P<after>")')


def page_of(path: str) -> str | None:
    """Return the page of a file of the repository; None if it has no page."""
    if path in TOP:
        return TOP[path]
    if path == "docs/divergences.md":
        return "divergences/index.md"
    if path.startswith("docs/"):
        below = path.removeprefix("docs/")
        return f"{below}/README.md" if (ROOT / path).is_dir() else below
    if path == "features":
        return "features/index.md"
    if path.startswith("features/"):
        return f"{path.removesuffix('.feature')}.md" if path.endswith(".feature") else "features/index.md"
    return None


def scenario_line(lines: Iterable[int], line: int) -> int:
    """Return the line of the scenario that contains a line: scenarios are the headings of a feature's page."""
    return max((one for one in lines if one <= line), default=1)


def rewritten(text: str, *, path: str, page: str, scenarios: Mapping[str, tuple[int, ...]]) -> str:
    """Return a document with its links rewritten for the site.

    `path` is its place in the repository, `page` its place on the site, `scenarios` has the lines of the
    scenarios of each feature by its file.
    """

    def leads(to: str) -> str | None:
        """Return the target of a link on the site; empty for a file without a page, None for a broken link."""
        if to.startswith(("#", "mailto:")) or "://" in to:
            return to
        target, _, anchor = to.partition("#")
        file = os.path.normpath(PurePosixPath(path).parent / target)
        if not (ROOT / file).exists():
            return None
        there = page_of(file)
        if there is None:
            return ""
        if anchor.startswith("L") and file in scenarios:
            anchor = f"L{scenario_line(scenarios[file], int(anchor[1:]))}"
        way = os.path.relpath(there, PurePosixPath(page).parent)
        return f"{way}#{anchor}" if anchor else way

    def linked(found: re.Match[str]) -> str:
        to = leads(found["to"])
        if to is None:
            return found[0]
        return f"{found['image']}[{found['text']}]({to})" if to else found["text"]

    def shown(found: re.Match[str]) -> str:
        to = leads(found["to"])
        if not to:
            return found[0]
        # mkdocs doesn't rewrite addresses in HTML: this one is relative to the page's folder on the site.
        up = "" if page.endswith(("index.md", "README.md")) else "../"
        return f"{found['before']}{up}{to}{found['after']}"

    parts = _CODE.split(text)
    parts[::2] = [_PICTURE.sub(shown, _LINK.sub(linked, part)) for part in parts[::2]]
    return "".join(parts)
