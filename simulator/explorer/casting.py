"""Casting: the clients that play a script, and the steps of each, with its own settings and device."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.conformance.language.actions import SETUP, AddSource, ChangeDevice
from simulator.conformance.language.phrases import Step
from simulator.documentation.platforms import Platform
from simulator.explorer.clients import Client, dialect_of, key_of, title
from simulator.explorer.document import Script
from simulator.model.dialects import Dialect
from simulator.values import JSONObject


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A track of a play: a client, and the source that it is about where several share an Amplitude."""

    client: Client
    title: str
    platform: Platform
    source: str = ""


class Cast(msgspec.Struct, frozen=True, kw_only=True):
    """One performance of a script, and the tracks that are made of it."""

    #: The key of a performance: the dialect of each of its platforms, with the divergences that are switched.
    reading: tuple[tuple[Platform, str, tuple[str, ...]], ...]
    #: The platform that “an app” means.
    platform: Platform | None
    dialect: Dialect
    #: The steps to perform for each step of the script.
    steps: tuple[tuple[Step, ...], ...]
    parts: tuple[Part, ...]


def casts_of(script: Script, clients: tuple[Client, ...], playable: tuple[int, ...]) -> tuple[Cast, ...]:
    """Return the performances of a script: one for each client, or one for all where it names several sources.

    `playable` has the indexes of the steps that are played.
    """
    steps = [script.steps[index].step for index in playable]
    done = [step for step in steps if step is not None]
    added = [step for step in done if isinstance(step, AddSource)]
    if not script.names_its_apps:
        return tuple(_alone(done, client, None, clients) for client in clients)
    if len(added) <= 1:
        platform = script.sources[0].platform or "web"
        chosen = tuple(client for client in clients if client.platform == platform)
        chosen = chosen or (Client(key=platform, platform=platform),)
        return tuple(_alone(done, client, None, chosen) for client in chosen)
    return (_together(done, added, clients),)


def _alone(steps: list[Step], client: Client, source: str | None, clients: tuple[Client, ...]) -> Cast:
    part = Part(client=client, title=title(client, clients), platform=client.platform, source=source or "")
    return Cast(
        reading=((client.platform, client.dialect, client.switched),),
        platform=client.platform,
        dialect=dialect_of(client),
        steps=_directed(steps, {None: client}),
        parts=(part,),
    )


def _together(steps: list[Step], added: list[AddSource], clients: tuple[Client, ...]) -> Cast:
    """Return the performance of a script that names several sources, which share an Amplitude."""
    players: dict[str | None, Client] = {}
    free = list(clients)
    for step in added:
        name, platform = str(step.app), step.platform or "web"
        found = next((one for one in free if one.platform == platform), None)
        if found:
            free.remove(found)
        players[name] = found or Client(key=name.replace(" ", "-"), platform=platform)
    readings: dict[Platform, Client] = {}
    for client in players.values():
        readings.setdefault(client.platform, client)
    parts = tuple(
        Part(client=client, title=client.name or _capital(str(name)), platform=client.platform, source=str(name))
        for name, client in players.items()
    )
    return Cast(
        reading=tuple((platform, one.dialect, one.switched) for platform, one in readings.items()),
        platform=None,
        dialect=_mixed(tuple(readings.items())),
        steps=_directed(steps, players),
        parts=parts,
    )


_NAMES: Final = {"web app": "Web", "ios app": "iOS", "android app": "Android", "server source": "Server"}


def _capital(source: str) -> str:
    """Write the name of a source above its column: `iOS`, `iOS 2` for the second one."""
    second, kind = source.startswith("second "), source.removeprefix("second ")
    return f"{_NAMES.get(kind, kind)}{' 2' if second else ''}"


def _mixed(readings: tuple[tuple[Platform, Client], ...]) -> Dialect:
    """Return a dialect that has each platform in its client's dialect."""
    chosen = {platform: dialect_of(client) for platform, client in readings}
    first = next(iter(chosen.values()))
    clients = {
        platform: chosen[platform].clients[platform] if platform in chosen else parts
        for platform, parts in first.clients.items()
    }
    server = chosen.get("server", first).server
    return Dialect(first.name, clients, server, first.divergences)


def _directed(steps: list[Step], players: dict[str | None, Client]) -> tuple[tuple[Step, ...], ...]:
    """Return the steps to perform for each step, with the settings and devices of clients over the scenario's."""
    directed: list[tuple[Step, ...]] = []
    changes: list[Step] = []
    for step in steps:
        if isinstance(step, AddSource):
            client = players.get(step.app) or players.get(None)
            directed.append((_with_own_settings(step, client),))
            if client and client.device and (step.platform or client.platform) != "server":
                changes.append(ChangeDevice(app=step.app, attributes=client.device))
        else:
            directed.append((step,))
    if changes:
        last = 0
        while last + 1 < len(steps) and isinstance(steps[last + 1], SETUP):
            last += 1
        directed[last] = (*directed[last], *changes)
    return tuple(directed)


def _with_own_settings(step: AddSource, client: Client | None) -> AddSource:
    if client is None or not client.settings:
        return step
    return msgspec.structs.replace(step, settings=with_settings(step.settings, client.settings))


def with_settings(scenario: JSONObject, own: JSONObject) -> JSONObject:
    """Return a scenario's settings, overridden by a client's own, whichever of their names are used."""
    named = {key_of(name) for name in own}
    return {name: value for name, value in scenario.items() if key_of(name) not in named} | own
