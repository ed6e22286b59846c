"""Values that differ are shown so that one sees how."""

from __future__ import annotations

import pytest

from simulator.conformance.running.comparison import pairs
from simulator.values import Value


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("ski", "golf", ("ski", "golf")),
        (7, "7", ("7", '"7"')),
        ("true", True, ('"true"', "true")),
        ("null", None, ('"null"', "null")),
    ],
)
def test_values_of_different_types_do_not_look_alike(one: Value, other: Value, shown: tuple[str, str]) -> None:
    left, right = {"event_type": "A", "value": one}, {"event_type": "A", "value": other}
    [pair] = pairs([left], [right])
    [difference] = pair.differences
    assert (difference.expected, difference.actual) == shown


def test_what_is_absent_is_not_a_text_that_says_so() -> None:
    [pair] = pairs([{"event_type": "A"}], [{"event_type": "A", "value": "(absent)"}])
    [difference] = pair.differences
    assert (difference.expected, difference.actual) == ("(absent)", '"(absent)"')
