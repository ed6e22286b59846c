"""The pytest door to a port: the same verdicts as `devicemode conform --adapter`, in the suites of its users."""

from __future__ import annotations

import shlex
import sys

import pytest

from simulator.adapters import running
from simulator.adapters.connection import StdioConnection
from simulator.backend import Backend
from simulator.conformance import suite
from tests.readme import ROOT

pytest_plugins = ["pytester"]

FEATURE = """\
Feature: Two songs
  Scenario: played
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  Scenario: paused
    Given a web app
    When the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Paused |

  Scenario: later
    Given a web app
    When 31 minutes pass
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @dialect:latest
  Scenario: elsewhere
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |
"""


def command(*arguments: str) -> str:
    return shlex.join([sys.executable, "-m", *arguments])


@pytest.fixture
def songs(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest('pytest_plugins = ["simulator.pytest_steps"]')
    pytester.makefile(".feature", songs=FEATURE)
    pytester.makepyfile("from pytest_bdd import scenarios\nscenarios('songs.feature')")
    return pytester


def run(songs: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return songs.runpytest_subprocess("-rs", *arguments)


def test_a_port_performs_the_scenarios(songs: pytest.Pytester) -> None:
    result = run(songs, "--devicemode-adapter", command("tests.miniatures", "always-the-same"))
    result.assert_outcomes(passed=1, failed=1, skipped=2)
    result.stdout.fnmatch_lines([
        "line 12: Amplitude receives exactly these events",
        "  event 1: event_type: expected Song Paused, actual Song Played",
        "*the port has no capability time*",
        "*holds in latest only*",
    ])  # fmt: skip


def test_an_adapter_that_crashes_fails_the_scenario_with_its_last_words(songs: pytest.Pytester) -> None:
    result = run(songs, "-k", "played", "--devicemode-adapter", command("tests.miniatures", "crash"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["the adapter exited with 139", "Segmentation fault in the port"])


def test_a_port_may_be_judged_by_another_dialect(songs: pytest.Pytester) -> None:
    adapter = command("simulator.adapters.reference", "--level", "events", "--dialect", "latest")
    run(songs, "--devicemode-dialect", "latest", "--devicemode-adapter", adapter).assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--devicemode-adapter", "no-such-program-anywhere"), "can't be started"),
        (("--devicemode-adapter", command("no_such_module")), "No module named no_such_module"),
        (("--devicemode-adapter-url", "http://127.0.0.1:9/"), "there is no adapter at http://127.0.0.1:9/"),
        (("--devicemode-adapter", "node x", "--devicemode-adapter-url", "http://x"), "by a command, or by"),
        (("--devicemode-adapter", "node x", "--devicemode-dialect", "shpped"), 'Did you mean "shipped"'),
    ],
)
def test_a_port_that_can_t_be_asked_is_one_sentence(
    songs: pytest.Pytester, arguments: tuple[str, ...], says: str
) -> None:
    result = run(songs, *arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert says in result.stderr.str()
    assert "site-packages" not in result.stderr.str()


class InMemory:
    """Takes what adapters report: nothing is uploaded."""

    def project(self) -> tuple[Backend, str]:
        """Return a new project and an address that nobody uses."""
        return Backend(), "http://127.0.0.1:9"


def test_both_doors_to_a_port_give_the_same_verdicts(pytester: pytest.Pytester) -> None:
    """A port that does what ships, on one folder of the real suite."""
    port = ["simulator.adapters.reference", "--level", "events", "--dialect", "shipped"]
    pytester.makeconftest('pytest_plugins = ["simulator.pytest_steps"]')
    folder = ROOT / "features" / "page-and-screen"
    pytester.makepyfile(f"from pytest_bdd import scenarios\nscenarios({str(folder)!r})")
    pytester.syspathinsert(ROOT)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--devicemode-adapter", command(*port))
    cases = [case for case in suite.load() if case.folder == "page-and-screen"]
    records = list(running.run(
        [case for case in cases if "documented" in case.dialects],
        connect=lambda: StdioConnection([sys.executable, "-m", *port]), arena=InMemory(),
        dialect_of=lambda case: "documented", timeout=30,
    ))  # fmt: skip
    statuses = [record.status for record in records]
    result.assert_outcomes(
        passed=statuses.count("passed"), failed=statuses.count("failed"), skipped=len(cases) - len(records)
    )
    assert statuses.count("failed") > 10
