"""The tests of which some lanes take a part: what the lists name is there."""

from __future__ import annotations

import re

import pytest

from tests import ROOT
from tests.conftest import SLOW


@pytest.mark.parametrize("path", SLOW)
def test_a_module_that_is_called_slow_exists(path: str) -> None:
    assert (ROOT / "tests" / path).is_file()


@pytest.mark.parametrize("script", ["run", "versions"])
def test_the_scripts_of_ci_name_tests_that_exist(script: str) -> None:
    named = re.findall(r"tests/[\w/]+(?:\.py)?", (ROOT / ".ci" / script).read_text("utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
