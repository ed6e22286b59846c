"""Symptoms that failures share, and the sentence that describes a group of them."""

from __future__ import annotations

import pytest

from simulator.conformance.judging.matching import Difference
from simulator.conformance.records.grouping import groups, in_words
from simulator.conformance.records.stream import StepText
from simulator.conformance.records.symptoms import options, symptoms
from simulator.conformance.running.runner import Failure
from tests.support.runs import record

THEN = "Amplitude receives exactly these events"


def told(*differences: tuple[str, str, str], step: str = THEN, events: tuple[str, ...] = ()) -> list[str]:
    """Return a case's symptoms in words; `events` are those expected by its step."""
    table = (("event_type",), *((one,) for one in events))
    failed = record(
        "a#1",
        "failed",
        failures=(Failure(step, 6, tuple(Difference(*one) for one in differences)),),
        steps=(StepText(keyword="Then", text=step, line=6, table=table if events else ()),),
    )
    return [in_words(one) for one in symptoms(failed)]


def test_a_name_that_another_stands_for_is_one_symptom() -> None:
    assert told(("event 1: groups", '{"[Segment] Group":"g-1"}', '{"[Rudderstack] Group":"g-1"}')) == [
        "`groups.[Segment] Group` is `groups.[Rudderstack] Group`"
    ]


def test_a_value_of_another_type_is_told_from_one_that_looks_alike() -> None:
    assert told(("event 1: groups", '{"Mining":"20"}', '{"Mining":20}')) == ['`groups.Mining` is `20`, not `"20"`']


@pytest.mark.parametrize(
    ("integrations", "found"),
    [
        ('{"All": false}', {"integrations.*"}),
        ('{"Amplitude": {"outOfSession": true}}', {"integrations.Amplitude.*"}),
        ('{"Amplitude": {"groups": {"team": "Red"}}}', {"integrations.Amplitude.groups.team"}),
        ("null", set()),
    ],
)
def test_options_are_those_of_the_calls(integrations: str, found: set[str]) -> None:
    call = StepText(
        keyword="When", text="the app calls track with", line=3, docstring=f'{{"integrations": {integrations}}}'
    )
    assert options(record("a#1", "failed", steps=(call,))) == found


def test_objects_are_told_apart_by_their_parts() -> None:
    assert told(("event 2: event_properties", '{"a":1,"b":{"c":2}}', '{"b":{"c":3},"d":4}')) == [
        "`event_properties.b.c` is `3`, not `2`",
        "`event_properties.a` is missing",
        "`event_properties.d` is `4`, and should not be there",
    ]


@pytest.mark.parametrize(
    ("expected", "actual", "says"),
    [
        ("<session 1> (1537272000000)", "-1", "`session_id` is `-1`, not `<session>`"),
        ("<session 2> (a session's start in milliseconds)", "<session 1>", "`session_id` is another `<session>`"),
        ("<session 1> (1537272000000)", "1537272060000", "`session_id` is `<time>`, not `<session>`"),
        ("-1", "(absent)", "`session_id` is missing"),
    ],
)
def test_ids_are_told_by_their_role(expected: str, actual: str, says: str) -> None:
    assert told(("event 3: session_id", expected, actual)) == [says]


def test_an_event_that_is_missing_does_not_make_others_of_all_that_follow() -> None:
    assert told(
        ("event 2: event_type", "revenue_amount", "Song Played"),
        ("event 2: user_id", "derek", "(absent)"),
        ("event 3", "Song Played", "(none)"),
        events=("Item Bought", "revenue_amount", "Song Played"),
    ) == ["the event `revenue_amount` is missing"]


def test_an_event_too_many_and_one_elsewhere() -> None:
    moved = (("event 1: event_type", "A", "B"), ("event 2: event_type", "B", "A"))
    [elsewhere] = told(*moved, events=("A", "B"))
    assert elsewhere.endswith("is at another place")
    assert told(("event 2", "(none)", "$identify"), events=("Song Played",)) == [
        "the event `$identify` is there, and should not be"
    ]


def test_a_user_s_property_is_not_a_field_of_an_event() -> None:
    step = 'the user "derek" has the properties'
    assert told(("country", "DE", "(absent)"), step=step) == ["`user property country` is missing"]


def test_what_passes_although_it_is_listed_and_what_errored_have_groups_of_their_own() -> None:
    found = groups(
        [
            record("a#1", "errored", reason="no reply within 5 s"),
            record("a#2", "errored", reason="no reply within 7 s"),
            record("a#3", known=True, reason="not built yet"),
            record("a#4", "failed"),
            record("a#5"),
        ]
    )
    assert [(len(group.cases), group.says) for group in found] == [
        (2, "no verdict: `no reply within … s`"),
        (1, "it passes, although the list of known failures includes it"),
        (1, "the event is `Song Played`, not `Song Paused`"),
    ]


def test_what_is_known_to_be_a_cause_is_the_cause() -> None:
    same = {"follows": ("shipped",), "failures": record("a", "failed").failures}
    found = groups(
        [
            record("a#1", "failed", **same, divergences=("one", "two")),
            record("a#2", "failed", **same, divergences=("two",)),
            record("a#3", "failed"),
        ]
    )
    assert [(len(group.cases), group.says) for group in found] == [
        (2, "it does what shipped does: `two`"),
        (1, "the event is `Song Played`, not `Song Paused`"),
    ]


def test_a_setting_that_a_port_seems_to_have_is_the_reason_of_a_group() -> None:
    found = groups(
        [
            record("a#1", "failed", settings=("A were always on", "B were never on")),
            record("a#2", "failed", settings=("A were always on",)),
            record("a#3", "failed"),
        ]
    )
    assert [(len(group.cases), group.says) for group in found] == [(3, "as if A were always on")]
    assert found[0].example.settings


def test_nothing_fails() -> None:
    assert groups([record(), record("b", "skipped")]) == ()
