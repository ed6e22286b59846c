"""Dialects that a port follows, and why it fails a case, on ports that are the reference in another dialect."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.records.following import explained, followed, summary
from simulator.conformance.records.stream import CaseRecord, begin_of, explanation
from simulator.model.dialects import DIALECTS, DialectName
from simulator.ports import running
from simulator.ports.connections.stdio import StdioConnection
from tests.support.adapters import InMemory
from tests.support.commands import miniature, module, reference
from tests.wrong_ports.breakages import BREAKAGES


@cache
def cases_of(feature: str) -> tuple[Case, ...]:
    return tuple(case for case in suite.load() if case.id.startswith(f"{feature}#"))


def run(cases: tuple[Case, ...], command: list[str], judged: DialectName = "documented") -> list[CaseRecord]:
    return list(
        running.run(
            cases,
            connect=lambda: StdioConnection(command),
            upload_server=InMemory(),
            dialect_of=lambda case: judged,
            timeout=30,
        )
    )


def in_dialect(dialect: str) -> list[str]:
    return reference("--level", "events", "--dialect", dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_port_that_is_a_dialect_follows_it_in_every_case(dialect: DialectName) -> None:
    cases = cases_of("page-and-screen/as-shipped-ios") + cases_of("device-id/prefer-advertising-id")
    found = [followed(case, record) for case, record in zip(cases, run(cases, in_dialect(dialect)), strict=True)]
    assert {record.status for record in found} == {"passed"}
    assert all(dialect in record.follows for record in found)
    assert f"{dialect} {len(cases)}" in summary(found)
    assert summary(found).endswith("none 0")


def test_dialects_that_do_the_same_are_all_named() -> None:
    [case] = [one for one in cases_of("page-and-screen/ios") if one.id.endswith("#all-pages")]
    [record] = run((case,), in_dialect("shipped"))
    assert followed(case, record).follows == ("shipped", "latest")


def test_a_failure_is_explained_by_the_divergences_of_the_dialect_that_does_the_same() -> None:
    cases = cases_of("page-and-screen/ios")
    records = run(cases, in_dialect("latest"))
    found = [explained(case, record) for case, record in zip(cases, records, strict=True)]
    failed = [record for record in found if record.status == "failed"]
    assert failed
    for record in failed:
        assert "latest" in record.follows
        assert "documented" not in record.follows
        assert record.divergences
    [named] = [record for record in failed if record.case == "page-and-screen/ios#all-pages"]
    assert named.divergences == ("pages.ios.viewed-screen",)
    assert explanation(begin_of(cases), named) == "it does what shipped, latest do: pages.ios.viewed-screen (1.5, I18)"


def test_what_passes_needs_no_explanation() -> None:
    cases = cases_of("page-and-screen/ios")
    records = run(cases, in_dialect("documented"))
    assert [explained(case, record) for case, record in zip(cases, records, strict=True)] == records


def test_a_port_that_does_what_no_dialect_does_is_not_explained() -> None:
    breakage = BREAKAGES["SessionsStuckAtMinusOne-ios"]
    cases = tuple(
        case
        for case in suite.load()
        if breakage.rule in case.rules and case.platforms == ("ios",) and case.dialects == DIALECTS
    )
    records = run(cases, module("tests.wrong_ports.breakages", breakage.name, "events"))
    failed = [(case, record) for case, record in zip(cases, records, strict=True) if record.status == "failed"]
    assert failed
    for case, record in failed:
        assert explained(case, record).follows == ()
        assert explained(case, record).divergences == ()
        assert explanation(begin_of(cases), explained(case, record)) == ""
        assert followed(case, record).status == "failed"
    assert summary([followed(case, record) for case, record in failed]).endswith(f"none {len(failed)}")


def test_what_could_not_be_judged_follows_nothing() -> None:
    [case] = [one for one in cases_of("page-and-screen/ios") if one.id.endswith("#all-pages")]
    [record] = run((case,), miniature("crash"))
    assert record.status != "passed"
    assert followed(case, record) == record
    assert explained(case, record) == record
