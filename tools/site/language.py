"""The scenario language as a page: every phrase, its argument, and an example from the suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec

from simulator.conformance import suite
from simulator.conformance.language.arguments import NOTHING
from simulator.conformance.language.cases import Case, CaseStep
from simulator.conformance.language.phrases import Phrase, StepType
from simulator.conformance.language.step_matching import match
from simulator.conformance.language.vocabulary import PHRASES
from simulator.model.device import ATTRIBUTES
from tools.site.rules import scenario_link
from tools.site.text import escaped, plain

_TITLES: Final[Mapping[StepType, tuple[str, str]]] = {
    "given": ("Given", "The situation before anything happens. When phrases may be used after Given too."),
    "when": ("When", "What happens: calls, time, the app's lifecycle, the device, the network."),
    "then": (
        "Then",
        "What is expected. A Then step first lets every source upload what it has queued, unless it says “so far”.",
    ),
}

_INTRODUCTION: Final = """\
# The scenario language

A scenario is Gherkin, and every step is one of the {count} phrases below. `devicemode steps` lists them in the
terminal, and a step that is not one of them is refused with the nearest ones.

`…` in quotes is any text, `5` is any number, and of words with ` / ` between them, choose one.

Under a step there is nothing, a table or a doc string, as its phrase says:

- A cell of a table that is valid JSON is read as JSON (`5`, `true`, `{{"plan": "Basic"}}`, `"5"`), any other as text.
- In a table after Then, an empty cell means that there is no value.
- A column of events, requests or calls is a path with dots: `event_properties.price`, `user_properties.$set.plan`.
- An id that is made while the scenario runs is written as a role: `<device id>`, `<new device id>`, `<session 2>`. The
  first value seen under a role is its value, and two roles of one kind never have the same value.
- Values that JSON can't express: `{{"$date": "2018-09-18"}}`, `{{"$number": "NaN"}}`, `{{"$undefined": true}}`,
  `{{"$repeat": "x", "times": 1025}}`.

Tags say what a scenario proves and where it holds: `@rule:ID`, `@divergence:ID`, `@dialect:NAME`, `@adjudicated`.
"""

_KEYWORDS: Final[Mapping[str, StepType]] = {"Given": "given", "When": "when", "Then": "then"}
_WIDEST: Final = 120


class _Use(msgspec.Struct, frozen=True):
    """A step of the suite that uses a phrase."""

    case: Case
    step: CaseStep


def pages(scenarios: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    """Return the page of the scenario language."""
    parts = [_INTRODUCTION.format(count=len(PHRASES))]
    for step_type, (title, about) in _TITLES.items():
        parts += [f"## {title}\n", f"{about}\n"]
        parts += [_entry(phrase, scenarios) for phrase in PHRASES if phrase.type == step_type]
    return {"language.md": "\n".join(parts)}


def _entry(phrase: Phrase, scenarios: Mapping[str, tuple[int, ...]]) -> str:
    uses = _uses().get(_key(phrase), [])
    lines = [f"### {plain(phrase.shown)}\n", f"{escaped(phrase.help)}\n"]
    if phrase.takes is not NOTHING:
        lines += [f"Under it: {phrase.takes.shown}.{_pairs(phrase, uses)}\n", *_columns(phrase)]
    example = min(uses, key=lambda use: (_odd(use), not _fits(use), _size(use), use.case.id), default=None)
    if example is not None:
        lines.append(f"```gherkin\n{_written(example.step, phrase.type)}\n```\n")
        number = len({use.case.id for use in uses})
        lines.append(
            f"From {scenario_link(example.case, scenarios, up='.')}; {number} case{'s' * (number != 1)} of the suite "
            f"use{'s' * (number == 1)} it.\n"
        )
    return "\n".join(lines)


def _key(phrase: Phrase) -> tuple[str, str]:
    return (phrase.type, phrase.shown)


@cache
def _uses() -> Mapping[tuple[str, str], list[_Use]]:
    """Return the steps of the suite that use each phrase."""
    found: dict[tuple[str, str], list[_Use]] = {}
    for case in suite.load():
        step_type: StepType = "given"
        for step in case.steps:
            # An And has the keyword of the step before it.
            step_type = _KEYWORDS.get(step.keyword.strip(), step_type)
            found.setdefault(_key(match(step.text, step_type).phrase), []).append(_Use(case, step))
    return found


def _columns(phrase: Phrase) -> Iterator[str]:
    """Yield the columns that the table of a phrase may have, as a collapsible table."""
    if phrase.takes.columns:
        yield f'??? note "{len(phrase.takes.columns)} columns"\n'
        yield "    | Column | |\n    |---|---|"
        for column in phrase.takes.columns:
            yield f"    | `{column.name}` | {column.help} |"
        yield ""


def _pairs(phrase: Phrase, uses: Sequence[_Use]) -> str:
    """Describe a table without a header."""
    if phrase.takes.columns or not any(use.step.argument.table for use in uses):
        return ""
    names = ""
    if phrase.shown.startswith("the device has"):
        names = f" Names: {', '.join(f'`{name}`' for name in ATTRIBUTES)}."
    elif "settings" in phrase.shown:
        names = " Names: those of the [settings](settings.md)."
    return f" The table has two columns and no header: a name and its value.{names}"


def _odd(use: _Use) -> bool:
    """Tell whether a step is about what ships, or has an empty or long value: other steps make better examples."""
    return "/as-shipped-" in use.case.id or '""' in use.step.text or use.case.home_dialect != "documented"


def _size(use: _Use) -> int:
    argument = use.step.argument
    rows = len(argument.table or ()) or len((argument.docstring or "").splitlines())
    # A single row under a header shows little of a table.
    return abs(rows - 3) if rows else len(use.step.text)


def _fits(use: _Use) -> bool:
    written = _written(use.step, "given")
    return all(len(line) <= _WIDEST for line in written.splitlines())


def _written(step: CaseStep, step_type: StepType) -> str:
    lines = [f"{_TITLES[step_type][0]} {step.text}"]
    table = step.argument.table or ()
    cells = [[cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n") for cell in row] for row in table]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)] if cells else []
    lines += [
        f"  | {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |" for row in cells
    ]
    if step.argument.docstring is not None:
        lines += ['  """', *(f"  {line}" for line in step.argument.docstring.splitlines()), '  """']
    return "\n".join(line.rstrip() for line in lines)
