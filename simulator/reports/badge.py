"""A badge for a README: how many of the applicable cases passed, as an SVG image."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from simulator.conformance.records.stream import Outcome, Run
from simulator.reports import tally
from simulator.reports.text import shown

_LABEL: Final = "devicemode"

_COLORS: Final = {
    "conforms": "#2a7d2a",
    "with known failures": "#8a6a00",
    "does not conform": "#b3261e",
    "interrupted": "#b3261e",
    "nothing ran": "#5f6368",
}
"""Dark enough for white text: each has a contrast of at least 4.5."""


def badge(runs: Sequence[Run], *, label: str = _LABEL) -> str:
    """Return a badge for one or several runs: `devicemode | 1029 of 1029`, with its color by the result."""
    counts: Counter[Outcome] = sum((tally.totals(run) for run in runs), Counter())
    verdicts = {tally.verdict(run) for run in runs}
    worst = next(one for one in ("does not conform", "interrupted", "nothing ran", "conforms") if one in verdicts)
    says = f"{tally.passed(counts)} of {tally.judged(counts)}"
    if worst in ("nothing ran", "interrupted"):
        says = worst
    known = worst == "conforms" and counts["known failure"]
    return _svg(shown(label, 40), says, _COLORS["with known failures" if known else worst])


def _svg(label: str, says: str, color: str) -> str:
    left, right = _width(label) + 10, _width(says) + 10
    whole = left + right
    title = f"{label}: {says}"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label={quoteattr(title)}>
<title>{escape(title)}</title>
<clipPath id="r"><rect width="{whole}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)">
<rect width="{left}" height="20" fill="#444"/>
<rect x="{left}" width="{right}" height="20" fill="{color}"/>
</g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
<text x="5" y="14" textLength="{left - 10}">{escape(label)}</text>
<text x="{left + 5}" y="14" textLength="{right - 10}">{escape(says)}</text>
</g>
</svg>
"""


_WIDTHS: Final[Mapping[float, str]] = {
    2.95: "'",
    3.02: "il",
    3.79: "j",
    3.87: " f",
    4: ",.·",
    4.33: "!t",
    4.63: "I",
    4.69: "r",
    5: "()-/:;J[\\]|",
    5.05: '"',
    5.73: "cs",
    5.78: "z",
    6: "?",
    6.12: "L",
    6.32: "F",
    6.51: "kvxy",
    6.55: "e",
    6.61: "a",
    6.63: "P",
    6.68: "o",
    6.77: "Y",
    6.78: "T",
    6.85: "bdgpq",
    6.96: "Ehnu",
    6.98: "{}",
    6.99: "$*0123456789_`",
    7.52: "ASV",
    7.54: "BXZ",
    7.62: "K",
    7.65: "R",
    7.68: "C",
    7.99: "&",
    8.05: "U",
    8.23: "N",
    8.27: "H",
    8.48: "D",
    8.53: "G",
    8.66: "OQ",
    9: "#+<=>^w~",
    9.27: "M",
    10.7: "m",
    10.88: "W",
    11: "@",
    11.84: "%",
}
"""The characters of Verdana at 11 pixels, by their width in pixels; another font is stretched to fit."""

_WIDTH_OF: Final = {one: width for width, characters in _WIDTHS.items() for one in characters}
_WIDE, _USUAL = 11.0, 7.0


def _width(text: str) -> int:
    """Return the width of a text in pixels."""
    return round(sum(_WIDTH_OF.get(one) or _unmeasured(one) for one in text))


def _unmeasured(one: str) -> float:
    return _WIDE if unicodedata.east_asian_width(one) in "WF" else _USUAL
