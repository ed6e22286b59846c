"""Journeys on two ways that have to agree do agree; a way that is broken on purpose is found, and so is an invariant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Final

import msgspec
import pytest
from click.testing import CliRunner

from simulator.backend.keeping.sqlite_store import SQLiteStore
from simulator.cli import fuzz
from simulator.conformance.language import saying
from simulator.conformance.language.actions import Lifecycle, MakeCall, Wait
from simulator.conformance.language.cases import compile_text
from simulator.conformance.running.divergences_at_work import DivergencesAtWork
from simulator.conformance.running.over_http import OverHTTP
from simulator.conformance.running.reference import Reference
from simulator.documentation.platforms import PLATFORMS
from simulator.fuzzing import shrinking
from simulator.fuzzing.choices import Drawn
from simulator.fuzzing.executors import processes
from simulator.fuzzing.findings import journey_in
from simulator.fuzzing.journeys import Journey, journey_of
from simulator.fuzzing.run import Budget
from simulator.fuzzing.self_check import in_memory
from simulator.fuzzing.self_check import run as running
from simulator.fuzzing.self_check.checking import Flaw, check, shortest
from simulator.fuzzing.self_check.course import Course
from simulator.fuzzing.self_check.invariants import INVARIANTS, Invariant, Outcome, outcome_of
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.run import Task, carry_out, plan, run
from simulator.fuzzing.self_check.ways import WAYS, Way
from simulator.model.amplitude.store import AmplitudeStore
from simulator.model.calls import message_of
from simulator.model.clock import Clock
from simulator.model.device import Device
from simulator.model.dialects import DIALECTS, dialect
from simulator.model.simulation import Simulation
from simulator.ports.protocol import messages
from simulator.ports.reference import ReferenceAdapter
from simulator.ports.target import port_target
from simulator.wire.events import LoggedEvent
from tests import ROOT

BY_NAME: Final = {way.name: way for way in WAYS}


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    with Room() as opened:
        yield opened


def test_ways_agree_and_invariants_hold(room: Room) -> None:
    part = carry_out(Task(seed="tests", platforms=PLATFORMS, first=0, journeys=300), room)
    assert [line for flaw in part.flaws for line in flaw.lines()] == []
    assert part.taken.keys() == BY_NAME.keys()
    assert sum(part.taken.values()) == 300


@pytest.mark.fuzz
def test_a_hundred_thousand_journeys(one_in: int, capsys: pytest.CaptureFixture[str]) -> None:
    summary = run(Budget(journeys=100_000 // one_in), seed="ci", workers=processes(2))
    with capsys.disabled():
        print(f"\n{summary.journeys:,} journeys on {len(summary.taken)} ways in {summary.seconds:.0f} s")  # noqa: T201
    assert [line for flaw in summary.flaws for line in flaw.lines()] == []
    assert summary.taken.keys() == BY_NAME.keys()


@pytest.mark.fuzz
def test_workers_find_what_one_process_finds() -> None:
    budget = Budget(journeys=600)
    here, elsewhere = run(budget, seed="both"), run(budget, seed="both", workers=processes(2))
    assert (here.taken, here.broken, here.flaws) == (elsewhere.taken, elsewhere.broken, elsewhere.flaws)


def test_all_combinations_come_in_turn() -> None:
    planned = {(way.name, platform, name) for way, platform, name in (plan(one, PLATFORMS) for one in range(1600))}
    assert len(planned) == len(WAYS) * len(PLATFORMS) * len(DIALECTS)
    for platforms in (("ios",), ("web", "server"), ("web", "ios", "android")):
        planned = {(way.name, platform, name) for way, platform, name in (plan(one, platforms) for one in range(1200))}
        assert len(planned) == len(WAYS) * len(platforms) * len(DIALECTS)


def test_the_documentation_has_all_ways_and_invariants() -> None:
    rows = set((ROOT / "docs" / "fuzzing.md").read_text("utf-8").splitlines())
    assert {f"| {one.name} | {one.says} |" for one in (*WAYS, *INVARIANTS)} <= rows


# Ways that are broken on purpose.

Patch = pytest.MonkeyPatch


def depends_on_the_seed(patch: Patch) -> None:
    patch.setattr(Simulation, "advance", lambda self, duration: self.clock.advance(duration + (self.seed == "another")))


def looking_takes_time(patch: Patch) -> None:
    ask = Reference.warnings

    def warnings(self: Reference) -> list[str]:
        self.simulation.clock.advance(1)
        return ask(self)

    patch.setattr(Reference, "warnings", warnings)


def time_passes_in_sevens(patch: Patch) -> None:
    advance = Clock.advance
    patch.setattr(Clock, "advance", lambda self, duration: advance(self, duration - duration % 7))


def apps_share_their_randomness(patch: Patch) -> None:
    patch.setattr(Simulation, "random_of", lambda self, name: Random(f"{self.seed}/{len(self._names)}"))


def nothing_is_at_work(patch: Patch) -> None:
    patch.setattr(DivergencesAtWork, "found", lambda self, sources: frozenset())


def every_pause_is_a_minute(patch: Patch) -> None:
    patch.setattr(saying, "duration", lambda milliseconds: "1 minute")


def the_adapter_opens_no_page(patch: Patch) -> None:
    patch.setattr(ReferenceAdapter, "lifecycle", lambda self, request: None)


def the_adapter_forgets_an_event(patch: Patch) -> None:
    drain = ReferenceAdapter.drain

    def drained(self: ReferenceAdapter, request: messages.Drain) -> messages.Drained:
        apps = drain(self, request).apps
        return messages.Drained(
            apps={name: msgspec.structs.replace(seen, events=[*(seen.events or [])][1:]) for name, seen in apps.items()}
        )

    patch.setattr(ReferenceAdapter, "drain", drained)


def time_passes_faster_elsewhere(patch: Patch) -> None:
    patch.setattr(port_target, "waiting", lambda action: messages.Advance(id=0, ms=action.duration + 1))


def the_read_api_forgets_an_event(patch: Patch) -> None:
    view = OverHTTP.view
    patch.setattr(OverHTTP, "view", lambda self: msgspec.structs.replace(shown := view(self), events=shown.events[:-1]))


def the_stand_in_forgets_who_it_was(patch: Patch) -> None:
    patch.setattr(
        "simulator.ports.segment.messages.message_of",
        lambda flat: message_of({**flat, "userId": None, "anonymousId": "somebody"}),
    )


def users_are_not_kept(patch: Patch) -> None:
    patch.setattr(SQLiteStore, "save", lambda self, user: None)


def devices_are_not_kept(patch: Patch) -> None:
    patch.setattr(Device, "save", lambda self: None)


BROKEN: Final[dict[str, Callable[[Patch], None]]] = {
    "by another seed": depends_on_the_seed,
    "looked at after each step": looking_takes_time,
    "in parts": time_passes_in_sevens,
    "beside another app": apps_share_their_randomness,
    "by what is at work": nothing_is_at_work,
    "as text": every_pause_is_a_minute,
    "through an adapter": the_adapter_opens_no_page,
    "by an adapter's reports": the_adapter_forgets_an_event,
    "through an adapter in another process": time_passes_faster_elsewhere,
    "through the backend": the_read_api_forgets_an_event,
    "by Segment's stand-in": the_stand_in_forgets_who_it_was,
    "with Amplitude in a file": users_are_not_kept,
    "with restarts from files": devices_are_not_kept,
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_way_that_is_broken_is_found(way: Way, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    BROKEN[way.name](monkeypatch)
    for number in range(100):
        drawn = Drawn(Random(f"broken/{number}"))
        platform, name = PLATFORMS[number % 4], DIALECTS[2 + number % 2]
        journey = journey_of(drawn, platform)
        if not way.fits(journey):
            continue
        found = check(journey, way, dialect(name), room)
        if found:
            break
    assert found
    assert found.name == way.name
    assert found.promise == way.says


def test_what_is_found_is_made_short_and_can_be_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    every_pause_is_a_minute(monkeypatch)
    monkeypatch.setattr(shrinking, "MOST_PLAYS", 300)
    monkeypatch.setattr(running, "plan", lambda number, platforms: (BY_NAME["as text"], "ios", "latest"))
    task = Task(seed="short", platforms=("ios",), first=0, journeys=8)
    part = carry_out(task, room)
    assert part.broken.keys() == {"as text"}
    [flaw] = part.flaws
    found_in = journey_of(Drawn(Random(f"short/{flaw.number}")), "ios")
    assert len(flaw.actions) < len(found_in.actions)
    # The pause may be one in which the app is away.
    assert any(isinstance(one, Wait | Lifecycle) for one in flaw.actions)
    written = "\n".join(("Feature: Flaws", *flaw.lines(), ""))
    [case] = compile_text(written, "flaws.feature", "flaws")
    assert case.dialects == (flaw.dialect,)
    assert "1 minute" in written
    assert flaw.broken.says in written
    known = carry_out(msgspec.structs.replace(task, known=frozenset(part.broken)), room)
    assert (known.broken, known.flaws) == (part.broken, ())


def test_a_journey_that_can_t_be_played_is_found(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Reference) -> list[Any]:
        raise ValueError("no messages today")

    journey = Journey(platform="ios", actions=())
    monkeypatch.setattr(Reference, "messages", fails)
    with pytest.raises(ValueError, match="no messages today"):
        Reference().messages()
    found = check(journey, BY_NAME["looked at after each step"], dialect("documented"), room)
    assert found
    assert "no messages today" in found.says
    assert "this is a defect of devicemode" in found.says


# Invariants that are broken on purpose.


def outcome() -> Outcome:
    """Return what comes of a journey on which everything holds."""
    text = """
