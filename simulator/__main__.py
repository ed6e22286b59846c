"""The entry point of the command line, for `devicemode` and `python -m simulator`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. `--version` is answered at once, before anything else is imported."""
    if sys.argv[1:] == ["--version"] and _version_said():
        return
    try:
        from simulator.cli import cli
    except KeyboardInterrupt:
        # Before the command has begun; from then on the command reports it.
        sys.stderr.write("\ninterrupted\n")
        sys.exit(130)
    cli(prog_name="devicemode")


def _version_said() -> bool:
    """Write the version; return `False` if standard output fails, which the command then reports."""
    from simulator import __version__

    try:
        sys.stdout.write(f"devicemode {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError):
        return False
    return True


if __name__ == "__main__":
    main()
