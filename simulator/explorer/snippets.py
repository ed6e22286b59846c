"""Snippets: phrases as text with placeholders."""

from __future__ import annotations

import re
from typing import Final

from simulator.conformance.language.parameters import EXAMPLES

_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_FILLED: Final = {
    "string": "Song Played",
    "app": "the app",
    "source": "an app",
    "number": "25",
    "count": "1",
    "duration": "5 minutes",
    "view": "page",
    "method": "track",
    "native": "uploadEvents",
    "process": "killed",
    "network": "goes offline",
    "permission": "allows",
    "fault": "answers 500",
    "crash": "",
    "value": "<device id>",
}
"""Values for the placeholders of a phrase, by parameter type."""

_STRINGS_BY_WORD: Final = {
    "aliases": "derek",
    "becomes": "https://example.com/?utm_source=mail",
    "category": "Merchant",
    "group": "company",
    "groups": "initech",
    "identifies": "derek",
    "name": "Settings",
    "page": "https://example.com/",
    "says": "…",
    "to": "derek",
    "user": "derek",
    "with": "…",
}
"""Values for placeholders in quotes, by the word before them; elsewhere the name of an event."""


def snippet_of(expression: str) -> str:
    """Return a phrase's expression as text with placeholders: `${1:the app} tracks "${2:Song Played}"`."""
    number = 0

    def place(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        example = _FILLED.get(found[1], EXAMPLES.get(found[1], ""))
        if found[1] == "string":
            before = expression[: found.start()].split()
            example = _STRINGS_BY_WORD.get(before[-1] if before else "", example)
        shown = f"${{{number}:{example}}}"
        return f'"{shown}"' if found[1] == "string" else shown

    return _PARAMETER.sub(place, _OPTIONAL.sub(r"\1", expression))


_OPTIONAL: Final = re.compile(r"\((\w+)\)")
