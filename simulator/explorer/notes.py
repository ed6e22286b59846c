"""Notes: a rule with its sentence, its place on the page, and the setting or value that decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from simulator.conformance import suite
from simulator.documentation import rules as rules_module
from simulator.documentation import settings as settings_module
from simulator.documentation.rules import Rule
from simulator.documentation.settings import SETTINGS, Setting, Settings
from simulator.errors import DevicemodeError
from simulator.explorer.clients import dialect_of, key_of
from simulator.explorer.facts import leaves, short
from simulator.explorer.playing import Play, Track
from simulator.model.divergences import about_rule
from simulator.values import JSONObject, Value


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The reason for an outcome: a setting, a value in the call, or a divergence of the client's dialect."""

    kind: Literal["setting", "value", "divergence"]
    #: The documentation's name of the setting, the dotted path into the call, or the divergence's id.
    name: str
    value: Value
    #: In a few words: `"revenue": 25`, `Log Revenue V2 on`.
    says: str


class RuleNote(msgspec.Struct, frozen=True, kw_only=True):
    """A rule behind an event."""

    #: The part of the event that it explains: `Revenue`, `Session`, `Device id`.
    subject: str
    rule: str
    #: The rule's sentence.
    says: str
    section: str
    #: Lines of the page, `12` or `12–14`.
    lines: tuple[str, ...]
    decided_by: tuple[Decision, ...]
    #: The number of cases in the suite that prove it.
    cases: int
    #: The decision that was made where the page is silent; empty if none was needed.
    note: str


_SUBJECTS: Final = {
    "alias": "Alias",
    "advertising": "Device id",
    "device-id": "Device id",
    "flush": "Upload",
    "gdpr": "Deletion",
    "group": "Groups",
    "groups": "Groups",
    "identify": "User",
    "increment": "User properties",
    "location": "Place",
    "order": "Revenue",
    "out-of-session": "Session",
    "page": "Name",
    "reset": "User",
    "revenue": "Revenue",
    "revenue-v1": "Revenue",
    "revenue-v2": "Revenue",
    "screen": "Name",
    "session": "Session",
    "set-once": "User properties",
    "start": "Client",
    "track": "Event",
}
"""The part of an event that a rule explains, by the first word of the rule's id."""


def note(rule_id: str, play: Play, track: Track, step: int) -> RuleNote:
    """Return the note on a rule that was at work on a client in a step."""
    rule = rules_module.any_rule(rule_id)
    subject = _SUBJECTS.get(rule_id.partition(".")[0], "Event")
    if not isinstance(rule, Rule):
        return RuleNote(
            subject="Upload", rule=rule.id, says=rule.says, section="Uploads", lines=(), decided_by=(), cases=0, note=""
        )
    return RuleNote(
        subject=subject,
        rule=rule.id,
        says=rule.says,
        section=rule.section,
        lines=tuple(map(str, rule.lines)),
        decided_by=(*_settings(rule, play, track), *_values(rule, track, step), *_divergences(rule, track)),
        cases=proving().get(rule.id, 0),
        note=rule.note or "",
    )


@cache
def proving() -> Mapping[str, int]:
    """Return the number of the suite's cases that prove each rule. The first time takes a second."""
    return Counter(rule for case in suite.load() for rule in case.rules)


def named_in(rule: Rule) -> Iterator[Setting]:
    """Return the settings that a rule's sentence or section names."""
    said = f"{rule.section} {rule.says}".casefold()
    for setting in SETTINGS:
        if any(re.search(rf"\b{re.escape(name.casefold())}\b", said) for name in (*setting.names, setting.key)):
            yield setting


def _settings(rule: Rule, play: Play, track: Track) -> Iterator[Decision]:
    for setting in named_in(rule):
        if track.platform in setting.platforms:
            value = value_of(setting, play, track)
            yield Decision(
                kind="setting", name=setting.names[0], value=value, says=f"{setting.names[0]} {shown_setting(value)}"
            )


def value_of(setting: Setting, play: Play, track: Track) -> Value:
    """Return a client's value of a setting: its own, else the scenario's, else the default."""
    given = {
        key_of(name): value
        for source in play.script.sources
        if not track.source or source.app == track.source
        for name, value in source.settings.items()
    }
    given |= {key_of(name): value for name, value in track.client.settings.items()}
    if setting.key in given:
        try:
            parsed = settings_module.parse({setting.key: given[setting.key]})
        except DevicemodeError:
            return given[setting.key]
        return plain(getattr(parsed, setting.field))
    defaults = Settings() if track.platform == "server" else dialect_of(track.client).clients[track.platform].defaults
    return plain(getattr(defaults, setting.field))


def plain(value: Value) -> Value:
    """Return a setting's value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def shown_setting(value: Value) -> str:
    """Write a setting's value as the documentation does."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "empty"
    return short(value) if value not in (None, "") else "empty"


_MOST_VALUES: Final = 3
_WORD: Final = re.compile(r"[A-Za-z_$][\w$.]*")
_CALLS: Final = frozenset({"alias", "group", "identify", "page", "screen", "track"})
"""The first words of the ids of rules about a call's own fields."""
_TOO_COMMON: Final = frozenset({"event", "type", "name", "context", "properties", "traits", "timestamp", "messageId"})


def _values(rule: Rule, track: Track, step: int) -> Iterator[Decision]:
    """Return the values in the call under names that appear in the rule's sentence."""
    words = set(_WORD.findall(rule.says))
    about_calls = rule.id.partition(".")[0] in _CALLS
    given = [
        (path, value)
        for message in track.moments[step - 1].messages
        for path, value in leaves(_said(message.to_json()))
    ]
    found: dict[str, Value] = {}
    for path, value in given:
        last = path.rpartition(".")[2]
        # “A track event” is not about the call's `event`; and an empty object is nothing to show.
        said = last in words if last not in _TOO_COMMON else path in words and about_calls
        if said and value not in (None, {}, []) and last not in found:
            found[last] = value
    for last, value in list(found.items())[:_MOST_VALUES]:
        path = next(path for path, one in given if path.rpartition(".")[2] == last and one is value)
        yield Decision(kind="value", name=path, value=value, says=f'"{last}": {_json(value)}')


def _said(message: JSONObject) -> JSONObject:
    """Return the parts of a message that a person may have written, calls before contexts."""
    first = {name: value for name, value in message.items() if name != "context"}
    return {**first, "context": message.get("context") or {}}


def _json(value: Value) -> str:
    return short(msgspec.json.encode(value).decode(), 40)


def _divergences(rule: Rule, track: Track) -> Iterator[Decision]:
    """Return the client's divergences from a rule."""
    has = dialect_of(track.client).divergences
    for one in about_rule(rule.id):
        if one.id in has and one.platform == track.platform:
            yield Decision(kind="divergence", name=one.id, value=True, says=one.ships)
