"""Abbreviations in a scenario, and its notation for values that JSON has no word for."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf, isnan

import pytest

from simulator.conformance.judging.notation import NotationError, has_native, native, written_out
from simulator.conformance.language.actions import MakeCall
from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.running.exploration import explore
from simulator.errors import CallError, FeatureError
from simulator.ports.protocol.capabilities import needs
from simulator.values import UNDEFINED, JSONObject


def test_a_long_text_and_a_large_object_are_written_out_wherever_they_stand() -> None:
    given = {"a": [{"$repeat": "x", "times": 3, "then": "y"}], "b": {"$keys": 2}, "c": {"$set": {"d": 1}}}
    assert written_out(given) == {"a": ["xxxy"], "b": {"key 1": 1, "key 2": 2}, "c": {"$set": {"d": 1}}}


@pytest.mark.parametrize(
    "value",
    [
        {"$repeat": "x"},
        {"$repeat": 7, "times": 3},
        {"$repeat": "x", "times": 0},
        {"$repeat": "x", "times": 2.5},
        {"$repeat": "x", "times": True},
        {"$repeat": "x", "times": 3, "more": "y"},
        {"$repeat": "x", "times": 3, "then": 7},
        {"$keys": -1},
        {"$keys": "many"},
        {"$keys": 1_000_001},
    ],
)
def test_what_abbreviates_nothing_is_told(value: JSONObject) -> None:
    with pytest.raises(NotationError):
        written_out([value])


def test_values_of_the_apps_language() -> None:
    given = {"at": {"$date": "2018-09-18T14:00:00+02:00"}, "list": [{"$number": "-Infinity"}, {"$undefined": True}, 1]}
    assert has_native(given)
    made = native(given)
    assert made["at"] == datetime(2018, 9, 18, 12, tzinfo=UTC)
    assert made["list"] == [-inf, UNDEFINED, 1]
    assert isnan(native({"$number": "NaN"}))
    assert not has_native({"$set": {"$date": 1, "other": 2}, "list": [{}]})


@pytest.mark.parametrize("value", [{"$date": "yesterday"}, {"$date": 7}, {"$number": "5"}, {"$number": ["NaN"]}])
def test_what_is_no_such_value_is_refused(value: JSONObject) -> None:
    with pytest.raises(CallError):
        native(value)


def case_of(properties: str) -> Case:
    source = f"""
        Feature: x
          Scenario: y
            Given an ios app
            When the app tracks "Song Played" with the properties
              \"\"\"
              {properties}
              \"\"\"
    """
    [case] = compile_text(source, "x.feature", "x")
    return case


def test_a_port_is_given_long_values_as_they_are_and_asked_whether_it_has_the_others() -> None:
    long = case_of('{"title": {"$repeat": "x", "times": 3}}')
    [call] = [one.step for one in long.steps if isinstance(one.step, MakeCall)]
    assert call.fields["properties"] == {"title": "xxx"}
    assert needs(long).capabilities == ()
    dated = case_of('{"at": {"$date": "2018-09-18T12:00:00Z"}}')
    assert needs(dated).capabilities == ("native-values",)


def test_a_wrong_abbreviation_names_its_line() -> None:
    with pytest.raises(FeatureError, match=r"x\.feature:5: an abbreviated value has"):
        case_of('{"title": {"$repeat": "x"}}')


def test_a_wrong_value_is_refused_where_it_is_used() -> None:
    [refusal] = explore(case_of('{"at": {"$date": "yesterday"}}')).refusals
    assert "$date must be an ISO 8601 time" in refusal.says
