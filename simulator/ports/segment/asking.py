"""Both stand-ins for a test or a script: started on a free port, asked over HTTP, waited for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NoReturn, TypeVar

import httpx
import msgspec

from simulator.backend.ingestion.faults import Fault
from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.entities import Upload, User
from simulator.backend.keeping.in_memory import MemoryStores
from simulator.backend.reading.answers import EventPage, StoredEvent, UploadPage
from simulator.backend.reading.view import View
from simulator.backend.server import serving
from simulator.errors import UsageError, nearest, quoted
from simulator.model.dialects import Dialect
from simulator.ports.segment.api import ROOT, MessagePage
from simulator.ports.segment.journal import Kept
from simulator.ports.segment.messages import name_of
from simulator.ports.segment.serving import segment
from simulator.ports.segment.sources import Source, Sources
from simulator.values import JSONObject

PATIENCE: Final = 5.0
"""Seconds that `wait_for` waits by default."""

_PAGE: Final = 1000
_LONGEST: Final = 30.0
"""Seconds that an answer may take, besides the wait."""
_SHOWN: Final = 20
"""The most things that an error names, of those that have come."""

T = TypeVar("T")


class NotArrivedError(AssertionError):
    """Awaited data has not arrived in time; the message says what has."""


class Amplitude:
    """One project of Amplitude's stand-in, read afresh each time."""

    def __init__(self, url: str, project: str) -> None:
        #: The address that Amplitude's SDKs send to.
        self.url = url
        #: The API key, or `run-` and the name of a run.
        self.project = project
        self._http = _Questions(url)

    @property
    def users(self) -> dict[str, User]:
        """The users that have a user id, by it: properties, groups, revenue, device ids."""
        return {user.user_id: user for user in self._view().users if user.user_id is not None}

    @property
    def events(self) -> tuple[JSONObject, ...]:
        """The events as they came, in their order, each with what Amplitude adds under `amplitude`."""
        return self._view().events

    @property
    def groups(self) -> dict[tuple[str, str], JSONObject]:
        """The properties of each group, by its type and name."""
        return {(group.group_type, group.name): group.properties for group in self._view().groups}

    @property
    def rejections(self) -> tuple[str, ...]:
        """The reasons why requests were refused."""
        return tuple(one.reason for one in self._http.get(f"{self._path}/rejections", UploadPage, limit=_PAGE).uploads)

    def wait_for(
        self, event_type: str, *, user: str | None = None, count: int = 1, timeout: float = PATIENCE
    ) -> StoredEvent:
        """Return the latest event of a type, once there are `count`; raise `NotArrivedError` if they don't come."""
        asked: dict[str, Any] = {"event": event_type, "count": count, "limit": _PAGE}
        if user is not None:
            asked["user_id"] = user
        found = self._http.wait(f"{self._path}/events", EventPage, timeout, **asked).events
        if len(found) < count:
            came = [str(one["event_type"]) for one in self.events]
            whose = "" if user is None else f" of user {quoted(user)}"
            _nothing(
                f"the event {quoted(event_type)}{whose}", "Amplitude", len(found), count, timeout, came, self.rejections
            )
        return found[-1]

    def clear(self) -> None:
        """Forget all events, users and groups, and the ids by which duplicates are known."""
        self._http.delete(self._path)

    def fault(self, **fault: Any) -> None:
        """Let Amplitude misbehave; the arguments are the fields of `Fault`."""
        self._http.post(f"{self._path}/faults", msgspec.convert(fault, Fault))

    @property
    def _path(self) -> str:
        return f"/api/projects/{self.project}"

    def _view(self) -> View:
        return self._http.get(f"{self._path}/view", View)


