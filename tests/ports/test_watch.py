"""`devicemode watch`: somebody else performs a scenario, and the arrivals are judged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO

import pytest
from click.testing import CliRunner, Result

from simulator.backend import Backend
from simulator.cli import cli
from simulator.conformance import suite
from simulator.conformance.judging.matching import Difference
from simulator.conformance.language import actions
from simulator.conformance.language.cases import Case, CaseStep, compile_text
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.reference import Reference
from simulator.model.simulation import Simulation
from simulator.model.sources import App
from simulator.ports.protocol.capabilities import CAPABILITIES, needs
from simulator.ports.watching import UNSEEN, unwatchable, watch, written
from simulator.wire.transport import HTTPWire
from tests import ROOT
from tests.support.processes import interruptible

FEATURE = """
Feature: Songs

  @rule:track.event
  Scenario: two songs
    Given an ios app with the settings
      | Track Session Events | off |
    When the app tracks "Song Played" with the properties
      | title  | Yesterday |
      | artist | Beatles   |
    Then Amplitude receives exactly these events
      | event_type  | event_properties.title |
      | Song Played | Yesterday              |
    When the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | event_properties.title |
      | Song Played | Yesterday              |
      | Song Paused |                        |
    And Amplitude sees 1 user

  Scenario: silence
    Given a web app
    Then Amplitude receives no events

  Scenario: a warning
    Given a web app
    When the app tracks "Song Played"
    Then a warning says "a song"

  Scenario: nothing expected
    Given a web app
    When the app tracks "Song Played"
"""


@pytest.fixture
def feature(tmp_path: Path) -> Path:
    path = tmp_path / "songs.feature"
    path.write_text(FEATURE, "utf-8")
    return path


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["watch", *map(str, arguments)])


class Watching:
    """A watch in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []

    def until(self, says: str) -> str:
        """Read until a line contains a text, and return the line."""
        for line in _of(self.process.stdout):
            self.lines.append(line.rstrip())
            if says in line:
                return line
        raise AssertionError(f"never said {says!r}: {self.lines}")

    def enter(self) -> None:
        """Press Enter."""
        stdin = _of(self.process.stdin)
        stdin.write("\n")
        stdin.flush()

    def end(self) -> int:
        """Read to the end; return the exit code."""
        self.lines += [line.rstrip() for line in _of(self.process.stdout)]
        return self.process.wait()


def _of(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def watching(*arguments: object) -> Iterator[tuple[Watching, App]]:
    """Start a watch, and an iOS app that uploads to it. A watch that hangs is killed."""
    with interruptible():
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", "watch", *map(str, arguments), "--port", "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"COLUMNS": "120", "PYTHONUNBUFFERED": "1"},
        )
    patience = Timer(60, process.kill)
    patience.start()
    with process:
        try:
            watch = Watching(process)
            address = watch.until("Let the port upload to ").split()[5]
            wire = HTTPWire(address)
            try:
                yield watch, Simulation(wire=wire).ios()
            finally:
                wire.close()
        finally:
            patience.cancel()
            process.kill()


def test_a_script_performs_a_scenario_that_holds(feature: Path) -> None:
    with watching(feature, "--case", "two songs", "--quiet", "1") as (watch, app):
        watch.until("Waiting until something arrives and then nothing more for 1 s …")
        app.track("Song Played", {"title": "Yesterday", "artist": "Beatles"})
        app.drain()
        watch.until("When the app tracks")
        watch.until("Waiting")
        app.track("Song Paused")
        app.drain()
        assert watch.end() == 0
    shown = "\n".join(watch.lines)
    assert watch.lines[0] == f"two songs  ({feature}:5)"
    assert "    | title  | Yesterday |\n    | artist | Beatles   |" in shown
    assert shown.count("    ← 2018-09-18T12:00:00.000Z  device ") == 2
    assert "✓ Then Amplitude receives exactly these events  (line 11)" in shown
    assert "✓ And Amplitude sees 1 user  (line 19)" in shown
    assert shown.endswith("\n\npassed")


