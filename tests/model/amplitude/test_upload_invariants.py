"""Whatever comes back, and whenever: no event is lost, doubled or overtaken but by the rules of its SDK."""

from __future__ import annotations

from collections import deque
from typing import Any, Final, Protocol

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.backend import Backend, Ingestion
from simulator.backend.ingestion.faults import Fault
from simulator.backend.reading.view import view_of
from simulator.conformance.language.actions import MakeCall
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.fuzzing.self_check.invariants import requests_of
from simulator.model.amplitude.client import AmplitudeClient
from simulator.model.commands import Command, EnableForegroundTracking, SetOptOut, UploadEvents
from simulator.values import JSONObject
from simulator.wire.events import IDENTIFIES
from simulator.wire.requests import NO_ANSWER, REFUSALS, TOO_LARGE, Answer, Request
from tests.support import strategies as some
from tests.support.sdk import CLIENTS, KINDS, MINUTE, SECOND, SUCCESS, Bench

DAY: Final = 24 * 60 * MINUTE
TIMEOUTS: Final[dict[str, int | None]] = {"web": None, "ios": 60 * SECOND, "android": 10 * SECOND}


class Reaction(msgspec.Struct, frozen=True):
    """Amplitude's reaction to a request: whether it takes the events, and its answer, which need not agree."""

    taken: bool
    answer: Answer


def small(platform: Platform) -> type[AmplitudeClient]:
    """Return an SDK whose numbers are so small that few events reach each limit."""
    kind = KINDS[platform]
    policy = msgspec.structs.replace(
        kind.upload_policy,
        threshold=1 if platform == "web" else 4,
        max_batch=6,
        capacity=12,
        drop=1 if platform == "web" else 3,
    )
    return type(f"Small{kind.__name__}", (kind,), {"upload_policy": policy})


class Watched(Bench):
    """A bench that follows the queues by the documented rules alone, and compares them at each request.

    The events go by their sequence numbers here, which are the order in which they were logged.
    """

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.backend = Backend()
        self.ingestion = Ingestion(lambda _: self.backend)
        self.reactions: deque[Reaction] = deque()
        self.events_due: list[int] = []
        self.identifies_due: list[int] = []
        self.dropped: set[int] = set()
        self.seen = 0
        #: The requests under way: the events of each, its answer, and when it comes.
        self.under_way: list[tuple[list[JSONObject], Answer, int]] = []
        #: Whether a request of this process was too large: on iOS the retry does not keep others from being sent.
        self.was_too_large = False
        super().__init__(platform, kind=small(platform))

    def start(self) -> None:
        """Bring the app to the front, as its first launch and each later one does."""
        if self.platform == "android":
            self.perform(EnableForegroundTracking())
        if self.platform != "web":
            self.mobile.launch()

    def _take(self, request: Request) -> Answer:
        # Of several answers at the same moment, the first leads to this request.
        self.catch_up(at_most=1)
        doubled = self.platform == "ios" and self.was_too_large
        assert doubled or not self.under_way, "a second request was sent while one was under way"
        events: list[JSONObject] = msgspec.json.decode(request.fields["e"])
        numbers = [event["sequence_number"] for event in events]
        assert numbers == sorted([*self.events_due, *self.identifies_due])[: len(numbers)]
        assert len(numbers) <= 6 or self.platform == "ios"
        if not self.device.online:
            return NO_ANSWER
        reaction = self.reactions.popleft() if self.reactions else Reaction(True, SUCCESS)
        if reaction.taken:
            assert self.ingestion.answer(request) == SUCCESS
        timeout = TIMEOUTS[self.platform]
        given_up = timeout is not None and reaction.answer.delay > timeout
        seen = NO_ANSWER if given_up else reaction.answer
        at = self.clock.now + min(reaction.answer.delay, timeout or reaction.answer.delay)
        self.under_way.append((events, seen, at))
        self.under_way.sort(key=lambda one: one[2])
        return reaction.answer

    def catch_up(self, at_most: int = 1000) -> None:
        """Apply everything since to the queues; then they must equal the SDK's."""
        for logged in self.logged[self.seen :]:
            event = logged.to_json()
            queue = self.identifies_due if event["event_type"] in IDENTIFIES else self.events_due
            queue.append(event["sequence_number"])
            if len(queue) > 12:
                count = 1 if self.platform == "web" else 3
                self.dropped.update(queue[:count])
                del queue[:count]
        self.seen = len(self.logged)
        store = self.client.store
        queues = [[one.to_json()["sequence_number"] for one in queue] for queue in (store.events, store.identifies)]
        for _ in range(at_most):
            if not self.under_way or self.under_way[0][2] > self.clock.now:
                break
            events, answer, _ = self.under_way.pop(0)
            self._answered(events, answer, still=set().union(*queues))
        assert [self.events_due, self.identifies_due] == queues

    def _answered(self, events: list[JSONObject], answer: Answer, *, still: set[int]) -> None:
        accepted = answer.body == "success" and (answer.status == 200 or (self.platform == "android" and answer.status))
        if accepted:
            self._remove({event["sequence_number"] for event in events})
        elif answer.status == TOO_LARGE and not (self.platform == "android" and answer.body in REFUSALS):
            self.was_too_large = True
            may_go = self._droppable(events) - still
            self.dropped |= may_go
            self._remove(may_go)

    def _droppable(self, events: list[JSONObject]) -> set[int]:
        """Return the events that a 413 may drop: on Android the last of each queue, otherwise one that was alone."""
        if self.platform != "android":
            return {event["sequence_number"] for event in events} if len(events) == 1 else set()
        kinds: dict[bool, int] = {event["event_type"] in IDENTIFIES: event["sequence_number"] for event in events}
        return set(kinds.values())

    def _remove(self, numbers: set[int]) -> None:
        for queue in (self.events_due, self.identifies_due):
            queue[:] = [number for number in queue if number not in numbers]

    def restart(self, *commands: Command) -> None:
        """End the process and start another; an answer that is under way is lost."""
        self.catch_up()
        self.under_way.clear()
        self.was_too_large = False
        super().restart(*commands)
        self.start()


