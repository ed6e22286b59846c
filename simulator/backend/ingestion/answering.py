"""The path of a request through Amplitude's endpoints, from top to bottom.

Each step is a module:

    intake      finds the API key and reads the request     or refuses it
    projects    finds the project of the key
    faults      may set another answer
    outcomes    takes what is in it, and records it         in one transaction

Observers see it once it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ParamSpec, TypeVar

import msgspec

from simulator.backend.ingestion.compression import unpacked
from simulator.backend.ingestion.endpoint import Endpoint, Intake
from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.backend.ingestion.event_fields import check_event
from simulator.backend.ingestion.events import ids_of
from simulator.backend.ingestion.json_values import has_huge_number
from simulator.backend.ingestion.outcomes import Arrival, Decision, carry_out
from simulator.backend.ingestion.project import Backend
from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.backend.ingestion.v2 import answers
from simulator.errors import BusyError
from simulator.values import JSONObject
from simulator.wire import requests as wire
from simulator.wire.requests import Answer, Request, Wire

P = ParamSpec("P")
T = TypeVar("T")


class Ingestion:
    """Answers requests.

    `project_of` finds the project of an API key, or raises `RefusedError`; `now` is the machine's clock in milliseconds
    since 1970, for requests that carry no time of their own; `observe` is called with every request once it is
    recorded.
    """

    def __init__(
        self,
        project_of: Callable[[str], Backend],
        *,
        limits: Limits | None = None,
        now: Callable[[], int] = lambda: 0,
        observe: Callable[[Arrival], None] = lambda arrival: None,
    ) -> None:
        self._project_of = project_of
        self._limits = limits or Limits()
        self._now = now
        self._observe = observe

    @property
    def paths(self) -> tuple[str, ...]:
        """The endpoints' paths."""
        return tuple(ENDPOINTS)

    def answer(self, request: Request, *, project: Backend | None = None) -> Answer:
        """Take a request, or refuse it; either way it is recorded. `project` takes it whatever its API key is."""
        decision = self.decide(request, project)
        self._observe(*carry_out([decision]))
        return decision.answer

    def decide(self, request: Request, project: Backend | None) -> Decision:
        """Read a request and decide its outcome; nothing is kept yet, but a fault that it meets is used up.

        `project` takes it whatever its API key is.
        """
        endpoint = ENDPOINTS[request.path]
        time = self._time(request)
        limit = endpoint.limit(self._limits)
        if endpoint.most_bytes is not None and _size(request) > limit:
            # Rule v2.limit.body. Over HTTP it would not have been read.
            unread = msgspec.structs.replace(request, json=b"", fields={})
            too_large = RefusedError(wire.TOO_LARGE, f"the body is too large: more than {limit} bytes")
            return self.refusing(unread, too_large, project=project)
        try:
            if request.encoding:
                plain = unpacked(request.json, request.encoding, limit)
                request = msgspec.structs.replace(request, json=plain, encoding="")
            key, read = endpoint.open(request)
            project = project or self._project_of(key)
            intake = read(self._limits, time)
        except RefusedError as refused:
            return self.refusing(request, refused, project=project)
        answer, reason = self._answer_to(request.path, endpoint, intake, project, time)
        return Decision(project=project, request=request, time=time, answer=answer, reason=reason, intake=intake)

    def keep(self, decisions: Sequence[Decision]) -> list[Answer | Exception]:
        """Carry out decisions, in their order and in one transaction, and return the answers.

        An error with one of them is returned in place of its answer and does not affect the others. While another
        process is writing, that is a `BusyError` for each, and nothing has been done yet.
        """
        arrivals = _tried(carry_out, decisions)
        if not isinstance(arrivals, Exception):
            failures = [_tried(self._observe, arrival) for arrival in arrivals]
            return [
                one.answer if failure is None else failure for one, failure in zip(decisions, failures, strict=True)
            ]
        if len(decisions) == 1 or isinstance(arrivals, BusyError):
            return [arrivals] * len(decisions)
        # None of them has been carried out. Each is tried alone, so that an error with one is its own.
        return [answer for one in decisions for answer in self.keep([one])]

    def refuse(self, request: Request, refused: RefusedError, *, project: Backend | None) -> Answer:
        """Refuse a request, and record it if its project is known."""
        decision = self.refusing(request, refused, project=project)
        self._observe(*carry_out([decision]))
        return decision.answer

    def refusing(self, request: Request, refused: RefusedError, *, project: Backend | None) -> Decision:
        """Return the decision to refuse a request, in the words of its endpoint; nothing is recorded yet."""
        answer = ENDPOINTS[request.path].wording.refusal(refused)
        return Decision(
            project=project, request=request, time=self._time(request), answer=answer, reason=refused.reason
        )

    def refusal(self, event: JSONObject, where: str) -> str:
        """Return why an event would be refused, naming it by `where`; empty if it would be taken."""
        if has_huge_number(event):
            return f"{where} has a whole number of more than 64 bits"
        try:
            check_event(event, where, self._limits)
        except RefusedError as error:
            return error.reason
        return ""

    def _answer_to(
        self, path: str, endpoint: Endpoint, intake: Intake, project: Backend, time: int
    ) -> tuple[Answer, str]:
        """Return the answer to a valid request, and the reason why nothing of it is taken, if nothing is."""
        fault = None
        if project.faults:
            device_ids, user_ids = (ids_of(intake.events, field) for field in ("device_id", "user_id"))
            fault = project.faults.next(path=path, events=intake.count, device_ids=device_ids, user_ids=user_ids)
        if fault is not None and fault.takes_nothing:
            return endpoint.wording.fault(fault, intake.events), "a fault was set"
        if endpoint.per_second and self._limits.rates:
            exceeded = project.rates.count(path, intake.events, per_second=endpoint.per_second, time=time)
            if exceeded:
                return answers.throttled(intake.events, exceeded, endpoint.per_second), exceeded.sentence(
                    endpoint.per_second
                )
        if fault is None:
            return Answer(wire.OK, intake.answer), ""
        return (wire.NO_ANSWER if fault.lose else Answer(wire.OK, intake.answer, fault.delay)), ""

    def _time(self, request: Request) -> int:
        return self._now() if request.time is None else request.time


def wire_of(project: Backend) -> Wire:
    """Return a wire to a project that is alone: every request is its own, one with another's API key included."""
    return partial(Ingestion(lambda api_key: project).answer, project=project)


def _size(request: Request) -> int:
    return len(request.json) + sum(map(len, request.fields.values()))


def _tried(do: Callable[P, T], *values: P.args, **named: P.kwargs) -> T | Exception:
    """Return a call's result, or the error that it raises."""
    try:
        return do(*values, **named)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer to one request among others.
        return error