class Segment:
    """One source of Segment's stand-in, read afresh each time."""

    def __init__(self, url: str, source: Source) -> None:
        #: The host that a library is given.
        self.url = url
        self.write_key = source.write_key
        self.source = source
        #: Amplitude's stand-in behind it.
        self.amplitude = Amplitude(url, source.settings.api_key)
        self._http = _Questions(url)

    @property
    def received(self) -> tuple[JSONObject, ...]:
        """The messages, as Segment passes them on, in the order of their arrival; one that came twice is here once."""
        return tuple(one.message for one in self.kept)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The messages, each with its `forwarding.deliveries`, or with the reason for none in `forwarding.nowhere`."""
        found: list[Kept] = []
        after: int | None = 0
        while after is not None:
            page = self._http.get(f"{ROOT}/messages", MessagePage, limit=_PAGE, after=after, source=self.source.name)
            found += page.messages
            after = page.next
        return tuple(found)

    @property
    def rejections(self) -> tuple[str, ...]:
        """The reasons why requests and messages were refused."""
        return tuple(one.reason for one in self._rejected())

    def wait_for(
        self,
        event: str | None = None,
        *,
        type: str | None = None,  # noqa: A002 - Segment's name for it
        user: str | None = None,
        message: str | None = None,
        count: int = 1,
        timeout: float = PATIENCE,
    ) -> JSONObject:
        """Return the latest message that fits, once there are `count`; raise `NotArrivedError` if they don't come.

        `event` is a track call's event, or the name of a page or screen; `user` a userId or anonymousId; `message` a
        messageId.
        """
        given = {"event": event, "type": type, "user": user, "message": message}
        asked: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        found = self._http.wait(
            f"{ROOT}/messages", MessagePage, timeout, source=self.source.name, count=count, limit=_PAGE, **asked
        ).messages
        if len(found) < count:
            what = "a message" + " and".join(f" with the {name} {quoted(value)}" for name, value in asked.items())
            came = [name_of(one) for one in self.received]
            _nothing(what, "Segment", len(found), count, timeout, came, self.rejections, wanted=event or "")
        return found[-1].message

    def clear(self) -> None:
        """Forget the messages and their ids; Amplitude keeps what it has of them."""
        self._http.delete(f"{ROOT}/messages")

    def fault(self, **fault: Any) -> None:
        """Let Segment misbehave; the arguments are the fields of `Fault`."""
        self._http.post(f"{ROOT}/faults", msgspec.convert(fault, Fault))

    def _rejected(self) -> tuple[Upload, ...]:
        return self._http.get(f"{ROOT}/rejections", UploadPage, limit=_PAGE).uploads


@contextmanager
def stand_ins(source: Source, *, reading: Dialect | None = None, accounts: bool = True) -> Iterator[Segment]:
    """Run both stand-ins on a free port of loopback, with one source, for as long as the context lasts."""
    stores = MemoryStores()
    projects = Projects(stores, accounts=accounts)
    beside = segment(Sources([source]), stores=stores, projects=projects, reading=reading)
    with serving(projects, beside=beside) as server:
        yield Segment(server.url, source)


class _Questions:
    """Asks the query API."""

    def __init__(self, url: str) -> None:
        # Certificates take long to load, and a loopback server needs none. No connection stays open behind a test.
        self._http = httpx.Client(
            base_url=url,
            trust_env=False,
            verify=url.startswith("https:"),
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def get(self, path: str, kind: type[T], **asked: Any) -> T:
        return self._get(path, kind, _LONGEST, asked)

    def wait(self, path: str, kind: type[T], timeout: float, **asked: Any) -> T:
        return self._get(path, kind, _LONGEST + timeout, asked | {"wait": round(timeout * 1000)})

    def post(self, path: str, body: msgspec.Struct) -> None:
        content = msgspec.json.encode(body)
        _checked(self._http.post(path, content=content, headers={"Content-Type": "application/json"}))

    def delete(self, path: str) -> None:
        _checked(self._http.delete(path))

    def _get(self, path: str, kind: type[T], patience: float, asked: Mapping[str, Any]) -> T:
        return msgspec.json.decode(
            _checked(self._http.get(path, params=dict(asked), timeout=patience)).content, type=kind
        )


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise UsageError(answer.json()["error"])
    return answer


def _nothing(
    what: str,
    where: str,
    found: int,
    count: int,
    timeout: float,
    came: list[str],
    rejections: tuple[str, ...],
    *,
    wanted: str = "",
) -> NoReturn:
    """Raise the error that says what has arrived instead."""
    few = f"only {found} of {count} came" if found else "none came"
    listed = f"; what came: {', '.join(map(quoted, came[-_SHOWN:]))}" if came else " and nothing else did"
    refused = "".join(f"; refused: {reason}" for reason in rejections[-_SHOWN:])
    close = nearest(wanted, (one.partition(" ")[2] for one in came)) if wanted else ""
    raise NotArrivedError(f"{where} waited {timeout:g} seconds for {what}, and {few}{listed}{refused}.{close}")
