"""The files of an export: one for each feature, the index, the schema and a guide. The same suite, the same bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from simulator import __version__, schemas
from simulator.conformance.language.cases import Case
from simulator.conformance.records.stream import digest_of
from simulator.documentation import rules as rules_module
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.model.dialects import DialectName
from simulator.model.divergences import divergences
from simulator.ports.protocol.capabilities import CAPABILITIES
from simulator.values import Value
from simulator.vectors.comparing import comparison
from simulator.vectors.form import Counts, DivergenceText, Feature, Index, Listed, RuleText, Vector
from simulator.vectors.performing import BEGINS, vector_of

INDEX: Final = "index.json"
SCHEMA: Final = "schema.json"
GUIDE: Final = "README.md"

_WIDTH: Final = 120
_GUIDE: Final = Path(__file__).parent / "guide.md"


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export."""

    index: Index
    #: The text of each file by its path; the index is the last.
    files: dict[str, str]


def exported(suite: Sequence[Case], *, dialect: DialectName, platforms: tuple[Platform, ...] = ()) -> Export:
    """Return the vectors of a whole suite, or of its cases on some platforms, in one dialect.

    Raises `UsageError` if the reference does not conform to one of them.
    """
    chosen = [
        case
        for case in suite
        if dialect in case.dialects and not case.api_rules and (not platforms or set(platforms) & set(case.platforms))
    ]
    features = [_feature(list(cases), dialect) for _, cases in groupby(chosen, key=_feature_id)]
    files = {f"{one.feature}.json": json_text(one) for one in features}
    files[SCHEMA] = schemas.text("vectors")
    files[GUIDE] = _GUIDE.read_text("utf-8")
    vectors = {f"{one.feature}.json": one.vectors for one in features}
    made = [vector for one in features for vector in one.vectors]
    index = Index(
        dialect=dialect,
        harness=f"devicemode {__version__}",
        suite=digest_of(suite),
        platforms=platforms,
        begins=BEGINS,
        counts=_counts(features, made),
        comparison=comparison(),
        capabilities={one.name: one.means for one in CAPABILITIES.values()},
        rules=_rules(made),
        divergences=_divergences(made),
        files=tuple(
            Listed(path=path, sha256=hashlib.sha256(text.encode()).hexdigest(), cases=len(vectors.get(path, ())))
            for path, text in files.items()
        ),
    )
    return Export(index=index, files=files | {INDEX: json_text(index)})


def _feature_id(case: Case) -> str:
    return case.id.partition("#")[0]


def _feature(cases: Sequence[Case], dialect: DialectName) -> Feature:
    first = cases[0]
    return Feature(
        dialect=dialect,
        feature=_feature_id(first),
        title=first.feature,
        section=first.folder,
        vectors=tuple(vector_of(case, dialect) for case in cases),
    )


def _counts(features: Sequence[Feature], vectors: Sequence[Vector]) -> Counts:
    on = Counter(platform for vector in vectors for platform in vector.platforms)
    expected = sum(step.expect is not msgspec.UNSET for vector in vectors for step in vector.steps)
    return Counts(
        features=len(features),
        cases=len(vectors),
        by_platform={platform: on[platform] for platform in PLATFORMS},
        steps=sum(len(vector.steps) for vector in vectors) - expected,
        expectations=expected,
        events=sum(one.times for vector in vectors for made in vector.made for one in made.events),
        commands=sum(one.times for vector in vectors for made in vector.made for one in made.commands),
    )


def _rules(vectors: Iterable[Vector]) -> dict[str, RuleText]:
    """Return the rules that cases prove, and those behind their commands and events."""
    named: set[str] = set()
    for vector in vectors:
        named.update(vector.rules)
        for made in vector.made:
            named.update(rule for event in made.events for rule in event.because)
            named.update(rule for command in made.commands for rule in command.because)
    documented = {
        rule.id: RuleText(says=rule.says, section=rule.section, platforms=rule.platforms, note=rule.note or "")
        for rule in rules_module.rules().values()
        if rule.id in named
    }
    on_the_wire = {
        rule.id: RuleText(says=rule.says, section="", platforms=rule.platforms)
        for rule in rules_module.wire_rules().values()
        if rule.id in named
    }
    return documented | on_the_wire


def _divergences(vectors: Iterable[Vector]) -> dict[str, DivergenceText]:
    named = {one for vector in vectors for one in vector.divergences}
    return {
        one.id: DivergenceText(platform=one.platform, docs=one.docs, ships=one.ships)
        for one in divergences().values()
        if one.id in named
    }


def json_text(value: object) -> str:
    """Write JSON for people: a value that fits is on one line, any other has a line for each part."""
    return f"{_laid_out(msgspec.to_builtins(value), used=0, indent=0)}\n"


def _laid_out(value: Value, *, used: int, indent: int) -> str:
    """Write a value that begins after `used` columns, on lines that are indented by `indent`."""
    flat = msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
    if used + len(flat) < _WIDTH or not value or not isinstance(value, list | tuple | Mapping):
        return flat
    inner = indent + 2
    if isinstance(value, Mapping):
        keys = [f"{msgspec.json.encode(key).decode()}: " for key in value]
        parts = [
            key + _laid_out(item, used=inner + len(key), indent=inner)
            for key, item in zip(keys, value.values(), strict=True)
        ]
        opening, closing = "{}"
    else:
        parts = [_laid_out(item, used=inner, indent=inner) for item in value]
        opening, closing = "[]"
    lines = f",\n{' ' * inner}".join(parts)
    return f"{opening}\n{' ' * inner}{lines}\n{' ' * indent}{closing}"
