"""Features compiled to cases: every scenario and every row of an outline, with a stable id.

`gherkin-official` parses and compiles; this module gives each pickle its identity, its rules and its steps as
actions and expectations, and refuses what pytest-bdd would silently get wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from simulator.conformance.language.actions import AddSource, Post
from simulator.conformance.language.arguments import Argument, StepError
from simulator.conformance.language.documents import Index, check_scenarios, parse
from simulator.conformance.language.phrases import Step, StepType
from simulator.conformance.language.step_matching import compile_step
from simulator.conformance.language.touched import Touched, add_tags, touched_in
from simulator.conformance.reading import read_text
from simulator.documentation import rules as rules_module
from simulator.documentation.api_rules import api_rules
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import FeatureError, nearest
from simulator.model.dialects import DIALECTS, DialectName
from simulator.model.divergences import divergences

if TYPE_CHECKING:
    from gherkin.pickles.compiler import GherkinDocumentWithURI

_TYPES: Final[Mapping[str, StepType]] = {"Context": "given", "Action": "when", "Outcome": "then"}
_KINDS: Final = ("rule:", "wire:", "api:", "dialect:", "divergence:", "finding:")
_PLAIN_TAGS: Final = ("adjudicated",)

TAGS_HELP: Final = "tags are @rule:ID, @wire:ID, @api:ID, @dialect:NAME, @divergence:ID, @finding:N and @adjudicated"


class CaseStep(msgspec.Struct, frozen=True):
    """One step: its text, and its action or expectation."""

    #: As it is written: Given, And, …
    keyword: str
    text: str
    argument: Argument
    line: int
    step: Step


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario, or one row of an outline."""

    #: `page-and-screen/ios#all-pages-settings`: feature, then the row's `case` cell or the scenario's name.
    id: str
    scenario: str
    feature: str
    #: As it was named when it was read.
    path: str
    line: int
    rules: tuple[str, ...]
    wire_rules: tuple[str, ...]
    #: Those of Amplitude's current API.
    api_rules: tuple[str, ...]
    #: The dialects in which it holds.
    dialects: tuple[DialectName, ...]
    #: The divergences that it is about.
    divergences: tuple[str, ...]
    #: The platforms of its sources; empty where they are left open.
    platforms: tuple[Platform, ...]
    tags: tuple[str, ...]
    steps: tuple[CaseStep, ...]

    @property
    def proves(self) -> tuple[str, ...]:
        """All rules that it proves, of whatever kind."""
        return (*self.rules, *self.wire_rules, *self.api_rules)

    @property
    def folder(self) -> str:
        """The section of the documentation it belongs to."""
        return self.id.partition("#")[0].partition("/")[0]

    @property
    def home_dialect(self) -> DialectName:
        """The dialect in which it runs by default."""
        return self.dialects[0]

    def key(self) -> str:
        """Return the part of the id after the feature."""
        return self.id.partition("#")[2]


def compile_folder(root: Path) -> tuple[Case, ...]:
    """Compile every feature below a folder, in the order of the documentation's sections."""
    order = {section.folder: index for index, section in enumerate(rules_module.sections())}
    paths = sorted(root.rglob("*.feature"))
    paths.sort(key=lambda path: order.get(path.relative_to(root).parts[0], len(order)))
    return tuple(
        case for path in paths for case in compile_file(path, path.relative_to(root).with_suffix("").as_posix())
    )


def compile_file(path: Path, feature_id: str | None = None) -> tuple[Case, ...]:
    """Compile one feature file; raise `FeatureError` naming file and line for whatever is wrong with it."""
    return compile_text(read_text(path, FeatureError), str(path), feature_id or path.stem, touched_in(path))


def compile_text(source: str, path: str, feature_id: str, touched: Iterable[Touched] = ()) -> tuple[Case, ...]:
    """Compile the text of a feature, with the tags that data has for it."""
    document = parse(source, path)
    feature = document.get("feature")
    if feature is None:
        raise FeatureError(f"{path}:1: there is no Feature in this file")
    from simulator.conformance.language.pickles import PickleCompiler

    index = Index(feature)
    check_scenarios(feature, path)
    add_tags(feature, touched, path)
    pickles = PickleCompiler().compile(cast("GherkinDocumentWithURI", document))
    cases = [_case(pickle, index, feature["name"], path, feature_id) for pickle in pickles]
    _check_ids(cases)
    return tuple(cases)


