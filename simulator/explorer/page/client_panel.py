"""A client: how it behaves, its settings as switches, its device; each change is played at once and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args

import msgspec
from msgspec import json
from nicegui import ui

from simulator.documentation.platforms import PLATFORMS, TITLES
from simulator.errors import DevicemodeError
from simulator.explorer import editing, stage
from simulator.explorer.clients import Client, title
from simulator.explorer.page import event_panel, parts
from simulator.explorer.page.parts import Tag, say
from simulator.explorer.page.view import Panel, View
from simulator.explorer.stage import AttributeRow, SettingRow
from simulator.model.dialects import DialectName
from simulator.values import Value

_DIALECTS: Final[dict[str, str]] = {
    "documented": "The documentation; where it is silent, the decision beside the rule.",
    "printed": "The documentation with its printed examples taken at their word.",
    "shipped": "What shipped when the page was written, in September 2018.",
    "latest": "The latest releases of the device-mode integrations.",
}


def show(view: View, client_key: str) -> None:
    """Fill the inspector with a client."""
    client = next((one for one in view.draft.clients if one.key == client_key), None)
    if client is None:
        return
    settings = stage.settings_of(view.draft, client.key)
    changed = [row for row in settings if row.origin != "default"]
    device = stage.device_of(view.draft, client.key)
    whose = {"all": True}
    with Tag("header"):
        with Tag("h2"):
            parts.icon(client.platform).classes(client.platform).style("color: var(--c)")
            Tag("span", "", f"{view.title(client.key)} settings and device")
            parts.icon_button("rename", "Rename this client", lambda: _rename(view, client))
            event_panel.close_button(view)
        Tag("p", "", "A change plays the scenario again. Undo restores the last state.")
        find = ui.input(placeholder="Find a setting").props('outlined dense clearable aria-label="Find a setting"')
        find.style("margin-top: 10px")
    _behaviour(view, client)
    with Tag("section"):
        parts.heading("Changes are for")
        with Tag("span", "segments", role="group", aria_label="Changes are for") as group:
            for key, text in ((True, "all clients"), (False, f"{view.title(client.key)} only")):
                one = Tag("button", "", text, type="button", aria_pressed=str(key is whose["all"]).lower())

                def choose(key: bool = key, one: Tag = one) -> None:
                    whose["all"] = key
                    for other in group.default_slot.children:
                        other.props["aria-pressed"] = str(other is one).lower()

                one.on("click", choose)

    def set_setting(row: SettingRow) -> Callable[[Value], Any]:
        async def act(value: Value) -> None:
            key = None if whose["all"] and row.origin != "client" else client.key
            await view.act(lambda draft: editing.set_setting(draft, row.name, value, client=key), f"set {row.name}")

        return act

    with Tag("div") as lists:
        _settings("Changed", changed, set_setting, lists, find)
        _settings("Defaults", [row for row in settings if row.origin == "default"], set_setting, lists, find)
    if device:
        with Tag("section"):
            parts.heading("Device")
            with Tag("ul", "switches"):
                for attribute in device:
                    _attribute(view, client, attribute, whose)
    with Tag("div", "acts"):
        parts.button(
            f"Add a second {TITLES[client.platform]}",
            lambda: view.act(
                lambda draft: editing.add_client(draft, client.platform, like=client.key), "remove the second client"
            ),
            before="plus",
        )
        if client.platform != "server":
            parts.button(
                "Add it as shipped",
                lambda: view.act(
                    lambda draft: editing.add_client(draft, client.platform, like=client.key, dialect="shipped"),
                    "remove the second client",
                ),
            )
        if len(view.draft.clients) > 1:
            parts.button("Remove", lambda: _remove(view, client), before="remove")


def _rename(view: View, client: Client) -> None:
    """Ask for the name above the column; empty, it is the platform's."""
    plain = msgspec.structs.replace(client, name="")
    others = tuple(plain if one.key == client.key else one for one in view.draft.clients)
    parts.ask(
        f"Rename {view.title(client.key)}",
        "Its name",
        client.name,
        lambda name: view.act(lambda draft: editing.name_client(draft, client.key, name), "take the old name"),
        hint=title(plain, others),
    )


async def _remove(view: View, client: Client) -> None:
    view.panel = None
    await view.act(lambda draft: editing.remove_client(draft, client.key), f"bring back {view.title(client.key)}")


