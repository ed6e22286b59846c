"""Clients: the columns of the page. Each is a platform in a dialect, with settings and a device of its own."""

from __future__ import annotations

import msgspec

from simulator.conformance.language.cases import Case
from simulator.documentation.platforms import Platform
from simulator.model.dialects import Dialect, DialectName
from simulator.values import JSONObject


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """One client beside others."""

    #: Known by this within a draft, also after others have come and gone: `ios`, `ios-2`.
    key: str
    #: What stands in for “an app”; a scenario that names its apps is played on those.
    platform: Platform
    dialect: DialectName = "documented"
    #: The divergences that the client has besides its dialect's, or not although its dialect has them.
    switched: frozenset[str] = frozenset()
    #: Settings over the scenario's, by the documentation's names.
    settings: JSONObject = {}
    #: Attributes of the device over the scenario's.
    device: JSONObject = {}
    #: A name that a person gave it.
    name: str = ""


def everywhere() -> tuple[Client, ...]:
    """Return the clients of an empty page: web, iOS, Android and server, as documented."""
    raise NotImplementedError


def another(
    clients: tuple[Client, ...], platform: Platform, *, like: str | None = None, dialect: DialectName = "documented"
) -> Client:
    """Return one more client, with a key of its own; `like` is the one whose settings and device it takes."""
    raise NotImplementedError


def title(client: Client, clients: tuple[Client, ...]) -> str:
    """Return the name above a column: `iOS`, `iOS as shipped`, `iOS 2`, or what a person called it."""
    raise NotImplementedError


def dialect_of(client: Client) -> Dialect:
    """Return the client's dialect, with the divergences that were switched."""
    raise NotImplementedError


def clients_for(case: Case) -> tuple[Client, ...]:
    """Return the clients that a case is opened on: its platforms in its home dialect; everywhere if it names none."""
    raise NotImplementedError
