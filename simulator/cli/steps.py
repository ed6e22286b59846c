"""`devicemode steps`: the step reference, and the step definitions that editors read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from simulator.conformance.language.arguments import NOTHING, Column
from simulator.conformance.language.phrases import Phrase
from simulator.conformance.language.vocabulary import PHRASES

if TYPE_CHECKING:
    from rich.console import Console

_TITLES: Final = {
    "given": "Given — the setup",
    "when": "When (or Given) — what happens",
    "then": "Then — what is expected",
}

_NOTES: Final = (
    "A table cell that reads as JSON is JSON, otherwise text; in a Then table an empty cell means absent. A column "
    "may continue after a dot: event_properties.plan. --columns lists the columns.\n"
    "An id made at run time is written as a role, <device id>, <new device id>, <session 2>: the first value seen "
    "under a role is its value, two roles of one kind never have the same value, and a call may pass one on."
)


@click.command("steps")
@click.option(
    "--glue",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Write the phrases as step definitions for the Cucumber extensions of VS Code and JetBrains, which then "
    "complete steps and mark undefined ones, e.g. features/steps.js; - is standard output.",
)
@click.option("--columns", is_flag=True, help="List the columns of the tables as well.")
def command(glue: Path | None, columns: bool) -> None:
    """List the phrases of the scenario language."""
    if glue is not None:
        from simulator.cli.files import write
        from simulator.conformance.language.glue import javascript

        write(glue, javascript())
        return
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    for step_type, title in _TITLES.items():
        out.print(Text(title, style="bold"))
        for phrase in PHRASES:
            if phrase.type == step_type:
                _print_phrase(out, phrase)
        out.print()
    if columns:
        out.print(Text("Columns of tables", style="bold"))
        for listed in dict.fromkeys(phrase.takes.columns for phrase in PHRASES if phrase.takes.columns):
            _print_columns(out, listed)
        out.print()
    out.print(Text(_NOTES))


def _print_phrase(out: Console, phrase: Phrase) -> None:
    from rich.padding import Padding
    from rich.text import Text

    under = f"   (+ {phrase.takes.shown})" if phrase.takes is not NOTHING else ""
    out.print(Text.assemble("  ", (phrase.shown, "cyan"), (under, "dim")))
    out.print(Padding(Text(phrase.help), (0, 0, 0, 6)))


def _print_columns(out: Console, columns: tuple[Column, ...]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for phrase in PHRASES:
        if phrase.takes.columns == columns:
            out.print(Text.assemble("  ", (phrase.shown, "cyan")))
    for column in columns:
        out.print(Padding(Text.assemble((column.name, "bold"), f"  {column.help}"), (0, 0, 0, 6)))
