"""Clients: the columns of the page. Each is a platform in a dialect, with settings and a device of its own."""

from __future__ import annotations

from functools import lru_cache
from itertools import count

import msgspec

from simulator.conformance.language.cases import Case
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.errors import DevicemodeError, UsageError, quoted
from simulator.model import dialects
from simulator.model.dialects import Dialect, DialectName
from simulator.model.divergences import divergence
from simulator.values import JSONObject


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """One client beside others."""

    #: Its key within a draft, which never changes: `ios`, `ios-2`.
    key: str
    #: The platform that “an app” means; a scenario that names its apps is played on those.
    platform: Platform
    dialect: DialectName = "documented"
    #: The divergences that the client has besides its dialect's, or not although its dialect has them.
    switched: tuple[str, ...] = ()
    #: Settings over the scenario's, by the documentation's names.
    settings: JSONObject = {}
    #: Attributes of the device over the scenario's.
    device: JSONObject = {}
    #: The name that a person gave it.
    name: str = ""


def everywhere() -> tuple[Client, ...]:
    """Return the clients of an empty page: web, iOS, Android and server, as documented."""
    return tuple(Client(key=platform, platform=platform) for platform in PLATFORMS)


MOST_CLIENTS = 50
"""More columns than anyone reads."""
ON = ", on "
"""Between a scenario's name and that of a client, in a saved feature."""


def another(
    clients: tuple[Client, ...], platform: Platform, *, like: str | None = None, dialect: DialectName = "documented"
) -> Client:
    """Return one more client, with a key of its own; it takes the settings and device of `like`.

    Raises `UsageError` if there are too many.
    """
    if len(clients) >= MOST_CLIENTS:
        raise UsageError(f"there are {MOST_CLIENTS} clients already; remove one first")
    taken = {client.key for client in clients}
    key = next(key for n in count(1) if (key := platform if n == 1 else f"{platform}-{n}") not in taken)
    model = client_of(clients, like) if like else Client(key=key, platform=platform)
    return msgspec.structs.replace(model, key=key, platform=platform, dialect=dialect, switched=(), name="")


def client_of(clients: tuple[Client, ...], key: str) -> Client:
    """Return the client with a key; raises `UsageError` if there is none."""
    found = next((client for client in clients if client.key == key), None)
    if found is None:
        raise UsageError(f"there is no client {quoted(key)}; there are {', '.join(one.key for one in clients)}")
    return found


def title(client: Client, clients: tuple[Client, ...]) -> str:
    """Return the name above a column: `iOS`, `iOS as shipped`, `iOS 2`, or the one that a person gave it."""
    if client.name:
        return client.name
    alike = [one for one in clients if one.platform == client.platform and not one.name]
    platform = TITLES[client.platform]
    named = f"{platform} as {client.dialect}" if len({one.dialect for one in alike}) > 1 else platform
    rivals = [one.key for one in alike if one.dialect == client.dialect]
    number = rivals.index(client.key) + 1 if client.key in rivals else 1
    return named if number == 1 else f"{named} {number}"


def with_switched(client: Client, name: str) -> Client:
    """Return a client with a divergence taken out of its dialect, or added to it."""
    return msgspec.structs.replace(client, switched=tuple(sorted(set(client.switched) ^ {name})))


def dialect_of(client: Client) -> Dialect:
    """Return the client's dialect, with the divergences that were switched."""
    return _dialect(client.dialect, frozenset(client.switched))


@lru_cache(maxsize=256)
def _dialect(name: DialectName, switched: frozenset[str]) -> Dialect:
    plain = dialects.dialect(name)
    if not switched:
        return plain
    for one in switched:
        divergence(one)
    return dialects.dialect_of(name, plain.divergences ^ switched)


def clients_for(case: Case) -> tuple[Client, ...]:
    """Return the clients that a case is opened on: its platforms in its home dialect; everywhere if it names none."""
    dialect = case.home_dialect
    return tuple(Client(key=platform, platform=platform, dialect=dialect) for platform in case.platforms or PLATFORMS)


def key_of(name: str) -> str:
    """Return Segment's key of a setting; the name itself if there is no such setting."""
    try:
        return settings_module.find(name).key
    except DevicemodeError:
        return name
