"""Writing Gherkin: steps with their tables and doc strings, which read back as the same values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from simulator.conformance.judging.matching import ABSENT, cell
from simulator.conformance.judging.notation import NotationError
from simulator.conformance.language.arguments import Argument, StepError
from simulator.conformance.language.phrases import StepType
from simulator.conformance.language.step_matching import match
from simulator.values import JSONObject, Value

Lines = tuple[str, ...]
"""A step: its text without a keyword, then the rows or the doc string under it, without indentation."""


def quoted_text(text: str) -> str:
    """Write a text in quotes, as a phrase takes it."""
    return '"' + text.replace('"', '\\"') + '"'


def fits_in_quotes(text: str) -> bool:
    """Tell whether a text can stand in quotes in a phrase: on one line, and without what would end it early."""
    return "\\" not in text and text.isprintable()


def cell_text(value: Value) -> str:
    """Write a value as the text of a cell that reads back as that value; an absent one is an empty cell."""
    if value is ABSENT:
        return ""
    if isinstance(value, str) and value == value.strip() and _reads_as(value, value):
        return value
    return msgspec.json.encode(value).decode()


def _reads_as(text: str, value: Value) -> bool:
    try:
        return bool(cell(text) == value)
    except NotationError:
        return False


def table_lines(rows: Iterable[Sequence[str]]) -> Lines:
    """Write the rows of a table with their bars below one another."""
    escaped = [[_escaped(text) for text in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*escaped, strict=True)]
    return tuple(
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |" for row in escaped
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")


def doc_string_lines(value: Value) -> Lines:
    """Write a value as a doc string of JSON."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    fence = "```" if '\\"\\"\\"' in text else '"""'
    return (fence, *text.split("\n"), fence)


def pairs_lines(values: JSONObject) -> Lines:
    """Write names and values as a table, or as a doc string where a table would be hard to read."""
    flat = all(not isinstance(value, dict | list) for value in values.values())
    rows = [(name, cell_text(value)) for name, value in values.items()]
    plain = all(name == name.strip() and name.isprintable() and name for name, _ in rows)
    if values and flat and plain and all(len(text) <= _LONGEST_CELL for _, text in rows):
        return table_lines(rows)
    return doc_string_lines(values)


_LONGEST_CELL: Final = 120


def step_type(text: str) -> StepType:
    """Return the type of the phrase that a step's text is; `when` for a text that is not a phrase."""
    for one in _TYPES:
        try:
            return match(text, one).phrase.type
        except StepError:
            continue
    return "when"


_TYPES: Final[tuple[StepType, ...]] = ("when", "given", "then")


def cells_of(row: str) -> list[str]:
    """Return the cells of a table's row as Gherkin reads them."""
    from gherkin.gherkin_line import GherkinLine

    return [str(cell["text"]) for cell in GherkinLine(row, 1).table_cells]


def split_steps(lines: Sequence[str]) -> list[Lines]:
    """Return the lines of each of several steps."""
    steps: list[list[str]] = []
    fence = ""
    for line in lines:
        begins = line.strip()[:3]
        if fence or begins in _FENCES or line.strip().startswith("|"):
            if not steps:
                steps.append([""])
            steps[-1].append(line)
            if begins in _FENCES:
                fence = "" if fence == begins else fence or begins
        elif line.strip():
            steps.append([line.strip()])
    return [tuple(step) for step in steps]


_FENCES: Final = ('"""', "```")


def lines_of(text: str, argument: Argument) -> Lines:
    """Return a step's lines as they are written without its keyword."""
    if argument.table is not None:
        return (text, *table_lines(argument.table))
    if argument.docstring is None:
        return (text,)
    fence = "```" if '"""' in argument.docstring else '"""'
    return (text, fence, *argument.docstring.split("\n"), fence)


class Keywords(msgspec.Struct, frozen=True):
    """The words of one of Gherkin's languages, without the space behind them."""

    given: str
    when: str
    then: str
    and_: str
    scenario: str
    outline: str
    feature: str
    examples: str
    #: All that take over the type of the step before.
    joining: tuple[str, ...]
    #: All that begin a feature, a scenario, an outline, the table of an outline, and a Background.
    features: tuple[str, ...]
    scenarios: tuple[str, ...]
    outlines: tuple[str, ...]
    tables: tuple[str, ...]
    backgrounds: tuple[str, ...]

    def of(self, step: StepType) -> str:
        """Return the keyword of a type of step."""
        return {"given": self.given, "when": self.when, "then": self.then}[step]


def begun(line: str, words: Sequence[str]) -> str:
    """Return the keyword with which a line begins; empty if it begins with none of them."""
    text = line.strip()
    return next((word for word in words if text.startswith(f"{word}:")), "")


def keywords_of(text: str) -> Keywords:
    """Return the words of the language that a feature is written in."""
    from gherkin.dialect import Dialect

    named = _LANGUAGE.search(text)
    words = (Dialect.for_name(named[1]) if named else None) or Dialect.for_name("en")
    if words is None:  # pragma: no cover — English is always there
        raise LookupError("gherkin-official has no English")

    def first(listed: Sequence[str]) -> str:
        return next(one for one in listed if one.strip() != "*").strip()

    return Keywords(
        given=first(words.given_keywords),
        when=first(words.when_keywords),
        then=first(words.then_keywords),
        and_=first(words.and_keywords),
        scenario=words.scenario_keywords[-1],
        outline=words.scenario_outline_keywords[0],
        feature=words.feature_keywords[0],
        examples=words.examples_keywords[0],
        joining=("*", *(one.strip() for one in (*words.and_keywords, *words.but_keywords))),
        features=tuple(words.feature_keywords),
        scenarios=tuple(words.scenario_keywords),
        outlines=tuple(words.scenario_outline_keywords),
        tables=tuple(words.examples_keywords),
        backgrounds=tuple(words.background_keywords),
    )


_LANGUAGE: Final = re.compile(r"\A\s*#\s*language\s*:\s*([\w-]+)")
