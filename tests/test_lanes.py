"""The tests of which some lanes take a part: what the lists name is there."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests import ROOT
from tests.conftest import LANES_OF_THEIR_OWN, SLOW
from tests.support.commands import module


@pytest.mark.parametrize("path", SLOW)
def test_a_module_that_is_called_slow_exists(path: str) -> None:
    assert (ROOT / "tests" / path).is_file()


@pytest.mark.parametrize("script", ["run", "versions"])
def test_the_scripts_of_ci_name_tests_that_exist(script: str) -> None:
    named = re.findall(r"tests/[\w/]+(?:\.py)?", (ROOT / ".ci" / script).read_text("utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_is_left_out_unless_asked_for_is_slow() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["addopts"]
    assert sorted(re.findall(r"not (\w+)", options)) == sorted(LANES_OF_THEIR_OWN)


def test_the_fast_lane_takes_in_no_other_lane() -> None:
    others = ["tests/backend/fuzz", "tests/backend/kills", "tests/backend/browser", "tests/real/test_real_android.py"]
    command = module("pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", "not slow", *others)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout
