"""What the commands share in writing to the terminal."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """Return a console on standard output, as wide as the terminal, or 120 columns when there is none."""
    from rich.console import Console

    width = shutil.get_terminal_size((120, 24)).columns
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)
