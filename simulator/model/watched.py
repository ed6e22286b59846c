"""Dialects that say which of their divergences are at work: the same code, with a note where it is entered.

In the classes that a dialect is made of, a class of a divergence is preceded by one that has the same names. Each calls
`note` with the divergence's id, and then does as the divergence does: a method runs, a class attribute is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, wraps
from inspect import isfunction
from typing import Any

from simulator.model import divergences
from simulator.model.amplitude.upload import Uploader
from simulator.model.dialects import Dialect, base_of

Note = Callable[[str], None]


def watched(dialect: Dialect, note: Note) -> Dialect:
    """Return a dialect that does the same, and calls `note` with the id of each divergence whose code is at work.

    Changed defaults of settings are not code: `changed_defaults` has those.
    """
    if not dialect.divergences:
        return dialect

    def code_of(name: str) -> tuple[type, ...]:
        return tuple(_watched_class(one, name, note) for one in divergences.code_of(name))

    return base_of(dialect.name).with_divergences(dialect.name, dialect.divergences, code_of)


@cache
def changed_defaults(ids: frozenset[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the settings' defaults that each of some divergences changes, if it changes any."""
    found = {name: divergences.defaults_of(name) for name in sorted(ids)}
    return {name: changed for name, changed in found.items() if changed}


def _watched_class(code: type, name: str, note: Note) -> type:
    own = {key: value for key, value in vars(code).items() if not key.startswith("__") and key != "_abc_impl"}
    inherited = {key for base in _shared(code) for key, value in vars(base).items() if isfunction(value)}
    if not own and not inherited:
        own = {"__init__": vars(code)["__init__"]}
    watched_own = {key: _watched(value, name, note) for key, value in own.items()}
    watched_shared = {key: _Shared(name, note) for key in inherited - own.keys()}
    return type(code)(code.__name__, (code,), watched_own | watched_shared)


def _shared(code: type) -> tuple[type, ...]:
    """Return the classes of code that a divergence shares with others."""
    return tuple(base for base in code.__mro__[1:] if base.__module__.startswith(f"{divergences.__name__}."))


def _watched(value: Any, name: str, note: Note) -> Any:
    """Return an attribute of a divergence's class that notes its use."""
    if isfunction(value):

        @wraps(value)
        def noted(*args: Any, **kwargs: Any) -> Any:
            note(name)
            return value(*args, **kwargs)

        return noted
    if isinstance(value, property):
        return property(*(one and _watched(one, name, note) for one in (value.fget, value.fset, value.fdel)))
    if isinstance(value, type) and issubclass(value, Uploader):
        # It is at work when its own code runs, rather than when one is made.
        return _watched_class(value, name, note)
    return _Attribute(value, name, note)


class _Shared:
    """A method of shared code that notes its use; which divergence's it is, the order of the classes says."""

    def __init__(self, name: str, note: Note) -> None:
        self._divergence = name
        self._note = note

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner
        self._name = name

    def __get__(self, instance: object, owner: type) -> object:
        self._note(self._divergence)
        return getattr(super(self._owner, owner if instance is None else instance), self._name)


class _Attribute:
    """A class attribute that notes when it is read."""

    def __init__(self, value: object, name: str, note: Note) -> None:
        self._value = value
        self._name = name
        self._note = note

    def __get__(self, instance: object, owner: type) -> object:
        self._note(self._name)
        return self._value
