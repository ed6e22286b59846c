"""The stage: a client's settings and device as switches, with the documentation's names."""

from __future__ import annotations

from typing import Literal, TypeVar

import msgspec

from simulator.conformance.language.actions import AddSource, ChangeDevice
from simulator.documentation.platforms import TITLES, Platform
from simulator.documentation.settings import SETTINGS, Kind, Setting, Settings, find
from simulator.errors import DevicemodeError
from simulator.explorer.clients import Client, client_of, dialect_of
from simulator.explorer.device import ATTRIBUTES, AttributeKind, choices_of, defaults_of
from simulator.explorer.drafts import Draft
from simulator.values import JSONObject, Value

Origin = Literal["default", "scenario", "client"]
"""The origin of a value."""


class SettingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A setting as a switch or a field."""

    name: str
    help: str
    kind: Kind
    #: The client's value: its own, else the scenario's, else the dialect's default.
    value: Value
    default: Value
    origin: Origin
    #: Whether it has an effect on the client.
    works: bool
    #: `No effect on iOS: works on web and server.`; empty where it works.
    says: str
    documented: bool


class AttributeRow(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute of the device."""

    name: str
    label: str
    help: str
    kind: AttributeKind
    value: Value
    choices: tuple[str, ...]
    origin: Origin


def settings_of(draft: Draft, client: str) -> tuple[SettingRow, ...]:
    """Return the settings of a client, changed ones first, then the documented ones in the order of the page."""
    chosen = client_of(draft.clients, client)
    added = next((step for step in _steps(draft, AddSource) if step.platform in (None, chosen.platform)), None)
    scenario = _by_key(added.settings if added else {})
    own = _by_key(chosen.settings)
    defaults = Settings() if chosen.platform == "server" else dialect_of(chosen).clients[chosen.platform].defaults
    rows = [_setting_row(setting, chosen, scenario, own, defaults) for setting in SETTINGS]
    return tuple(sorted(rows, key=lambda row: (row.origin == "default", not row.documented)))


def _by_key(values: JSONObject) -> JSONObject:
    """Return settings by Segment's keys, without unknown ones."""
    found: JSONObject = {}
    for name, value in values.items():
        try:
            found[find(name).key] = value
        except DevicemodeError:
            continue
    return found


def _setting_row(
    setting: Setting, client: Client, scenario: JSONObject, own: JSONObject, defaults: Settings
) -> SettingRow:
    default = getattr(defaults, setting.field)
    origin: Origin = "client" if setting.key in own else "scenario" if setting.key in scenario else "default"
    value = own.get(setting.key, scenario.get(setting.key, default))
    says = without_effect(setting, client)
    return SettingRow(
        name=setting.names[0],
        help=setting.help,
        kind=setting.kind,
        value=_read(setting, value),
        default=list(default) if isinstance(default, tuple) else default,
        origin=origin,
        works=not says,
        says=says,
        documented=setting.documented,
    )


def _read(setting: Setting, value: Value) -> Value:
    """Return a setting's value as a form shows it: a flag as true or false, names as a list."""
    if setting.kind == "flag" and isinstance(value, str):
        return value.strip().casefold() in ("on", "true", "enabled")
    if setting.kind == "names" and isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return list(value) if isinstance(value, tuple) else value


def without_effect(setting: Setting, client: Client) -> str:
    """Return the reason why a setting has no effect on a client; empty if it has one."""
    platform = TITLES[client.platform]
    if client.platform not in setting.platforms:
        return f"No effect on {platform}: works on {_listed(setting.platforms)}."
    as_documented = client.dialect in ("documented", "printed") and not client.switched
    if not setting.documented and setting.works == "in the shipped dialects" and as_documented:
        return f"No effect on {platform} as {client.dialect}: works as shipped."
    return ""


def _listed(platforms: tuple[Platform, ...]) -> str:
    names = ["web" if one == "web" else "server" if one == "server" else TITLES[one] for one in platforms]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def device_of(draft: Draft, client: str) -> tuple[AttributeRow, ...]:
    """Return the attributes of a client's device; none for a server."""
    chosen = client_of(draft.clients, client)
    scenario: JSONObject = {}
    for step in _steps(draft, ChangeDevice):
        scenario.update(step.attributes)
    defaults = defaults_of(chosen.platform)
    return tuple(
        AttributeRow(
            name=one.name,
            label=one.label,
            help=one.help,
            kind=one.kind,
            value=chosen.device.get(one.name, scenario.get(one.name, defaults.get(one.name))),
            choices=choices_of(one.name, chosen.platform),
            origin="client" if one.name in chosen.device else "scenario" if one.name in scenario else "default",
        )
        for one in ATTRIBUTES
        if chosen.platform in one.platforms
    )


Given = TypeVar("Given", AddSource, ChangeDevice)


def _steps(draft: Draft, kind: type[Given]) -> list[Given]:
    return [one.step for one in draft.script.steps if isinstance(one.step, kind)] if draft.script else []
