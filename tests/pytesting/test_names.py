"""The names that the parts of `simulator.pytesting` had up to version 0.1."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests import ROOT
from tests.support.runs import port

pytest_plugins = ["pytester"]

OLD = ("fixtures", "plugin", "ports", "steps")

SCENARIO = """
Feature: Mine
  Scenario: one
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |
"""


@pytest.fixture
def feature(pytester: pytest.Pytester) -> None:
    pytester.makefile(".feature", mine=SCENARIO)
    pytester.makepyfile('from pytest_bdd import scenarios\nscenarios(".")')


def test_an_old_name_is_the_module() -> None:
    """In a process of its own: pytest's own tests of plugins take modules out of `sys.modules`."""
    same = "".join(f"assert simulator.pytest_{name} is simulator.pytesting.{name}; " for name in OLD)
    imports = ", ".join(f"simulator.pytest_{name}, simulator.pytesting.{name}" for name in OLD)
    subprocess.run([sys.executable, "-c", f"import {imports}; {same}"], check=True)


def test_there_are_no_more_of_them() -> None:
    names = ROOT / "simulator" / "pytesting" / "names"
    assert sorted(path.stem for path in names.glob("*.py")) == [f"pytest_{name}" for name in OLD]


@pytest.mark.usefixtures("feature")
def test_a_suite_may_go_on_asking_for_the_old_steps(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["simulator.pytest_steps", "simulator.pytest_fixtures"]')
    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)


@pytest.mark.usefixtures("feature")
def test_a_port_performs_the_scenarios_of_a_suite_that_asks_for_the_old_steps(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["simulator.pytest_steps"]')
    pytester.syspathinsert(ROOT)
    pytester.runpytest_inprocess("--devicemode-adapter", port()).assert_outcomes(passed=1)


@pytest.mark.usefixtures("feature")
def test_the_old_plugin_is_loaded_by_hand_where_pytest_loads_none(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(test_fixture="def test_it(devicemode_ios_app):\n    assert devicemode_ios_app.events == []")
    options = [f"-p{name}" for name in ("pytest_bdd.plugin", "simulator.pytest_plugin", "simulator.pytest_steps")]
    pytester.runpytest_subprocess(*options).assert_outcomes(passed=2)


@pytest.mark.exhaustive
def test_an_installed_wheel_has_them(tmp_path: Path) -> None:
    """The package is found below the old names without an editable install's help."""
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(wheel, check=True)
    [made] = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(made).extractall(site)
    imports = "".join(f"import simulator.pytest_{name}; " for name in OLD)
    code = f"import sys; sys.path.insert(0, {str(site)!r}); {imports} print(simulator.__file__)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(answer.stdout.strip()).is_relative_to(site)