def _check_ids(cases: list[Case]) -> None:
    seen: dict[str, Case] = {}
    for case in cases:
        if case.id in seen:
            raise FeatureError(
                f'{case.path}:{case.line}: the case "{case.key()}" is taken by line {seen[case.id].line}; '
                "ids are unique within a feature"
            )
        seen[case.id] = case


def _case(pickle: Mapping[str, Any], index: Index, feature: str, path: str, feature_id: str) -> Case:
    row = index.rows.get(pickle["astNodeIds"][-1])
    line = pickle["location"]["line"]
    tags = tuple(tag["name"].removeprefix("@") for tag in pickle["tags"])
    steps = _steps(pickle["steps"], index, path)
    sources = [one.step for one in steps if isinstance(one.step, AddSource)]
    platforms = {source.platform for source in sources if source.platform}
    if any(isinstance(one.step, Post) for one in steps):
        # A client that posts to Amplitude's API itself takes the place of a server.
        platforms.add("server")
    key = slug(row["case"] if row else pickle["name"])
    if not key:
        raise FeatureError(f"{path}:{line}: the {'case' if row else 'scenario'} needs a name with a letter or a digit")
    return Case(
        id=f"{feature_id}#{key}",
        scenario=pickle["name"],
        feature=feature,
        path=path,
        line=line,
        rules=_named(tags, "rule", rules_module.rules, path, line),
        wire_rules=_named(tags, "wire", rules_module.wire_rules, path, line),
        api_rules=_named(tags, "api", api_rules, path, line),
        dialects=_dialects(tags, path, line),
        divergences=_named(tags, "divergence", divergences, path, line),
        platforms=tuple(platform for platform in PLATFORMS if platform in platforms),
        tags=tags,
        steps=steps,
    )


def slug(text: str) -> str:
    """Write a name as it is in an id, in any script: `A screen call!` becomes `a-screen-call`."""
    return re.sub(r"(?:[^\w.]|_)+", "-", text.lower()).strip("-")


def _steps(pickle_steps: Iterable[Mapping[str, Any]], index: Index, path: str) -> tuple[CaseStep, ...]:
    steps = []
    step_type: StepType = "given"
    for one in pickle_steps:
        written = one["astNodeIds"][0]
        line = index.lines[written]
        step_type = _TYPES.get(one["type"], step_type)
        try:
            argument = _argument(one)
            step = compile_step(one["text"], step_type, argument)
            steps.append(CaseStep(index.keywords[written], one["text"], argument, line, step))
        except StepError as error:
            raise FeatureError(f"{path}:{line}: {error}") from None
    return tuple(steps)


def _argument(step: Mapping[str, Any]) -> Argument:
    argument = step.get("argument")
    if not argument:
        return NO_ARGUMENT
    if len({"docString", "dataTable"} & set(argument)) == 2:
        raise StepError("a step has both a table and a doc string; keep one of the two")
    if "docString" in argument:
        return Argument(docstring=argument["docString"]["content"])
    return Argument(table=[[cell["value"] for cell in row["cells"]] for row in argument["dataTable"]["rows"]])


NO_ARGUMENT: Final = Argument()


_NOUNS: Final = {"rule": "rule", "wire": "wire rule", "api": "rule of Amplitude's API", "divergence": "divergence"}
"""Nouns for the things that tags name, by the kind of tag."""


def _named(
    tags: tuple[str, ...], kind: str, known: Callable[[], Collection[str]], path: str, line: int
) -> tuple[str, ...]:
    """Return the names in the tags of one kind, each once."""
    named = tuple(dict.fromkeys(tag.removeprefix(f"{kind}:") for tag in tags if tag.startswith(f"{kind}:")))
    for one in named:
        if one not in known():
            raise FeatureError(f"{path}:{line}: the tag @{kind}:{one} names no {_NOUNS[kind]}.{nearest(one, known())}")
    return named


def _dialects(tags: tuple[str, ...], path: str, line: int) -> tuple[DialectName, ...]:
    named = [tag.removeprefix("dialect:") for tag in tags if tag.startswith("dialect:")]
    for name in named:
        if name not in DIALECTS:
            raise FeatureError(f"{path}:{line}: the tag @dialect:{name} names no dialect.{nearest(name, DIALECTS)}")
    for tag in tags:
        if not tag.startswith(_KINDS) and tag not in _PLAIN_TAGS:
            raise FeatureError(f"{path}:{line}: the tag @{tag} means nothing here; {TAGS_HELP}")
    return tuple(known for known in DIALECTS if known in named) or DIALECTS