# Steps of an app's life, each with its effect on the bench.


class Step(Protocol):
    """One step of an app's life."""

    def take(self, bench: Watched) -> None:
        """Take the step."""


class _Log(msgspec.Struct, frozen=True):
    count: int
    identifies: bool = False

    def take(self, bench: Watched) -> None:
        for _ in range(self.count):
            if self.identifies:
                bench.identify()
            else:
                bench.log()
            bench.catch_up()


class _React(msgspec.Struct, frozen=True):
    reactions: list[Reaction]

    def take(self, bench: Watched) -> None:
        bench.reactions.extend(self.reactions)


class _Wait(msgspec.Struct, frozen=True):
    duration: int

    def take(self, bench: Watched) -> None:
        bench.clock.advance(self.duration)


class _Upload(msgspec.Struct, frozen=True):
    def take(self, bench: Watched) -> None:
        bench.perform(UploadEvents())


class _Leave(msgspec.Struct, frozen=True):
    def take(self, bench: Watched) -> None:
        if bench.platform != "web":
            bench.mobile.background()


class _Return(msgspec.Struct, frozen=True):
    def take(self, bench: Watched) -> None:
        if bench.platform != "web":
            bench.mobile.foreground()


class _Restart(msgspec.Struct, frozen=True):
    def take(self, bench: Watched) -> None:
        bench.restart()


class _Connect(msgspec.Struct, frozen=True):
    online: bool

    def take(self, bench: Watched) -> None:
        bench.device.online = self.online


class _OptOut(msgspec.Struct, frozen=True):
    opt_out: bool

    def take(self, bench: Watched) -> None:
        bench.perform(SetOptOut(opt_out=self.opt_out))


