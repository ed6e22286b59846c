"""The documentation page itself: its address, its date, and the lines on which its sections begin.

The page is cited, not copied: a rule names its section and lines in the page's Markdown.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

from simulator.documentation import resources


class Passage(msgspec.Struct, frozen=True, array_like=True):
    """A passage of the page, from its first line to its last, both counted from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading of the page, or a line in bold that serves as one."""

    line: int
    title: str


class CitedPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The page as it was on the day that this package specifies."""

    address: str
    date: date
    #: The number of its lines.
    lines: int
    headings: tuple[Heading, ...]

    def section_at(self, line: int) -> str:
        """Return the heading that a line is under; raises `ValueError` for a line that the page doesn't have."""
        if not self.headings[0].line <= line <= self.lines:
            raise ValueError(f"the page has lines {self.headings[0].line} to {self.lines}, not {line}")
        return [heading.title for heading in self.headings if heading.line <= line][-1]


@cache
def page() -> CitedPage:
    """Return the page that this package specifies."""
    return msgspec.json.decode(resources.fixture("page.json").read_bytes(), type=CitedPage)


def written(passages: tuple[Passage, ...]) -> str:
    """Write passages for a reader: `line 89`, `lines 149 and 151`, `lines 286 and 275–276`."""
    several = len(passages) > 1 or passages[0].first != passages[0].last
    return f"line{'s' if several else ''} {' and '.join(map(str, passages))}"
