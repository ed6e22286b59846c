"""The picture in the README: a terminal in which one command has been run. `python -m tools.picture` redraws it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from typing import Final

from rich.console import Console
from rich.text import Text

from tools.readme import ROOT

PATH: Final = ROOT / "docs" / "assets" / "run.svg"
COMMAND: Final = "devicemode run examples/song-bought.feature"
_WIDTH: Final = 120


def drawn() -> str:
    """Return a picture of the command's output on a color terminal."""
    run = subprocess.run(
        [sys.executable, "-m", "simulator", *COMMAND.split()[1:]],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": str(_WIDTH), "FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), COMMAND))
    console.print(Text.from_ansi(run.stdout.rstrip()))
    picture = console.export_svg(title="devicemode", unique_id="run")
    # rich would load the font from another host.
    return re.sub(r"\s*@font-face \{.*?\}", "", picture, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")


if __name__ == "__main__":
    PATH.write_text(drawn(), "utf-8")
