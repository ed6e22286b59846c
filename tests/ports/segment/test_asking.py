"""Both stand-ins as a test or a script asks them: arrivals, waiting, and the query API's refusals."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.database import Database
from simulator.backend.server import serving
from simulator.ports.segment.asking import NotArrivedError, Segment, stand_ins
from simulator.ports.segment.serving import segment as serve_segment
from simulator.ports.segment.sources import Sources, made_source


@pytest.fixture(scope="module")
def shared() -> Iterator[Segment]:
    with stand_ins(made_source()) as made:
        yield made


@pytest.fixture
def segment(shared: Segment) -> Segment:
    shared.clear()
    return shared


def send(segment: Segment, *messages: dict[str, Any], run: str = "") -> None:
    body = {"writeKey": segment.write_key, "batch": list(messages)}
    answer = httpx.post(f"{segment.url}{run}/v1/batch", json=body, trust_env=False)
    assert answer.json() == {"success": True}


def track(event: str, **fields: Any) -> dict[str, Any]:
    return {"type": "track", "event": event, "userId": "jane", **fields}


def test_what_came_can_be_asked_for_by_event_user_message_type_and_time(segment: Segment) -> None:
    send(segment, track("One"), track("Two", userId="derek"), track("One", messageId="m-3"))
    send(segment, {"type": "identify", "anonymousId": "visitor"})

    def ids(**asked: Any) -> list[int]:
        answer = httpx.get(f"{segment.url}/api/segment/messages", params=asked, trust_env=False).json()
        return [one["id"] for one in answer["messages"]]

    first = ids()[0]
    assert ids() == list(range(first, first + 4))
    assert ids(event="One") == [first, first + 2]
    assert ids(user="derek") == [first + 1]
    assert ids(user="visitor", type="identify") == [first + 3]
    assert ids(message="m-3") == [first + 2]
    assert ids(limit=2, after=first) == [first + 1, first + 2]
    came = segment.kept[0].received_at
    assert ids(since=came, until=came + 60_000) == ids()
    assert ids(since=came + 60_000) == []
    assert ids(run="one") == []
    counts = httpx.get(f"{segment.url}/api/segment/counts", trust_env=False).json()
    assert counts["by_name"] == {"track One": 2, "track Two": 1, "identify": 1}
    assert (counts["messages"], counts["forwarded"], counts["nowhere"], counts["waiting"]) == (4, 4, 0, 0)
    events = httpx.get(
        f"{segment.url}/api/projects/{segment.amplitude.project}/events?message=m-3&event=One&user_id=jane",
        trust_env=False,
    ).json()
    assert [one["event"]["insert_id"] for one in events["events"]] == ["m-3"]


def test_waiting_ends_when_enough_has_come(segment: Segment) -> None:
    threading.Timer(0.3, send, (segment, track("Late", messageId="late-1"), track("Late", messageId="late-2"))).start()
    assert segment.wait_for("Late", count=2, timeout=30)["messageId"] == "late-2"
    assert segment.amplitude.wait_for("Late", user="jane", count=2).event["insert_id"] == "late-2"


def test_what_does_not_come_is_an_error_that_says_what_has(segment: Segment) -> None:
    send(segment, track("Order Completed"), {"type": "track", "userId": "jane"})
    with pytest.raises(NotArrivedError) as caught:
        segment.wait_for("Order Complete", user="jane", timeout=0.1)
    said = str(caught.value)
    assert said.startswith(
        'Segment waited 0.1 seconds for a message with the event "Order Complete" and with the user "jane", and none '
        'came; what came: "track Order Completed"; refused: '
    )
    assert said.endswith('batch[1] is a track call and needs an event, a string. Did you mean "Order Completed"?')
    with pytest.raises(NotArrivedError, match=r'Amplitude waited 0\.1 seconds for the event "Nothing" of user "derek"'):
        segment.amplitude.wait_for("Nothing", user="derek", timeout=0.1)


def test_both_forget_on_request_also_what_has_come(segment: Segment) -> None:
    for _ in range(2):
        send(segment, track("Again", messageId="again"))
        send(segment, track("Again", messageId="again"))
        assert [one["messageId"] for one in segment.received] == ["again"]
        assert [one.forwarding.deliveries[0].outcome for one in segment.kept] == ["taken"]
        segment.clear()
        segment.amplitude.clear()
        assert (segment.received, segment.amplitude.events, segment.amplitude.users) == ((), (), {})


def test_a_run_is_kept_apart(segment: Segment) -> None:
    send(segment, track("Elsewhere"), run="/runs/one")
    assert segment.received == ()
    answer = httpx.get(f"{segment.url}/api/segment/messages?run=one", trust_env=False).json()
    assert [one["message"]["event"] for one in answer["messages"]] == ["Elsewhere"]
    events = httpx.get(f"{segment.url}/api/projects/run-one/events", trust_env=False).json()["events"]
    assert [one["event"]["event_type"] for one in events] == ["Elsewhere"]
    # Segment's store is not a project of Amplitude's.
    projects = httpx.get(f"{segment.url}/api/projects", trust_env=False).json()["projects"]
    assert {one["id"] for one in projects} <= {"run-one", segment.amplitude.project}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "sentence"),
    [
        ("POST", "/v1/batch", {"Host": "evil.example"}, 421, "this server answers to the names of loopback"),
        ("POST", "/v1/t", {"Origin": "https://evil.example"}, 403, "pages from the origin"),
        ("POST", "/v1/x", {}, 404, "there is nothing at"),
        ("GET", "/v1/batch", {}, 405, "/v1/batch takes POST, not GET"),
        ("POST", "/runs/%2e%2e%20/v1/batch", {}, 404, "the name of a run must be"),
        ("GET", "/api/segment/messages?run=a%20b", {}, 400, "run must match"),
        ("GET", "/api/segment/messages?evnt=x", {}, 400, 'there is no parameter \\"evnt\\" here. Did you mean'),
        ("GET", "/analytics.js/v1/devicemode/analytics.min.js", {}, 404, "name its folder with --analytics-js"),
    ],
)
def test_what_is_refused_is_refused_in_a_sentence(
    method: str, path: str, headers: dict[str, str], status: int, sentence: str, segment: Segment
) -> None:
    answer = httpx.request(method, f"{segment.url}{path}", headers=headers, trust_env=False)
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text


def test_a_page_may_send_from_loopback_and_ask_before_it_sends_again(segment: Segment) -> None:
    asks = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, x-retry-count",
    }
    allowed = httpx.options(f"{segment.url}/v1/t", headers=asks, trust_env=False)
    assert allowed.status_code == 204
    assert "X-Retry-Count" in allowed.headers["access-control-allow-headers"]
    assert allowed.headers["access-control-allow-origin"] == "http://localhost:3000"


def test_what_can_t_be_kept_is_to_be_sent_again(tmp_path: Path) -> None:
    """Libraries repeat a request that is answered 503."""
    source = made_source()
    with Database(tmp_path / "store.db") as stores:
        projects = Projects(stores)
        with serving(projects, beside=serve_segment(Sources([source]), stores=stores, projects=projects)) as server:
            stand_in = Segment(server.url, source)
            send(stand_in, track("Kept"))
            (tmp_path / "store.db").unlink()
            for body in (b'{"writeKey": "devicemode", "userId": "jane", "event": "Lost"}', b"no JSON"):
                answer = httpx.post(f"{server.url}/v1/track", content=body, trust_env=False)
                assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
                assert "it was deleted or replaced while it was open" in answer.json()["message"]
