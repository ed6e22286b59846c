"""Reading replies strictly: a mistake in one is an `AdapterError` that names it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from simulator.conformance.reading import UNREADABLE
from simulator.errors import AdapterError, readable
from simulator.ports.protocol.messages import REPLIES, Reply, Request, name_of

LONGEST_REPLY: Final = 16 * 1024 * 1024
"""Bytes of one reply."""


class ReportedError(AdapterError):
    """A well-formed reply in which the adapter reports that it failed; it's still running."""


class _Unread(Reply, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A reply whose `ok` is decoded later, when it's known what it should hold."""

    ok: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_read_line: Final = msgspec.json.Decoder(_Unread).decode


def read_reply(line: bytes, request: Request) -> Reply:
    """Decode the reply to a request; raise `AdapterError` if there is something wrong with it."""
    try:
        if not line.isascii():
            line.decode()
        reply = _read_line(line)
    except UNREADABLE as error:
        raise AdapterError(f"{shown(line)} is not a reply: {readable(error)}") from None
    if reply.id != request.id:
        raise AdapterError(f"the reply to message {request.id} has the id {reply.id}; a reply has its request's id")
    outcomes = [name for name in ("ok", "threw", "skip", "error") if getattr(reply, name) is not msgspec.UNSET]
    if len(outcomes) != 1:
        raise AdapterError(
            f"a reply has one of ok, threw, skip, error; this one has {', '.join(outcomes) or 'none'}: {shown(line)}"
        )
    if reply.error is not msgspec.UNSET:
        raise ReportedError(f"the adapter reports an error: {readable(reply.error.message)}", trace=reply.error.trace)
    return reply


def result_of(reply: Reply, request: Request) -> Any:
    """Return what a reply's `ok` holds, typed; raise `AdapterError` if that's not what the request asks for."""
    kind = REPLIES.get(type(request))
    if kind is None:
        return reply.ok
    if reply.ok is msgspec.UNSET:
        raise AdapterError(f"the reply to {name_of(request)} has to be ok")
    try:
        return msgspec.json.decode(reply.ok, type=kind) if isinstance(reply.ok, msgspec.Raw) else reply.ok
    except UNREADABLE as error:
        raise AdapterError(f"the reply to {name_of(request)} is wrong: {readable(error)}") from None


def shown(line: bytes) -> str:
    """Quote what an adapter sent, for an error message."""
    return f"“{readable(line.decode('utf-8', 'replace').rstrip())}”"
