"""Settings that a port seems to have: with one of them changed, the reference fails a case in the port's own way.

A port that ignores a setting, or has it on whatever a scenario says, fails many scenarios in many ways. The reference
performs the failed case once for each setting that could be meant, with that setting as the port seems to have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from simulator.conformance.language.actions import AddSource
from simulator.conformance.language.cases import Case
from simulator.conformance.records.following import Seen, seen
from simulator.conformance.records.stream import CaseRecord
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import perform
from simulator.conformance.running.silent_calls import with_setting
from simulator.documentation.settings import SETTINGS, Setting, find

_NEVER_MEANT: Final = ("apiKey", "secretKey")
"""Settings without which nothing arrives."""


class Guess(NamedTuple):
    """A setting that a port may have, whatever a scenario says."""

    setting: Setting
    value: Any

    @property
    def says(self) -> str:
        """The guess as a condition: `Log Revenue V2 were always on`."""
        name = self.setting.names[0]
        if self.setting.kind != "flag":
            return f"{name} were ignored"
        return f"{name} were {'always' if self.value else 'never'} on"


def with_settings(case: Case, record: CaseRecord) -> CaseRecord:
    """Return the record of a failure with the settings that would make the reference fail in just this way."""
    if record.status != "failed" or record.follows:
        return record
    port = seen(record.failures)
    fitting = tuple(guess.says for guess in guesses(case) if _played(case, guess, record.dialect) == port)
    return msgspec.structs.replace(record, settings=fitting)


def guesses(case: Case) -> Iterator[Guess]:
    """Yield what a port may make of the settings of a case: ignored where one is given, on where it is not."""
    given: dict[str, set[object]] = {}
    for source in _sources(case):
        for name, value in source.settings.items():
            given.setdefault(find(name).key, set()).add(repr(value))
    for setting in SETTINGS:
        if setting.key in _NEVER_MEANT or not set(setting.platforms) & set(case.platforms):
            continue
        if setting.kind == "flag":
            usual = setting.default
            if setting.key in given:
                yield Guess(setting, usual)
            yield Guess(setting, not usual)
        elif setting.key in given:
            yield Guess(setting, setting.default)


def _sources(case: Case) -> list[AddSource]:
    return [one.step for one in case.steps if isinstance(one.step, AddSource)]


def _played(case: Case, guess: Guess, dialect: str) -> Seen:
    changed = with_setting(case, guess.setting, guess.value)
    return seen(perform(changed, Reference(dialect=dialect, seed=case.id), dialect=dialect).failures)
