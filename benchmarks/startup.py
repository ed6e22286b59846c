"""Start-up time of the command line, as a ratio to starting Python.

`python -m benchmarks.startup [ROUNDS]` prints the ratio of `devicemode --version` to `python -c pass`, run alternately.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.suite import paired


def main(rounds: int = 21) -> None:
    """Print the ratio."""
    script = Path(sys.executable).with_name("devicemode")
    ours, base, ratio = paired((str(script), "--version"), (sys.executable, "-c", "pass"), rounds)
    print(
        f"devicemode --version: {ours * 1000:.0f} ms, python -c pass {base * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (aim: within 4)"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
