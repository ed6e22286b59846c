"""The README's transcripts: read, made anew, and written back by `python -m tools.readme`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATH = ROOT / "README.md"
_TRANSCRIPT = re.compile(r"(?<=```console\n\$ )(.*?)(\n```\n+```text\n)(.*?)(?=\n```)", flags=re.DOTALL)


def transcripts() -> list[tuple[str, str]]:
    """Return each command that the README shows, with the output that it shows."""
    return [(command, shown) for command, _, shown in _TRANSCRIPT.findall(PATH.read_text("utf-8"))]


def actual(command: str) -> str | None:
    """Return what a command prints on a terminal of 120 columns; None for one that sets up the tests.

    Of the command that sets up and runs the suite it is the matrix at the end.
    """
    if command.endswith("devicemode conform"):
        printed = _output("conform")
        return printed[printed.index("Section ") :]
    return _output(*command.split()[1:]) if command.startswith("devicemode ") else None


def _output(*arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "\n".join(line.rstrip() for line in run.stdout.splitlines()).strip()


def refresh() -> None:
    """Write what the commands print today into the README."""

    def renewed(match: re.Match[str]) -> str:
        made = actual(match[1])
        return match[1] + match[2] + (match[3] if made is None else made)

    PATH.write_text(_TRANSCRIPT.sub(renewed, PATH.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    refresh()
