"""Opening: a feature file, a case of the suite, a failure from a port's report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from simulator.conformance.language.cases import Case
from simulator.conformance.reading import read_text
from simulator.conformance.records.stream import CaseRecord
from simulator.conformance.records.stream import read as read_run
from simulator.conformance.running.runner import Failure as RecordedFailure
from simulator.conformance.suite import load
from simulator.documentation.platforms import PLATFORMS, TITLES
from simulator.errors import FeatureError, UsageError, nearest, quoted
from simulator.explorer.clients import Client, clients_for, everywhere
from simulator.explorer.document import Script, read
from simulator.explorer.drafts import Draft
from simulator.explorer.foreign import foreign_track
from simulator.explorer.playing import Play, Player, Track
from simulator.explorer.restoring import restored
from simulator.model.dialects import DIALECTS, DialectName

UNNAMED = "New scenario"
"""The name of a scenario until it is given one."""
EMPTY = f"""Feature: {UNNAMED}

  Scenario: {UNNAMED}
    Given an app
"""


def empty() -> Draft:
    """Return the draft of an empty page: four clients, and a scenario that only installs an app."""
    return Draft(text=EMPTY, clients=everywhere())


def opened_text(text: str, *, case: str = "", path: str = "") -> Draft:
    """Open the text of a feature, even if it can't be read to its end, with the clients that it was saved with.

    `case` is the part of a case's id after #; the first scenario is shown if there is none with it.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    again = restored(text, case)
    if again is not None:
        return msgspec.structs.replace(again, path=path)
    script = read(text).script(case)
    clients = _clients_of(script) if script else everywhere()
    return Draft(text=text, clients=clients, scenario=script.key if script and case else "", path=path)


def _clients_of(script: Script) -> tuple[Client, ...]:
    """Return the clients of a script: the platforms that it names, in the dialect that its tags name first."""
    named = {source.platform for source in script.sources}
    tags = {tag.removeprefix("@dialect:") for tag in script.tags if tag.startswith("@dialect:")}
    dialect: DialectName = next((one for one in DIALECTS if one in tags), "documented")
    chosen = [one for one in PLATFORMS if one in named] if script.names_its_apps else PLATFORMS
    return tuple(Client(key=platform, platform=platform, dialect=dialect) for platform in chosen)


def opened_file(path: Path, *, case: str = "") -> Draft:
    """Open a feature file; raises `FeatureError` if it can't be read, `UsageError` for a case that it doesn't have.

    `case` is the id of a case, or the part of it after #.
    """
    text = read_text(path, FeatureError)
    key = case.rpartition("#")[2]
    if key:
        known = [script.key for script in read(text).scripts]
        if key not in known:
            raise UsageError(f"{path} has no case {quoted(case)}.{nearest(key, known)}")
    return opened_text(text, case=key, path=str(path))


def opened_case(case_id: str, root: Path | None = None) -> Draft:
    """Open a case of the suite on its platforms in its home dialect; raises `UsageError` for an unknown id."""
    cases = {case.id: case for case in load(root)}
    if case_id not in cases:
        raise UsageError(f"no case has the id {quoted(case_id)}.{nearest(case_id, cases)}")
    return _opened(cases[case_id])


def _opened(case: Case) -> Draft:
    """Open a case of the suite, which can't be overwritten: its draft has no path."""
    text = read_text(Path(case.path), FeatureError)
    return Draft(text=text, clients=clients_for(case), scenario=case.key())


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """The step at which a port's recorded run of a case failed."""

    case: str
    #: The number of the step, from 1; 0 for none of them.
    step: int
    line: int
    #: Path, expected, actual.
    differences: tuple[tuple[str, str, str], ...]
    #: The port's name and version.
    target: str


def opened_failure(case_id: str, record: Path, player: Player, root: Path | None = None) -> tuple[Play, Failure]:
    """Open a case of the suite at the step at which a port's recorded run failed, the port beside the reference.

    `record` is the stream that `devicemode conform --jsonl` wrote. Raises `UsageError` if it has no such failure.
    """
    run = read_run(record)
    found = run.by_id().get(case_id)
    if found is None:
        raise UsageError(f"{record} has no case {quoted(case_id)}.{nearest(case_id, run.by_id())}")
    if not found.failures:
        raise UsageError(f"the case {quoted(case_id)} did not fail in {record}: it is {found.outcome}")
    play = player.play(opened_case(case_id, root))
    if play is None or not play.tracks:
        raise UsageError(f"the case {quoted(case_id)} can't be played")
    failure = _failure(found, play, f"{run.begin.port.name} {run.begin.port.version}".strip())
    looks = [one.found for one in found.observations if one.at == "view" and isinstance(one.found, dict)]
    if not looks:
        return play, failure
    platform = play.tracks[0].platform
    port = Client(key="port", platform=platform, name=failure.target)
    track = foreign_track(port, f"{TITLES[platform]}, {failure.target}", looks[-1].get("events", ()), play.tracks[0])
    track = with_differences(track, failure.step, found.failures)
    reference = msgspec.structs.replace(play.tracks[0], title=f"{TITLES[platform]}, reference")
    return msgspec.structs.replace(play, tracks=(reference, track)), failure


def _failure(record: CaseRecord, play: Play, target: str) -> Failure:
    first = record.failures[0]
    lines = [play.script.steps[index].line for index in play.played]
    return Failure(
        case=record.case,
        step=lines.index(first.line) + 1 if first.line in lines else 0,
        line=first.line,
        differences=tuple((one.path, one.expected, one.actual) for one in first.differences),
        target=target,
    )


def with_differences(track: Track, step: int, failures: Sequence[RecordedFailure]) -> Track:
    """Return a port's track with the differences at the step that failed; it is not known whether others hold."""
    moments = tuple(
        msgspec.structs.replace(moment, differences=failures[0].differences) if moment.step == step else moment
        for moment in track.moments
    )
    return msgspec.structs.replace(track, moments=moments)
