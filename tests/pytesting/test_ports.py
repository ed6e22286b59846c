"""The pytest door to a port: the same verdicts as `devicemode conform --adapter`, in the suites of its users."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
from time import sleep

import pytest

from simulator.conformance import suite
from simulator.ports import running
from simulator.ports.connections.stdio import StdioConnection
from tests import ROOT
from tests.support.adapters import InMemory
from tests.support.commands import module, reference
from tests.support.processes import ended_within
from tests.support.runs import port
from tests.support.songs import SONGS

pytest_plugins = ["pytester"]

FEATURE = f"""\
{SONGS}
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


@pytest.fixture
def songs(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest('pytest_plugins = ["simulator.pytesting.steps"]')
    pytester.makefile(".feature", songs=FEATURE)
    pytester.makepyfile("from pytest_bdd import scenarios\nscenarios('songs.feature')")
    return pytester


def run(songs: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return songs.runpytest_inprocess("-rs", *arguments)


def test_a_port_performs_the_scenarios(songs: pytest.Pytester) -> None:
    result = run(songs, "--devicemode-adapter", port())
    result.assert_outcomes(passed=1, failed=1, skipped=2)
    result.stdout.fnmatch_lines(
        [
            "line 12: Amplitude receives exactly these events",
            "  event 1: event_type: expected Song Paused, actual Song Played",
            "*the port has no capability time*",
            "*holds in latest only*",
        ]
    )


def test_an_adapter_that_crashes_fails_the_scenario_with_its_last_words(songs: pytest.Pytester) -> None:
    result = run(songs, "-k", "played", "--devicemode-adapter", port("crash"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["the adapter exited with 139", "Segmentation fault in the port"])


def test_a_port_may_be_judged_by_another_dialect(songs: pytest.Pytester) -> None:
    adapter = shlex.join(reference("--level", "events", "--dialect", "latest"))
    run(songs, "--devicemode-dialect", "latest", "--devicemode-adapter", adapter).assert_outcomes(passed=4)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--devicemode-adapter", "no-such-program-anywhere"), "can't be started"),
        (("--devicemode-adapter", shlex.join(module("no_such_module"))), "No module named no_such_module"),
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


def test_both_doors_to_a_port_give_the_same_verdicts(pytester: pytest.Pytester) -> None:
    """A port that does what ships, on one folder of the real suite."""
    command = reference("--level", "events", "--dialect", "shipped")
    pytester.makeconftest('pytest_plugins = ["simulator.pytesting.steps"]')
    folder = ROOT / "features" / "page-and-screen"
    pytester.makepyfile(f"from pytest_bdd import scenarios\nscenarios({str(folder)!r})")
    pytester.syspathinsert(ROOT)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "--devicemode-adapter", shlex.join(command))
    cases = [case for case in suite.load() if case.folder == "page-and-screen"]
    records = list(
        running.run(
            [case for case in cases if "documented" in case.dialects],
            connect=lambda: StdioConnection(command),
            upload_server=InMemory(),
            dialect_of=lambda case: "documented",
            timeout=30,
        )
    )
    statuses = [record.status for record in records]
    result.assert_outcomes(
        passed=statuses.count("passed"), failed=statuses.count("failed"), skipped=len(cases) - len(records)
    )
    assert statuses.count("failed") > 10


HOSTILE = """
import json, sys
for line in sys.stdin:
    message = json.loads(line)
    answer = {"id": message["id"], "ok": {}}
    if message["do"] == "bye":
        break
    if message["do"] == "hello":
        answer["ok"] = {"protocol": 1, "port": {"name": "p", "version": "1"}, "platforms": ["web"], "levels": ["events"]}
    elif message["do"] == "call":
        sys.stderr.write("\x1b[2J")
        sys.stderr.flush()
        answer = {"id": message["id"], "error": {"message": "\x9b8m", "trace": "\u202egpj"}}
    print(json.dumps(answer), flush=True)
"""


def test_what_a_port_says_does_nothing_to_the_terminal(songs: pytest.Pytester) -> None:
    adapter = songs.path / "hostile.py"
    adapter.write_text(HOSTILE, "utf-8")
    shown = run(songs, "--devicemode-adapter", shlex.join([sys.executable, str(adapter)])).stdout.str()
    assert "the adapter reports an error: \\x9b8m" in shown
    assert not {"\x1b[2J", "\x9b", "\u202e"} & {
        shown[at : at + length] for at in range(len(shown)) for length in (1, 4)
    }


def test_a_defect_fails_its_scenario_in_a_sentence(songs: pytest.Pytester) -> None:
    songs.makeconftest("""
        from simulator.conformance.running.reference import Reference
        pytest_plugins = ["simulator.pytesting.steps"]
        perform = Reference.perform
        def broken(self, action, refused=None):
            if "Song Paused" in str(action):
                raise KeyError("a defect")
            perform(self, action, refused)
        Reference.perform = broken
    """)
    # In a process of its own: no other test may get the defect.
    result = songs.runpytest_subprocess("-rs")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        ["*KeyError: 'a defect' (simulator/conformance/running/runner.py:*this is a defect of devicemode*"]
    )
    assert "Traceback" not in result.stdout.str()
    assert "def broken" not in result.stdout.str()


HANGING = """
import json, os, subprocess, sys, time
for line in sys.stdin:
    message = json.loads(line)
    if message["do"] == "hello":
        ok = {"protocol": 1, "port": {"name": "p", "version": "1"}, "platforms": ["web"], "levels": ["events"]}
        print(json.dumps({"id": message["id"], "ok": ok}), flush=True)
    else:
        child = subprocess.Popen(["sleep", "1000"])
        open(sys.argv[1] + ".new", "w").write(f"{os.getpid()} {child.pid}")
        os.rename(sys.argv[1] + ".new", sys.argv[1])
        time.sleep(1000)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.exhaustive)])
def test_an_adapter_ends_with_pytest(songs: pytest.Pytester, number: signal.Signals) -> None:
    adapter, pids = songs.path / "hanging.py", songs.path / "pids"
    adapter.write_text(HANGING, "utf-8")
    arguments = (
        "--devicemode-timeout",
        "600",
        "--devicemode-adapter",
        shlex.join([sys.executable, str(adapter), str(pids)]),
    )
    pytest_process = songs.popen(
        [sys.executable, "-m", "pytest", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not pids.exists():
        assert pytest_process.poll() is None
        sleep(0.02)
    pytest_process.send_signal(number)
    assert pytest_process.wait(30) == -number
    assert ended_within(5, *map(int, pids.read_text().split()))
