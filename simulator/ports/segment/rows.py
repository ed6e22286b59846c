"""Segment's side of the live view: one row per message, with its forwarded requests and why."""

from __future__ import annotations

from typing import Any, Final

from simulator.backend.reading.rows import Row, detail
from simulator.ports.segment.journal import Delivery, Forwarding, Kept
from simulator.ports.segment.messages import TYPES, name_of
from simulator.values import JSONObject, Value

SERVICE: Final = "Segment"


def row_of(kept: Kept, name: str, *, path: str, ip: str, project: str) -> Row:
    """Return the row of a message that was taken."""
    forwarding = kept.forwarding
    # The outcome, which people look for first.
    shown: JSONObject = {"goes nowhere": forwarding.nowhere} if forwarding.nowhere else {}
    if forwarding.deliveries:
        shown["forwarded"] = [_shown(one) for one in forwarding.deliveries]
    if forwarding.waiting:
        shown["waiting for Amplitude"] = forwarding.waiting
    if forwarding.warnings:
        shown["warnings"] = forwarding.warnings
    shown["message"] = kept.message
    return Row(
        **_base(kept.message, kept.received_at, path, ip, project, kept.source, kept.library),
        event_type=name,
        outcome="taken",
        status=200,
        note=note_of(forwarding),
        detail=detail(shown),
    )


def row_of_repeated(
    message: JSONObject, name: str, *, time: int, source: str, library: str, path: str, ip: str, project: str
) -> Row:
    """Return the row of a message that was sent before."""
    return Row(
        **_base(message, time, path, ip, project, source, library),
        event_type=name,
        outcome="sent before",
        status=200,
        note="its messageId has come before, and counts once",
        detail=detail({"message": message}),
    )


def row_of_refused(
    given: Value, reason: str, *, status: int, time: int, source: str, path: str, ip: str, project: str
) -> Row:
    """Return the row of a request, or of a message, that was refused; `given` is as much of it as is known."""
    message = given if isinstance(given, dict) else {}
    return Row(
        **_base(message, time, path, ip, project, source, ""),
        event_type=name_of(message) if message.get("type") in TYPES else "",
        outcome="refused",
        status=status,
        note=reason,
        detail=detail({"refused": given, "reason": reason}),
    )


def note_of(forwarding: Forwarding) -> str:
    """Return the outcome of a message in one line."""
    if forwarding.nowhere:
        return f"goes nowhere: {forwarding.nowhere}"
    parts = [_said(one) for one in forwarding.deliveries]
    if forwarding.waiting:
        number = forwarding.waiting
        parts.append(f"{number} request{'s wait' if number > 1 else ' waits'} for an answer")
    return f"→ Amplitude: {'; '.join(parts)}"


def _said(delivery: Delivery) -> str:
    sent = delivery.sent
    what = sent.get("event_type") if isinstance(sent, dict) else None
    name = what if isinstance(what, str) else delivery.path.strip("/")
    if delivery.outcome == "refused":
        return f"{name} refused with {delivery.status}: {delivery.reason}"
    return f"{name}, sent before" if delivery.outcome == "sent before" else name


def _shown(delivery: Delivery) -> JSONObject:
    """Return a request and what Amplitude made of it, the most interesting first."""
    made: JSONObject = {"outcome": delivery.outcome, "answer": f"{delivery.status} {delivery.answer}".strip()}
    if delivery.user:
        made |= {"user": delivery.user, "revenue": delivery.revenue}
    if delivery.reason:
        made["reason"] = delivery.reason
    return {"to": delivery.path, "because": delivery.because, "sent": delivery.sent, "Amplitude": made}


def _base(
    message: JSONObject, time: int, path: str, ip: str, project: str, source: str, library: str
) -> dict[str, Any]:
    sender = f"{source}, by {library}" if library else source
    return {
        "service": SERVICE,
        "time": time,
        "project": project,
        "path": path,
        "sender": sender or "unknown source",
        "ip": ip,
        "user_id": _text(message.get("userId")),
        "device_id": _text(message.get("anonymousId")),
    }


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
