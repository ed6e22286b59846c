"""Each SDK's treatment of property values (sdk-facts, section 3.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan
from typing import Final

import pytest

from simulator.documentation.platforms import Platform
from simulator.model.amplitude import properties
from simulator.model.amplitude.properties import ANDROID, IOS, SERVER, WEB, PropertyRules, sanitized
from simulator.model.commands import GroupIdentify, LogEvent, LogRevenueV2, Operation, SetGroup
from simulator.values import UNDEFINED, JSONObject, Value
from tests.support.sdk import CLIENTS, Bench

RULES: Final = {"web": WEB, "ios": IOS, "android": ANDROID}
LIMITS: Final = {"web": 4096, "ios": 1024, "android": 1024}
NOON: Final = datetime(2018, 9, 8, 12, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture(params=CLIENTS)
def platform(request: pytest.FixtureRequest) -> Platform:
    param: Platform = request.param
    return param


def test_text_is_cut_at_the_limit_and_not_before(platform: Platform) -> None:
    rules, limit = RULES[platform], LIMITS[platform]
    given = {"shorter": "x" * (limit - 1), "exact": "x" * limit, "longer": "x" * (limit + 1)}
    kept = sanitized(given, rules)
    assert kept == {"shorter": "x" * (limit - 1), "exact": "x" * limit, "longer": "x" * limit}


def test_the_limit_counts_utf16_units(platform: Platform) -> None:
    rules, limit = RULES[platform], LIMITS[platform]
    clef = "\N{MUSICAL SYMBOL G CLEF}"
    assert sanitized({"a": clef * (limit // 2)}, rules) == {"a": clef * (limit // 2)}
    assert sanitized({"a": clef * (limit // 2 + 1)}, rules) == {"a": clef * (limit // 2)}
    # Outside the astral planes a character is one unit, however many bytes UTF-8 needs.
    assert sanitized({"a": "€" * (limit + 1)}, rules) == {"a": "€" * limit}


def test_a_surrogate_pair_may_be_cut_in_two(platform: Platform) -> None:
    rules, limit = RULES[platform], LIMITS[platform]
    text = "x" * (limit - 1) + "\N{MUSICAL SYMBOL G CLEF}"
    [kept] = sanitized({"a": text}, rules).values()
    assert kept == "x" * (limit - 1) + "\N{REPLACEMENT CHARACTER}"


def test_a_text_is_cut_wherever_it_stands(platform: Platform) -> None:
    rules, limit = RULES[platform], LIMITS[platform]
    long, cut = "x" * 5000, "x" * limit
    kept = sanitized({"outer": {"inner": {"a": long}}, "list": ["short", long]}, rules)
    assert kept == {"outer": {"inner": {"a": cut}}, "list": ["short", cut]}


def test_keys_are_never_cut(platform: Platform) -> None:
    key = "k" * 5000
    assert sanitized({key: "x" * 5000}, RULES[platform]).keys() == {key}


@pytest.mark.parametrize(
    ("rules", "uncut", "cut"),
    [
        (IOS, {"$receipt"}, {"$receiptSig", "receipt", "$Receipt"}),
        (ANDROID, {"$receipt", "$receiptSig"}, {"receipt", "receiptSig"}),
        (WEB, set(), {"$receipt", "$receiptSig"}),
    ],
    ids=CLIENTS[1:] + CLIENTS[:1],
)
def test_receipts_are_not_cut(rules: PropertyRules, uncut: set[str], cut: set[str]) -> None:
    long = "x" * 5000
    given = dict.fromkeys(uncut | cut, long)
    for kept in (sanitized(given, rules), sanitized({"deep": {"er": given}}, rules)["deep"]["er"]):
        assert {name for name, value in kept.items() if value == long} == uncut


@pytest.mark.parametrize(("count", "stays"), [(1000, True), (1001, False)])
def test_an_object_of_more_than_1000_keys_is_emptied_at_its_level(platform: Platform, count: int, stays: bool) -> None:
    big: JSONObject = {f"k{number}": number for number in range(count)}
    rules = RULES[platform]
    assert sanitized(big, rules) == (big if stays else {})
    assert sanitized({"a": 1, "b": {"c": big}}, rules) == {"a": 1, "b": {"c": big if stays else {}}}
    bench = Bench("android")
    bench.log("Song Played", **big)
    assert bench.last["event_properties"] == (big if stays else {})


def test_keys_of_different_levels_are_not_added_up(platform: Platform) -> None:
    half: JSONObject = {f"k{number}": number for number in range(600)}
    assert sanitized({**half, "more": half}, RULES[platform]) == {**half, "more": half}


_ODD: Final[dict[str, Value]] = {
    "null": None,
    "nan": nan,
    "infinity": inf,
    "minus infinity": -inf,
    "undefined": UNDEFINED,
    "huge": 1e39,
}


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        (WEB, {"infinity": None, "minus infinity": None, "huge": 1e39}),
        (IOS, {"null": None, "nan": None, "infinity": None, "minus infinity": None, "huge": None}),
        (ANDROID, {"null": None, "huge": 1e39}),
    ],
    ids=CLIENTS,
)
def test_odd_values_under_a_key(rules: PropertyRules, kept: JSONObject) -> None:
    assert sanitized(_ODD, rules) == kept
    assert sanitized({"deep": _ODD}, rules) == {"deep": kept}


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        (WEB, [None, None, None, None, 1e39, 7]),
        (IOS, [None, None, None, None, None, 7]),
        # On Android nobody looks at the numbers in a list, and an event with one that can't be written is lost (A6).
        (ANDROID, [None, nan, inf, None, 1e39, 7]),
    ],
    ids=CLIENTS,
)
def test_odd_values_in_a_list_keep_their_place(rules: PropertyRules, kept: list[Value]) -> None:
    # NaN is equal to nothing, so texts are compared.
    assert str(sanitized({"list": [None, nan, inf, UNDEFINED, 1e39, 7]}, rules)) == str({"list": kept})


def test_ios_tests_for_infinity_in_single_precision() -> None:
    largest_single = 2.0**128 - 2.0**104
    # The first double that rounds to infinity lies half a step further.
    first_infinite = 2.0**128 - 2.0**103
    assert sanitized({"a": largest_single, "b": -largest_single}, IOS) == {"a": largest_single, "b": -largest_single}
    assert sanitized({"a": first_infinite, "b": -first_infinite}, IOS) == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("rules", "written"),
    [
        (WEB, "2018-09-08T12:30:15.250Z"),
        (IOS, "2018-09-08 12:30:15 +0000"),
        (ANDROID, "Sat Sep 08 12:30:15 GMT 2018"),
    ],
    ids=CLIENTS,
)
def test_dates_are_written_as_the_platform_writes_them(rules: PropertyRules, written: str) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    without_zone = NOON.replace(tzinfo=None)
    given: JSONObject = {"date": NOON, "elsewhere": elsewhere, "without": without_zone, "list": [NOON]}
    assert sanitized(given, rules) == {
        "date": written,
        "elsewhere": written,
        "without": written,
        "list": [written],
    }


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        (WEB, [1, "a", True]),
        (IOS, [1, [2, 3], {"b": 4}, "a", True, []]),
        (ANDROID, [1, [2, 3], {"b": 4}, "a", True, []]),
    ],
    ids=CLIENTS,
)
def test_lists_and_objects_inside_a_list(rules: PropertyRules, kept: list[Value]) -> None:
    assert sanitized({"list": [1, [2, 3], {"b": 4}, "a", True, []]}, rules) == {"list": kept}


def test_nested_objects_and_plain_values_stay(platform: Platform) -> None:
    given: JSONObject = {
        "text": "",
        "zero": 0,
        "fraction": 0.1,
        "big": 2**53 + 1,
        "flag": False,
        "empty": {},
        "none": [],
        "deep": {"er": {"still": [1, 2.5, "x"]}},
    }
    assert sanitized(given, RULES[platform]) == given


def test_the_given_properties_are_never_changed(platform: Platform) -> None:
    inner: JSONObject = {"text": "x" * 5000, "null": None, "nan": nan}
    given: JSONObject = {"inner": inner, "list": [inner]}
    sanitized(given, RULES[platform])
    assert given == {"inner": inner, "list": [inner]}
    assert inner.keys() == {"text", "null", "nan"}
    assert len(inner["text"]) == 5000


def test_the_server_leg_forwards_what_json_carries() -> None:
    big: JSONObject = {f"k{number}": None for number in range(1001)}
    given: JSONObject = {"big": big, "text": "x" * 5000, "list": [[1], {"a": None}]}
    assert sanitized(given, SERVER) == given


def test_rules_hold_for_all_that_an_sdk_sends(platform: Platform) -> None:
    long, cut = "x" * 5000, "x" * LIMITS[platform]
    bench = Bench(platform)
    bench.log("long " + long, a=long)
    assert bench.last["event_type"] == "long " + long
    assert bench.last["event_properties"] == {"a": cut}
    bench.identify(Operation("$set", "a", long), Operation("$setOnce", "b", [long]), Operation("$append", "c", long))
    assert bench.last["user_properties"] == {"$set": {"a": cut}, "$setOnce": {"b": [cut]}, "$append": {"c": cut}}
    bench.perform(SetGroup(group_type="sport", name=long))
    assert bench.last["groups"] == {"sport": cut}
    assert bench.last["user_properties"] == {"$set": {"sport": cut}}
    operations = (Operation("$set", "a", long),)
    bench.perform(GroupIdentify(group_type="sport", name="tennis", operations=operations))
    assert bench.last["group_properties"] == {"$set": {"a": cut}}
    bench.perform(LogRevenueV2(product_id=long, quantity=1, price=1.5, receipt=long, event_properties={"note": long}))
    uncut = long if platform != "web" else cut
    found = bench.last["event_properties"]
    assert (found["$productId"], found["$receipt"], found["note"]) == (cut, uncut, cut)


GROUPS: Final[dict[str, Value]] = {
    "text": "tennis",
    "number": 5,
    "fraction": 2.5,
    "flag": True,
    "off": False,
    "null": None,
    "object": {"a": 1},
    "list": ["a", 1, True, None, ["b"], {"c": 1}],
    "empty": [],
}


def test_ios_writes_group_values_as_text() -> None:
    assert properties.ios_groups(GROUPS, properties.IOS) == {
        "text": "tennis",
        "number": "5",
        "fraction": "2.5",
        "flag": "1",
        "off": "0",
        "list": ["a", "1", "1"],
        "empty": [],
    }


def test_web_writes_group_values_as_text() -> None:
    assert properties.web_groups(GROUPS) == {
        "text": "tennis",
        "number": "5",
        "fraction": "2.5",
        "flag": "true",
        "off": "false",
        "list": ["a", "1", "true"],
        "empty": [],
    }


def test_android_leaves_group_values_alone() -> None:
    assert properties.android_groups(GROUPS) == GROUPS


@pytest.mark.parametrize(
    ("number", "written"), [(1.0, "1"), (-0.5, "-0.5"), (1e21, "1e+21"), (1e-7, "1e-7"), (123456789.0, "123456789")]
)
def test_web_writes_numbers_as_javascript_does(number: float, written: str) -> None:
    assert properties.web_groups({"a": number}) == {"a": written}


@pytest.mark.parametrize(("one", "count"), [("web", 1001), ("ios", 0), ("android", 0)])
def test_groups_have_a_limit_of_keys_on_mobile_only(one: Platform, count: int) -> None:
    bench = Bench(one)
    groups: JSONObject = {f"k{number}": "a" for number in range(1001)}
    bench.perform(LogEvent(event_type="Song Played", groups=groups))
    assert len(bench.last["groups"]) == count
