"""Differences of the shipped integrations from the documentation: a named entry each, and the code that makes it so.

An entry's text is data (`fixtures/divergences/`); its effect is a class that extends the documented class and overrides
the least that makes the difference. The entry names its class (`"code": ["ios_pages.ViewedScreen"]`) and the class its
entry (`@diverges("pages.ios.viewed-screen")`), so that a search for either finds the other.

Because each entry is a class of its own, one can be added to the documented dialect or taken out of a shipped one; that
is how a comparison finds which entries explain a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final, Literal, TypeVar

import msgspec

from simulator.documentation import resources
from simulator.documentation.platforms import Platform
from simulator.documentation.source_files import SourceFile
from simulator.errors import RuleError, nearest, quoted

ShippedDialect = Literal["shipped", "latest"]


class Divergence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One difference between the documentation and the code that ran."""

    #: `pages.web.viewed`: subject, platform, difference.
    id: str
    platform: Literal["web", "ios", "android"]
    #: Its rows in the comparison of documentation and code (`1.3`), and in the findings of the web stack (`W1`).
    rows: tuple[str, ...]
    #: The rules that it changes.
    rules: tuple[str, ...]
    #: The documented behavior, or that the documentation says nothing.
    docs: str
    #: The shipped code's behavior.
    ships: str
    dialects: tuple[ShippedDialect, ...]
    #: The release in which it appeared or disappeared, if that is known: `web 2.9.0`.
    changed_in: str | None = None
    #: The way in which it is known: `read in source`, `upstream test`, `executed`.
    known_by: str
    #: The shipped code that does it, in each of the dialects.
    files: tuple[SourceFile, ...]
    #: The code here that does it: `module.Class` of this package, or `module.defaults` for defaults of settings.
    code: tuple[str, ...]
    #: Entries that change every event that this one changes, so that no scenario can show it without them.
    beside: tuple[str, ...] = ()
    #: Whether it shows in every event: scenarios that are not about it are compared without it.
    everywhere: bool = False


@cache
def divergences() -> Mapping[str, Divergence]:
    """Return every divergence by its id: web, iOS, Android, in the order in which their code is applied."""
    found: dict[str, Divergence] = {}
    for part in ("web-pages", "web-revenue", "web-sdk", "ios", "android"):
        source = resources.fixture("divergences") / f"{part}.json"
        for entry in msgspec.json.decode(source.read_bytes(), type=list[Divergence]):
            found[entry.id] = entry
    return found


def divergence(name: str) -> Divergence:
    """Return one divergence; raise `RuleError` with the nearest id if there is none with that id."""
    try:
        return divergences()[name]
    except KeyError:
        known = divergences()
        raise RuleError(
            f"no divergence has the id {quoted(name)}.{nearest(name, known)} `devicemode divergences` lists them all"
        ) from None


def about_rule(rule_id: str) -> tuple[Divergence, ...]:
    """Return the divergences that change a rule, in the order of the data."""
    return tuple(entry for entry in divergences().values() if rule_id in entry.rules)


Code = TypeVar("Code", bound=type)

_entries: dict[type, str] = {}
_defaults: dict[str, dict[str, Any]] = {}

DEFAULTS: Final = "defaults"
"""The name in an entry, in place of a class, if its code is a call of `defaults`."""


def diverges(name: str) -> Callable[[Code], Code]:
    """Mark a class as the code of a divergence, whose entry names the class.

    The class extends the documented destination, SDK model or Segment library of its platform.
    """

    def mark(code: Code) -> Code:
        _entries[code] = name
        return code

    return mark


def defaults(name: str, **settings: Any) -> None:
    """Register other defaults of settings as (a part of) a divergence."""
    _defaults.setdefault(name, {}).update(settings)


@cache
def code_of(name: str) -> tuple[type, ...]:
    """Return the classes of a divergence, as its entry names them, in that order."""
    named = [(_module(path), path.partition(".")[2]) for path in divergences()[name].code]
    return tuple(getattr(module, attribute) for module, attribute in named if attribute != DEFAULTS)


def defaults_of(name: str) -> Mapping[str, Any]:
    """Return the settings' defaults that a divergence changes."""
    for path in divergences()[name].code:
        _module(path)
    return _defaults.get(name, {})


def entries() -> Mapping[type, str]:
    """Return the divergence of each class that is marked as the code of one."""
    for entry in divergences().values():
        code_of(entry.id)
    return _entries


def _module(path: str) -> ModuleType:
    return import_module(f"{__name__}.{path.partition('.')[0]}")


def of(platform: Platform, names: Iterable[str]) -> tuple[str, ...]:
    """Return the named divergences that are about a platform, in the order of the data."""
    wanted = set(names)
    return tuple(name for name, entry in divergences().items() if name in wanted and entry.platform == platform)
