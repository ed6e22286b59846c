"""Tables and styled text on the terminal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from typing import IO, Final, cast

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from simulator.cli.screen import Screen, standard_output
from simulator.errors import printable

WIDTHS: Final = range(20, 1001)
"""Widths that a terminal is taken to have, in columns; some say 0, and COLUMNS may say anything."""


def console() -> Console:
    """Return a console on standard output, as wide as the terminal, or 120 columns when there is none."""
    width = shutil.get_terminal_size((120, 24)).columns
    return _Console(
        file=cast("IO[str]", _Styled(standard_output())),
        width=min(max(width, WIDTHS.start), WIDTHS.stop - 1),
        highlight=False,
        soft_wrap=False,
        markup=False,
        emoji=False,
        # The width is known; rich would read even a number of thousands of digits.
        _environ={name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")},
    )


def screen_height() -> int:
    """Return the number of lines of the terminal, or 40 when there is none."""
    return shutil.get_terminal_size((120, 40)).lines


class _Console(Console):
    """A console of which only its own styles reach the terminal: text is made visible before they are added."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render something as rich does, its text visible."""
        for segment in super().render(renderable, options):
            text = segment.text
            if text == "\n" or text.isprintable() or segment.control:
                yield segment
            else:
                yield Segment(printable(text, keep="\n"), segment.style)


class _Styled:
    """A screen for callers that make their text visible themselves."""

    def __init__(self, screen: Screen) -> None:
        self.write = screen.write_styled
        self.flush = screen.flush
        self.isatty = screen.isatty
        self.fileno = screen.fileno
        self.encoding = screen.real_encoding
