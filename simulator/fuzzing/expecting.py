"""The Then steps of a find's scenario: they hold on the reference and not on the subject, and each was tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

import msgspec

from simulator.backend.reading.view import View
from simulator.conformance.judging.matching import ABSENT, FORMS, Roles
from simulator.conformance.language import columns
from simulator.conformance.language.saying import abbreviated
from simulator.conformance.language.writing import (
    Lines,
    cell_text,
    fits_in_quotes,
    quoted_text,
    table_lines,
)
from simulator.conformance.running.runner import Performance
from simulator.errors import DevicemodeError
from simulator.fuzzing.comparing import Apart
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import performed, reference_of
from simulator.model.dialects import Dialect
from simulator.values import JSONObject, Value


class Seen:
    """The reference's view of a journey, in the words of Then steps."""

    def __init__(self, journey: Journey, reading: Dialect) -> None:
        self._target = reference_of(reading)
        self._performance: Performance = performed(self._target, journey)
        self._view: View = self._target.view()
        #: The roles that have values from the start: those of the device's own ids.
        self._roles = Roles()
        self._target.prepare(self._roles)

    def accepted(self) -> tuple[Lines, ...]:
        """Return the steps without which no scenario holds here: what is refused, and what crashes."""
        refused = tuple((f"it is refused with {quoted_text(_part(one.says))}",) for one in self._performance.refusals)
        crashed = tuple((f"the {one.app} crashes on {one.call}",) for one in self._target.crashes())
        return (*refused, *crashed)

    def expectations(self, apart: Apart) -> Iterator[Lines]:
        """Yield steps that may tell the two sides apart, the one that shows the difference best first."""
        kind = apart.kind
        paths = [one.path for one in apart.pair.differences if one.path != "event"]
        if kind == "(upload)":
            yield self._uploads(("events", *paths))
        elif kind == "(usermap)":
            yield self._usermaps()
        elif kind == "(device id)":
            yield from self._device_id()
        elif kind == "(warning)":
            number = len(self._target.warnings())
            yield (f"the integration has logged {number or 'no'} warning{'' if number == 1 else 's'}",)
        elif kind == "(message)":
            for told in (paths, [path.partition(".")[0] for path in paths]):
                yield self._table("Segment receives exactly these messages", ("type", *told), self._target.messages())
        if "amplitude.revenue" in paths:
            total = round(sum(event["amplitude"]["revenue"] for event in self._view.events), 9)
            yield (f"Amplitude counts a revenue of {int(total) if float(total).is_integer() else total}",)
        if "amplitude.user" in paths:
            yield self._users()
        yield from self._events([path for path in paths if path.partition(".")[0] in _COLUMNS])
        yield self._users()
        # Another device id shows first in a message whose anonymousId is no longer, or just now, the same id.
        yield from self._device_id()

    def _users(self) -> Lines:
        users = len(self._view.users)
        return (f"Amplitude sees {users or 'no'} user{'' if users == 1 else 's'}",)

    def _events(self, paths: Sequence[str]) -> Iterator[Lines]:
        if not self._view.events:
            yield ("Amplitude receives no events",)
            return
        for told in (paths, [path.partition(".")[0] for path in paths]):
            yield self._table("Amplitude receives exactly these events", ("event_type", *told), self._view.events)

    def _table(self, step: str, paths: Sequence[str], rows: Sequence[JSONObject]) -> Lines:
        header = tuple(dict.fromkeys(paths))[:_MOST_COLUMNS]
        roles = _Roles(self._roles)
        cells = [[roles.cell(path, _at(row, path)) for path in header] for row in rows]
        return (step, *table_lines([list(header), *cells]))

    def _uploads(self, paths: Sequence[str]) -> Lines:
        rows = [msgspec.to_builtins(one) for one in self._view.uploads]
        return self._table("Amplitude has received exactly these requests so far", paths, rows)

    def _usermaps(self) -> Lines:
        requests = [msgspec.to_builtins(one) for one in self._view.usermap_requests]
        if not requests:
            return ("Amplitude receives no usermap requests",)
        return self._table(
            "Amplitude receives exactly these usermap requests", ("user_id", "global_user_id", "unmap"), requests
        )

    def _device_id(self) -> Iterator[Lines]:
        try:
            device_id = self._target.device_id(None)
        except DevicemodeError:
            # A server has none, and neither has an app that isn't running.
            return
        if device_id is None:
            yield ("the device id of the app reads as null",)
        else:
            for role in ("<vendor id>", "<advertising id>", "<anonymous id>", "<generated id>"):
                yield (f"the device id of the app reads as {role}",)
            if fits_in_quotes(device_id):
                yield (f"the device id of the app reads as {quoted_text(device_id)}",)


_MOST_COLUMNS: Final = 3
_COLUMNS: Final = frozenset(column.name for column in columns.EVENT)
_LONGEST_PART: Final = 60


def _part(sentence: str) -> str:
    """Return a part of a sentence that a step can quote."""
    parts = (part for part in sentence.replace("\\", '"').split('"') if len(part) > 1)
    return max(parts, key=len, default="")[:_LONGEST_PART].strip() if not fits_in_quotes(sentence) else sentence


def _at(row: JSONObject, path: str) -> Value:
    """Return what is at a dotted path; `ABSENT` where it leads nowhere."""
    value: Value = row
    while path:
        if not isinstance(value, dict):
            return ABSENT
        if path in value:
            return value[path]
        name, _, path = path.partition(".")
        if name not in value:
            return ABSENT
        value = value[name]
    return value


class _Roles:
    """Writes ids as roles, numbered as they come."""

    def __init__(self, own: Roles) -> None:
        self._own = own
        self._known: dict[tuple[str, Value], str] = {}

    def cell(self, column: str, value: Value) -> str:
        kind = _KINDS.get(column)
        if kind is None or value is ABSENT or value in (None, -1) or not isinstance(value, str | int):
            return cell_text(abbreviated(value) if value is not ABSENT else value)
        if kind == "device id":
            own = self._own.name_of(value)
            if own is not None:
                return own
            kind = "generated id" if FORMS["generated id"].admits(value) else kind
        number = next(number for number in count(1) if f"<{kind} {number}>" not in self._known.values())
        return self._known.setdefault((kind, value), f"<{kind} {number}>")


_KINDS: Final = {"session_id": "session", "device_id": "device id", "uuid": "uuid", "insert_id": "insert id"}
"""The columns that hold ids made at run time, and their roles."""
