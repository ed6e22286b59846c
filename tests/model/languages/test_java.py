"""Java's ways to read and write a value, against a table that Java has written (`tests/model/languages/Table.java`)."""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.model.languages import java

TABLE: dict[str, Any] = json.loads((Path(__file__).parent / "java.json").read_text("utf-8"))


def double(bits: str) -> float:
    made: float = struct.unpack(">d", int(bits, 16).to_bytes(8, "big"))[0]
    return made


def bits(number: float) -> str:
    return "7ff8000000000000" if isnan(number) else f"{int.from_bytes(struct.pack('>d', number), 'big'):x}"


def test_texts_are_read_as_java_reads_them() -> None:
    read = [
        [
            text,
            None if (number := java.double_value_of(text)) is None else bits(number),
            java.integer_value_of(text),
            java.boolean_value_of(text),
            java.trim(text),
        ]
        for text, *_ in TABLE["texts"]
    ]
    assert read == TABLE["texts"]


def test_doubles_are_written_and_narrowed_as_java_does() -> None:
    made = [[one, java.string_value_of(double(one)), java.int_value(double(one))] for one, *_ in TABLE["doubles"]]
    assert made == TABLE["doubles"]


def test_longs_are_narrowed_as_java_does() -> None:
    assert [[number, java.int_value(number)] for number, _ in TABLE["longs"]] == TABLE["longs"]


def test_moments_are_written_as_java_does() -> None:
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    made = [[one, java.string_value_of(begin + timedelta(milliseconds=one))] for one, _ in TABLE["moments"]]
    assert made == TABLE["moments"]


@pytest.mark.parametrize(("value", "text"), TABLE["nested"])
def test_lists_and_maps_are_written_as_java_does(value: object, text: str) -> None:
    assert java.string_value_of(value) == text


@given(st.floats(allow_nan=False))
def test_a_double_reads_as_it_was_written(number: float) -> None:
    assert java.double_value_of(java.double_to_string(number)) == number


@given(st.integers())
def test_an_integer_reads_as_it_was_written_if_it_fits(number: int) -> None:
    fits = -(2**31) <= number < 2**31
    assert java.integer_value_of(str(number)) == (number if fits else None)
    assert java.int_value(number) == (number + 2**31) % 2**32 - 2**31


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert java.double_value_of(text) is None or java.trim(text)
    assert java.integer_value_of(text) is None or not java.is_null_or_empty(text)


@given(st.text(alphabet=" \t\x00\x1f"))
def test_what_trims_to_nothing_is_empty(text: str) -> None:
    assert java.is_null_or_empty(text)
    assert java.is_null_or_empty(None)
    assert not java.is_null_or_empty(f"{text}x{text}")
