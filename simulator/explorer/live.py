"""Live events: those that a real SDK sends to a backend, in the same columns, compared with the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

import msgspec

from simulator.backend.reading.rows import Row as LiveRow
from simulator.conformance.language.arguments import Argument
from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.errors import DevicemodeError, readable
from simulator.explorer.acts import call_lines
from simulator.explorer.clients import Client
from simulator.explorer.columns import clock_text
from simulator.explorer.document import Script, ScriptStep
from simulator.explorer.drafts import Draft
from simulator.explorer.editing import add_lines
from simulator.explorer.foreign import at_moments, foreign_track
from simulator.explorer.outlines import SOURCES
from simulator.explorer.playing import Play, Player
from simulator.explorer.timeline import span
from simulator.model.dialects import DialectName
from simulator.values import JSONObject
from simulator.wire.events import IDENTIFIES, IDENTIFY, REVENUE, SESSION_END, SESSION_START

MOST_ROWS: Final = 10_000
"""The most rows that are kept; the oldest go first."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Something that has sent events: one device, or a server."""

    #: The sender and the device id.
    key: str
    #: `Web`, `iOS 2`, `Server`
    title: str
    platform: Platform
    #: `amplitude-js 4.4.0`; empty if it does not say.
    library: str
    device_id: str
    events: int
    #: The times of the first and the last, in milliseconds since 1970.
    since: int
    last: int


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A request that the backend refused."""

    time: int
    status: int
    says: str
    #: The request, as JSON.
    detail: str


class Arrived(msgspec.Struct, frozen=True):
    """An event that arrived."""

    time: int
    source: str
    event: JSONObject


class Live(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """Everything that has arrived, in order. It never changes: `arrived` returns another one."""

    rows: tuple[LiveRow, ...] = ()

    def arrived(self, rows: Iterable[LiveRow]) -> Live:
        """Return a state with more rows; the oldest beyond `MOST_ROWS` are dropped."""
        return Live(rows=(*self.rows, *rows)[-MOST_ROWS:])

    @cached_property
    def events(self) -> tuple[Arrived, ...]:
        """The events that were taken, once each, in the order of their arrival."""
        return tuple(_events(self.rows))

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources that have sent events, in the order of their first."""
        found: dict[str, list[Arrived]] = {}
        for one in self.events:
            found.setdefault(one.source, []).append(one)
        made: list[Source] = []
        for key, events in found.items():
            platform = platform_of(events[0].event)
            count = sum(one.platform == platform for one in made) + 1
            library = events[0].event.get("library") or {}
            made.append(
                Source(
                    key=key,
                    title=TITLES[platform] if count == 1 else f"{TITLES[platform]} {count}",
                    platform=platform,
                    library=readable(f"{library.get('name', '')} {library.get('version', '')}".strip())
                    if isinstance(library, dict)
                    else "",
                    device_id=str(events[0].event.get("device_id") or ""),
                    events=len(events),
                    since=events[0].time,
                    last=events[-1].time,
                )
            )
        return tuple(made)

    @cached_property
    def refused(self) -> tuple[Refused, ...]:
        """The requests that were refused."""
        return tuple(
            Refused(time=row.time, status=row.status, says=row.note, detail=bytes(row.detail).decode())
            for row in self.rows
            if row.outcome == "refused"
        )


def _events(rows: Sequence[LiveRow]) -> Iterator[Arrived]:
    for row in rows:
        if row.service != "Amplitude" or row.outcome != "taken" or not row.event_type:
            continue
        event = msgspec.json.decode(row.detail)
        if "event_type" not in event:
            # Only the beginning is known of an event that is too long for a row.
            event = {"event_type": row.event_type, "user_id": row.user_id, "device_id": row.device_id, **event}
        yield Arrived(row.time, f"{row.sender}/{row.device_id or ''}", event)


def platform_of(event: JSONObject) -> Platform:
    """Return the platform that an event says it comes from; a server says none."""
    said = str(event.get("platform") or "").casefold()
    return next((platform for platform in PLATFORMS if platform == said), "server")


def _client(source: Source, dialect: DialectName = "documented") -> Client:
    return Client(key=source.key, platform=source.platform, dialect=dialect, name=source.title)


