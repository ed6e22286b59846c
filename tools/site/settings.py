"""The destination's settings as a page."""

from __future__ import annotations

from typing import Any, Final

from simulator.documentation.platforms import PLATFORMS, TITLES
from simulator.documentation.settings import SETTINGS, Setting
from tools.site.text import escaped

_INTRODUCTION: Final = """\
# Settings

The settings of the destination in a workspace. Scenarios and Python name a setting as the page does (`Track All
Screens`) or by Segment's key (`trackAllPagesV2`). Segment stores one set of settings for a destination and gives it to
every source, so each is accepted everywhere, and has an effect where its entry says. `devicemode settings ios` lists
those of a platform.
"""


def pages() -> dict[str, str]:
    """Return the page of the settings."""
    documented = [setting for setting in SETTINGS if setting.documented]
    others = [setting for setting in SETTINGS if not setting.documented]
    parts = [_INTRODUCTION, "## On the page\n", *map(_entry, documented)]
    parts += ["## Never mentioned\n", "The integrations read these too, and the page does not mention them.\n"]
    return {"settings.md": "\n".join([*parts, *map(_entry, others)])}


def _entry(setting: Setting) -> str:
    on = "everywhere" if setting.platforms == PLATFORMS else ", ".join(TITLES[one] for one in setting.platforms)
    lines = [
        f"### {setting.names[0]} {{#{setting.key}}}\n",
        f"{escaped(setting.help)}\n",
        f"- **Key**: `{setting.key}`",
    ]
    if setting.names[1:]:
        lines.append(f"- **Also called**: {', '.join(setting.names[1:])}")
    lines += [f"- **Takes**: {setting.type_name}", f"- **Default**: {_shown(setting, setting.default)}"]
    lines.append(f"- **Has an effect on**: {on}{'' if setting.documented else f', {setting.works}'}")
    return "\n".join([*lines, ""])


def _shown(setting: Setting, default: Any) -> str:
    if setting.kind == "flag":
        return "on" if default else "off"
    if setting.key == "apiKey":
        return "a made-up key"
    if setting.kind == "number":
        return str(default)
    return ", ".join(default or ()) or "none"