Feature: Songs
  Scenario: some
    Given an ios app with the settings
      | Track Session Events | on |
    When the app tracks "Song Played" with the properties
      | revenue | 10 |
    And the app identifies "derek" with the traits
      | plan | Basic |
    And the app tracks "Song Played"
    And the app calls the SDK's setOptOut(true)
    And the app tracks "Song Played"
    And the app calls the SDK's setOptOut(false)
"""
    [case] = compile_text(text, "songs.feature", "songs")
    journey = journey_in(case)
    assert journey
    course = Course(journey)
    return outcome_of(course, in_memory.usual(journey, dialect("documented"), course.note))


def changed(logged: LoggedEvent, **fields: object) -> LoggedEvent:
    return msgspec.structs.replace(logged, event=msgspec.structs.replace(logged.event, **fields))


def with_events(made: Outcome, events: list[Any]) -> Outcome:
    return made._replace(view=msgspec.structs.replace(made.view, events=tuple(events)))


def counts_back(made: Outcome) -> Outcome:
    made.apps[0].events[-1] = changed(made.apps[0].events[-1], sequence_number=1)
    return made


def overtakes(made: Outcome) -> Outcome:
    return with_events(made, [*reversed(made.view.events)])


def comes_twice(made: Outcome) -> Outcome:
    return with_events(made, [*made.view.events, made.view.events[-1]])


def comes_from_nowhere(made: Outcome) -> Outcome:
    return with_events(made, [*made.view.events, {**made.view.events[-1], "uuid": "x"}])


def is_lost(made: Outcome) -> Outcome:
    return with_events(made, [*made.view.events[:-1]])


def is_kept(made: Outcome) -> Outcome:
    sdk = made.apps[0].amplitude
    assert sdk
    sdk.store.events.append(made.apps[0].events[-1])
    return made


def begins_a_session_at_no_time(made: Outcome) -> Outcome:
    made.apps[0].events[-1] = changed(made.apps[0].events[-1], session_id=made.course.after[0].time - 1)
    return made


def has_no_users(made: Outcome) -> Outcome:
    return made._replace(view=msgspec.structs.replace(made.view, users=()))


def has_too_much_revenue(made: Outcome) -> Outcome:
    made.view.users[0].revenue += 1
    return made


def has_no_requests(made: Outcome) -> Outcome:
    return made._replace(view=msgspec.structs.replace(made.view, uploads=()))


def logs_after_an_opt_out(made: Outcome) -> Outcome:
    made.apps[0].events.append(made.apps[0].events[-1])
    made.course.after[-2].logged["ios app"] += 1
    return made


def swallows_a_call(made: Outcome) -> Outcome:
    made.apps[0].messages.pop()
    return made


def has_no_reason(made: Outcome) -> Outcome:
    made.apps[0].events[-1] = msgspec.structs.replace(made.apps[0].events[-1], because=("page.no-screen-on-web",))
    return made


BROKEN_INVARIANTS: Final[dict[str, tuple[Callable[[Outcome], Outcome], ...]]] = {
    "counters": (counts_back,),
    "arrival": (overtakes, comes_twice, comes_from_nowhere),
    "loss": (is_lost,),
    "drained": (is_kept,),
    "sessions": (begins_a_session_at_no_time,),
    "users": (has_no_users,),
    "revenue": (has_too_much_revenue,),
    "requests": (has_no_requests,),
    "opt-out": (logs_after_an_opt_out,),
    "messages": (swallows_a_call,),
    "reasons": (has_no_reason,),
}


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.name)
def test_an_invariant_that_is_broken_is_found(invariant: Invariant) -> None:
    assert list(invariant.broken_by(outcome())) == []
    for break_it in BROKEN_INVARIANTS[invariant.name]:
        assert list(invariant.broken_by(break_it(outcome())))


def test_what_breaks_an_invariant_is_made_short(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinking, "MOST_PLAYS", 300)
    monkeypatch.setattr(AmplitudeStore, "last_identify_id", property(lambda self: 0, lambda self, value: None))
    way, reading = BY_NAME["in parts"], dialect("documented")
    for number in range(100):
        drawn = Drawn(Random(f"counters/{number}"))
        journey = journey_of(drawn, "ios")
        if found := check(journey, way, reading, room):
            break
    assert found
    flaw = Flaw(broken=found, dialect="documented", platform="ios", number=number, actions=journey.actions)
    short = shortest(flaw, drawn.made, way, reading, room)
    assert short.broken.name == "counters"
    assert len(short.actions) < len(journey.actions)
    assert any(isinstance(one, MakeCall) for one in short.actions)


# The command line.


def self_check(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(fuzz.command, ["--self", *arguments])
    return result.exit_code, result.output


def test_the_command_says_what_it_has_played() -> None:
    code, says = self_check("--journeys", "40", "--platform", "ios")
    assert code == 0, says
    assert "40 journeys in 4 dialects" in says
    assert "no difference" in says


def test_the_command_shows_what_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    every_pause_is_a_minute(monkeypatch)
    monkeypatch.setattr(shrinking, "MOST_PLAYS", 10)
    code, says = self_check("--journeys", "60", "--platform", "ios", "--seed", "short")
    assert code == 1
    assert "Scenario: as text, journey" in says
    assert BY_NAME["as text"].says in says


@pytest.mark.parametrize("option", [("--dialect", "latest"), ("--findings", "findings"), ("--adapter", "./port")])
def test_options_about_ports_are_refused(option: tuple[str, str]) -> None:
    code, says = self_check(*option)
    assert code == 2
    assert f"--self plays no port, and takes no {option[0]}; leave it out" in says
