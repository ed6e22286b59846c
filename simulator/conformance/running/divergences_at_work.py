"""The divergences that are at work in a performance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from typing import Final

from simulator.documentation.settings import Settings
from simulator.model import dialects
from simulator.model.dialects import Dialect
from simulator.model.divergences import divergence
from simulator.model.sources import App, ServerSource
from simulator.model.watched import changed_defaults, watched

_PERFORMED: Final[ContextVar[set[str]]] = ContextVar("the divergences of the performance that goes on")


class DivergencesAtWork:
    """The divergences of one performance: those whose code has run, and those whose defaults of settings hold.

    `dialect` is the one to perform in. All performances in a dialect share its classes, so `listen` is called each time
    before this one goes on.
    """

    def __init__(self, dialect: str | Dialect) -> None:
        given = dialect if isinstance(dialect, Dialect) else dialects.dialect(dialect)
        self.dialect = _watched(given.name, given.divergences) if given.divergences else given
        self._ran: set[str] = set()
        self.listen()

    def listen(self) -> None:
        """Count notes from now on, in this thread, for this performance."""
        _PERFORMED.set(self._ran)

    def found(self, sources: Iterable[App | ServerSource]) -> frozenset[str]:
        """Return the divergences that have been at work."""
        apps = [source for source in sources if isinstance(source, App)]
        defaults = {
            name
            for name, changed in changed_defaults(self.dialect.divergences).items()
            for app in apps
            if app.platform == divergence(name).platform and _holds(changed, app.settings)
        }
        return frozenset(self._ran | defaults)


def _holds(changed: Mapping[str, object], settings: Settings) -> bool:
    return any(getattr(settings, field) == value for field, value in changed.items())


@cache
def _watched(name: str, ids: frozenset[str]) -> Dialect:
    """Return a dialect that notes the divergences at work in the current performance."""
    return watched(dialects.dialect_of(name, ids), lambda one: _PERFORMED.get().add(one))
