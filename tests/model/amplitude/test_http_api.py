"""The server leg's requests: the post of each command, and the effect of every answer on the requests behind it."""

from __future__ import annotations

from collections import deque
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.backend import Backend, Ingestion
from simulator.model.amplitude.http_api import HTTPAPIClient
from simulator.model.clock import EPOCH, Clock
from simulator.model.commands import (
    Command,
    DeleteUser,
    HTTPEvent,
    HTTPGroupIdentify,
    HTTPIdentify,
    Operation,
    Usermap,
)
from simulator.values import JSONObject
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import NO_ANSWER, Answer, Request
from tests.support.sdk import API_KEY, MINUTE, SECOND, SUCCESS

OTHER_KEY: Final = "fedcba9876543210fedcba9876543210"
REFUSED: Final = Answer(400, "missing_event")
PATIENCE: Final = [
    NO_ANSWER,
    Answer(429, "too_many_requests"),
    Answer(500),
    Answer(503, "request_db_write_failed"),
    Answer(599),
]


class Leg:
    """An HTTP API client on a clock, with its requests and the answers."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.requests: list[Request] = []
        #: The answers to the next requests, one for each; after them, success.
        self.answers: deque[Answer] = deque()
        self.events: list[LoggedEvent] = []
        self.warnings: list[str] = []
        self.client = HTTPAPIClient(
            API_KEY, clock=self.clock, observe=self.events.append, wire=self._take, refused=self.warnings.append
        )

    def _take(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answers.popleft() if self.answers else SUCCESS

    def track(self, *names: str) -> None:
        """Send an event under each name."""
        for name in names:
            self.client.perform(
                HTTPEvent(event_type=name, user_id="derek", device_id=None, time=EPOCH, insert_id=f"id of {name}")
            )

    @property
    def sent(self) -> list[tuple[int, str]]:
        """The time of each request, in milliseconds since the start, and its event."""
        return [
            ((request.time or 0) - EPOCH, msgspec.json.decode(request.fields["event"])["event_type"])
            for request in self.requests
        ]


# Requests.


def identification(**fields: Any) -> JSONObject:
    return {"time": EPOCH, "insert_id": "m1", **fields}


@pytest.mark.parametrize(
    ("command", "path", "field", "posted"),
    [
        (
            HTTPEvent(
                event_type="Song Played",
                user_id="derek",
                device_id="d1",
                time=EPOCH,
                insert_id="m1",
                session_id=EPOCH,
                event_properties={"a": 1},
                groups={"team": "red"},
                context={"os_name": "iOS"},
            ),
            "/httpapi",
            "event",
            {
                "event_type": "Song Played",
                **identification(
                    user_id="derek",
                    device_id="d1",
                    session_id=EPOCH,
                    event_properties={"a": 1},
                    groups={"team": "red"},
                    os_name="iOS",
                ),
            },
        ),
        (
            HTTPIdentify(
                user_id="derek",
                device_id=None,
                time=EPOCH,
                insert_id="m1",
                operations=(Operation("$set", "plan", "Basic"), Operation("$add", "logins", 1)),
            ),
            "/identify",
            "identification",
            {
                "event_type": "$identify",
                **identification(user_id="derek", user_properties={"$set": {"plan": "Basic"}, "$add": {"logins": 1}}),
            },
        ),
        (
            HTTPGroupIdentify(
                group_type="company",
                name="Acme",
                time=EPOCH,
                insert_id="m1",
                operations=(Operation("$set", "plan", "Basic"),),
            ),
            "/groupidentify",
            "identification",
            identification(group_type="company", group_value="Acme", group_properties={"$set": {"plan": "Basic"}}),
        ),
        (
            Usermap(user_id="derek", global_user_id="g1"),
            "/usermap",
            "mapping",
            [{"user_id": "derek", "global_user_id": "g1"}],
        ),
        (Usermap(user_id="derek", unmap=True), "/usermap", "mapping", [{"user_id": "derek", "unmap": True}]),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_each_command_posts_a_form_to_its_endpoint(command: Command, path: str, field: str, posted: Any) -> None:
    leg = Leg()
    leg.clock.advance(MINUTE)
    leg.client.perform(command)
    [request] = leg.requests
    assert (request.path, list(request.fields)) == (path, ["api_key", field])
    assert request.fields["api_key"] == API_KEY
    assert msgspec.json.decode(request.fields[field]) == posted
    assert (request.time, request.json, request.auth) == (EPOCH + MINUTE, b"", None)


def test_a_deletion_is_json_and_authorised_by_both_keys() -> None:
    leg = Leg()
    leg.client.perform(DeleteUser(user_id="derek", secret_key=OTHER_KEY))
    [request] = leg.requests
    assert (request.path, dict(request.fields), request.auth) == ("/api/2/deletions/users", {}, (API_KEY, OTHER_KEY))
    assert msgspec.json.decode(request.json) == {"user_ids": ["derek"], "requester": "Segment"}


# Answers.


def test_a_request_that_was_accepted_is_done_with() -> None:
    leg = Leg()
    leg.track("a", "b")
    leg.clock.advance(60 * MINUTE)
    leg.client.drain()
    assert leg.sent == [(0, "a"), (0, "b")]


@pytest.mark.parametrize("answer", PATIENCE, ids=str)
def test_the_waits_double_from_a_second_to_ten_minutes(answer: Answer) -> None:
    leg = Leg()
    leg.answers.extend([answer] * 13)
    leg.track("a")
    leg.clock.advance(24 * 60 * MINUTE)
    waits = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]
    assert leg.sent == [(sum(waits[:tries]) * SECOND, "a") for tries in range(14)]
    # The next request that fails waits for one second again.
    leg.answers.append(answer)
    leg.track("b")
    leg.clock.advance(MINUTE)
    assert [at - leg.sent[14][0] for at, _ in leg.sent[14:]] == [0, SECOND]
    assert leg.warnings == []


def test_what_is_sent_again_is_the_same_request_at_another_time() -> None:
    leg = Leg()
    leg.answers.append(Answer(500))
    leg.track("a")
    leg.clock.advance(SECOND)
    first, second = leg.requests
    assert msgspec.structs.replace(first, time=second.time) == second
    assert second.time == EPOCH + SECOND


def test_requests_behind_one_that_waits_wait_too() -> None:
    leg = Leg()
    leg.answers.extend([NO_ANSWER] * 2)
    leg.track("a", "b")
    leg.clock.advance(SECOND)
    leg.track("c")
    assert leg.sent == [(0, "a"), (SECOND, "a")]
    leg.clock.advance(2 * SECOND)
    assert leg.sent[2:] == [(3 * SECOND, "a"), (3 * SECOND, "b"), (3 * SECOND, "c")]


@pytest.mark.parametrize(
    "answer",
    [REFUSED, Answer(401, "unauthorized"), Answer(404), Answer(413, "payload_too_large"), Answer(302, "moved")],
    ids=str,
)
def test_any_other_status_refuses_the_request_for_good_with_a_warning(answer: Answer) -> None:
    leg = Leg()
    leg.answers.append(answer)
    leg.track("a", "b")
    leg.clock.advance(60 * MINUTE)
    assert leg.sent == [(0, "a"), (0, "b")]
    assert leg.warnings == [f"Amplitude refused a request to /httpapi with {answer.status} {answer.body}".rstrip()]


def test_a_warning_is_one_readable_line_whatever_came_back() -> None:
    leg = Leg()
    leg.answers.append(Answer(400, "<html>\r\n\x1b[31m" + "x" * 60_000))
    leg.track("a")
    [warning] = leg.warnings
    assert warning.startswith(r"Amplitude refused a request to /httpapi with 400 <html>\r\n\x1b[31m")
    assert warning.isprintable()
    assert len(warning) < 250


def test_a_status_of_200_is_success_whatever_the_body() -> None:
    leg = Leg()
    leg.answers.append(Answer(200, "ok?"))
    leg.track("a")
    leg.clock.advance(60 * MINUTE)
    assert leg.sent == [(0, "a")]
    assert leg.warnings == []


def test_a_refusal_is_not_the_end_of_those_behind_it() -> None:
    leg = Leg()
    leg.answers.extend([Answer(503), REFUSED, Answer(503), SUCCESS])
    leg.track("a", "b")
    leg.clock.advance(10 * SECOND)
    # After the refusal the waits start again at one second.
    assert leg.sent == [(0, "a"), (SECOND, "a"), (SECOND, "b"), (2 * SECOND, "b")]
    assert len(leg.warnings) == 1


# Answers that take their time.


def slow(delay: int, answer: Answer = SUCCESS) -> Answer:
    """Let an answer take a number of milliseconds."""
    return msgspec.structs.replace(answer, delay=delay)


def test_one_request_is_under_way_at_a_time() -> None:
    leg = Leg()
    leg.answers.append(slow(5 * SECOND))
    leg.track("a", "b")
    leg.clock.advance(5 * SECOND - 1)
    leg.client.drain()
    assert leg.sent == [(0, "a")]
    leg.clock.advance(1)
    assert leg.sent == [(0, "a"), (5 * SECOND, "b")]


@pytest.mark.parametrize(("delay", "tries"), [(60 * SECOND, [0]), (60 * SECOND + 1, [0, 61 * SECOND])])
def test_an_answer_is_given_up_after_60_seconds(delay: int, tries: list[int]) -> None:
    leg = Leg()
    leg.answers.append(slow(delay))
    leg.track("a")
    leg.clock.advance(60 * MINUTE)
    assert [at for at, _ in leg.sent] == tries


def test_a_late_failure_counts_its_wait_from_when_it_came() -> None:
    leg = Leg()
    leg.answers.append(slow(5 * SECOND, Answer(500)))
    leg.track("a")
    leg.clock.advance(MINUTE)
    assert [at for at, _ in leg.sent] == [0, 6 * SECOND]


def test_a_late_refusal_warns_when_it_comes() -> None:
    leg = Leg()
    leg.answers.append(slow(5 * SECOND, REFUSED))
    leg.track("a")
    assert leg.warnings == []
    leg.clock.advance(5 * SECOND)
    assert len(leg.warnings) == 1


# Draining.


def test_draining_tries_at_once_what_waits() -> None:
    leg = Leg()
    leg.answers.append(Answer(500))
    leg.track("a", "b")
    leg.client.drain()
    assert leg.sent == [(0, "a"), (0, "a"), (0, "b")]
    # The planned attempt is cancelled.
    leg.clock.advance(60 * MINUTE)
    assert len(leg.sent) == 3


def test_draining_in_vain_waits_on() -> None:
    leg = Leg()
    leg.answers.extend([Answer(500)] * 3)
    leg.track("a")
    leg.client.drain()
    leg.client.drain()
    assert leg.sent == [(0, "a")] * 3
    leg.clock.advance(4 * SECOND - 1)
    assert len(leg.sent) == 3
    leg.clock.advance(1)
    assert leg.sent[3:] == [(4 * SECOND, "a")]


def test_draining_with_nothing_to_send_sends_nothing() -> None:
    leg = Leg()
    leg.client.drain()
    assert leg.requests == []


# Whatever comes back.

_REACTIONS = st.tuples(
    st.booleans(),
    st.builds(
        Answer,
        st.sampled_from([0, 200, 200, 200, 302, 400, 401, 413, 429, 500, 503]),
        st.sampled_from(["success", "ok?", ""]),
        st.sampled_from([0, 0, 0, 1, 1000, 59_999, 60_000, 60_001, 600_000]),
    ),
)
_STEPS = st.one_of(
    st.just("track"), st.just("track"), st.just("drain"), st.sampled_from([0, 1, 999, 1000, 30_000, 60_000, 700_000])
)


@given(steps=st.lists(_STEPS, max_size=20), reactions=st.lists(_REACTIONS, max_size=20))
def test_whatever_comes_back_each_event_arrives_once_in_its_order_or_is_refused_with_a_warning(
    steps: list[str | int], reactions: list[tuple[bool, Answer]]
) -> None:
    leg = Leg()
    backend = Backend()
    ingestion = Ingestion(lambda _: backend)
    to_come = deque(reactions)
    tries: list[tuple[str, Answer]] = []

    def take(request: Request) -> Answer:
        taken, answer = to_come.popleft() if to_come else (True, SUCCESS)
        # With an answer of 200 the request was taken; with any other it may or may not have been.
        if taken or answer.status == 200:
            assert ingestion.answer(request) == SUCCESS
        tries.append((msgspec.json.decode(request.fields["event"])["event_type"], answer))
        return answer

    warnings: list[str] = []
    client = HTTPAPIClient(API_KEY, clock=leg.clock, observe=leg.events.append, wire=take, refused=warnings.append)
    leg.client = client
    for step in steps:
        if step == "track":
            leg.track(str(len(leg.events)))
        elif step == "drain":
            client.drain()
        elif isinstance(step, int):
            leg.clock.advance(step)
    leg.clock.advance(24 * 60 * MINUTE)
    refused = [name for name, answer in tries if answer.status in (302, 400, 401, 413) and answer.delay <= MINUTE]
    assert len(warnings) == len(refused)
    # An event is tried until it is accepted or refused, and only then the next one.
    order = [name for name, _ in tries]
    assert order == sorted(order, key=int)
    assert list(dict.fromkeys(order)) == [str(number) for number in range(len(leg.events))]
    arrived = [one.event["event_type"] for one in backend.received]
    assert arrived == sorted(set(arrived), key=int)
    assert {str(number) for number in range(len(leg.events))} - {*arrived} <= {*refused}
