"""Declared deviations: deliberate differences of a port are counted, and excuse nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.records.deviations import AnyDeviation, FormFields, GeneratedIds, Name, allowed, read
from simulator.conformance.records.recording import Observation, Recording, judge_again
from simulator.conformance.records.stream import CaseRecord, record_of_verdict
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import perform
from simulator.errors import UsageError
from tests.support.commands import devicemode
from tests.support.runs import conform, record

RUDDER = Name(name="Rudderstack", in_place_of="Segment", reason="it is another product")
SHORT = GeneratedIds(form="[0-9a-f]{22}", reason="amplitude-js 7 makes them so")
SORTED = FormFields(reason="its form is a map")


def case(name: str) -> Case:
    [found] = [one for one in suite.load() if one.id == name]
    return found


def told(what: str) -> Callable[[Any], Any]:
    """Return a function that puts `Rudderstack`, ids of 22 digits or sorted fields into all observations."""

    def changed(value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            return value.replace("Segment", "Rudderstack") if what == "name" else _SDK_ID.sub(_short, value)
        if isinstance(value, dict):
            return {changed(name): changed(item, name) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return sorted(value) if what == "fields" and name == "fields" else [changed(item) for item in value]
        return value

    return changed


_SDK_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}R")


def _short(found: re.Match[str]) -> str:
    return found[0].replace("-", "")[:22]


def of_a_port(name: str, change: Callable[[Any], Any]) -> CaseRecord:
    """Return the record of a port that is the reference, with all observations changed by a function."""
    chosen = case(name)
    target = Recording(Reference(seed=chosen.id))
    perform(chosen, target, dialect="documented")
    seen = [Observation(one.at, change(one.found), one.refused) for one in target.observations]
    return record_of_verdict(chosen, judge_again(chosen, seen, dialect="documented", own_sentences=False), seen)


@pytest.mark.parametrize(
    ("name", "change", "declared"),
    [
        ("group/legacy#web-no-settings", "name", RUDDER),
        ("device-id/default#kept-web", "ids", SHORT),
        ("uploads/requests#form-ios", "fields", SORTED),
    ],
)
def test_what_is_declared_is_a_deviation_and_no_failure(name: str, change: str, declared: AnyDeviation) -> None:
    failed = of_a_port(name, told(change))
    assert failed.outcome == "failed"
    made = allowed(case(name), failed, [declared])
    assert (made.outcome, made.failures) == ("declared deviation", ())
    assert made.deviations[0].endswith(declared.reason)


def test_what_is_not_declared_is_a_failure() -> None:
    failed = of_a_port("group/legacy#web-no-settings", told("name"))
    assert allowed(case(failed.case), failed, [SHORT, SORTED]) == failed
    assert allowed(case(failed.case), failed, []) == failed


def test_what_else_differs_is_all_that_is_left() -> None:
    rename = told("name")

    def worse(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: "lost" if name == "event_type" else worse(item) for name, item in value.items()}
        return [worse(item) for item in value] if isinstance(value, list) else value

    failed = of_a_port("group/legacy#web-no-settings", lambda value: worse(rename(value)))
    left = allowed(case(failed.case), failed, [RUDDER])
    assert left.outcome == "failed"
    assert left.deviations
    shown = [one.path for failure in left.failures for one in failure.differences]
    assert shown
    assert all("event_type" in path for path in shown)


def test_what_passes_or_has_no_verdict_stays_as_it_is() -> None:
    for one in (record("a#1"), record("a#1", "errored"), record("a#1", "failed")):
        assert allowed(case("device-id/default#kept-web"), one, [RUDDER, SHORT]) == one


# The file

ENTRY = '[[deviation]]\nof = "name"\nname = "Rudderstack"\nin-place-of = "Segment"\nreason = "it is another product"\n'


def test_a_file_of_declarations_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deviations.toml"
    ids = "[[deviation]]\nof = 'generated ids'\nform = '[0-9a-f]{22}'\nreason = 'amplitude-js 7 makes them so'\n"
    path.write_text(f"{ENTRY}{ids}[[deviation]]\nof = 'order of form fields'\nreason = 'its form is a map'\n", "utf-8")
    assert read(path) == (RUDDER, SHORT, SORTED)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[deviation]]\nof = 'name'\n", "an entry \\[\\[deviation\\]\\] has a reason"),
        ("[[deviation]]\nof = 'everything'\nreason = 'r'\n", "an entry \\[\\[deviation\\]\\] has a reason"),
        (ENTRY.replace("it is another product", " "), "the deviation of name has no reason"),
        (ENTRY.replace('"Segment"', '"S"'), "fewer than 3 characters, which would stand for too much"),
        ("[[deviation]]\nof = 'generated ids'\nform = '('\nreason = 'r'\n", "is not a regular expression"),
        ("[[deviation]]\nof = 'generated ids'\nform = '.*'\nreason = 'r'\n", "which any text has"),
        ("deviation", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "deviations.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=says):
        read(path)


def test_deviations_are_for_a_port(tmp_path: Path) -> None:
    path = tmp_path / "deviations.toml"
    path.write_text(ENTRY, "utf-8")
    assert "--deviations is for a port" in devicemode("conform", "--deviations", path).output
    assert "1 passed, 1 failed" in conform(tmp_path, "--deviations", path).output
