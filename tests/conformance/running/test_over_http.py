"""The suite through the backend: uploads over a socket, a store in a file, results read back over the read API."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.suite import Manner
from simulator.model.dialects import DIALECTS

CASES: Final = suite.load()
PLACE_OF_A_SERVER: Final = "127.0.0.1"
"""The address that Segment's servers send from over a socket: they have none of their own."""


def looked_at(value: Any) -> Any:
    """Return the contents of a record, with requests from this machine as if they came from no address."""
    if isinstance(value, dict):
        return {
            name: "" if name == "ip" and item == PLACE_OF_A_SERVER else looked_at(item) for name, item in value.items()
        }
    return [looked_at(item) for item in value] if isinstance(value, list) else value


def records(cases: tuple[Case, ...], manner: Manner) -> dict[str, Any]:
    """Return each case's record: its status, its steps, and all observations."""
    made = suite.records_of_reference(cases, manner, observations=True)
    return {record.case: looked_at(msgspec.json.decode(msgspec.json.encode(record))) for record in made}


@pytest.mark.parametrize("cases", [CASES[::10], pytest.param(CASES, marks=pytest.mark.exhaustive)], ids=["some", "all"])
def test_a_case_has_the_same_record_through_the_backend(cases: tuple[Case, ...]) -> None:
    through = records(cases, Manner(jobs=2, through_backend=True))
    assert through == records(cases, Manner(jobs=2))
    assert {record["status"] for record in through.values()} == {"passed"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_share_of_the_cases_has_the_same_record_in_each_dialect(dialect: str) -> None:
    share = suite.shuffled(CASES, dialect)[:60]
    through = records(share, Manner(dialect=dialect, through_backend=True))
    assert through == records(share, Manner(dialect=dialect))
    assert "passed" in {record["status"] for record in through.values()}
