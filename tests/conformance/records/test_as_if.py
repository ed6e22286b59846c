"""Settings that a port seems to have, by playing the reference with them."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.records.as_if import guesses, with_settings
from simulator.conformance.records.grouping import groups
from simulator.conformance.records.stream import CaseRecord
from simulator.ports import running
from simulator.ports.connections.connection import Connection
from tests.support.adapters import InMemory, InProcess
from tests.wrong_ports.breakages import BREAKAGES, BrokenPort


@cache
def cases_of(rule: str, platform: str) -> tuple[Case, ...]:
    return tuple(
        case
        for case in suite.load()
        if rule in case.rules and case.platforms == (platform,) and "documented" in case.dialects
    )


def failures(name: str) -> list[CaseRecord]:
    """Return the failures among the cases of the rule that a port breaks, with the settings that it seems to have."""
    breakage = BREAKAGES[name]
    cases = cases_of(breakage.rule, breakage.platform)

    def connect() -> Connection:
        adapter = BrokenPort(name, level="events")
        return InProcess(adapter, adapter.hang_up)

    made = running.run(cases, connect=connect, upload_server=InMemory(), dialect_of=lambda case: "documented")
    found = [with_settings(case, record) for case, record in zip(cases, made, strict=True)]
    return [record for record in found if record.status == "failed"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("AlwaysTheOldRevenue-web", "Log Revenue V2 were never on"),
        ("AnonymousIdIgnored-web", "Prefer Anonymous ID for Device ID were never on"),
        ("PagesWithoutSettings-android", "Track All Pages were always on"),
        ("IncrementSets-ios", "Traits to Increment were ignored"),
    ],
)
def test_a_port_that_ignores_a_setting_or_has_it_always_on_is_told_so(name: str, says: str) -> None:
    found = failures(name)
    assert sum(says in record.settings for record in found) >= 0.7 * len(found)
    assert groups(found)[0].says == f"as if {says}"


def test_a_port_that_is_wrong_in_another_way_is_told_of_no_setting() -> None:
    found = failures("OutOfSessionIgnored-ios")
    assert found
    assert not any(record.settings for record in found)


def test_only_settings_that_matter_on_a_platform_are_guessed() -> None:
    [case] = [one for one in suite.load() if one.id == "page-and-screen/ios#all-pages"]
    made = {guess.says for guess in guesses(case)}
    assert "Track All Pages were never on" in made
    assert "Track All Screens were always on" in made
    assert not any("UTM" in one or "API Key" in one for one in made)
