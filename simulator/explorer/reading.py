"""Reading: Gherkin as far as it can be read: mistakes are noted at their lines, and the rest is still read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from simulator.conformance.language.arguments import Argument, StepError
from simulator.conformance.language.cases import compile_text, slug
from simulator.conformance.language.documents import Index, parser_problem, scenarios_of
from simulator.conformance.language.phrases import Step, StepType
from simulator.conformance.language.pickles import PickleCompiler
from simulator.conformance.language.step_matching import compile_step
from simulator.conformance.language.vocabulary import PHRASES
from simulator.errors import FeatureError, readable
from simulator.explorer.script import Document, Mistake, Script, ScriptStep

if TYPE_CHECKING:
    from gherkin.pickles.compiler import GherkinDocumentWithURI


def read_whole(text: str) -> Document:
    """Read a feature from its first line to its last. Never raises: whatever is wrong becomes a mistake."""
    if len(text) > LARGEST:
        sentence = f"this text has more than {LARGEST} characters; run one that large with devicemode run"
        return Document(text=text, name="", scripts=(), mistakes=(_at(1, "", sentence),))
    feature, index, pickles, mistakes = parsed(text)
    if feature is None:
        return Document(text=text, name="", scripts=(), mistakes=tuple(mistakes))
    lines = text.split("\n")
    reader = Reader(feature, index, lines)
    scripts = tuple(reader.script(pickle) for pickle in pickles)
    of_steps = dict.fromkeys(one.mistake for script in scripts for one in script.steps if one.mistake)
    found = [*mistakes, *of_steps]
    if not found and (len(scripts) > 1 or "@" in text):
        found += _of_the_whole(text, lines)
    return Document(
        text=text, name=feature["name"], scripts=scripts, mistakes=tuple(sorted(found, key=lambda one: one.line))
    )


LARGEST: Final = 4_000_000
"""The most characters of a text that is read."""
_LONG: Final = 100_000
_MOST_ATTEMPTS: Final = 30
"""The most times that a text is parsed again without misplaced lines; 10 are found each time."""
_FEW_ATTEMPTS: Final = 3
"""The same for a long text."""


def parsed(text: str) -> tuple[dict[str, Any] | None, Index | None, list[Any], list[Mistake]]:
    """Return a feature, its index and its pickles; misplaced lines become mistakes."""
    from gherkin import Parser
    from gherkin.errors import CompositeParserException, ParserError

    lines, mistakes = text.split("\n"), list[Mistake]()
    count = len(lines)
    for _ in range(_MOST_ATTEMPTS if len(text) < _LONG else _FEW_ATTEMPTS):
        try:
            document: dict[str, Any] = dict(Parser().parse("\n".join(lines)))
            break
        except CompositeParserException as error:
            mistakes += [_without(lines, one) for one in error.errors]
        except ParserError as error:
            mistakes.append(_without(lines, error))
        # A line that was added to end a doc string is nobody's mistake.
        mistakes = list({one.line: one for one in reversed(mistakes) if one.line <= count}.values())
    else:
        return None, None, [], mistakes
    feature = document.get("feature")
    if feature is None:
        if not mistakes:
            mistakes = [_at(1, lines[0], "there is no Feature in this text; begin with Feature: and a name")]
        return None, None, [], mistakes
    pickles = PickleCompiler().compile(cast("GherkinDocumentWithURI", {**document, "uri": ""}))
    return dict(feature), Index(feature), cast("list[Any]", pickles), mistakes


def _without(lines: list[str], error: Exception) -> Mistake:
    """Take the line of an error out of a text, so that the rest can be read, and return the mistake in it."""
    number = min(getattr(error, "location", {}).get("line", 1), len(lines))
    sentence = parser_problem(error)
    opening = _open_doc_string(lines)
    if opening and "#DocStringSeparator" in str(error):
        mistake = _at(opening, lines[opening - 1], sentence)
        lines.append(lines[opening - 1].strip()[:3])
        return mistake
    # The end of the text is missed where the last line that says something is.
    while number > 1 and not lines[number - 1].strip():
        number -= 1
    written = lines[number - 1]
    lines[number - 1] = ""
    return _at(number, written, sentence)


def _open_doc_string(lines: list[str]) -> int:
    """Return the line on which an unclosed doc string begins; 0 if there is none."""
    opened, delimiter = 0, ""
    for number, line in enumerate(lines, 1):
        begins = line.strip()[:3]
        if opened:
            opened = 0 if begins == delimiter else opened
        elif begins in ('"""', "```"):
            opened, delimiter = number, begins
    return opened


def _at(line: int, written: str, sentence: str, part: str = "", instead: tuple[str, ...] = ()) -> Mistake:
    """Return a mistake in a part of a line; by default in all of it."""
    stripped = part or written.strip()
    column = max(written.find(stripped), 0) + 1
    return Mistake(line=line, column=column, end=column + max(len(stripped), 1), sentence=sentence, instead=instead)


def _of_the_whole(text: str, lines: list[str]) -> Iterator[Mistake]:
    """Return the mistakes that `conform` would refuse although each step can be read: tags, names, Examples."""
    try:
        compile_text(text, "", "explorer")
    except FeatureError as error:
        line, _, sentence = str(error).removeprefix(":").partition(": ")
        if "has no steps" not in sentence:
            number = int(line) if line.isdecimal() else 1
            yield _at(number, lines[number - 1], sentence)


TYPES: Final[Mapping[str, StepType]] = {"Context": "given", "Action": "when", "Outcome": "then"}


