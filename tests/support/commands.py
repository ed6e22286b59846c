"""The commands of tests: `devicemode` in this process, and those that start adapters."""

from __future__ import annotations

import sys
from pathlib import Path

from click.testing import CliRunner, Result

from simulator.cli import cli


def devicemode(*arguments: str | Path, columns: int = 120) -> Result:
    """Run a command as a user would; an exception of the program reaches the test."""
    given = [str(one) for one in arguments]
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(cli, given, catch_exceptions=False)


def module(name: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this Python."""
    return [sys.executable, "-m", name, *arguments]


def reference(*options: str) -> list[str]:
    """Return the command of the reference as an adapter."""
    return module("simulator.ports.reference", *options)


def miniature(mode: str, *options: str) -> list[str]:
    """Return the command of an adapter out of `tests.wrong_ports.miniatures`."""
    return module("tests.wrong_ports.miniatures", mode, *options)
