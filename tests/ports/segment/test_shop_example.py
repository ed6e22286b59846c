"""The example for teams that test an app: a real shop, from the request to the customer's profile in Amplitude."""

from __future__ import annotations

import shutil

import pytest

from tests import ROOT

pytest_plugins = ["pytester"]

SHOP = ROOT / "examples" / "shop"


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    for file in SHOP.glob("*.py"):
        shutil.copy(file, pytester.path)
    pytester.syspathinsert()
    return pytester


def test_the_example_passes(suite: pytest.Pytester) -> None:
    suite.runpytest_inprocess().assert_outcomes(passed=1)


@pytest.mark.exhaustive
def test_a_shop_that_forgets_the_revenue_fails(suite: pytest.Pytester) -> None:
    shop = suite.path / "shop.py"
    shop.write_text(shop.read_text("utf-8").replace('"revenue": total, ', ""), "utf-8")
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E * assert 0.0 == 15*"])


def test_it_is_short_and_the_page_shows_it() -> None:
    text = (SHOP / "test_shop.py").read_text("utf-8")
    assert len(text.splitlines()) <= 25
    assert f"```python\n{text}```" in (ROOT / "docs" / "segment.md").read_text("utf-8")
