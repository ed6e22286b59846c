"""The command line as a page: the `--help` of each command."""

from __future__ import annotations

from collections.abc import Iterator

import click

from simulator.cli import cli
from tools.site.text import escaped

_WIDTH = 90


def pages() -> dict[str, str]:
    """Return the page of the command line."""
    parts = [
        "# The command line\n",
        (
            "Each command as `devicemode COMMAND --help` shows it. Exit codes are explained under "
            "[In CI](ports.md#in-ci).\n"
        ),
    ]
    for context in _contexts(click.Context(cli, info_name="devicemode", max_content_width=_WIDTH)):
        level = "#" * (context.command_path.count(" ") + 1)
        if context.parent is not None:
            parts.append(f"{level} {escaped(context.command_path)}\n")
        parts.append(f"```text\n{context.get_help()}\n```\n")
    return {"commands.md": "\n".join(parts)}


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """Yield a command and those below it."""
    context.terminal_width = _WIDTH
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            assert command is not None
            yield from _contexts(click.Context(command, info_name=name, parent=context, max_content_width=_WIDTH))
