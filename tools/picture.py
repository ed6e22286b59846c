"""The pictures in the README and the docs: terminals, and the HTML report. `python -m tools.picture` redraws them.

The output of conform, and the report, are of a port's kept run; the report is photographed by Chromium.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console, RenderableType
from rich.text import Text

from simulator.reports import terminal
from simulator.reports.html import html
from tools.port_reports import PORTS, kept
from tools.readme import ROOT

ASSETS: Final = ROOT / "docs" / "assets"
CONFORM: Final = ASSETS / "conform.svg"
REPORT: Final = ASSETS / "report.png"
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
    return _svg(COMMAND, Text.from_ansi(run.stdout.rstrip()), width=_WIDTH, name="run")


def conform() -> str:
    """Return a picture of conform's output for a port that fails, at 80 columns."""
    made = kept(_PORT)[-1]
    # The path of the features on this machine does not belong into the picture.
    run = msgspec.structs.replace(made, begin=msgspec.structs.replace(made.begin, features="features"))
    shown = [*terminal.failures(run, width=_NARROW, height=_LINES), terminal.totals(run)]
    return _svg(f"devicemode conform {run.begin.again}", *shown, width=_NARROW, name="conform")


def _svg(command: str, *shown: RenderableType, width: int, name: str) -> str:
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), command))
    for one in shown:
        console.print(one)
    picture = console.export_svg(title="devicemode", unique_id=name)
    # rich would load the font from another host.
    return re.sub(r"\s*@font-face \{.*?\}", "", picture, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")


def report() -> bytes:
    """Return a photograph of the HTML report of the same run, with its first cause unfolded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(html(kept(_PORT)[:1]), "utf-8")
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 880, "height": 560})
        page.goto(file.as_uri())
        page.locator(".group > summary").first.click()
        page.locator(".group .differences").first.wait_for()
        page.locator("#groups-section").evaluate("(one) => one.scrollIntoView()")
        taken = page.screenshot()
        browser.close()
        return taken


_PORT: Final = next(port for port in PORTS if port.name == "analytics-next")
_NARROW: Final = 80
_LINES: Final = 34


if __name__ == "__main__":
    PATH.write_text(drawn(), "utf-8")
    CONFORM.write_text(conform(), "utf-8")
    REPORT.write_bytes(report())