_BODIES = st.sampled_from(
    ["success", "", "ok?", "invalid_api_key", "bad_checksum", "request_db_write_failed", "SUCCESS"]
)
_STATUSES = st.sampled_from([0, 200, 200, 201, 302, 400, 401, 413, 413, 413, 429, 500, 503])
_DELAYS = st.sampled_from([0, 0, 0, 1, 5, 9_999, 10_000, 10_001, 30_000, 60_000, 60_001, 3_600_000])
# With the answer success the request was taken. With any other it may or may not have been.
_REACTIONS = st.builds(
    lambda taken, status, body, delay: Reaction(taken or body == "success", Answer(status, body, delay)),
    st.booleans(),
    _STATUSES,
    _BODIES,
    _DELAYS,
)

_STEPS: Final[st.SearchStrategy[Step]] = some.evenly(
    st.integers(1, 5).map(_Log),
    st.integers(1, 5).map(lambda count: _Log(count, identifies=True)),
    st.lists(_REACTIONS, min_size=1, max_size=4).map(_React),
    st.sampled_from([1, 5, 9_999, 10_000, 30_000, 60_000, 3_600_000]).map(_Wait),
    st.just(_Upload()),
    st.sampled_from([_Leave(), _Return()]),
    st.just(_Restart()),
    st.booleans().map(_Connect),
    st.booleans().map(_OptOut),
)


@pytest.mark.parametrize("platform", CLIENTS)
@given(steps=st.lists(_STEPS, max_size=30))
def test_whatever_comes_back_no_event_is_lost_doubled_or_overtaken(platform: Platform, steps: list[Step]) -> None:
    bench = Watched(platform)
    bench.start()
    bench.settle()
    for step in steps:
        step.take(bench)
        bench.settle()
        bench.catch_up()
    bench.reactions.clear()
    bench.device.online = True
    bench.perform(SetOptOut(opt_out=False))
    bench.clock.advance(DAY)
    bench.catch_up()
    bench.client.uploader.drain()
    bench.catch_up()
    assert bench.waiting == 0
    logged = {event["sequence_number"]: event for event in bench.events}
    arrived = [one.event for one in bench.backend.received]
    numbers = [event["sequence_number"] for event in arrived]
    assert numbers == sorted(set(numbers))
    assert arrived == [logged[number] for number in numbers]
    assert logged.keys() - numbers <= bench.dropped


# The same end to end: apps and servers, and a backend with faults.

_SCOPES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={"times": st.integers(1, 3), "more_than": st.integers(0, 2), "path": st.sampled_from(["/", "/httpapi"])},
)
_KEEPING = [
    {"status": 429},
    {"status": 500},
    {"status": 503, "body": "request_db_write_failed"},
    {"cut": True},
    {"lose": True},
    {"delay": 1},
    {"delay": 9_000},
    {"delay": 61_000},
]
_REFUSING = [
    {"status": 200, "body": "ok?"},
    {"status": 400},
    {"status": 401, "body": "invalid_api_key"},
    {"status": 404},
]


def faults(platform: Platform) -> st.SearchStrategy[Fault]:
    """Draw faults that make no source give up an event: a client never does for a refusal, a server does."""
    kinds = _KEEPING if platform == "server" else _KEEPING + _REFUSING
    return st.builds(lambda kind, scope: Fault(**kind, **scope), st.sampled_from(kinds), _SCOPES)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.data(), given_settings=some.settings)
def test_all_events_arrive_once_and_in_their_order_whatever_goes_wrong(
    platform: Platform, data: st.DataObject, given_settings: Any
) -> None:
    reference, source = some.start(platform, given_settings)
    backend = reference.backend
    given_user = {"userId": "u1"} if platform == "server" else {}
    track = st.just([MakeCall(method="track", fields={"event": "Song Played", **given_user})])
    steps = some.evenly(faults(platform), track, track, some.waits.map(lambda wait: [wait]), some.actions(platform))
    for step in data.draw(st.lists(steps, max_size=12)):
        if isinstance(step, Fault):
            backend.faults.set(step)
        else:
            for action in step:
                some.attempt(reference, action)
    backend.faults.clear()
    reference.simulation.advance(DAY)
    some.finish(reference, source)
    name = "insert_id" if platform == "server" else "uuid"
    sent = [logged.to_json()[name] for logged in source.events]
    assert [one.event[name] for one in backend.received] == sent
    assert list(requests_of(view_of(backend))) == []
