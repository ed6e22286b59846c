"""The packaged scenarios that may differ in a shipped dialect although they are about something else.

In `as-shipped-*` features a tag `@divergence:ID` says what a scenario shows. Everywhere else it would only tell the
tests which difference to expect, so those tags are data: `fixtures/divergences/touched.json`. A feature of the packaged
suite is compiled as if they were written in it; a user's own features are compiled unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from simulator.documentation import resources
from simulator.errors import FeatureError, nearest, quoted

DATA: Final = "fixtures/divergences/touched.json"


class Touched(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The tags of one feature, of one scenario in it, or of one table of its Examples."""

    #: As in a case's id: `revenue/amounts`.
    feature: str
    #: The scenario's name; without one, the tags are the whole feature's.
    scenario: str | None = None
    #: The name of a table of its Examples.
    examples: str | None = None
    divergences: tuple[str, ...] = ()
    #: Numbers of findings of the web stack: 35 is row W35 of docs/sources.
    findings: tuple[str, ...] = ()

    def tags(self) -> Iterator[str]:
        """Yield the tags as they would be written."""
        yield from (f"@divergence:{name}" for name in self.divergences)
        yield from (f"@finding:{number}" for number in self.findings)


@cache
def touched() -> Mapping[str, tuple[Touched, ...]]:
    """Return the tags in the data for each feature of the packaged suite."""
    source = resources.fixture("divergences") / "touched.json"
    found: dict[str, tuple[Touched, ...]] = {}
    for one in msgspec.json.decode(source.read_bytes(), type=list[Touched]):
        found[one.feature] = (*found.get(one.feature, ()), one)
    return found


def touched_in(path: Path) -> tuple[Touched, ...]:
    """Return the tags in the data for the feature in a file: none unless it is one of the packaged suite."""
    root, file = resources.features().resolve(), path.resolve()
    if not file.is_relative_to(root):
        return ()
    return touched().get(file.relative_to(root).with_suffix("").as_posix(), ())


def add_tags(feature: Mapping[str, Any], entries: Iterable[Touched], path: str) -> None:
    """Add tags to a parsed feature; raise `FeatureError` if it has no such scenario or table."""
    for entry in entries:
        node = feature
        if entry.scenario is not None:
            node = _named(node, _scenarios(feature), entry.scenario, "scenario", path)
        if entry.examples is not None:
            node = _named(node, node["examples"], entry.examples, "Examples", path)
        node["tags"].extend({"id": tag, "name": tag, "location": node["location"]} for tag in entry.tags())


def _scenarios(parent: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = []
    for child in parent["children"]:
        if "rule" in child:
            found += _scenarios(child["rule"])
        elif "scenario" in child:
            found.append(child["scenario"])
    return found


def _named(
    parent: Mapping[str, Any], nodes: Iterable[Mapping[str, Any]], name: str, kind: str, path: str
) -> Mapping[str, Any]:
    by_name = {node["name"]: node for node in nodes}
    if name not in by_name:
        raise FeatureError(
            f"{path}:{parent['location']['line']}: {DATA} has tags for the {kind} {quoted(name)}, "
            f"and there is none of that name.{nearest(name, by_name)}"
        )
    return by_name[name]
