"""Gherkin documents: parsed, indexed, and checked for mistakes that other runners silently ignore."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.errors import FeatureError, quoted, readable


def parse(source: str, path: str) -> dict[str, Any]:
    """Return a feature file's Gherkin document; raise `FeatureError` that names the line of a mistake."""
    from gherkin import Parser
    from gherkin.errors import CompositeParserException, ParserError

    parser = Parser()
    # Only the first error is reported.
    parser.stop_at_first_error = True
    try:
        document: dict[str, Any] = dict(parser.parse(source))
    except CompositeParserException as error:
        raise FeatureError(_placed(error.errors[0], path)) from None
    except ParserError as error:
        raise FeatureError(_placed(error, path)) from None
    document["uri"] = path
    return document


def _placed(error: Exception, path: str) -> str:
    return f"{path}:{getattr(error, 'location', {}).get('line', 1)}: {parser_problem(error)}"


def parser_problem(error: Exception) -> str:
    """Return the parser's complaint as one sentence, without the place."""
    message = re.sub(r"^\(\d+:\d+\): ", "", str(error))
    expected, _, got = message.partition(", got ")
    if "#FeatureLine" in expected:
        problem = f"{readable(got)} can't stand here; begin with Feature and a name"
    elif expected.startswith("expected:") and got:
        problem = f"{readable(got)} can't stand here; write a step, a table, a tag or a new Scenario"
    elif "#DocStringSeparator" in message:
        problem = 'the file ends inside a doc string; close it with the """ or ``` that opens it'
    elif message.startswith("inconsistent cell count"):
        problem = (
            "this row has more or fewer cells than those above; give every row as many, and write a | inside as \\|"
        )
    elif message.startswith("Language not supported"):
        problem = (
            f"{message.partition(': ')[2]} is not a language of Gherkin; write its code, for example # language: de"
        )
    else:
        problem = message
    return problem


def scenarios_of(feature: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the scenarios and backgrounds of a feature or a rule, those of its rules as well, in their order."""
    for child in feature["children"]:
        if "rule" in child:
            yield from scenarios_of(child["rule"])
        else:
            yield child.get("scenario") or child["background"]


class Index:
    """The lines and keywords of steps and the rows behind outlines, which pickles leave out."""

    def __init__(self, feature: Mapping[str, Any]) -> None:
        self.lines: dict[str, int] = {}
        self.keywords: dict[str, str] = {}
        self.rows: dict[str, dict[str, str]] = {}
        for scenario in scenarios_of(feature):
            for step in scenario["steps"]:
                self.lines[step["id"]] = step["location"]["line"]
                self.keywords[step["id"]] = step["keyword"].strip()
            for examples in scenario.get("examples", ()):
                self._visit_examples(examples)

    def _visit_examples(self, examples: Mapping[str, Any]) -> None:
        header = examples.get("tableHeader")
        names = [cell["value"] for cell in header["cells"]] if header else []
        for row in examples.get("tableBody", ()):
            self.lines[row["id"]] = row["location"]["line"]
            self.rows[row["id"]] = dict(zip(names, (cell["value"] for cell in row["cells"]), strict=True))


def check_scenarios(feature: Mapping[str, Any], path: str) -> None:
    """Refuse what other runners ignore: names that are used twice, scenarios without steps, outlines without rows."""
    from gherkin.dialect import Dialect

    language = Dialect.for_name(feature["language"])
    outlines = language.scenario_outline_keywords if language else ()
    seen: dict[str, int] = {}
    scenarios = [
        child["scenario"]
        for top in feature["children"]
        for child in (top["rule"]["children"] if "rule" in top else (top,))
        if "scenario" in child
    ]
    for scenario in scenarios:
        line, name = scenario["location"]["line"], scenario["name"]
        if name in seen:
            raise FeatureError(
                f"{path}:{line}: the name {quoted(name)} is taken by line {seen[name]}; "
                "names are unique within a feature"
            )
        seen[name] = line
        if not scenario["steps"]:
            raise FeatureError(
                f"{path}:{line}: the scenario {quoted(name)} has no steps; begin them with Given, When, Then"
            )
        if scenario["keyword"] in outlines and not scenario["examples"]:
            raise FeatureError(
                f"{path}:{line}: the outline {quoted(name)} has no Examples; add them, or call it Scenario"
            )
        for examples in scenario["examples"]:
            _check_examples(examples, path)


def _check_examples(examples: Mapping[str, Any], path: str) -> None:
    line = examples["location"]["line"]
    header = examples.get("tableHeader")
    if not header or not examples.get("tableBody"):
        raise FeatureError(f"{path}:{line}: these Examples have no rows; add a header and a row")
    columns = [cell["value"] for cell in header["cells"]]
    if columns[0] != "case":
        raise FeatureError(f'{path}:{line}: the first column of Examples must be "case", the identity of the row')
    if len(set(columns)) < len(columns):
        raise FeatureError(f"{path}:{line}: a column appears twice in these Examples; give each a name of its own")
