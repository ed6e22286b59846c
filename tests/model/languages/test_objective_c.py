"""Objective-C's ways to read a value, against a table.

`tests/model/languages/objective_c.json` has the values as JSON, the result of each, and its source: a run of the real
code (observed, with the finding), Apple's documentation of Foundation, or CLDR for the notations of locales.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from math import inf, isnan, nan
from pathlib import Path
from typing import Any, Final

import pytest

from simulator.model.device import locales
from simulator.model.languages import objective_c
from simulator.model.languages.objective_c import UnrecognizedSelectorError

TABLE: Final[dict[str, list[list[Any]]]] = json.loads((Path(__file__).parent / "objective_c.json").read_text("utf-8"))
READERS: Final = ("bool_value", "integer_value", "double_value", "description", "is_finite_single")


@pytest.mark.parametrize(
    ("reader", "given", "comes_to"), [(name, *row[:2]) for name in READERS for row in TABLE[name]], ids=str
)
def test_a_value_is_read_as_the_table_says(reader: str, given: str, comes_to: object) -> None:
    found = getattr(objective_c, reader)(json.loads(given))
    assert (type(found), found) == (type(comes_to), comes_to)


@pytest.mark.parametrize(("locale", "written", "comes_to"), [row[:3] for row in TABLE["decimal"]], ids=str)
def test_a_number_is_read_as_its_locale_writes_it(locale: str, written: str, comes_to: object) -> None:
    found = objective_c.decimal(written, locale)
    assert (type(found), found) == (type(comes_to), comes_to)


@pytest.mark.parametrize("locale", locales())
def test_every_locale_of_a_device_reads_what_it_writes(locale: str) -> None:
    form = objective_c.number_format(locale)
    assert objective_c.decimal(f"1{form.grouping}234{form.decimal}5", locale) == 1234.5
    assert objective_c.decimal(f"0{form.decimal}25", locale) == 0.25
    assert objective_c.decimal("1234", locale) == 1234
    assert form.decimal != form.grouping


@pytest.mark.parametrize(("reader", "given", "reason"), [row[:3] for row in TABLE["throws"]], ids=str)
def test_what_has_no_method_throws(reader: str, given: str, reason: str) -> None:
    with pytest.raises(UnrecognizedSelectorError) as thrown:
        getattr(objective_c, reader)(json.loads(given))
    assert thrown.value.reason == reason


def test_numbers_that_json_can_not_write() -> None:
    assert objective_c.is_number(nan)
    assert objective_c.bool_value(nan)
    assert objective_c.integer_value(nan) == 0
    assert objective_c.integer_value(inf) == 2**63 - 1
    assert not objective_c.is_finite_single(nan)
    assert not objective_c.is_finite_single(-inf)
    found = objective_c.decimal("NaN", "en_US")
    assert isinstance(found, float)
    assert isnan(found)
    assert objective_c.description(-inf) == "-inf"


def test_text_is_text_alone() -> None:
    assert objective_c.text("a", "length") == "a"
    with pytest.raises(UnrecognizedSelectorError, match=r"-\[__NSCFBoolean length\]"):
        objective_c.text(value=True, selector="length")
    assert objective_c.class_of(datetime(2018, 9, 18, tzinfo=UTC)) == "__NSDate"