def test_a_scenario_that_does_not_hold_shows_why(feature: Path) -> None:
    with watching(feature, "--case", "two-songs", "--quiet", "0.5", "--patience", "4") as (watch, app):
        watch.until("Waiting")
        app.track("Song Played", {"title": "Help"})
        app.drain()
        assert watch.end() == 1
    shown = "\n".join(watch.lines)
    assert "✗ Then Amplitude receives exactly these events  (line 11)" in shown
    row = ["event", "1:", "event_properties.title", "Yesterday", "Help"]
    assert [line.split() for line in watch.lines if "Help" in line] == [row, row]
    assert "    nothing arrived within 4 s" in shown
    assert "rule track.event: " in shown
    assert f"again: devicemode watch {feature} --case two-songs" in shown
    assert shown.endswith("\n\nfailed")


def test_a_person_performs_and_presses_enter(feature: Path) -> None:
    with watching(feature, "--case", "two-songs") as (watch, app):
        for event, properties in (("Song Played", {"title": "Yesterday"}), ("Song Paused", {})):
            watch.until("Do this, let the port upload it, then press Enter.")
            app.track(event, properties)
            app.drain()
            watch.until("←")
            watch.enter()
        assert watch.end() == 0


def test_what_arrives_at_another_project_is_said_at_once_and_not_judged(feature: Path) -> None:
    with watching(feature, "--case", "silence") as (watch, _):
        address = watch.lines[1].split()[5].removesuffix("/runs/watch")
        wire = HTTPWire(address)
        try:
            astray = Simulation(wire=wire).ios()
            watch.until("press Enter")
            for song in ("Song Played", "Song Paused"):
                astray.track(song)
                astray.drain()
            watch.until("Song Paused")
        finally:
            wire.close()
        watch.enter()
        assert watch.end() == 0
    [said] = [line for line in watch.lines if "this came to another project" in line]
    assert said.endswith(
        f"let the port upload to {address}/runs/watch, with /runs/watch in front of the path that it uses at Amplitude"
    )


def test_a_scenario_in_which_nothing_is_sent(feature: Path) -> None:
    with watching(feature, "--case", "silence") as (watch, _):
        watch.until("press Enter")
        watch.enter()
        assert watch.end() == 0


def test_a_person_breaks_off(feature: Path) -> None:
    with watching(feature, "--case", "silence") as (watch, _):
        watch.until("press Enter")
        watch.process.send_signal(signal.SIGINT)
        assert watch.end() == 130
        assert _of(watch.process.stderr).read() == "\ninterrupted\n"


def test_nobody_is_there_to_press_enter(feature: Path) -> None:
    result = invoke(feature, "--case", "silence", "--port", 0)
    assert result.exit_code == 2
    assert "standard input has ended, so nobody can press Enter; give --quiet SECONDS" in result.stderr


def test_another_device_is_told_how_to_reach_this_one(feature: Path) -> None:
    result = invoke(feature, "--case", "silence", "--port", 0, "--host", "::")
    assert "write this machine's address for ::, and allow it by --allow-host" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "has 4 cases; choose one with --case: two-songs, silence, a-warning, nothing-expected"),
        (("--case", "two-song"), 'Did you mean "two-songs"? It has two-songs, silence, a-warning'),
        (("--case", "silence", "--host", "nowhere.invalid"), "nowhere.invalid"),
    ],
)
def test_a_wrong_choice(feature: Path, arguments: Sequence[str], says: str) -> None:
    result = invoke(feature, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_file_that_is_not_there() -> None:
    result = invoke("no-such.feature")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: no-such.feature: can't be read: No such file or directory\n",
    )


def test_what_uploads_do_not_show_is_not_watched(feature: Path) -> None:
    result = invoke(feature, "--case", "a-warning")
    assert result.exit_code == 4
    assert result.stdout == ""
    assert result.stderr == (
        "nothing ran: songs#a-warning asks for what the integration logs; uploads don't show that, an adapter can "
        "tell it (devicemode adapter new)\n"
    )


def test_a_scenario_that_expects_nothing_is_not_watched(feature: Path) -> None:
    result = invoke(feature, "--case", "nothing-expected")
    assert result.exit_code == 4
    assert "has no Then step, so there is nothing to judge" in result.stderr
    assert result.stdout == ""


def case_of(*steps: str) -> Case:
    [case] = compile_text("\n".join(["Feature: F", "Scenario: s", *steps]), "f.feature", "f")
    return case


