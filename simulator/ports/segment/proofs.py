"""Proofs of the rules of Segment's endpoints: the scenarios that are tagged with them.

They are performed by `pytest tests/ports/segment` in a checkout; `conformance`, which has the suite, can't import this
room.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from simulator.conformance.language.documents import parse, scenarios_of
from simulator.documentation import resources
from simulator.ports.segment.requests import ENDPOINTS

FEATURES: Final = "tests/ports/segment/features"
"""The folder of the scenarios in a checkout."""
SETTINGS_PATH: Final = "/v1/projects/{key}/settings"
LOADER_PATH: Final = "/analytics.js/v1/{key}/analytics.min.js"
PATHS: Final = (*ENDPOINTS, SETTINGS_PATH, LOADER_PATH)
"""Every path that has rules."""

_TAG: Final = "@segment:"
_NAMED: Final = re.compile(r"(?<![\w/])/(?:v1|analytics\.js)/[\w./-]+")
_PATTERNS: Final = {path: re.compile(re.escape(path).replace(r"\{key\}", r"[\w-]+")) for path in PATHS}


class Proof(msgspec.Struct, frozen=True):
    """A scenario that is tagged with rules."""

    #: In a checkout.
    file: str
    line: int
    name: str
    rules: tuple[str, ...]
    #: The paths that its steps and examples name.
    paths: frozenset[str]

    def __str__(self) -> str:
        """Write it for people: where it is, and its name."""
        return f"{self.file}:{self.line}  {self.name}"


@cache
def proofs() -> tuple[Proof, ...]:
    """Return the scenarios, in the order of the features."""
    return tuple(_proofs())


def proofs_of(rule_id: str) -> tuple[Proof, ...]:
    """Return the scenarios that are tagged with a rule."""
    return tuple(one for one in proofs() if rule_id in one.rules)


def _proofs() -> Iterator[Proof]:
    for path in sorted(resources.segment_features().glob("*.feature")):
        for scenario in scenarios_of(parse(path.read_text("utf-8"), path.name)["feature"]):
            named = _NAMED.findall(json.dumps(scenario))
            yield Proof(
                file=f"{FEATURES}/{path.name}",
                line=scenario["location"]["line"],
                name=scenario["name"].removesuffix(" (<case>)"),
                rules=tuple(tag["name"].removeprefix(_TAG) for tag in scenario["tags"]),
                paths=frozenset(path for path, pattern in _PATTERNS.items() if any(map(pattern.fullmatch, named))),
            )
