"""The values that an app may pass, and the sentences that refuse all others."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from math import inf, isnan, nan
from typing import Any

import pytest

from simulator.errors import CallError
from simulator.values import (
    MAX_DEPTH,
    UNDEFINED,
    Value,
    carried,
    carried_object,
    describe,
    iso_date,
    milliseconds,
    number,
)


class Plan(StrEnum):
    BASIC = "basic"


class Level(IntEnum):
    HIGH = 3


class Moment(datetime):
    """A date of a library of its own."""


def test_plain_values_are_carried_as_they_are() -> None:
    given = {
        "text": "ü𝄞",
        "flag": True,
        "number": -(2**63),
        "big": 2**64 - 1,
        "float": inf,
        "null": None,
        "undefined": UNDEFINED,
        "date": datetime(2018, 9, 18, tzinfo=UTC),
        "list": [1, [2, {"a": []}]],
        "": {},
    }
    assert carried(given, "properties") == given
    assert isnan(carried(nan, "x"))


def test_what_is_carried_is_a_private_copy() -> None:
    inner = {"a": [1]}
    given = {"inner": inner}
    copied = carried_object(given, "properties")
    inner["a"].append(2)
    given["more"] = inner
    assert copied == {"inner": {"a": [1]}}


def test_relatives_of_plain_types_become_plain() -> None:
    given: Any = OrderedDict(plan=Plan.BASIC, level=Level.HIGH, pair=(1, 2), moment=Moment(2018, 9, 18, tzinfo=UTC))
    copied = carried(given, "properties")
    assert copied == {"plan": "basic", "level": 3, "pair": [1, 2], "moment": datetime(2018, 9, 18, tzinfo=UTC)}
    assert [type(one) for one in copied.values()] == [str, int, list, datetime]
    assert type(copied) is dict


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({1, 2}, "properties.a is a Python set"),
        (b"bytes", "properties.a is a Python bytes"),
        (Decimal("1.5"), "properties.a is a Python Decimal"),
        (date(2018, 9, 18), "properties.a is a Python date"),
        (object, "properties.a is a Python type"),
        (2**64, "properties.a is an integer of 65 bits"),
        (-(2**63) - 1, "properties.a is an integer of 64 bits"),
        ([1, {"b": [{2}]}], "properties.a[1].b[0] is a Python set"),
        ({"b": {1: 2}}, "properties.a.b has a key that is an integer; keys must be strings"),
        ({None: 2}, "properties.a has a key that is null"),
        ("ok\ud800", "properties.a has half a surrogate pair at position 2"),
        (["\udc00"], "properties.a[0] has half a surrogate pair at position 0"),
        ({"\ud800": 1}, "properties.a (a key) has half a surrogate pair"),
    ],
)
def test_what_no_sdk_can_carry_is_refused_with_its_path(value: Value, says: str) -> None:
    with pytest.raises(CallError) as refusal:
        carried_object({"fine": 1, "a": value}, "properties")
    assert str(refusal.value).startswith(says)
    assert "\n" not in str(refusal.value)


def test_containers_nest_to_a_depth_and_a_circle_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(MAX_DEPTH - 1):
        deep = [deep]
    assert carried(deep, "a") == deep
    with pytest.raises(CallError, match="deeper than 64 levels; flatten it, or check it for a cycle"):
        carried([deep], "a")
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(CallError, match="cycle"):
        carried(circle, "a")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([], "traits must be a JSON object, not a list"),
        ("a", "traits must be a JSON object, not a string"),
        (5, "traits must be a JSON object, not an integer"),
        (False, "traits must be a JSON object, not a boolean"),
        (UNDEFINED, "traits must be a JSON object, not undefined"),
    ],
)
def test_an_object_is_an_object(value: object, says: str) -> None:
    with pytest.raises(CallError) as refusal:
        carried_object(value, "traits")
    assert str(refusal.value) == says


def test_null_is_an_empty_object() -> None:
    assert carried_object(None, "traits") == {}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (5, 5),
        (-2.5, -2.5),
        (0, 0),
        ("32", 32),
        ("2.5", 2.5),
        (" 7 ", 7),
        ("-.5", -0.5),
        ("1e3", 1000),
        ("+4", 4),
        ("5.", 5),
        (True, None),
        (None, None),
        ("", None),
        (" ", None),
        ("free", None),
        ("1,000", None),
        ("0x10", None),
        ("1_000", None),
        ("٣", None),
        ("1e999", None),
        ("nan", None),
        ("inf", None),
        (nan, None),
        (inf, None),
        ([1], None),
        ({}, None),
        ("9" * 33, None),
    ],
)
def test_numbers_are_read_from_numbers_and_numerals(value: Value, read: float | None) -> None:
    assert number(value) == read


def test_whole_numerals_stay_whole() -> None:
    assert type(number("32")) is int
    assert type(number(32)) is int
    assert type(number("32.0")) is float
    assert number("9007199254740993") == 9007199254740993


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "a boolean"),
        (1, "an integer"),
        (1.5, "a number"),
        ("", "a string"),
        ([], "a list"),
        ((), "a list"),
        ({}, "an object"),
        (datetime(2018, 1, 1, tzinfo=UTC), "a date"),
        (UNDEFINED, "undefined"),
        (set(), "a Python set"),
    ],
)
def test_types_are_named_as_a_person_would(value: object, name: str) -> None:
    assert describe(value) == name


def test_moments() -> None:
    noon = datetime(2018, 9, 18, 12, 0, 0, 123_000, tzinfo=UTC)
    assert milliseconds(noon) == 1537272000123
    assert milliseconds(noon.replace(tzinfo=None)) == 1537272000123
    assert milliseconds(noon.astimezone(timezone(timedelta(hours=-7)))) == 1537272000123
    assert iso_date(1537272000123) == "2018-09-18T12:00:00.123Z"
    assert iso_date(0) == "1970-01-01T00:00:00.000Z"
    assert iso_date(-1) == "1969-12-31T23:59:59.999Z"


def test_undefined_is_one_and_counts_as_nothing() -> None:
    assert not UNDEFINED
    assert repr(UNDEFINED) == "UNDEFINED"