@pytest.mark.parametrize(
    ("steps", "asks_for"),
    [
        (("Given an ios app", 'Then the device id of the app reads as "d"'), "what an app reads as its device id"),
        (
            ("Given a web app", "Then the SDK is called with", "| method |", "| setUserId |"),
            "the calls on Amplitude's SDK",
        ),
        (
            ("Given a web app", "Then Segment receives exactly these messages", "| type |", "| track |"),
            "what Segment's library makes of a call",
        ),
        (("Given a web app", 'Then it is refused with "no"'), "what a port refuses"),
        (
            ("Given a web app in cloud mode", "Then Amplitude receives no events"),
            "what Segment's servers send for an app",
        ),
        (
            ("Given an ios app", "When Amplitude answers 500 to the ios app", "Then Amplitude receives no events"),
            "which device an app is on, before Amplitude misbehaves to that one alone",
        ),
        (("Given a server source", "Then Amplitude receives no events"), ""),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_a_scenario_asks_for_beyond_uploads(steps: Sequence[str], asks_for: str) -> None:
    assert unwatchable(case_of(*steps)) == asks_for


def test_what_uploads_do_not_show_are_capabilities() -> None:
    assert set(UNSEEN) < set(CAPABILITIES)


class Performer:
    """Performs shown steps with the simulator when it is waited for, and records the verdicts."""

    def __init__(self, case: Case, *, dialect: str) -> None:
        self.reference = Reference(dialect=dialect, seed=case.id)
        self.told: list[str] = []
        self.wrong: list[str] = []
        self._to_do: list[Step] = []

    @property
    def backend(self) -> Backend:
        return self.reference.backend

    def show_step(self, step: CaseStep, filled: str) -> None:
        self.told += [*written(step), filled]
        if not isinstance(step.step, actions.SetFault):
            self._to_do.append(step.step)

    def wait(self) -> None:
        to_do, self._to_do = self._to_do, []
        for step in to_do:
            assert isinstance(step, actions.Action)
            for _ in range(getattr(step, "times", 1)):
                self.reference.perform(step)
        self.reference.drain()

    def show_result(self, step: CaseStep, differences: Sequence[Difference]) -> None:
        self.wrong += [f"{step.text}: {one}" for one in differences]


def _hands_nothing_on(case: Case) -> bool:
    """Tell whether a scenario can be performed without an id from an earlier arrival."""
    return not any(isinstance(one.step, actions.MakeCall) and "<" in str(one.step.fields) for one in case.steps)


def test_a_watched_scenario_is_judged_as_any_other() -> None:
    cases = [
        case
        for case in suite.load()
        if not unwatchable(case)
        and "flush-timing" not in needs(case).capabilities
        and case.platforms
        and _hands_nothing_on(case)
    ]
    assert len(cases) > 800
    for case in cases:
        performer = Performer(case, dialect=case.home_dialect)
        verdict = watch(case, performer.backend, performer, dialect=case.home_dialect)
        assert (case.id, verdict.status, performer.wrong) == (case.id, "passed", [])


def test_amplitude_misbehaves_only_after_what_was_told_before() -> None:
    case = case_of(
        "Given a web app",
        'When the app tracks "Before"',
        "And Amplitude answers 500",
        'And the app tracks "During"',
        "Then Amplitude receives exactly these events",
        "| event_type |",
        "| Before |",
    )
    performer = Performer(case, dialect="documented")
    assert watch(case, performer.backend, performer, dialect="documented").status == "passed"
    assert [one for one in performer.told if one] == [
        "Given a web app",
        'When the app tracks "Before"',
        "And Amplitude answers 500",
        'And the app tracks "During"',
    ]


def test_an_id_that_was_seen_is_shown_where_a_call_hands_it_on() -> None:
    case = case_of(
        "Given a web app",
        'When the app tracks "A"',
        "Then Amplitude receives exactly these events",
        "| event_type | device_id |",
        "| A | <device id> |",
        'When the app tracks "B" with the properties',
        "| from | <device id> |",
    )
    performer = Performer(case, dialect="documented")
    watch(case, performer.backend, performer, dialect="documented")
    device_id = performer.reference.device_id(None)
    assert f'{{"event":"B","properties":{{"from":"{device_id}"}}}}' in performer.told


def test_a_step_is_written_as_it_stands_in_the_feature() -> None:
    case = case_of("Given a web app", "When the app calls track with", '"""', '{"event": "A"}', '"""')
    assert list(written(case.steps[1])) == ["When the app calls track with", '  """', '  {"event": "A"}', '  """']
