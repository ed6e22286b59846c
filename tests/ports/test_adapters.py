"""What adapters do wrong gets a clear verdict on that scenario, and the run goes on with a fresh process."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.records.stream import CaseRecord
from simulator.errors import AdapterError, UsageError
from simulator.ports import adapter_link, running
from simulator.ports.adapter_link import MOST_FAILURES
from simulator.ports.connections.connection import greet
from simulator.ports.connections.http import HTTPConnection
from simulator.ports.connections.opening import connector, split_command
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.port_runner import PortRunner
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import CAPABILITIES, needs
from simulator.ports.protocol.claims import check_claims
from simulator.ports.protocol.serving import reply
from simulator.ports.reference import ReferenceAdapter
from tests.support.adapters import InMemory, InProcess
from tests.support.commands import miniature, reference
from tests.support.songs import SONGS
from tests.wrong_ports.miniatures import MODES

CASES = compile_text(SONGS, "songs.feature", "songs")


def run(command: Sequence[str], cases: Sequence[Case] = CASES, *, timeout: float = 2) -> list[CaseRecord]:
    return list(
        running.run(
            cases,
            connect=lambda: StdioConnection(command),
            upload_server=InMemory(),
            dialect_of=lambda case: "documented",
            timeout=timeout,
        )
    )


NEVER_DONE = {"hang", "slow-drip", "unflushed", "closes-output"}
"""The modes that are waited for until the time-out."""


def test_a_port_that_always_sends_the_same_gets_its_first_verdicts() -> None:
    one, two = run(miniature("always-the-same"))
    assert one.status == "passed"
    assert two.status == "failed"
    [failure] = two.failures
    [difference] = failure.differences
    assert (difference.expected, difference.actual) == ("Song Paused", "Song Played")


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("crash", "exited with 139"),
        ("hang", "no reply within 1 s; nothing arrived"),
        ("garbage", "is not a reply"),
        ("noise", "“DEBUG tracking an event” is not a reply"),
        ("noise-afterwards", "“DEBUG tracked an event”"),
        ("long-line", "more than 16 MiB"),
        ("slow-drip", "no end of line: is standard output flushed?"),
        ("unflushed", "no end of line: is standard output flushed?"),
        ("wrong-id", "has the id 7777"),
        ("two-answers", "this one has ok, error"),
        ("wrong-types", "the reply to drain is wrong"),
        ("reports-an-error", "no emulator"),
        ("closes-output", "closed its standard output but is still running"),
    ],
)
@pytest.mark.parametrize("pipelining", [False, True], ids=["waiting", "pipelining"])
def test_an_adapter_that_is_wrong_spoils_one_scenario_at_a_time(mode: str, says: str, *, pipelining: bool) -> None:
    command = miniature(mode, *(["pipelining"] if pipelining else []))
    records = run(command, timeout=1 if mode in NEVER_DONE else 2)
    assert [record.status for record in records] == ["errored", "errored"]
    for record in records:
        assert says in record.reason
        assert record.transcript


def test_the_words_of_an_adapter_that_crashed_stand_beside_the_verdict() -> None:
    record = run(miniature("crash"))[0]
    assert record.stderr.strip() == "Segmentation fault in the port"
    assert "port.kt:12" in run(miniature("reports-an-error"))[0].stderr


def test_the_run_goes_on_after_a_crash() -> None:
    command = [sys.executable, "-c", _CRASHES_ON_PAUSE]
    paused, played = run(command, [CASES[1], CASES[0]])
    assert (paused.status, played.status) == ("errored", "passed")


_CRASHES_ON_PAUSE = """
import json, os, sys
from tests.support.adapters import InMemory, InProcess
from tests.wrong_ports.miniatures import right, line
for text in sys.stdin:
    message = json.loads(text)
    if message["do"] == "bye": break
    if message.get("args") == {"event": "Song Paused"}: os._exit(1)
    line(right(message))