def _behaviour(view: View, client: Client) -> None:
    async def choose(dialect: str) -> None:
        changed = msgspec.structs.replace(client, dialect=dialect, switched=frozenset())
        await view.act(lambda draft: editing.change_client(draft, changed), f"behave as {client.dialect}")

    with Tag("section"):
        with parts.heading("Behaves as"):
            others = [one for one in view.draft.clients if one.platform == client.platform and one.key != client.key]
            if others:
                open_differences = Panel(kind="differences", other=others[0].key, client=client.key)
                parts.link("what explains the difference", lambda: view.open(open_differences), classes="right")
        parts.segments("Behaves as", {one: one for one in get_args(DialectName)}, client.dialect, choose)
        Tag("p", "faint", _DIALECTS[client.dialect]).style("margin-top: 6px")


def _settings(
    title: str,
    rows: list[SettingRow],
    setter: Callable[[SettingRow], Callable[[Value], Any]],
    lists: Tag,
    find: ui.input,
) -> None:
    if not rows:
        return
    del lists
    with Tag("section") as section:
        parts.heading(title)
        with Tag("ul", "switches"):
            lines = {row.name: _setting(row, setter(row)) for row in rows}

    def narrow() -> None:
        words = str(find.value or "").lower().split()
        for row in rows:
            text = f"{row.name} {row.help}".lower()
            lines[row.name].visible = all(word in text for word in words)
        section.visible = any(line.visible for line in lines.values())

    find.on_value_change(narrow)


def _setting(row: SettingRow, act: Callable[[Value], Any]) -> Tag:
    with Tag("li", "" if row.works else "idle") as made:
        Tag("b", "", row.name)
        if isinstance(row.value, bool) or row.kind == "flag":
            parts.switch(bool(row.value), row.name, act)
        elif row.origin != "default":
            with Tag("span"):
                parts.link("back to the default", lambda: act(None))
        else:
            Tag("span")
        Tag("p", "", row.says if not row.works else row.help)
        if not (isinstance(row.value, bool) or row.kind == "flag"):
            _value(row.name, row.value, row.kind, act)
    return made


def _value(name: str, value: Value, kind: str, act: Callable[[Value], Any]) -> None:
    """Add a field for a value that is not a switch; lists of names are separated by commas, mappings are JSON."""
    field = ui.input(value=_written(value, kind), placeholder=_HINTS.get(kind, "")).props("outlined dense")
    field.props["aria-label"] = name

    async def changed() -> None:
        text = str(field.value or "").strip()
        try:
            read = _read(text, kind)
        except (ValueError, msgspec.DecodeError) as error:
            field.props["error"] = True
            field.props["error-message"] = f"{name} {error}"
            return
        await act(read)

    field.on("change", changed)


_HINTS: Final = {"names": "names, separated by commas", "mapping": '{"name": "other name"}', "number": "a number"}


def _written(value: Value, kind: str) -> str:
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, str):
        return value
    if kind == "names" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(str(one) for one in value)
    return json.encode(value).decode()


def _read(text: str, kind: str) -> Value:
    if not text:
        return None
    if kind == "number":
        try:
            return int(text)
        except ValueError:
            raise ValueError("is not a whole number") from None
    if kind == "names" and not text.startswith("["):
        return [one.strip() for one in text.split(",") if one.strip()]
    if kind == "mapping" or text.startswith(("[", "{")):
        try:
            read: Value = json.decode(text)
        except msgspec.DecodeError:
            raise ValueError("is not valid JSON") from None
        return read
    return text


def _attribute(view: View, client: Client, row: AttributeRow, whose: dict[str, bool]) -> None:
    async def act(value: Value) -> None:
        key = None if whose["all"] and row.origin != "client" else client.key
        await view.act(lambda draft: editing.set_device(draft, row.name, value, client=key), f"set {row.label}")

    with Tag("li"):
        Tag("b", "", row.label)
        if row.kind == "flag":
            parts.switch(bool(row.value), row.label, act)
        else:
            Tag("span")
        if row.help:
            Tag("p", "", row.help)
        if row.kind == "choice":
            chosen = ui.select(list(row.choices), value=row.value if row.value in row.choices else None)
            chosen.props("outlined dense options-dense").on_value_change(lambda event: act(event.value))
            chosen.props["aria-label"] = row.label
        elif row.kind != "flag":
            _value(row.label, row.value, "text", act)


async def add_platform(view: View, platform: str) -> None:
    """Add a client of a platform."""
    if platform not in PLATFORMS:
        say(f"There is no platform {platform}.")
        return
    try:
        await view.act(lambda draft: editing.add_client(draft, platform), f"remove the {platform} client")
    except DevicemodeError as error:
        parts.complain(error)
