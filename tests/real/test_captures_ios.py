"""Recorded sequences of calls have the same result as on the real iOS stack, event for event, request for request.

560 were drawn: sessions, restarts, uploads and their answers, odd values, sales, options, traits with increment and
set once. Each was run on the real code in virtual time, as shipped and as shipped last; `tests/real/captured_ios.py` shows
where one differs.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

import pytest

from tests.real.captured_ios import differences, perform, read

EXPLAINED: Final[dict[str, dict[str, str]]] = {"shipped": {}, "latest": {}}
"""The sequences that differ, each with the reason; there are none."""

KINDS: Final = {
    kind: list(sequences) for kind, sequences in groupby(read("ios-sequences"), lambda one: one["id"].split(".")[0])
}


def test_there_are_as_many_as_were_recorded() -> None:
    assert {kind: len(sequences) for kind, sequences in KINDS.items()} == {
        "drawn": 160,
        "slow": 120,
        "values": 80,
        "sales": 80,
        "optioned": 80,
        "traits": 40,
    }
    for dialect, explained in EXPLAINED.items():
        assert read(f"ios-{dialect}").keys() == {one["id"] for one in read("ios-sequences")} >= explained.keys()


@pytest.mark.parametrize("dialect", EXPLAINED)
@pytest.mark.parametrize("kind", KINDS)
def test_the_simulator_does_what_the_real_stack_did(kind: str, dialect: str) -> None:
    found = {one["id"]: lines for one in KINDS[kind] if (lines := differences(one, dialect))}
    expected = {name for name in EXPLAINED[dialect] if name.startswith(kind)}
    assert found.keys() == expected, "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines[:3])


def test_the_options_of_a_call_end_the_app_at_the_same_step() -> None:
    real = read("ios-shipped")
    crashed = [one for one in read("ios-sequences") if real[one["id"]]["crash"]]
    assert len(crashed) == 80
    assert [perform(one, "shipped")["crash"] for one in crashed] == [real[one["id"]]["crash"] for one in crashed]


@pytest.mark.parametrize("spoilt", ["event", "moment", "crash"])
def test_a_difference_is_found(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: in an event, the time of a request, and the end of the app."""
    sequence = next(one for one in read("ios-sequences") if read("ios-shipped")[one["id"]]["requests"])
    made: Any = perform(sequence, "shipped")
    if spoilt == "event":
        made["requests"][-1]["events"][-1]["user_id"] = "nobody"
    elif spoilt == "moment":
        made["requests"][-1]["t"] += 1
    else:
        made["crash"] = {"step": 1, "do": "track"}
    monkeypatch.setattr("tests.real.captured_ios.perform", lambda sequence, dialect: made)
    assert differences(sequence, "shipped")
