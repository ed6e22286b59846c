"""A crash is an outcome: the simulation, scenarios, ports, vectors and `run` all report it."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from simulator import Simulation
from simulator.backend import Backend
from simulator.backend.reading.view import view_of
from simulator.cli import cli
from simulator.conformance.judging.expectations import ExpectCrash
from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.records.recording import Recording, judge_again
from simulator.conformance.running.exploration import explore
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Verdict, perform, run
from simulator.conformance.subject import PortInfo
from simulator.documentation.platforms import PLATFORMS
from simulator.errors import DeviceError
from simulator.model.sources import App
from simulator.ports.connections.replies import read_reply
from simulator.ports.protocol import serving
from simulator.ports.protocol.capabilities import CAPABILITIES, LEVELS, needs
from simulator.ports.protocol.messages import PROTOCOL, Reply, Request, Welcome
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target.port_target import PortTarget
from simulator.vectors.performing import vector_of

OPTIONS = {"Amplitude": {"outOfSession": True}}
REASON = "-[__NSDictionaryM boolValue]: unrecognized selector sent to instance"


def app(simulation: Simulation) -> App:
    made = simulation.ios()
    made.track("Song Played")
    made.track("Push Notification Viewed", integrations=OPTIONS)
    return made


def test_a_crash_says_on_which_call_why_and_when() -> None:
    simulation = Simulation(dialect="shipped")
    made = simulation.ios()
    simulation.advance(5)
    made.track("Push Notification Viewed", integrations=OPTIONS)
    [crash] = made.crashes
    assert (crash.call, crash.reason, crash.time) == ("track", REASON, simulation.clock.now)
    assert "out-of-session.minus-one" in crash.because
    assert not made.running


def test_nothing_goes_on_after_a_crash_until_the_app_is_launched() -> None:
    simulation = Simulation(dialect="shipped")
    made = app(simulation)
    for call in (made.flush, made.kill, made.background, lambda: made.track("Song Played")):
        with pytest.raises(DeviceError, match="the ios app is not running, it crashed on track; launch it first"):
            call()
    made.launch()
    made.track("Song Paused")
    made.kill()
    with pytest.raises(DeviceError, match="the ios app is not running; launch it first"):
        made.flush()


def test_what_was_logged_before_is_sent_by_the_next_process() -> None:
    simulation = Simulation(dialect="shipped")
    made = app(simulation)
    simulation.advance(60_000)
    assert view_of(simulation.backend).events == ()
    made.launch()
    made.flush()
    assert [event["event_type"] for event in view_of(simulation.backend).events] == ["Song Played"]


@pytest.mark.parametrize("online", [True, False])
def test_segment_has_the_call_all_the_same(online: bool) -> None:
    simulation = Simulation(dialect="shipped")
    made = simulation.ios(device={"online": online})
    made.track("Push Notification Viewed", integrations=OPTIONS)
    if not online:
        made.launch()
        made.change_device(online=True)
    assert [message.call.method for message in made.segment.messages] == ["track"]


SCENARIO = """
Feature: Crashes
  Scenario: one
    Given an ios app
    When the app tracks "Song Played"
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    {then}
"""


def case(then: str) -> Case:
    [made] = compile_text(SCENARIO.format(then=then), "crashes.feature", "crashes")
    return made


EXPECTED = [
    "Then the app crashes",
    "Then the ios app crashes on track",
    'Then the app crashes with "boolValue"',
    'Then the app crashes on track with "-[__NSDictionaryM boolValue]"',
]
UNEXPECTED = {
    "Then Amplitude sees 0 users": "the ios app crashes on track: " + REASON,
    "Then the app crashes on identify": "the ios app crashes on track: " + REASON,
    'Then the app crashes with "NSNull"': "the ios app crashes on track: " + REASON,
    "Then the web app crashes": "nothing crashed",
}


class Connection:
    """The reference behind the protocol, in this process."""

    def __init__(self, dialect: str) -> None:
        self._adapter = ReferenceAdapter(level="events", reading=dialect)

    def ask(self, request: Request, *, timeout: float) -> Reply:
        return read_reply(msgspec.json.encode(serving.reply(self._adapter, request)), request)  # type: ignore[arg-type]

    def notify(self, request: Request) -> None:
        """Ignore the message."""

    def close(self) -> None:
        """Do nothing."""

    def stderr_tail(self) -> str:
        return ""


def by_port(one: Case, dialect: str) -> Verdict:
    welcome = Welcome(
        protocol=PROTOCOL,
        port=PortInfo(name="x", version="1"),
        platforms=PLATFORMS,
        levels=LEVELS[:2],
        capabilities=tuple(CAPABILITIES),
    )
    target = PortTarget(Connection(dialect), welcome, case=one.id, backend=Backend(), endpoint="http://127.0.0.1:9")
    return perform(one, target, dialect=dialect)


@pytest.mark.parametrize("then", EXPECTED)
def test_a_scenario_expects_a_crash(then: str) -> None:
    assert run(case(then), dialect="shipped").status == "passed"
    assert by_port(case(then), "shipped").status == "passed"
    assert run(case(then), dialect="documented").status == "failed"
    assert by_port(case(then), "documented").status == "failed"
    assert "crashes" in needs(case(then)).capabilities


@pytest.mark.parametrize(("then", "says"), UNEXPECTED.items())
def test_a_crash_that_is_not_expected_fails_the_case_in_a_sentence(then: str, says: str) -> None:
    verdict = run(case(then), dialect="shipped")
    assert verdict.status == "failed"
    assert says in [one.actual for failure in verdict.failures for one in failure.differences]
    assert failures(verdict)[-1] == ("(no app may crash)", "crash of the ios app", "no crash")


def failures(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(one.step, which.path, which.expected) for one in verdict.failures for which in one.differences]


def test_of_a_port_the_words_of_the_reason_are_its_own() -> None:
    assert by_port(case('Then the app crashes with "NSNull"'), "shipped").status == "passed"
    assert by_port(case("Then the app crashes on identify"), "shipped").status == "failed"


def test_a_second_crash_has_to_be_expected_too() -> None:
    again = """Then the app crashes
    When the app is launched
    And the app calls identify with
      \"\"\"
      {"userId": "u", "integrations": {"Amplitude": null}}
      \"\"\"
    """
    assert run(case(again), dialect="shipped").status == "failed"
    assert run(
        case(again + 'Then the app crashes on identify with "[NSNull boolValue]"'), dialect="shipped"
    ).status == ("passed")


@pytest.mark.parametrize("then", [*EXPECTED, *UNEXPECTED])
def test_a_record_is_judged_again_with_its_crashes(then: str) -> None:
    recording = Recording(Reference(dialect="shipped", seed="crashes"))
    verdict = perform(case(then), recording, dialect="shipped")
    assert judge_again(case(then), recording.observations, dialect="shipped", own_sentences=True) == verdict
    calm = Recording(Reference(dialect="documented", seed="crashes"))
    perform(case(then), calm, dialect="documented")
    assert "crashes" not in [look.at for look in calm.observations]


def test_a_vector_has_it() -> None:
    vector = vector_of(case("Then the app crashes on track"), "shipped")
    expected = [step.expect for step in vector.steps if step.expect is not msgspec.UNSET]
    assert expected == [ExpectCrash(call="track")]


def test_run_shows_it(tmp_path: Path) -> None:
    feature = tmp_path / "crash.feature"
    feature.write_text(SCENARIO.format(then=""))
    result = CliRunner().invoke(cli, ["run", str(feature), "--dialect", "shipped"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert f"the ios app crashes on track: {REASON}" in " ".join(result.output.split())
    feature.write_text(SCENARIO.format(then="Then Amplitude sees 1 user"))
    assert CliRunner().invoke(cli, ["run", str(feature), "--dialect", "shipped"]).exit_code == 1
    feature.write_text(SCENARIO.format(then="Then the app crashes"))
    assert CliRunner().invoke(cli, ["run", str(feature), "--dialect", "shipped"]).exit_code == 0


def test_an_exploration_says_which_rules_it_was_about() -> None:
    [crash] = explore(case("Then the app crashes"), dialect="shipped").crashes
    assert crash.expected
    assert "groups.event-level" in crash.because
