"""The expectations of Then steps, as data."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.values import JSONObject, Value

BECAUSE: Final = "because"
"""The column for the rules that made an event or a call. Only the reference knows them: a port is judged without."""

Row = dict[str, Value]
"""An expected object: dotted paths to values; `ABSENT` where there must be nothing."""


class Expectation(msgspec.Struct, frozen=True, kw_only=True, tag_field="expect", rename="camel"):
    """The base of all expectations."""


class ExpectEvents(Expectation, frozen=True, tag="events"):
    """Amplitude receives these events: all of them, or these in order among others."""

    rows: tuple[Row, ...]
    exactly: bool = True
    #: Leave out `$identify` and `$groupidentify`.
    tracked_only: bool = False


class ExpectEventLike(Expectation, frozen=True, tag="event-like"):
    """Amplitude receives an event that has all of this."""

    event: JSONObject


class ExpectEventCount(Expectation, frozen=True, tag="event-count"):
    """As many events as `count` have arrived by themselves, without any help from the harness."""

    count: int


class ExpectUploads(Expectation, frozen=True, tag="uploads"):
    """Exactly these requests have come in so far, without any help from the harness."""

    rows: tuple[Row, ...]


class ExpectUserCount(Expectation, frozen=True, tag="user-count"):
    """Amplitude sees this many people."""

    count: int


class ExpectUserProperties(Expectation, frozen=True, tag="user-properties"):
    """A user's properties have these values. Without `user_id`, there is one user."""

    properties: Row
    user_id: str | None = None


class ExpectUserGroups(Expectation, frozen=True, tag="user-groups"):
    """A user is in exactly these groups, each a type and a name."""

    groups: tuple[tuple[str, Value], ...]
    user_id: str | None = None


class ExpectGroupProperties(Expectation, frozen=True, tag="group-properties"):
    """A group's properties are exactly these."""

    group_type: str
    name: str
    properties: Row


class ExpectNoGroups(Expectation, frozen=True, tag="no-groups"):
    """Amplitude knows of no group, and nobody is in one."""


class ExpectRevenue(Expectation, frozen=True, tag="revenue"):
    """Amplitude counts this much revenue over all users."""

    #: Written as the scenario has it: 25 is not 25.0.
    amount: int | float


class ExpectUsermap(Expectation, frozen=True, tag="usermap"):
    """Amplitude receives exactly these usermap requests."""

    rows: tuple[Row, ...]


class ExpectCrossProjectView(Expectation, frozen=True, tag="cross-project-view"):
    """The cross-project view shows exactly these global users, each with its user ids."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


class ExpectCommands(Expectation, frozen=True, tag="commands"):
    """The SDK (on a server: the HTTP API) is called with these: all of them, or these in order among others."""

    rows: tuple[Row, ...]
    exactly: bool = True


class ExpectMessages(Expectation, frozen=True, tag="messages"):
    """Segment receives exactly these messages."""

    rows: tuple[Row, ...]


class ExpectDeviceId(Expectation, frozen=True, tag="device-id"):
    """The app reads this device id."""

    value: Value
    app: str | None = None


class ExpectRefusal(Expectation, frozen=True, tag="refusal"):
    """The step before was refused, in a sentence that says this."""

    says: str


class ExpectCrash(Expectation, frozen=True, tag="crash"):
    """An app has ended by an exception. Without `call` any call will do, without `says` any reason."""

    app: str | None = None
    call: str = ""
    #: A part of the reason; a port's is not compared.
    says: str = ""


class ExpectWarning(Expectation, frozen=True, tag="warning"):
    """The integration logged a line that says this."""

    says: str


class ExpectWarningCount(Expectation, frozen=True, tag="warning-count"):
    """The integrations logged this many lines."""

    count: int


AnyExpectation = (
    ExpectEvents
    | ExpectEventLike
    | ExpectEventCount
    | ExpectUploads
    | ExpectUserCount
    | ExpectUserProperties
    | ExpectUserGroups
    | ExpectGroupProperties
    | ExpectRevenue
    | ExpectUsermap
    | ExpectCrossProjectView
    | ExpectCommands
    | ExpectMessages
    | ExpectDeviceId
    | ExpectRefusal
    | ExpectCrash
    | ExpectWarning
    | ExpectWarningCount
    | ExpectNoGroups
)

AT_ONCE: Final = (ExpectRefusal, ExpectEventCount, ExpectUploads)
"""Expectations judged at once; for all others, everything queued is uploaded first."""


def without_rules(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows without the column for rules."""
    return tuple({path: value for path, value in row.items() if path != BECAUSE} for row in rows)
