"""Each known way in which ports are broken is caught, by a scenario that names the right rule."""

from __future__ import annotations

import sys
from contextlib import nullcontext

import pytest

from simulator.conformance import suite
from simulator.conformance.records.stream import CaseRecord
from simulator.model.destinations.server import ServerDestination
from simulator.ports import running
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.upload_server import upload_server
from tests.support.adapters import InMemory, InProcess
from tests.wrong_ports.breakages import BREAKAGES, Breakage, BrokenPort


def run(breakage: Breakage, *, in_process: bool = True) -> list[CaseRecord]:
    """Run the cases that prove a rule against the broken port."""
    cases = [
        case
        for case in suite.load()
        if breakage.rule in case.proves and breakage.platform in case.platforms and "documented" in case.dialects
    ]
    # The time and form of uploads can only be seen in uploads; so can requests of Segment's servers.
    of_servers = issubclass(breakage.code, ServerDestination)
    level = "wire" if of_servers or breakage.rule == "flush.upload" or breakage.rule.startswith("upload.") else "events"

    def connect() -> Connection:
        if in_process:
            adapter = BrokenPort(breakage.name, level=level)
            return InProcess(adapter, adapter.hang_up)
        return StdioConnection([sys.executable, "-m", "tests.wrong_ports.breakages", breakage.name, level])

    with upload_server() if level == "wire" else nullcontext(InMemory()) as place:
        return list(
            running.run(cases, connect=connect, upload_server=place, dialect_of=lambda case: "documented", timeout=30)
        )


def test_there_are_many() -> None:
    assert len({breakage.code for breakage in BREAKAGES.values()}) >= 30


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_broken_port_is_caught(name: str) -> None:
    breakage = BREAKAGES[name]
    records = run(breakage)
    assert not [record for record in records if record.status == "errored"]
    caught = [record for record in records if record.status == "failed"]
    assert caught, f"{len(records)} cases prove {breakage.rule} on {breakage.platform}, and none of them fails"
    assert all(breakage.rule in record.rules for record in caught)
    # The report should name the right rule before any other.
    assert any(record.rules[0] == breakage.rule for record in caught)
    assert all(failure.differences for record in caught for failure in record.failures)


@pytest.mark.parametrize("name", ["FlushDoesNothing-ios", "EventGroupsStay-web", "UnmapsAnything-server"])
def test_a_broken_port_in_a_process_of_its_own_is_the_same(name: str) -> None:
    breakage = BREAKAGES[name]

    def verdicts(*, in_process: bool) -> list[tuple[str, str, object]]:
        return [(one.case, one.status, one.failures) for one in run(breakage, in_process=in_process)]

    assert verdicts(in_process=False) == verdicts(in_process=True)
