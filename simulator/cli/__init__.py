"""The command line: one module per command, imported when the command is called."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from typing import Any

import click

from simulator import __version__
from simulator.cli import boundary

_GROUPS = {
    "Explore": {
        "explore": "Play a scenario on several platforms in a browser, step by step.",
        "run": "Interpret a feature and show what Amplitude receives.",
        "steps": "List the phrases of the scenario language.",
        "rules": "List the documentation's rules and what proves them.",
        "divergences": "List where the shipped integrations differ from the documentation.",
        "settings": "List the destination settings of a platform.",
        "backend": "Stand in for Amplitude: a server that takes uploads and shows them.",
        "segment": "Stand in for Segment and Amplitude: a server that takes calls and shows their outcome.",
    },
    "Conformance": {
        "conform": "Run the conformance suite against the reference or a port.",
        "fuzz": "Find where a port differs beyond what the suite thinks of, as short scenarios.",
        "report": "Make reports of runs: HTML, JUnit, Markdown, Cucumber messages, a badge.",
        "diff": "Compare the reports of two runs, case by case.",
        "replay": "Judge a case again from the report of a run, without the port.",
    },
    "For authors of ports": {
        "adapter": "Write and check the program that connects a port to the suite.",
        "watch": "Judge what arrives while a person or a script performs a scenario.",
        "vectors": "Export the suite as JSON, for a port's own unit tests.",
        "schema": "Print the JSON Schemas of what other programs read and write.",
    },
}
_COMMANDS = [name for commands in _GROUPS.values() for name in commands]


class _OnDemand(click.Group):
    """A group that imports a command's module only to run it, behind the boundary."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return _COMMANDS

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"simulator.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        for title, commands in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))

    def invoke(self, ctx: click.Context) -> Any:
        # click would report it in its own way.
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as ended:
            raise SystemExit(boundary.interrupted(ended)) from None

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and exit."""
        sys.exit(boundary.run(partial(super().main, *args, **extra | {"standalone_mode": False})))


@click.group(
    cls=_OnDemand,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="If you don't know where to begin: `devicemode conform` runs the suite, "
    "`devicemode run FILE.feature` tries out a scenario of your own, `devicemode steps` shows what it can say.",
)
@click.version_option(__version__, message="devicemode %(version)s")
def cli() -> None:
    """Simulate the device-mode Amplitude destination of Segment on web, iOS, Android and the server leg."""