"""


def test_an_adapter_that_keeps_failing_is_not_started_for_ever() -> None:
    cases = [msgspec.structs.replace(CASES[0], id=f"case-{number}") for number in range(MOST_FAILURES + 5)]
    records = run(miniature("crash"), cases)
    assert {record.status for record in records} == {"errored"}
    assert "it is not started again" not in records[MOST_FAILURES - 1].reason
    reason = (
        f"the adapter failed {MOST_FAILURES} scenarios in a row and is not started again; "
        "the last time: the adapter exited with 139"
    )
    assert {record.reason for record in records[MOST_FAILURES:]} == {reason}


def test_an_adapter_that_fails_now_and_then_goes_on() -> None:
    played, paused = CASES
    cases = [
        msgspec.structs.replace(case, id=f"{number}-{case.id}")
        for number in range(MOST_FAILURES + 2)
        for case in (paused, played)
    ]
    records = run([sys.executable, "-c", _CRASHES_ON_PAUSE], cases)
    assert [record.status for record in records] == ["errored", "passed"] * (MOST_FAILURES + 2)


@pytest.mark.parametrize(
    ("mode", "says"),
    [("wrong-version", "speaks protocol 2, this harness protocol 1"), ("unknown-capability", 'Did you mean "time"?')],
)
def test_a_greeting_that_makes_no_sense(mode: str, says: str) -> None:
    port = PortRunner(lambda: StdioConnection(miniature(mode)), upload_server=InMemory(), timeout=2)
    with pytest.raises((AdapterError, UsageError), match=says.replace("?", "\\?")):
        port.welcome()
    port.close()


def test_a_greeting_that_never_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter_link, "START_TIMEOUT", 0.5)
    port = PortRunner(lambda: StdioConnection(miniature("silent")), upload_server=InMemory(), timeout=2)
    with pytest.raises(AdapterError, match=r"no reply within 0\.5 s; nothing arrived"):
        port.welcome()
    port.close()


def test_a_port_may_skip_a_scenario() -> None:
    record = run(miniature("skips"))[0]
    assert (record.status, record.reason, record.issue) == ("skipped", "no pages yet", "https://example.com/7")


def test_what_an_sdk_throws_is_a_result() -> None:
    record = run(miniature("throws"))[0]
    assert record.status == "failed"
    shown = [difference for failure in record.failures for difference in failure.differences]
    assert any("TypeError: track needs a name" in difference.actual for difference in shown)


def test_a_setting_is_for_the_port_to_refuse() -> None:
    [case] = [case for case in suite.load() if case.id == "getting-started/api-key#empty"]
    record = run(miniature("refuses-nothing"), [case])[0]
    assert record.status == "failed"
    assert "nothing was refused" in [difference.actual for one in record.failures for difference in one.differences]


def test_a_request_is_one_line_for_every_reader() -> None:
    """Node's readline and Python's splitlines end a line at more characters than JSON does."""
    text = SONGS.replace("Song Played", "Song\u2028Played\u2029\x85", 1)
    record = run([sys.executable, "-c", _SPLITS_LINES], compile_text(text, "songs.feature", "songs")[:1])[0]
    assert (record.status, record.reason) == ("passed", "")


_SPLITS_LINES = """
import json, sys
from tests.support.adapters import InMemory, InProcess
from tests.wrong_ports.miniatures import right, line
for text in iter(sys.stdin.buffer.readline, b""):
    for one in text.decode().splitlines():
        message = json.loads(one)
        if message["do"] == "bye": sys.exit()
        line(right(message))
