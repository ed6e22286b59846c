"""The lists of slow tests and of lanes: everything that they name exists."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests import ROOT
from tests.cli.test_fuzz_commands import ALWAYS, PARTS
from tests.conftest import LANES_OF_THEIR_OWN, SLOW
from tests.support.sample import drawn

pytest_plugins = ["pytester"]


def collect(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    """Collect tests of the repository with its configuration."""
    here = ("--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider")
    return pytester.runpytest_inprocess(*here, "--collect-only", "-q", *arguments)


@pytest.mark.parametrize("path", SLOW)
def test_a_module_that_is_called_slow_exists(path: str) -> None:
    assert (ROOT / "tests" / path).is_file()


@pytest.mark.parametrize("script", ["run", "versions"])
def test_the_scripts_of_ci_name_tests_that_exist(script: str) -> None:
    named = re.findall(r"tests/[\w/-]+(?:\.py)?", (ROOT / ".ci" / script).read_text("utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_is_left_out_unless_asked_for_is_slow() -> None:
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["addopts"]
    assert sorted(re.findall(r"not (\w+)", options)) == sorted(LANES_OF_THEIR_OWN)


def test_the_fast_lane_takes_in_no_other_lane(pytester: pytest.Pytester) -> None:
    others = ["tests/backend/fuzz", "tests/backend/kills", "tests/backend/browser", "tests/real/test_real_android.py"]
    done = collect(pytester, "-m", "not slow", *(str(ROOT / path) for path in others))
    assert done.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert done.parseoutcomes().keys() == {"deselected"}


def test_a_sample_is_one_in_so_many_another_for_each_seed_and_never_empty() -> None:
    names = [f"test[{index}]" for index in range(10)]
    assert drawn(names, 1, "any") == set(names)
    of_four = {frozenset(drawn(names, 4, f"commit {index}")) for index in range(100)}
    assert {len(one) for one in of_four} == {2, 3}
    assert frozenset().union(*of_four) == set(names)
    assert len(drawn(names[:1], 4, "any")) == 1
    assert drawn([], 4, "any") == set()


def test_a_sample_takes_nothing_from_the_tests_that_always_run(pytester: pytest.Pytester) -> None:
    def collected(*options: str) -> set[str]:
        done = collect(pytester, "-m", "", *options, str(ROOT / "tests" / "cli" / "test_fuzz_commands.py"))
        return {line for line in done.outlines if "::" in line}

    every, some = collected(), collected("--one-in", "3")
    exhaustive = {one for one in every if one.endswith(("[all]", *(f"[{part}]" for part in range(ALWAYS, PARTS))))}
    assert len(exhaustive) == PARTS - ALWAYS + 1
    assert every - exhaustive < some
    assert len(some & exhaustive) in (2, 3)
