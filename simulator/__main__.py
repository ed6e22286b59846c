"""The way into the command line, for `devicemode` and `python -m simulator`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. The version is answered at once, before anything else is imported."""
    if sys.argv[1:] == ["--version"]:
        from simulator import __version__

        sys.stdout.write(f"devicemode {__version__}\n")
        return
    try:
        from simulator.cli import cli

        cli(prog_name="devicemode")
    except KeyboardInterrupt:
        # Before the command has begun; from then on it is the command's to say.
        sys.stderr.write("\nbroken off\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
