"""`devicemode settings`: what can be set, and where it has an effect."""

from __future__ import annotations

from typing import Any

import click

from simulator.platforms import PLATFORMS, TITLES, Platform
from simulator.settings import SETTINGS, Setting, effective, platforms_of


@click.command("settings")
@click.argument("platform", type=click.Choice(PLATFORMS), required=False)
def command(platform: Platform | None) -> None:
    """List the destination settings, all of them or those with an effect on PLATFORM."""
    from rich.table import Table
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    chosen = effective(platform) if platform else SETTINGS
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold")
    for heading in ("Setting", "Segment's key", "Takes", "Default", "Works on", ""):
        table.add_column(heading, overflow="fold")
    for setting in chosen:
        table.add_row(
            Text("\nor ".join(setting.names), style="cyan"), setting.key, setting.type_name,
            _shown(setting, setting.default), platforms_of(setting), setting.help,
        )  # fmt: skip
    out.print(table)
    if platform:
        rest = ", ".join(setting.names[0] for setting in SETTINGS if setting not in chosen)
        out.print(Text(f"\nAccepted on {TITLES[platform]} too, but without effect there: {rest or 'none'}"))


def _shown(setting: Setting, default: Any) -> str:
    if setting.kind == "flag":
        return "on" if default else "off"
    if setting.key == "apiKey":
        return "(a made-up key)"
    return ", ".join(default) if isinstance(default, tuple) else default or "(none)"