"""


def test_standard_error_is_free() -> None:
    assert run(miniature("floods-stderr"), timeout=20)[0].status == "passed"


def test_a_capability_that_is_not_claimed_is_not_applicable() -> None:
    cases = [case for case in suite.load() if "time" in needs(case).capabilities and case.platforms == ("web",)]
    assert cases
    for record in run(miniature("always-the-same"), cases[:3]):
        assert record.status == "not applicable"
        assert "capability time" in record.reason


def test_a_platform_that_is_not_claimed_is_not_applicable() -> None:
    cases = [case for case in suite.load() if case.platforms == ("ios",)]
    record = run(miniature("always-the-same"), cases[:1])[0]
    assert (record.status, record.reason) == ("not applicable", "the port has no platform ios")


def test_every_capability_is_asked_for_by_a_scenario() -> None:
    asked = {name for case in suite.load() for name in needs(case).capabilities}
    assert asked == set(CAPABILITIES)


def test_claims_are_checked() -> None:
    check_claims(tuple(CAPABILITIES))
    with pytest.raises(UsageError, match='Did you mean "lifecycle"'):
        check_claims(("lifecycel",))


def test_several_workers_give_the_same_records_in_the_same_order() -> None:
    cases = [case for case in suite.load() if case.folder == "track" and "documented" in case.dialects]
    command = reference("--level", "events")

    def records(jobs: int) -> list[tuple[str, str]]:
        made = running.run(
            cases,
            connect=lambda: StdioConnection(command),
            upload_server=InMemory(),
            dialect_of=lambda case: "documented",
            jobs=jobs,
            timeout=30,
        )
        return [(record.case, record.status) for record in made]

    assert records(1) == records(3)


class _Handler(BaseHTTPRequestHandler):
    adapter = ReferenceAdapter(level="events")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = msgspec.json.decode(body, type=messages.AnyRequest)
        made = msgspec.json.encode(
            messages.Reply(id=request.id, ok={}) if isinstance(request, messages.Bye) else reply(self.adapter, request)
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *args: object) -> None:
        """Be quiet."""


def test_the_same_messages_over_http() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    records = list(
        running.run(
            CASES, connect=lambda: HTTPConnection(url), upload_server=InMemory(), dialect_of=lambda case: "documented"
        )
    )
    server.shutdown()
    server.server_close()
    assert [record.status for record in records] == ["passed", "passed"]


class _TellsSegmentsMessages(ReferenceAdapter):
    """Leaves Segment's servers to the harness; what its own copy of them sends goes nowhere."""

    def hello(self) -> messages.Welcome:
        welcome = super().hello()
        claims = tuple(name for name in welcome.capabilities if name != "segment-servers")
        return msgspec.structs.replace(welcome, capabilities=claims)


def test_segments_servers_try_again_in_the_scenarios_time() -> None:
    [case] = [case for case in suite.load() if case.id == "uploads/server-leg#cloud-web"]
    connect = partial(InProcess, _TellsSegmentsMessages(level="wire"))
    [record] = running.run([case], connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())


class _DoesNotKnowItsAddress(_TellsSegmentsMessages):
    """Leaves Segment's servers to see where its messages come from, as analytics.js does."""

    def drain(self, request: messages.Drain) -> messages.Drained:
        apps = super().drain(request).apps
        for seen in apps.values():
            for message in seen.messages or ():
                message["context"] = {key: value for key, value in message["context"].items() if key != "ip"}
        return messages.Drained(apps=apps)


_IN_CLOUD_MODE = """
Feature: Address
  Scenario: the address is that of the app
    Given a web app in cloud mode
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | ip          |
      | Song Played | 203.0.113.7 |
"""


def test_segments_servers_see_where_a_message_comes_from() -> None:
    cases = compile_text(_IN_CLOUD_MODE, "address.feature", "address")
    connect = partial(InProcess, _DoesNotKnowItsAddress(level="wire"))
    [record] = running.run(cases, connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    assert (record.status, record.failures) == ("passed", ())


def test_nobody_is_at_the_address() -> None:
    connection = HTTPConnection("http://127.0.0.1:9/")
    with pytest.raises(AdapterError, match=r"there is no adapter at http://127\.0\.0\.1:9/"):
        greet(connection, harness="test", timeout=2)


@pytest.mark.parametrize(
    ("command", "says"),
    [("", "is empty"), ('node "x', "can't be read"), ("no-such-program-anywhere", "can't be started")],
)
def test_a_command_that_is_none(command: str, says: str) -> None:
    with pytest.raises(AdapterError, match=says):
        StdioConnection(split_command(command))


@pytest.mark.parametrize("url", ["http://127.0.0.1:65536/", "http://127.0.0.1:99999999", "http://[::1"])
def test_an_address_that_can_be_none_is_not_called(url: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f'"{url}" is not the address of an adapter (')):
        connector(None, url)


def test_an_adapter_is_reached_one_way() -> None:
    for command, url in ((None, None), ("node x", "http://x")):
        with pytest.raises(UsageError, match="a command, or"):
            connector(command, url)


def test_every_miniature_is_used() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [mode for mode in MODES if f'"{mode}"' not in source] == []
