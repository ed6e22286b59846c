"""A project as plain data: its events, users and requests, and where an address is."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.values import JSONObject, Value

NOBODY: Final = 0
"""The number of the user of an event that is about no user, such as a group's properties."""
MOST_REJECTIONS: Final = 1000
"""How many rejected requests a store keeps of a project, the latest ones: a client that sends them may never stop."""
LONGEST_TEXT: Final = 1000
"""Characters that a store keeps of each text of a rejected request."""


class IPPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The place of a network."""

    network: str
    country: str
    region: str
    city: str


class User(msgspec.Struct, kw_only=True):
    """One person, as Amplitude sees them."""

    #: Amplitude's own id of the user, from 1; 0 is nobody.
    number: int
    user_id: str | None = None
    device_ids: list[str] = []
    properties: JSONObject = {}
    #: Group type to the names of the user's groups of that type.
    groups: dict[str, list[Value]] = {}
    #: Sum of price times quantity over all revenue.
    revenue: float = 0.0
    #: The number of the user that this one was merged into.
    merged_into: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the user can be found by an id and was not merged into another."""
        return self.merged_into is None and (self.user_id is not None or bool(self.device_ids))

    def join(self, group_type: str, names: Value) -> None:
        """Put the user into groups of one type, in place of earlier ones."""
        self.groups[group_type] = list(names) if isinstance(names, list) else [names]


class Received(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event that was accepted."""

    #: Its number in the store, from 1 in the order of arrival; 0 before it is kept.
    id: int = 0
    #: What sent it: `ios app` by its SDK, `Segment's servers`.
    sender: str
    #: As it came over the wire.
    event: JSONObject
    #: The number of its user when it came; `Backend.user_of` returns whose it is today.
    user: int
    #: The place of the address that it came from, if known.
    place: IPPlace | None
    #: Price times quantity, 0 for an event without revenue.
    revenue: float
    #: When it came, in milliseconds since 1970.
    time: int = 0

    @property
    def session_id(self) -> int:
        """The session's start in milliseconds, -1 for an event outside all sessions (rule v2.event.session)."""
        session_id = self.event.get("session_id")
        return session_id if isinstance(session_id, int) else -1


class Bundle(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Events that were accepted one after the other, of one request, and are alike in all but their JSON."""

    sender: str
    #: The JSON of each, on one line.
    events: list[bytes]
    user: int
    place: IPPlace | None
    #: That of each of them.
    revenue: float
    time: int = 0


class Upload(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A request, and how it was answered."""

    #: Its number in the store, from 1 in the order of arrival; 0 before it is kept.
    id: int = 0
    path: str
    sender: str
    #: The API version of an SDK's upload.
    version: int | None = None
    #: The form's fields in their order.
    fields: list[str] = []
    #: When an SDK made the request, by its own clock, in milliseconds since 1970.
    upload_time: int | None = None
    #: How many events it had.
    events: int = 0
    #: How many of these had come before.
    duplicates: int = 0
    #: A digest of its contents without its time and signature: requests with the same one carried the same events, word
    #: for word.
    contents: str = ""
    #: The size of its decoded body in bytes.
    size: int = 0
    #: 0 if the answer was lost.
    status: int
    answer: str
    #: Why it was rejected; empty if it was accepted.
    reason: str = ""
    time: int = 0
    ip: str = ""


def shortened(upload: Upload) -> Upload:
    """Return a rejected request with its long texts cut."""
    return msgspec.structs.replace(
        upload,
        path=_cut(upload.path),
        sender=_cut(upload.sender),
        fields=[_cut(name) for name in upload.fields],
        answer=_cut(upload.answer),
        reason=_cut(upload.reason),
        ip=_cut(upload.ip),
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


class UsermapRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request to the usermap endpoint."""

    sender: str
    user_id: str
    global_user_id: str | None
    unmap: bool


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much a store holds."""

    events: int
    users: int
    groups: int
    #: Requests, the rejected ones among them.
    uploads: int
    rejections: int
    usermap_requests: int
    deletions: int
