"""Drafts: what a page is about, and its undo and redo."""

from __future__ import annotations

import msgspec

from simulator.explorer.clients import Client
from simulator.explorer.document import Document, Script


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A feature, the scenario in it that is looked at, and the clients that play it."""

    text: str
    clients: tuple[Client, ...]
    #: The key of the scenario that is looked at; empty for the first.
    scenario: str = ""
    #: The file that it was opened from or saved in; empty for none.
    path: str = ""

    @property
    def document(self) -> Document:
        """The text as far as it can be read."""
        raise NotImplementedError

    @property
    def script(self) -> Script | None:
        """The scenario that is looked at."""
        raise NotImplementedError


class Change(msgspec.Struct, frozen=True):
    """A change of a draft, in words that go on after “Undo:”: `remove “the app tracks …”`."""

    says: str
    before: Draft


class History(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with everything that can be undone and redone. It never changes: each method returns another one."""

    draft: Draft
    #: What can be undone, the latest last.
    done: tuple[Change, ...] = ()
    #: What can be redone, the next last: `before` is the draft that redoing brings back.
    undone: tuple[Change, ...] = ()

    def do(self, draft: Draft, says: str) -> History:
        """Go on with another draft; the same one again is no change. At most `LONGEST` changes are kept."""
        raise NotImplementedError

    def typed(self, draft: Draft) -> History:
        """Go on with a text as it is typed: one change as long as nothing else happens in between."""
        raise NotImplementedError

    def undo(self) -> History:
        """Take the latest change back; the same history if there is none."""
        raise NotImplementedError

    def redo(self) -> History:
        """Make the change again that was taken back last; the same history if there is none."""
        raise NotImplementedError


LONGEST = 500
"""How many changes can be undone."""
