"""The components' data: the model's rows, lanes and users as plain JSON, and only what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from simulator.explorer.amplitude import Shown
from simulator.explorer.columns import Cell, Head, Row, StepRow, Table, detail_of, subject_of
from simulator.explorer.facts import clock_text, day_text
from simulator.explorer.page.parts import sentence
from simulator.explorer.playing import Play
from simulator.explorer.timeline import Timeline

MOST_SENTENCES: Final = 8
"""The most sentences in a cell; the panel beside the grid has all of them."""


def clock(at: int) -> str:
    """Write a time of the virtual clock: `12:42:20`."""
    return clock_text(at)


def when(at: int, before: int) -> str:
    """Write a time of the virtual clock that follows another one: with its day, if that has changed."""
    return clock(at) if day_text(at) == day_text(before) else f"{clock(at)}, {day_text(at)}"


class GridPatches:
    """Makes patches for one grid, whose present rows it knows."""

    def __init__(self) -> None:
        self._sent: dict[str, Row] = {}

    def patch(
        self,
        table: Table,
        play: Play,
        *,
        now: int,
        foot: str,
        arrivals: bool = False,
    ) -> bytes:
        """Return the patch that turns the grid into a table; steps that are later, or can't be played, come last."""
        rows = {row.key: row for step in table.steps for row in step.rows}
        changed = {key: _row(row) for key, row in rows.items() if self._sent.get(key) != row}
        self._sent = rows
        return msgspec.json.encode(
            {
                "heads": _heads(table, play),
                "steps": [*_steps(table, play), *_later(play, len(table.steps))],
                "rows": changed,
                "now": now,
                "played": now,
                "foot": foot,
                "arrivals": arrivals,
            }
        )


def _heads(table: Table, play: Play) -> list[dict[str, Any]]:
    platforms = {track.client.key: track.platform for track in play.tracks}
    seen: set[str] = set()
    made = []
    for head in table.heads:
        platform = platforms[head.client]
        own = any(one.key == head.client for one in play.draft.clients)
        made.append({**_head(head), "platform": platform, "second": platform in seen, "own": own})
        seen.add(platform)
    return made


def _head(head: Head) -> dict[str, Any]:
    facts = [{"text": fact.text, "differs": fact.differs} for fact in head.facts]
    return {"client": head.client, "title": head.title, "dialect": head.dialect, "facts": facts}


def _later(play: Play, shown: int) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(play.script.steps[shown:], shown + 1):
        yield {
            "step": number,
            "line": step.line,
            "keyword": step.keyword.strip(),
            "text": step.text,
            "detail": detail_of(step) if step.step else "",
            "subject": subject_of(step.step),
            "clock": "",
            "wrong": sentence(step.mistake.sentence) if step.mistake else "",
            "rows": [],
        }


def _steps(table: Table, play: Play) -> Iterator[dict[str, Any]]:
    """Return the steps; those that move time have the new time."""
    before = play.clock(0)
    for step in table.steps:
        yield _step(step, when(step.clock, before) if step.clock else "")
        before = step.clock or before


def _step(step: StepRow, moved: str) -> dict[str, Any]:
    return {
        "step": step.step,
        "line": step.line,
        "keyword": step.keyword,
        "text": step.text,
        "detail": step.detail,
        "subject": step.subject,
        "clock": moved,
        "wrong": "",
        "rows": [row.key for row in step.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "step": row.step,
        "name": row.name,
        "mark": row.mark or "",
        "status": row.status,
        "sent": row.sent,
        "cells": [_cell(row, cell) for cell in row.cells],
    }


def _cell(row: Row, cell: Cell) -> dict[str, Any]:
    return {
        "client": cell.client,
        "kind": cell.kind,
        "event": cell.event,
        "mark": (cell.mark if cell.mark != row.mark else "") or "",
        "facts": [{"text": fact.text, "differs": fact.differs} for fact in cell.facts],
        "sentences": list(cell.sentences[:MOST_SENTENCES]),
    }


def axis(made: Timeline, play: Play, *, folded: bool, playhead: bool) -> bytes:
    """Return the timeline for its component."""
    platforms = {track.client.key: track.platform for track in play.tracks}
    plain = msgspec.to_builtins(made)
    for lane in plain["lanes"]:
        lane["platform"] = platforms[lane["client"]]
    plain["folded"] = folded
    plain["now"] = {"at": made.now, "slot": _last_slot(made)} if playhead else None
    return msgspec.json.encode(plain)


def _last_slot(made: Timeline) -> float:
    """Return the slot behind the last mark of the instant at which the playhead is."""
    slots = [mark.slot for lane in made.lanes for mark in lane.marks if mark.at == made.now]
    return max(slots, default=-1)


def graph(shown: Shown, play: Play) -> bytes:
    """Return one Amplitude's users for the component that draws them."""
    platforms = {track.client.key: track.platform for track in play.tracks}
    titles = {track.client.key: track.title for track in play.tracks}
    plain = msgspec.to_builtins({"devices": shown.devices, "users": shown.users})
    ends = [device.stations[-1].user if device.stations else 0 for device in shown.devices]
    # Devices of one user are put together, so that few lines cross.
    order = sorted(range(len(ends)), key=lambda index: (ends.index(ends[index]), index))
    plain["devices"] = [plain["devices"][index] for index in order]
    plain["moments"] = [
        _moment(shown, at) for at in sorted({one.at for each in shown.devices for one in each.stations})
    ]
    for device in plain["devices"]:
        device["platform"] = platforms.get(device["client"], "server")
        device["title"] = titles.get(device["client"], device["source"])
    return msgspec.json.encode(plain)


def _moment(shown: Shown, at: int) -> dict[str, Any]:
    """Return the heading of the stations of a moment: its time, and the number of users from then on."""
    stations = [station for device in shown.devices for station in device.stations]
    now = [
        last
        for device in shown.devices
        if (last := max((one for one in device.stations if one.at <= at), key=lambda one: one.at, default=None))
    ]
    users = len({one.user for one in now})
    known = len({one.user for one in now if one.known})
    counted = "1 user" if users == 1 else f"{users} users"
    return {
        "at": at,
        "step": min(one.step for one in stations if one.at == at),
        "clock": f"{clock(at)}, {day_text(at)}",
        "says": f"{counted}, {known} known" if known else f"{counted}, unknown",
    }
