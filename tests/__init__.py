"""The tests, in the rooms of the package that they are about; what they share is in `support`."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
"""The repository."""
