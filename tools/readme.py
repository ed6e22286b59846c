"""The transcripts of the README and of `docs`; `python -m tools.readme` updates them.

A transcript is a ```console block with one command after `$ `, followed by a ```text block with its output in the
root of the repository. Guides, whose commands build on each other, are `tools.ports_guide`'s.
"""

from __future__ import annotations

import re
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from simulator.cli import cli

ROOT: Final = Path(__file__).parent.parent
PATH: Final = ROOT / "README.md"
PAGES: Final = (PATH, *sorted((ROOT / "docs" / "tutorials").glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
"""The pages that may have transcripts."""

_SERVER: Final = ("devicemode backend", "devicemode segment")

_TRANSCRIPT: Final = re.compile(
    r"(?<=```console\n\$ )([^\n]*)(\n```\n+```text\n)(.*?)(?=^```)", re.DOTALL | re.MULTILINE
)


def transcripts(page: Path = PATH) -> list[tuple[str, str]]:
    """Return each command of a page with the output that the page shows, except commands that start a server."""
    found = _TRANSCRIPT.findall(page.read_text("utf-8"))
    return [(command, shown.removesuffix("\n")) for command, _, shown in found if not command.startswith(_SERVER)]


@cache
def actual(command: str) -> str | None:
    """Return a command's output on a terminal of 120 columns; None for one that sets up the tests.

    For the command that sets up and runs the suite, it is the matrix at the end.
    """
    if command.endswith("devicemode conform"):
        printed = _output("conform")
        return printed[printed.index("Section ") :]
    return _output(*command.split()[1:]) if command.startswith("devicemode ") else None


def _output(*arguments: str) -> str:
    with chdir(ROOT):
        run = CliRunner(env={"COLUMNS": "120"}).invoke(cli, arguments, catch_exceptions=False)
    return "\n".join(line.rstrip() for line in run.stdout.splitlines()).strip()


def without_lines(text: str) -> str:
    """Return a command's output without line numbers of our own files, which move with every change of the code."""
    return re.sub(r"(simulator/[\w/]+\.py):\d+", r"\1", text)


def refresh(page: Path) -> None:
    """Write today's output of the commands into a page."""

    def renewed(match: re.Match[str]) -> str:
        made = None if match[1].startswith(_SERVER) else actual(match[1])
        return match[1] + match[2] + (match[3] if made is None else f"{made}\n")

    page.write_text(_TRANSCRIPT.sub(renewed, page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    for each in PAGES:
        refresh(each)
