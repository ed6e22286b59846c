"""Runs to make reports of: by ports that are wrong on purpose, and of records with any outcome and any text."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
from click.testing import Result

from simulator.conformance import suite
from simulator.conformance.judging.matching import Difference
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import Begin, CaseRecord, End, RuleText, Run, SectionTitle, StepText
from simulator.conformance.running.runner import Failure
from simulator.conformance.subject import PortInfo
from tests.support.commands import devicemode, miniature

FEATURE: Final = """\
Feature: Songs

  @rule:track.event
  Scenario: played
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @rule:track.event
  Scenario: paused
    Given a web app
    When the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Paused |

  @rule:track.event
  Scenario: played on a phone
    Given an ios app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |
"""
"""With `always-the-same`, the port that always tracks Song Played, the first case passes and the second
fails; the third needs another platform."""

PLAYED, PAUSED, PHONE = "songs#played", "songs#paused", "songs#played-on-a-phone"


def features(folder: Path, text: str = FEATURE) -> Path:
    """Write one feature, `songs.feature`, in a folder of its own and return the folder."""
    made = folder / "features"
    made.mkdir(exist_ok=True)
    file = made / "songs.feature"
    if file.exists() and file.read_text("utf-8") != text:
        # One process compiles a folder once.
        suite.load.cache_clear()
    file.write_text(text, "utf-8")
    return made


def port(mode: str = "always-the-same") -> str:
    """Return the command of an adapter out of `tests.wrong_ports.miniatures`, as --adapter takes it."""
    return shlex.join(miniature(mode))


def conform(folder: Path, *options: str | Path, mode: str = "always-the-same", text: str = FEATURE) -> Result:
    """Run a feature against one of the miniature ports."""
    return devicemode("conform", "--adapter", port(mode), "--features", features(folder, text), *options)


def failure(expected: str = "Song Paused", actual: str = "Song Played", path: str = "event 1: event_type") -> Failure:
    """Return a step that failed with one difference."""
    step = "Amplitude receives exactly these events"
    return Failure(step, 6, (Difference(path, expected, actual),))


STEPS: Final = (
    StepText(keyword="Given", text="a web app", line=4),
    StepText(keyword="When", text='the app tracks "Song Paused"', line=5),
    StepText(
        keyword="Then",
        text="Amplitude receives exactly these events",
        line=6,
        table=(("event_type",), ("Song Paused",)),
    ),
)


def record(case: str = "songs/pausing#paused", status: str = "passed", **changes: Any) -> CaseRecord:
    """Return the record of a case; one that failed has a failure."""
    made = CaseRecord(
        case=case,
        scenario=case.partition("#")[2],
        section="track",
        path=f"{case.partition('#')[0]}.feature",
        line=3,
        rules=("track.event",),
        dialects=("documented",),
        dialect="documented",
        platforms=("web",),
        status="passed",
        steps=STEPS,
    )
    failures = (failure(),) if status == "failed" else ()
    return msgspec.structs.replace(made, **{"status": status, "failures": failures} | changes)


def run(*cases: CaseRecord, more: int = 0, ended: bool = True, **changes: Any) -> Run:
    """Return a run of these cases; `more` is the number that were not run."""
    begin = Begin(
        format=records.FORMAT,
        harness="devicemode 1.0",
        suite="sha256:abc",
        discovered=len(cases) + more,
        dialect="documented",
        port=PortInfo(name="a port", version="2.0", language="kotlin"),
        platforms=("web",),
        levels=("events",),
        again="--adapter ./adapter",
        sections=(SectionTitle(folder="track", title="Track", platforms=("web", "ios")),),
        rules=(RuleText(id="track.event", section="track", heading="Track", says="Every track call is an event."),),
    )
    begin = msgspec.structs.replace(begin, **changes)
    end = records.end_of(cases, discovered=begin.discovered)
    return Run(begin, cases, end if ended else None)


ONE_OF_EACH: Final[tuple[CaseRecord, ...]] = (
    record("songs/all#passed"),
    record("songs/all#failed", "failed"),
    record(
        "songs/all#errored",
        "errored",
        reason="the adapter exited with 139",
        stderr="Segmentation fault\n",
        transcript=({"sent": {"id": 1, "do": "open"}}, {"received": {"id": 1, "ok": {}}}),
    ),
    record("songs/all#known", "failed", known=True, reason="not built yet", issue="https://example.com/1"),
    record("songs/all#listed", known=True, reason="not built yet"),
    record("songs/all#skipped", "skipped", reason="no pages yet", issue="https://example.com/7"),
    record("songs/all#inapplicable", "not applicable", reason="the port has no platform ios", platforms=("ios",)),
)
"""A record of each outcome except the last three, in the order of `records.OUTCOMES`."""


HOSTILE: Final = (
    '</script><img src=x onerror="document.title=1">',
    "<!--<script>",
    "javascript:alert(1)",
    "]]><a>&amp;&#0;",
    "|one|two|",
    "`code` ``` *bold* _it_ ~~gone~~ [a](https://evil.example) ![b](https://evil.example/c.png)",
    "https://evil.example www.evil.example @someone org/team#12 GH-12",
    "# heading\n\n- item\n\n<details>\n\n> quote",
    "\x00\x07\x08\x1b[31mred\x1b]8;;https://evil.example\x07link\x7f\x85\x9b",
    "exe.\u202egnp\u202c \u2066\u200b\u200f\ufeff",
    "\u2028\u2029\ufffe\uffff",
    "{{data}} {{script}} %s ${1} \\u003c",
    "'\"`${}'",
    "[bold red]rich[/] :boom:",
    "x" * 100_000,
    "é" * 3 + "😀 日本語 עברית",
    "",
)
"""Text with a meaning to some form of a report."""


def hostile_run(texts: Sequence[str] = HOSTILE) -> Run:
    """Return a run with hostile text in everything that a port can influence, and in features."""
    cases = []
    for index, text in enumerate(texts):
        outcome = ("failed", "errored", "skipped", "not applicable", "passed")[index % 5]
        steps = (StepText(keyword="When", text=text, line=5, table=((text, text),), docstring=text),)
        differences = (Difference(text, text, text),) * 2
        cases.append(
            record(
                f"songs/all#{index}",
                outcome,
                scenario=text,
                reason=text,
                issue=text,
                stderr=text * 2,
                tags=(text,),
                steps=steps,
                failures=(Failure(text, 5, differences),) if outcome == "failed" else (),
                transcript=({"sent": {"do": text}}, {"received": {text: [text]}}),
                known=index % 3 == 0,
            )
        )
        # The same text in an outcome that every report shows in full.
        cases.append(
            record(
                f"songs/all#{index}-failed",
                "failed",
                scenario=text,
                reason=text,
                issue=text,
                stderr=text,
                steps=steps,
                failures=(Failure(text, 5, differences),),
                path=text,
                rules=("track.event", text),
                dialect=text,
            )
        )
    name = "".join(texts)
    return run(*cases, port=PortInfo(name=name, version=name, language=name), again=name, harness=name)


def lines_of(made: Run) -> list[bytes]:
    """Return the stream of a run."""
    rest: tuple[CaseRecord | End, ...] = (*made.cases, made.end) if made.end else made.cases
    return list(records.written([made.begin, *rest]))


def save(made: Run, path: Path) -> Path:
    """Write the stream of a run."""
    path.write_bytes(b"".join(lines_of(made)))
    return path