class Reader:
    """Turns pickles into scripts, with the places of everything in the text."""

    def __init__(self, feature: Mapping[str, Any], index: Index | None, lines: list[str]) -> None:
        self._index = index
        self._lines = lines
        self._steps: dict[str, Mapping[str, Any]] = {}
        self._scenarios: dict[str, Mapping[str, Any]] = {}
        for scenario in scenarios_of(feature):
            self._scenarios[scenario["id"]] = scenario
            self._steps.update((step["id"], step) for step in scenario["steps"])

    def script(self, pickle: Mapping[str, Any]) -> Script:
        """Return the script of a pickle."""
        scenario = self._scenarios[pickle["astNodeIds"][0]]
        row = self._index.rows.get(pickle["astNodeIds"][-1]) if self._index else None
        steps: list[ScriptStep] = []
        step_type: StepType = "given"
        for one in pickle["steps"]:
            step_type = TYPES.get(one["type"], step_type)
            steps.append(self._step(self._steps[one["astNodeIds"][0]], one, step_type))
        line = scenario["location"]["line"]
        return Script(
            key=slug(row.get("case", "") if row else pickle["name"]),
            name=pickle["name"],
            line=line,
            last_line=max([line, *(one.last_line for one in steps)]),
            tags=tuple(tag["name"] for tag in pickle["tags"]),
            steps=tuple(steps),
        )

    def _step(self, written: Mapping[str, Any], pickled: Mapping[str, Any], step_type: StepType) -> ScriptStep:
        line, text, argument = written["location"]["line"], pickled["text"], _argument(pickled)
        step, sentence = compiled(text, step_type, argument.docstring, frozen(argument.table))
        return ScriptStep(
            keyword=written["keyword"].strip(),
            type=step_type,
            text=text,
            argument=argument,
            line=line,
            last_line=self._last_line(written),
            step=step,
            mistake=self._mistake(written, text, step_type, sentence) if step is None else None,
        )

    def _last_line(self, written: Mapping[str, Any]) -> int:
        """Return the last line of a step, which may have a doc string behind a table, as Gherkin's parser takes it."""
        if "docString" not in written:
            rows = written["dataTable"]["rows"] if "dataTable" in written else [written]
            return int(rows[-1]["location"]["line"])
        opened, delimiter = written["docString"]["location"]["line"], written["docString"]["delimiter"]
        after = range(opened, len(self._lines))
        return next((at + 1 for at in after if self._lines[at].strip() == delimiter), len(self._lines))

    def _mistake(self, written: Mapping[str, Any], text: str, step_type: StepType, sentence: str) -> Mistake:
        """Return the mistake in a step, where in it or under it that is known."""
        line, column = written["location"]["line"], written["location"]["column"]
        place = _BYTE.search(sentence)
        if "docString" in written and place:
            content = written["docString"]["content"].encode()[: int(place[1])].decode("utf-8", "ignore")
            at = written["docString"]["location"]["line"] + 1 + content.count("\n")
            return _at(at, self._lines[at - 1], _BYTE.sub("", sentence))
        named = _NAMED.search(sentence)
        for row in written.get("dataTable", {}).get("rows", ()) if named else ():
            for cell in row["cells"]:
                if named and cell["value"] == named[1]:
                    at, start = cell["location"]["line"], cell["location"]["column"]
                    return Mistake(line=at, column=start, end=start + len(cell["value"]), sentence=sentence)
        # A step that is only a keyword is marked there.
        before, marked = (written["keyword"], written["text"]) if written["text"] else ("", written["keyword"].strip())
        return Mistake(
            line=line,
            column=column + len(before),
            end=column + len(before) + len(marked),
            sentence=sentence,
            instead=_instead(text, step_type) if sentence.startswith("no phrase") else (),
        )


_BYTE: Final = re.compile(r" \(byte (\d+)\)")
_NAMED: Final = re.compile(r'"([^"]+)"')


def _argument(pickled: Mapping[str, Any]) -> Argument:
    argument = pickled.get("argument") or {}
    table = argument.get("dataTable")
    return Argument(
        table=[[cell["value"] for cell in row["cells"]] for row in table["rows"]] if table else None,
        docstring=argument["docString"]["content"] if "docString" in argument else None,
    )


Frozen = tuple[tuple[str, ...], ...] | None


def frozen(table: Iterable[Iterable[str]] | None) -> Frozen:
    """Return a table as a key."""
    return None if table is None else tuple(tuple(row) for row in table)


@lru_cache(maxsize=8192)
def compiled(text: str, step_type: StepType, docstring: str | None, table: Frozen) -> tuple[Step | None, str]:
    """Return a step's action or expectation, or the sentence about its mistake; the same text gives the same object."""
    if docstring is not None and table is not None:
        return None, "a step has both a table and a doc string; keep one of the two"
    try:
        return compile_step(text, step_type, Argument(table=table, docstring=docstring)), ""
    except StepError as error:
        return None, str(error).removesuffix(" `devicemode steps` lists them all").removesuffix(".") + "."


_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


def _instead(text: str, step_type: StepType) -> tuple[str, ...]:
    """Return the phrases that are nearest to a text, with its quoted texts filled in."""
    given = _STRING.findall(text)
    shown = dict.fromkeys(
        phrase.shown for phrase in PHRASES if step_type in (phrase.type, "given" if phrase.type == "when" else "")
    )
    close = get_close_matches(readable(_STRING.sub('"…"', text)), shown, n=3, cutoff=0.5)
    return tuple(_filled(one, given) for one in close)


def _filled(shown: str, given: list[str]) -> str:
    texts = iter(given)
    return re.sub('"…"', lambda match: next(texts, match[0]), shown)
