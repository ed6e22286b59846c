"""Recorded sequences of calls have the same result as on the real Android stack, event for event, upload for upload.

600 were drawn: 250 of sessions, uploads, answers and restarts, 350 with odd values in every call. Each was run on the
real code in virtual time, as shipped and as shipped last; `tests/real/captured_android.py` shows where one differs.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

import pytest

from tests.real.captured_android import captured, differences, held, performed, read, shown

EXPLAINED: Final[dict[str, dict[str, str]]] = {"shipped": {}, "latest": {}}
"""The sequences that differ, each with the reason; there are none."""

SEQUENCES: Final = read("android-sequences")["cases"]
PARTS: Final = {
    f"{kind}-{part}": listed[part * 50 : part * 50 + 50]
    for kind, found in groupby(SEQUENCES, lambda one: one["topic"].replace(" ", "-"))
    for listed in [list(found)]
    for part in range(-(-len(listed) // 50))
}


def test_there_are_as_many_as_were_recorded() -> None:
    assert len(SEQUENCES) == sum(map(len, PARTS.values())) == 600
    for dialect, explained in EXPLAINED.items():
        assert captured(dialect).keys() == {one["id"] for one in SEQUENCES} >= explained.keys()


@pytest.mark.parametrize("dialect", EXPLAINED)
@pytest.mark.parametrize("part", PARTS)
def test_the_simulator_does_what_the_real_stack_did(part: str, dialect: str) -> None:
    found = {
        one["id"]: lines for one in PARTS[part] if (lines := [shown(found) for found in differences(one, dialect)])
    }
    expected = {one["id"] for one in PARTS[part]} & EXPLAINED[dialect].keys()
    assert found.keys() == expected, "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines[:3])


@pytest.mark.parametrize("spoilt", ["events", "library", "uploads", "states", "refused", "crashes"])
def test_a_difference_is_found(spoilt: str) -> None:
    """The comparison can fail: in an event, the time of a request, a state, a refusal, and the end of the app."""
    sequence = next(one for one in SEQUENCES if len(captured("shipped")[one["id"]]["uploads"]) > 1)
    made: Any = performed(sequence, "shipped")
    match spoilt:
        case "events":
            made["events"][-1]["event"] = dict(reversed(made["events"][-1]["event"].items()))
        case "library":
            made["events"][-1]["event"]["library"]["version"] += "0"
        case "uploads":
            made["uploads"][-1]["at"] += 1
        case "states":
            made["states"][-1]["session_id"] += 1
        case "refused":
            made["refused"].append({"step": 0})
        case "crashes":
            made["crashes"].append({"call": "track"})
    assert len(held(made, captured("shipped")[sequence["id"]])) == 1