def live_play(live: Live) -> Play:
    """Return all arrivals as a play: a track for each source, a step for each moment of an arrival."""
    instants = list(dict.fromkeys(one.time for one in live.events))
    tracks = tuple(
        at_moments(
            _client(source),
            source.title,
            [(one.time, one.event) for one in live.events if one.source == source.key],
            instants,
        )
        for source in live.sources
    )
    steps = tuple(
        ScriptStep(
            keyword="",
            type="when",
            # Simulated devices have clocks of their own, so a later arrival may state an earlier time.
            text=f"{clock_text(at)}{f' +{span(at - before)}' if 0 < before < at else ''}",
            argument=Argument(),
            line=number,
            last_line=number,
            step=None,
        )
        for number, (before, at) in enumerate(zip((0, *instants), instants, strict=False), 1)
    )
    script = Script(key="live", name="Live", line=0, last_line=len(steps), tags=(), steps=steps)
    return Play(
        draft=Draft(text="", clients=tuple(track.client for track in tracks)),
        script=script,
        tracks=tracks,
        shared=len(tracks) > 1,
        played=tuple(range(len(steps))),
    )


def beside(
    live: Live, player: Player, source: str, draft: Draft | None = None, *, dialect: DialectName = "documented"
) -> Play | None:
    """Return the events of a source beside those that the reference sends for a scenario.

    Without a draft, the scenario has the calls that the events imply. `None` if there is nothing to compare.
    """
    known = next((one for one in live.sources if one.key == source), None)
    if known is None:
        return None
    draft = draft or calls_behind(live, source)
    reference = Client(key=f"{known.key}/reference", platform=known.platform, dialect=dialect)
    play = player.play(msgspec.structs.replace(draft, clients=(reference,)))
    track = next((one for one in play.tracks if one.platform == known.platform), None) if play else None
    if play is None or track is None:
        return None
    events = [one.event for one in live.events if one.source == source]
    own = foreign_track(_client(known), f"{known.title}, live", events, track)
    named = msgspec.structs.replace(track, title=f"{known.title}, reference")
    return msgspec.structs.replace(play, tracks=(own, named), shared=False)


def calls_behind(live: Live, source: str) -> Draft:
    """Return a scenario with the calls that a source's events imply, for `Keep as a scenario`.

    Events that an SDK logs by itself are left to it: sessions, revenue, and identifies that set nothing.
    """
    events = [one for one in live.events if one.source == source]
    platform = platform_of(events[0].event) if events else "web"
    name = f"From a real {TITLES[platform]}"
    text = f"Feature: {name}\n\n  Scenario: {name}\n    Given {SOURCES[platform][0]}\n"
    draft = Draft(text=text, clients=(Client(key=platform, platform=platform),))
    lines: list[str] = []
    user, before = None, events[0].time if events else 0
    for one in events:
        passed = (one.time - before) // 1000
        call = list(_call(one.event, user, platform))
        if call and passed:
            lines.append(f"{passed} second{'' if passed == 1 else 's'} {'passes' if passed == 1 else 'pass'}")
        before = one.time if call else before
        lines += call
        user = one.event.get("user_id") or user
    return add_lines(draft, lines) if lines else draft


_BY_ITSELF: Final = (REVENUE, SESSION_START, SESSION_END)


def _call(event: JSONObject, user: str | None, platform: Platform) -> Iterator[str]:
    """Return the lines of the calls that an event implies."""
    named = event.get("user_id")
    if event["event_type"] == IDENTIFY or (named and named != user and platform != "server"):
        changes = event.get("user_properties") or {}
        traits = {
            name: value for values in changes.values() if isinstance(values, dict) for name, value in values.items()
        }
        fields = {"userId": named, "traits": traits if event["event_type"] == IDENTIFY else None}
        yield from _lines("identify", fields)
    if event["event_type"] in (*IDENTIFIES, *_BY_ITSELF):
        return
    fields = {"event": event["event_type"], "properties": event.get("event_properties")}
    if platform == "server":
        fields |= {"userId": named, "anonymousId": event.get("device_id")}
    yield from _lines("track", fields)


def _lines(method: str, fields: JSONObject) -> Iterator[str]:
    try:
        yield from call_lines(method, fields)
    except DevicemodeError:
        return
