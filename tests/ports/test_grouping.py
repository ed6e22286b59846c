"""Failures grouped by their likely cause: one breakage is one group, several are several."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.records.grouping import Group, groups
from simulator.conformance.records.stream import CaseRecord
from simulator.model.destinations.server import ServerDestination
from simulator.ports import running
from simulator.ports.connections.connection import Connection
from simulator.ports.upload_server import upload_server
from tests.support.adapters import InMemory, InProcess
from tests.support.sample import commit, drawn
from tests.wrong_ports.breakages import BREAKAGES, BrokenPort


@cache
def failures(name: str) -> tuple[CaseRecord, ...]:
    """Return the failures on a platform, in the whole suite, of a port that is broken in one way."""
    breakage = BREAKAGES[name]
    cases = [case for case in suite.load() if breakage.platform in case.platforms and "documented" in case.dialects]
    of_servers = issubclass(breakage.code, ServerDestination)
    level = "wire" if of_servers or breakage.rule == "flush.upload" or breakage.rule.startswith("upload.") else "events"

    def connect() -> Connection:
        adapter = BrokenPort(name, level=level)
        return InProcess(adapter, adapter.hang_up)

    with upload_server() if level == "wire" else nullcontext(InMemory()) as place:
        made = running.run(
            cases, connect=connect, upload_server=place, dialect_of=lambda case: "documented", timeout=30
        )
        return tuple(record for record in made if record.status == "failed")


def broken_in(names: Sequence[str]) -> tuple[CaseRecord, ...]:
    """Return the failures of a port that is broken in several ways: where a case meets two, both show."""
    met: dict[str, CaseRecord] = {}
    for record in (one for name in names for one in failures(name)):
        before = met.get(record.case)
        shown = before.failures if before else ()
        met[record.case] = msgspec.structs.replace(record, failures=(*shown, *record.failures))
    return tuple(met.values())


def is_one_group(name: str, found: Sequence[Group]) -> bool:
    """Tell whether the largest group holds nine in ten of the failures."""
    return len(found[0].cases) >= 0.9 * len(failures(name))


@pytest.mark.exhaustive
def test_nine_in_ten_breakages_are_one_group_at_the_top(one_in: int) -> None:
    # All of them take minutes. In a small sample slightly more than one in ten may be apart by chance.
    names = BREAKAGES if one_in == 1 else sorted(drawn(list(BREAKAGES), 5 * one_in, commit()))
    apart = [name for name in names if not is_one_group(name, groups(failures(name)))]
    by_chance = 0 if one_in == 1 else 2
    assert len(apart) <= 0.1 * len(names) + by_chance, f"{len(apart)} of {len(names)}: {', '.join(apart)}"


MIXED = ("TraitsUnderAPrefix-ios", "SnakeCaseOnAndroid-android", "ThirtyMinutesOnMobile-ios")


@pytest.mark.parametrize("name", [*MIXED, "IntegrationsIgnored-ios"])
def test_a_breakage_is_one_group_at_the_top(name: str) -> None:
    found = groups(failures(name))
    assert is_one_group(name, found)
    assert sum(len(group.cases) for group in found) == len(failures(name))
    assert found[0].example in found[0].cases


def test_several_breakages_are_several_groups() -> None:
    found = groups(broken_in(MIXED))
    assert len(found) <= 2 * len(MIXED)
    for name in MIXED:
        own = {record.case for record in failures(name)}
        inside = [sum(record.case in own for record in group.cases) for group in found]
        largest = max(range(len(found)), key=inside.__getitem__)
        # Most of a breakage is in one group, and most of that group is of this breakage.
        assert inside[largest] >= 0.6 * len(own)
        assert inside[largest] >= 0.6 * len(found[largest].cases)


def test_a_reason_that_somebody_gave_is_a_group() -> None:
    said = "by design: there are no traits"
    given = [msgspec.structs.replace(record, reason=said) for record in failures(MIXED[0])]
    found = groups([*given, *failures(MIXED[1])])
    [group] = [one for one in found if one.says == f"`{said}`"]
    assert {record.case for record in group.cases} == {record.case for record in given}
