"""Messages sent without waiting for answers have the same outcome as if each had been waited for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.records.stream import CaseRecord
from simulator.ports import running
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol import messages
from simulator.ports.upload_server import UploadServer, upload_server
from tests.support.adapters import InMemory
from tests.support.commands import reference
from tests.support.songs import SONGS

CASES = compile_text(SONGS, "songs.feature", "songs")


class Waiting:
    """A connection to a program that gets one message at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._connection = StdioConnection(command)
        self.notify, self.close = self._connection.notify, self._connection.close
        self.stderr_tail = self._connection.stderr_tail

    def ask(self, request: messages.Request, *, timeout: float) -> messages.Reply:
        return self._connection.ask(request, timeout=timeout)


@pytest.fixture(scope="module")
def place() -> Iterator[UploadServer]:
    with upload_server() as opened:
        yield opened


def records(
    connect: Callable[[], Connection], cases: Sequence[Case], place: UploadServer, *, timeout: float = 30, jobs: int = 1
) -> list[CaseRecord]:
    return list(
        running.run(
            cases,
            connect=connect,
            upload_server=place,
            dialect_of=lambda case: "documented",
            timeout=timeout,
            jobs=jobs,
        )
    )


def comparable(record: CaseRecord) -> CaseRecord:
    """Return a record without the address of uploads, which differs in each run."""
    transcript: list[Any] = []
    for one in record.transcript:
        sent = one.get("sent")
        transcript.append({"sent": {**sent, "endpoints": None}} if sent and "endpoints" in sent else one)
    return msgspec.structs.replace(record, transcript=tuple(transcript))


@pytest.mark.parametrize(
    ("level", "every"),
    [("events", 12), ("wire", 30), *(pytest.param(one, 1, marks=pytest.mark.exhaustive) for one in ("events", "wire"))],
)
def test_records_are_the_same(level: str, every: int, place: UploadServer) -> None:
    """The port does as the latest dialect does, so that there are failures, with their transcripts, as well."""
    command = reference("--level", level, "--dialect", "latest")
    cases = [case for case in suite.load() if "documented" in case.dialects][::every]
    ahead = records(lambda: StdioConnection(command), cases, place)
    waited = records(lambda: Waiting(command), cases, place)
    assert {"passed", "failed"} <= {record.status for record in ahead}
    assert "errored" not in {record.status for record in ahead}
    assert list(map(comparable, ahead)) == list(map(comparable, waited))


def test_refusals_are_told_in_their_order_with_their_lines(place: UploadServer) -> None:
    [case] = compile_text(REFUSALS, "refusals.feature", "refusals")
    waited, ahead = (
        records(partial(kind, reference("--level", "events")), [case], place)[0] for kind in (Waiting, StdioConnection)
    )
    assert comparable(ahead) == comparable(waited)
    assert [one.path for failure in ahead.failures for one in failure.differences] == ["line 9", "line 10"]


REFUSALS = """
Feature: Refusals
  Scenario: some
    Given an ios app
    When the app calls group with
      \"\"\"
      {"groupId": ""}
      \"\"\"
    And the app tracks ""
    And the app groups ""
    And the app tracks "Song Played"
    Then it is refused with "group"
    And Amplitude receives exactly these events
      | event_type  |
      | Song Played |
""".replace('\\"', '"')


def pausing(end: str) -> list[str]:
    """Return an adapter that ends in some way when Song Paused is tracked."""
    return [sys.executable, "-c", ENDS_ON_PAUSE.replace("END", end), "pipelining"]


ENDS_ON_PAUSE = """
import json, os, sys, time
from tests.wrong_ports.miniatures import right, line
for text in sys.stdin:
    message = json.loads(text)
    if message["do"] == "bye": break
    if message.get("args") == {"event": "Song Paused"}: END
    line(right(message))
"""


@pytest.mark.parametrize("end", ["os._exit(1)", "time.sleep(60)", "print('a crash is near')", "line({'id': 9999})"])
def test_what_goes_wrong_is_charged_to_the_scenario_that_it_happens_in(end: str) -> None:
    played, paused = CASES
    order = [played, paused, played, played, paused, paused, played]
    cases = [msgspec.structs.replace(case, id=f"case-{number}") for number, case in enumerate(order)]
    came = records(lambda: StdioConnection(pausing(end)), cases, InMemory(), timeout=2)
    assert [record.case for record in came] == [case.id for case in cases]
    assert [record.status for record in came] == ["errored" if case is paused else "passed" for case in order]


def test_several_adapters_side_by_side_yield_records_in_order() -> None:
    cases = [msgspec.structs.replace(CASES[number % 7 == 3], id=f"case-{number}") for number in range(60)]
    came = records(lambda: StdioConnection(pausing("os._exit(1)")), cases, InMemory(), jobs=3)
    assert [record.case for record in came] == [case.id for case in cases]
    assert {record.case for record in came if record.status == "errored"} == {
        f"case-{number}" for number in range(60) if number % 7 == 3
    }
