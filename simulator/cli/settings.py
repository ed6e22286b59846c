"""`devicemode settings`: the destination settings, and where they have an effect."""

from __future__ import annotations

from typing import Any

import click

from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.documentation.settings import SETTINGS, Setting, effective, platforms_of


@click.command("settings")
@click.argument("platform", type=click.Choice(PLATFORMS), required=False)
def command(platform: Platform | None) -> None:
    """List the destination settings, all of them or those with an effect on PLATFORM."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    chosen = effective(platform) if platform else SETTINGS
    for setting in chosen:
        out.print(Text.assemble((setting.names[0], "bold cyan"), "  ", (setting.key, "cyan")))
        about = [f"{setting.help} Takes {setting.type_name}; by default {_shown(setting, setting.default)}."]
        about.append(f"Works {'everywhere' if setting.platforms == PLATFORMS else 'on ' + platforms_of(setting)}.")
        if not setting.documented:
            about.append(f"The page never mentions it; it works {setting.works}.")
        about += [f"Also called “{name}”." for name in setting.names[1:]]
        out.print(Padding(Text(" ".join(about)), (0, 0, 0, 4)))
    if platform:
        rest = ", ".join(setting.names[0] for setting in SETTINGS if setting not in chosen)
        out.print(Text(f"\nAccepted for {TITLES[platform]} too, but without effect there: {rest or 'none'}."))


def _shown(setting: Setting, default: Any) -> str:
    if setting.kind == "flag":
        return "on" if default else "off"
    if setting.key == "apiKey":
        return "a made-up key"
    if setting.kind == "number":
        return str(default)
    return ", ".join(default or ()) or "none"
