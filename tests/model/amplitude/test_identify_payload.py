"""Identify objects as the SDKs send them (sdk-facts, section 3.6)."""

from __future__ import annotations

from math import nan

import pytest

from simulator.documentation.platforms import Platform
from simulator.model.amplitude.identify import payload
from simulator.model.commands import Identify, Operation, Operator, SetGroup
from simulator.values import Value
from tests.support.sdk import CLIENTS, MOBILE, Bench


def sent(platform: Platform, *operations: Operation) -> list[object]:
    """Return the user properties of every event that an SDK logs for one Identify."""
    bench = Bench(platform)
    bench.perform(Identify(operations=operations))
    return [event["user_properties"] for event in bench.events]


@pytest.mark.parametrize("platform", CLIENTS)
@pytest.mark.parametrize(
    ("operator", "value", "written"),
    [
        ("$set", "Basic", "Basic"),
        ("$setOnce", [1, 2], [1, 2]),
        ("$add", 5, 5),
        ("$add", -2.5, -2.5),
        ("$append", "a", "a"),
        ("$append", ["a", "b"], ["a", "b"]),
        ("$prepend", {"a": 1}, {"a": 1}),
        ("$unset", "whatever", "-"),
        ("$unset", None, "-"),
    ],
)
def test_each_operation_is_written_under_its_operator(
    platform: Platform, operator: Operator, value: Value, written: Value
) -> None:
    assert sent(platform, Operation(operator, "plan", value)) == [{operator: {"plan": written}}]


@pytest.mark.parametrize("platform", CLIENTS)
def test_an_identify_is_an_event_of_its_own_kind_in_a_queue_of_its_own(platform: Platform) -> None:
    bench = Bench(platform, device={"online": False})
    bench.identify()
    assert bench.last["event_type"] == "$identify"
    assert bench.last["event_properties"] == {}
    assert bench.last["groups"] == {}
    assert (len(bench.client.store.events), len(bench.client.store.identifies)) == (0, 1)


@pytest.mark.parametrize("platform", CLIENTS)
def test_operations_on_different_properties_go_side_by_side(platform: Platform) -> None:
    operations = (
        Operation("$set", "a", 1),
        Operation("$add", "b", 2),
        Operation("$set", "c", 3),
        Operation("$unset", "d"),
    )
    assert sent(platform, *operations) == [{"$set": {"a": 1, "c": 3}, "$add": {"b": 2}, "$unset": {"d": "-"}}]


@pytest.mark.parametrize("first", ["$set", "$setOnce", "$add", "$append", "$prepend", "$unset"])
@pytest.mark.parametrize("second", ["$set", "$setOnce", "$add", "$append", "$prepend", "$unset"])
def test_the_first_operation_on_a_property_wins(first: Operator, second: Operator) -> None:
    made = payload([Operation(first, "plan", 1), Operation(second, "plan", 2)])
    assert made == {first: {"plan": "-" if first == "$unset" else 1}}


def test_clear_all_is_a_bare_dash_and_stands_alone() -> None:
    clear, change = Operation("$clearAll"), Operation("$set", "plan", "Basic")
    assert payload([clear]) == {"$clearAll": "-"}
    assert payload([clear, change, clear]) == {"$clearAll": "-"}
    assert payload([change, clear]) == {"$set": {"plan": "Basic"}}


@pytest.mark.parametrize("platform", CLIENTS)
def test_an_identify_without_operations_is_not_sent(platform: Platform) -> None:
    bench = Bench(platform)
    bench.perform(Identify(operations=()))
    assert bench.events == []
    assert bench.client.store.sequence_number == 0


@pytest.mark.parametrize("value", [1, 0, -1, 2.5, "5", "a"])
def test_numbers_and_text_can_be_added(value: Value) -> None:
    assert payload([Operation("$add", "a", value)]) == {"$add": {"a": value}}


@pytest.mark.parametrize("value", [None, [1], {"a": 1}, nan])
def test_nothing_else_can_be_added_and_leaves_the_property_free(value: Value) -> None:
    assert payload([Operation("$add", "a", value)]) == {}
    assert payload([Operation("$add", "a", value), Operation("$set", "a", 1)]) == {"$set": {"a": 1}}


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("web", [{"$set": {"": 1}}]), ("ios", [{"$set": {"": 1}}]), ("android", [])],
)
def test_an_empty_property_name_is_ignored_on_android_alone(platform: Platform, expected: list[object]) -> None:
    assert sent(platform, Operation("$set", "", 1)) == expected


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("web", {"$set": {}}), ("ios", {"$set": {"plan": None}}), ("android", {"$set": {"plan": None}})],
)
def test_null_is_kept_on_mobile_and_leaves_an_empty_identify_on_web(platform: Platform, expected: object) -> None:
    assert sent(platform, Operation("$set", "plan", None)) == [expected]


@pytest.mark.parametrize(
    ("platform", "expected"), [("web", {"$set": {}}), ("ios", {"$set": {"a": None}}), ("android", {"$set": {}})]
)
def test_not_a_number(platform: Platform, expected: object) -> None:
    assert sent(platform, Operation("$set", "a", nan)) == [expected]


def test_on_web_a_null_still_takes_the_property() -> None:
    assert sent("web", Operation("$set", "plan", None), Operation("$set", "plan", "Basic")) == [{"$set": {}}]


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_group_is_set_both_as_a_property_and_as_a_group(platform: Platform) -> None:
    bench = Bench(platform)
    bench.perform(SetGroup(group_type="sport", name=["basketball", "tennis"]))
    bench.log()
    joined, event = bench.events
    assert joined["event_type"] == "$identify"
    assert joined["user_properties"] == {"$set": {"sport": ["basketball", "tennis"]}}
    assert joined["groups"] == {"sport": ["basketball", "tennis"]}
    # The SDK does not remember groups.
    assert event["groups"] == {}


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_group_needs_a_type(platform: Platform) -> None:
    bench = Bench(platform)
    bench.perform(SetGroup(group_type="", name="tennis"))
    assert bench.events == []


@pytest.mark.parametrize("platform", MOBILE)
def test_an_identify_belongs_to_the_session(platform: Platform) -> None:
    bench = Bench(platform)
    bench.mobile.launch()
    bench.identify()
    assert bench.last["session_id"] == bench.clock.now
