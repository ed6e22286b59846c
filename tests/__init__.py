"""The tests, in rooms named like the package's; `support` has the parts that they share."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
"""The repository."""
