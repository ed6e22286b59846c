"""The documentation's rules as data: one per table row, normative sentence or printed example.

A rule's id is the spine of the project. It tags the scenarios that prove the rule, every command and event that the
rule made carries it as `because`, and it appears in the code that carries the rule out (`rule_places`).

The page says nothing about how events travel. The wire rules say what the SDKs of its time do, and `api_rules` what
Amplitude's API of today takes; their ids tag scenarios too, and they hold in every dialect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

import msgspec

from simulator.documentation import resources
from simulator.documentation.api_rules import APIRule, api_rules, segment_rules
from simulator.documentation.cited_page import Passage
from simulator.documentation.platforms import Platform
from simulator.documentation.source_files import SourceFile
from simulator.errors import RuleError, nearest, quoted

Because = tuple[str, ...]
"""The ids of the rules that made a command or an event."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement of the documentation that must hold."""

    id: str
    #: The heading that it is under on the page.
    section: str
    #: The passages that say it: the first is in the section, others may be elsewhere.
    lines: tuple[Passage, ...]
    kind: Literal["table", "statement", "example"]
    platforms: tuple[Platform, ...]
    says: str
    #: The page's printed example of this row.
    example: str | None = None
    #: A contradiction or gap of the page around this rule, and how it is resolved.
    note: str | None = None

    @property
    def adjudications(self) -> tuple[str, ...]:
        """The numbers that the note cites, of decisions in `docs/sources/adjudications.md`: `11.8`."""
        return tuple(dict.fromkeys(re.findall(r"\b11\.[0-9]+\b", self.note or "")))


class WireRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that SDKs, or Segment's servers, do to send data to Amplitude."""

    id: str
    #: The platforms that it covers; the sentence may differ between them.
    platforms: tuple[Platform, ...]
    says: str
    #: The paper in `docs/sources` that says it, `sdk-facts 5.1`, or the decision.
    source: str
    #: The code that does it; none for a rule that was decided here.
    files: tuple[SourceFile, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the suite: a folder of features and a row of the conformance matrix."""

    #: Folder name under `features/`.
    folder: str
    title: str
    #: The headings of the page that it covers; none for a part about other rules.
    headings: tuple[str, ...]
    #: The kind of rules that it is about.
    about: Literal["page", "wire", "api"] = "page"

    @property
    def rules(self) -> tuple[AnyRule, ...]:
        """The rules of the part, in their order."""
        if self.about == "wire":
            return tuple(wire_rules().values())
        if self.about == "api":
            return tuple(api_rules().values())
        return tuple(one for one in rules().values() if one.section in self.headings)

    @property
    def platforms(self) -> frozenset[Platform]:
        """The platforms that the rules of the part name."""
        return frozenset(platform for one in self.rules for platform in one.platforms)


AnyRule = Rule | WireRule | APIRule


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the page."""
    decoded = msgspec.json.decode(resources.fixture("rules.json").read_bytes(), type=list[Rule])
    return {rule.id: rule for rule in decoded}


@cache
def wire_rules() -> Mapping[str, WireRule]:
    """Return every wire rule by its id, in the order of an upload's steps."""
    decoded = msgspec.json.decode(resources.fixture("wire-rules.json").read_bytes(), type=list[WireRule])
    return {rule.id: rule for rule in decoded}


def all_rules() -> tuple[AnyRule, ...]:
    """Return the rules of the documentation, then the wire rules, then those of Amplitude's current API."""
    return (*rules().values(), *wire_rules().values(), *api_rules().values())


@cache
def sections() -> tuple[Section, ...]:
    """Return the parts of the suite: those of the documentation in the order of the page, then those beside it."""
    return msgspec.json.decode(resources.fixture("sections.json").read_bytes(), type=tuple[Section, ...])


def rule(rule_id: str) -> Rule:
    """Return one rule; raise `RuleError` with the nearest id if there is none with that id."""
    try:
        return rules()[rule_id]
    except KeyError:
        raise _unknown(rule_id, rules()) from None


def any_rule(rule_id: str) -> AnyRule:
    """Return one rule of any kind, also of Segment's API; raise `RuleError` with the nearest id."""
    known: Mapping[str, AnyRule] = {rule.id: rule for rule in (*all_rules(), *segment_rules().values())}
    try:
        return known[rule_id]
    except KeyError:
        raise _unknown(rule_id, known) from None


@cache
def written(because: Because) -> str:
    """Write the rules behind a command or an event: each once, in the order of the page."""
    order = list(rules())
    return ", ".join(sorted(set(because), key=order.index))


def _unknown(rule_id: str, known: Iterable[str]) -> RuleError:
    return RuleError(
        f"no rule has the id {quoted(rule_id)}.{nearest(rule_id, known)} `devicemode rules` lists them all"
    )
