"""`devicemode steps`: the step reference."""

from __future__ import annotations

import click

from simulator.conformance.language.arguments import NOTHING
from simulator.conformance.language.vocabulary import PHRASES

_TITLES = {
    "given": "Given — the stage",
    "when": "When (or Given) — what happens",
    "then": "Then — what is expected",
}


@click.command("steps")
def command() -> None:
    """List the phrases of the scenario language."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    for type_, title in _TITLES.items():
        out.print(Text(title, style="bold"))
        for phrase in PHRASES:
            if phrase.type == type_:
                under = f"   (+ {phrase.takes.shown})" if phrase.takes is not NOTHING else ""
                out.print(Text.assemble("  ", (phrase.shown, "cyan"), (under, "dim")))
                out.print(Padding(Text(phrase.help), (0, 0, 0, 6)))
        out.print()
    out.print(
        Text(
            "A table cell that reads as JSON is JSON, else text; in a Then table an empty cell means absent.\n"
            "An id made at run time is written as a role, <device id>, <new device id>, <session 2>: the first value\n"
            "seen under a role is its value, two roles of one kind never have the same value, and a call may hand one "
            "on."
        )
    )
