"""A misbehaving adapter gets a clear verdict on that scenario, and the run goes on with a fresh process."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.records.stream import CaseRecord
from simulator.errors import AdapterError, UsageError
from simulator.ports import adapter_link, running
from simulator.ports.adapter_link import MOST_FAILURES
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.port_runner import PortRunner
from simulator.ports.protocol.capabilities import needs
from tests.support.adapters import InMemory
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
        ("hang", "no reply to message 3, call track within 1 s; nothing arrived"),
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
    with pytest.raises(AdapterError, match=r"no reply to message 1, hello within 0\.5 s; nothing arrived"):
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


def test_every_miniature_is_used() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [mode for mode in MODES if f'"{mode}"' not in source] == []
