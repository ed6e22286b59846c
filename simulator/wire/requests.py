"""Requests from an SDK to Amplitude, and the answers, independent of the transport.

`simulator.wire.transport` carries them over HTTP, `simulator.backend` answers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

UPLOAD_PATH: Final = "/"
"""The URL to which the SDKs post their events."""
EVENT_PATH: Final = "/httpapi"
HTTP_V2_PATH: Final = "/2/httpapi"
BATCH_PATH: Final = "/batch"
IDENTIFY_PATH: Final = "/identify"
GROUP_IDENTIFY_PATH: Final = "/groupidentify"
USERMAP_PATH: Final = "/usermap"
DELETION_PATH: Final = "/api/2/deletions/users"

OK: Final = 200
TOO_LARGE: Final = 413
TOO_MANY: Final = 429

ACCEPTED: Final = "success"
"""The body of an answer that accepts a request."""
REFUSALS: Final = ("invalid_api_key", "bad_checksum", "request_db_write_failed")
"""The bodies that say why a request was refused, as the SDKs know them."""


class Request(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A POST request: the fields of a form, before percent-encoding, or a JSON body."""

    path: str
    fields: Mapping[str, str] = {}
    #: In place of `fields`.
    json: bytes = b""
    #: The content encoding of `json`, such as gzip; empty if there is none.
    encoding: str = ""
    #: User name and password for HTTP basic authentication.
    auth: tuple[str, str] | None = None
    #: The address that it comes from.
    ip: str = ""
    #: The time of sending, in milliseconds since 1970 on the sender's clock; `None` if only the machine's clock counts.
    time: int | None = None


class Answer(msgspec.Struct, frozen=True, gc=False):
    """Amplitude's answer to a request."""

    #: The HTTP status; 0 if there was no answer at all.
    status: int
    body: str = ""
    #: Milliseconds of the sender's clock that it takes to arrive.
    delay: int = 0


NO_ANSWER: Final = Answer(0)
"""There is no network, or the connection was interrupted."""

Wire = Callable[[Request], Answer]
"""Carries a request to Amplitude and returns the answer."""


def checksum(version: str, api_key: str, events: str, upload_time: str) -> str:
    """Return the checksum that an SDK signs an upload with: the MD5 of its fields, in lower-case hexadecimal.

    Rule upload.checksum.
    """
    signed = f"{version}{api_key}{events}{upload_time}".encode()
    return hashlib.md5(signed, usedforsecurity=False).hexdigest()


_OF_THE_REQUEST: Final = ("upload_time", "checksum")
"""The fields that differ each time the same events are sent."""


def digest(request: Request) -> str:
    """Return a string that is the same for two requests if they carry exactly the same."""
    made = hashlib.sha1(request.json, usedforsecurity=False)
    for name, value in request.fields.items():
        if name not in _OF_THE_REQUEST:
            made.update(value.encode("utf-8", "surrogatepass"))
    return made.hexdigest()


def upload(events: str, *, api_key: str, version: str, time: int, fields: tuple[str, ...], ip: str = "") -> Request:
    """Return the request that uploads a JSON array of events; `fields` is the order of the form's fields.

    Rules upload.form, upload.version, upload.time.
    """
    upload_time = str(time)
    values = {
        "v": version,
        "client": api_key,
        "e": events,
        "upload_time": upload_time,
        "checksum": checksum(version, api_key, events, upload_time),
    }
    return Request(path=UPLOAD_PATH, fields={name: values[name] for name in fields}, ip=ip, time=time)
