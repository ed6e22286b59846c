"""The documentation's rules as data: one per table row, normative sentence or printed example.

A rule id is the spine of the project: it tags the scenarios that prove it and is carried, as `because`, by
every command and event that it made.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

import msgspec

from simulator import resources
from simulator.errors import RuleError, nearest, quoted
from simulator.platforms import Platform

Because = tuple[str, ...]
"""The ids of the rules that made a command or an event."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that the documentation says must hold."""

    id: str
    #: The heading of the documentation page under which it stands.
    section: str
    kind: Literal["table", "statement", "example"]
    platforms: tuple[Platform, ...]
    says: str
    #: What the page prints as the example of this row.
    example: str | None = None
    #: A contradiction or a silence of the page around this rule, and how it is filled.
    note: str | None = None


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the documentation page: a folder of features and a row of the conformance matrix."""

    #: Folder name under `features/`.
    folder: str
    title: str
    #: The page's headings that the part covers.
    headings: tuple[str, ...]


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the page."""
    decoded = msgspec.json.decode(resources.fixture("rules.json").read_bytes(), type=list[Rule])
    return {rule.id: rule for rule in decoded}


@cache
def sections() -> tuple[Section, ...]:
    """Return the parts of the documentation in the order of the page."""
    return msgspec.json.decode(resources.fixture("sections.json").read_bytes(), type=tuple[Section, ...])


def rule(rule_id: str) -> Rule:
    """Return one rule; raise `RuleError` with the nearest id when there is none of that name."""
    try:
        return rules()[rule_id]
    except KeyError:
        raise RuleError(
            f"no rule has the id {quoted(rule_id)}.{nearest(rule_id, rules())} `devicemode rules` lists them all"
        ) from None
