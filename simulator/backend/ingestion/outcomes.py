"""The outcomes of requests: decided one by one, then carried out and recorded together, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Final

import msgspec

from simulator.backend.ingestion.endpoint import Intake
from simulator.backend.ingestion.project import Backend, Taken
from simulator.backend.keeping.entities import Upload
from simulator.errors import readable
from simulator.wire import requests as wire
from simulator.wire.requests import Answer, Request

_USUAL: Final = frozenset({"v", "client", "e", "upload_time", "checksum", "api_key", "event", "identification"})
_MOST_FIELDS: Final = 10
"""The most fields of a form that are recorded; no valid form has more."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A request and the decision on it. Nothing is kept yet."""

    #: `None` if it can't be told.
    project: Backend | None
    request: Request
    #: When it came, in milliseconds since 1970.
    time: int
    answer: Answer
    #: The reason why nothing of it is taken; empty if something is.
    reason: str = ""
    #: `None` for a request that could not be read.
    intake: Intake | None = None


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A request and its outcome."""

    #: `None` if it can't be told.
    project: Backend | None
    request: Request
    upload: Upload
    #: `None` for a request that could not be read.
    intake: Intake | None = None
    taken: Taken = Taken()


def carry_out(decisions: Sequence[Decision]) -> list[Arrival]:
    """Carry out and record decisions, in their order: all of them, or none."""
    # Projects that are kept in the same place share their transactions.
    project = next((one.project for one in decisions if one.project is not None), None)
    with nullcontext() if project is None else project.store.transaction():
        return [_carry_out(one) for one in decisions]


def _carry_out(decision: Decision) -> Arrival:
    project, request, intake = decision.project, decision.request, decision.intake
    taken = Taken()
    if project is not None and intake is not None and not decision.reason:
        taken = project.take(
            intake.events,
            intake.written,
            sender=intake.sender,
            ip=request.ip,
            time=decision.time,
            edition=intake.edition,
        )
        for mapping in intake.mappings:
            project.map_user(mapping)
        for user_id in intake.deletions:
            project.delete(user_id)
    upload = _upload(decision, new=sum(taken.new))
    if project is not None:
        project.store.log(upload)
    return Arrival(project=project, request=request, upload=upload, intake=intake, taken=taken)


def _upload(decision: Decision, *, new: int) -> Upload:
    """Return the record of a request of which `new` events had not come before."""
    request, answer, intake = decision.request, decision.answer, decision.intake or _UNREAD
    return Upload(
        path=request.path,
        sender=intake.sender,
        version=intake.version,
        fields=[name if name in _USUAL else readable(name) for name in islice(request.fields, _MOST_FIELDS)],
        upload_time=intake.upload_time,
        events=intake.count,
        duplicates=0 if decision.reason else len(intake.events) - new,
        contents=wire.digest(request),
        size=len(request.json) + sum(map(_bytes, request.fields.values())),
        status=answer.status,
        answer=answer.body,
        reason=decision.reason,
        time=decision.time,
        ip=request.ip,
    )


_UNREAD: Final = Intake(sender="unknown")


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
