"""Findings: finds as features, kept in a folder, and what a folder already has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

import msgspec

from simulator.conformance.files import write_whole
from simulator.conformance.language.actions import Action
from simulator.conformance.language.cases import Case, compile_file, compile_text, slug
from simulator.conformance.language.writing import Lines
from simulator.conformance.running.runner import perform
from simulator.documentation.platforms import TITLES, Platform
from simulator.documentation.rules import rules as page_rules
from simulator.documentation.rules import wire_rules
from simulator.errors import FeatureError, printable
from simulator.fuzzing.comparing import REFUSAL, Apart
from simulator.fuzzing.expecting import Seen
from simulator.fuzzing.journeys import Journey, step_lines, written
from simulator.fuzzing.playing import reference_of
from simulator.model.dialects import Dialect

Fails = Callable[[Case], bool]
"""Tells whether a subject fails a case."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A difference with all that is known of it, before it is written as a feature."""

    journey: Journey
    apart: Apart
    #: The rules that the subject breaks, as it seems, the likeliest first.
    rules: tuple[str, ...]
    #: The divergences that explain it.
    divergences: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its name: `Song Played: groups.sports differs`."""
        name = self.apart.whole or f"{self.apart.thing}: {self.apart.symptoms[0].where} differs"
        return name if name.startswith(self.apart.pair.event_type or " ") else f"{name[0].upper()}{name[1:]}"


def feature(found: Found, reading: Dialect, fails: Fails, *, subject: str) -> str:
    """Write a difference as a feature: its Then steps hold on the reference, and the subject fails them.

    Where no Then step tells the two apart, it expects what the reference shows, and the comment says what was seen.
    """
    seen = Seen(found.journey, reading)
    accepted = seen.accepted()
    shown = [(*accepted, one) for one in seen.expectations(found.apart)]
    # A refusal and a crash that come or don't are judged in any scenario.
    steps = [accepted, *shown] if found.apart.kind in (REFUSAL, "(crash)") else [*shown, accepted]
    texts = ["\n".join((*_head(found, reading, subject), *_steps(found.journey, then))) + "\n" for then in steps]
    held = [text for text in texts if _holds(text, reading)]
    return next((text for text in held if fails(_case(text))), held[-1] if held else texts[0])


def _steps(journey: Journey, then: Sequence[Lines]) -> Iterator[str]:
    yield from step_lines(journey.actions)
    for number, lines in enumerate(then):
        yield from written("And" if number else "Then", lines)


def _head(found: Found, reading: Dialect, subject: str) -> Iterator[str]:
    """Yield the comment, the tags and the names."""
    rules, wire = page_rules(), wire_rules()
    yield f"# {printable(subject)} differs from the reference in the dialect {reading.name}:"
    yield f"# {_short(found.apart.says)}"
    for name in found.divergences:
        yield f"# The divergence {name} explains it."
    for name in found.rules:
        says = rules[name].says if name in rules else wire[name].says if name in wire else ""
        yield f"# {name}: {_short(says)}"
    tags = [f"@rule:{name}" if name in rules else f"@wire:{name}" for name in found.rules]
    tags += [f"@divergence:{name}" for name in found.divergences]
    yield " ".join((*tags, f"@dialect:{reading.name}"))
    yield f"Feature: {_plain(found.title)} ({TITLES[found.journey.platform]})"
    yield ""
    yield f"  Scenario: {_plain(found.title)}"


_LONGEST_LINE: Final = 240


def _short(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"


def _plain(text: str) -> str:
    """Return a text that can be a name in Gherkin."""
    return re.sub(r"[<>#@|]", "", printable(text)).strip()[:100]


def _case(text: str) -> Case:
    return compile_text(text, "finding.feature", "finding")[0]


def _holds(text: str, reading: Dialect) -> bool:
    """Tell whether the reference passes a feature."""
    try:
        case = _case(text)
    except FeatureError:
        return False
    return perform(case, reference_of(reading), dialect=reading.name).status == "passed"


def name_of(title: str, platform: Platform, taken: Iterable[str]) -> str:
    """Return the name of a finding's file that no other has: `web-song-played-groups-sports-differs`."""
    plain = slug(f"{platform} {title}")[:_LONGEST_NAME].strip("-")
    names = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
    return next(one for one in names if one not in taken)


_LONGEST_NAME: Final = 60


def write(folder: Path, name: str, text: str) -> Path:
    """Write a finding's feature, in one piece or not at all; raises `StoreError` if that can't be done."""
    path = folder / f"{name}.feature"
    write_whole(path, text.encode())
    return path


def read(folder: Path) -> Iterator[tuple[str, Case]]:
    """Yield the cases of the findings that a folder has, each with the name of its file.

    Raises `FeatureError` for one that can't be read.
    """
    for path in sorted(folder.glob("*.feature")):
        yield from ((path.stem, case) for case in compile_file(path))


def journey_in(case: Case) -> Journey | None:
    """Return what happens in a case, without what it expects; `None` if it is not about one platform."""
    if len(case.platforms) != 1:
        return None
    actions = tuple(one.step for one in case.steps if isinstance(one.step, Action))
    return Journey(platform=case.platforms[0], actions=actions)
