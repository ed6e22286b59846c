"""Drafts: the scenario and the clients of a page, with undo and redo."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.explorer.clients import Client
from simulator.explorer.document import Document, Script, read


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A feature, the current scenario in it, and the clients that play it."""

    text: str
    clients: tuple[Client, ...]
    #: The key of the current scenario; empty for the first.
    scenario: str = ""
    #: The file that it was opened from or saved in; empty for none.
    path: str = ""

    @property
    def document(self) -> Document:
        """The text as far as it can be read."""
        return read(self.text)

    @property
    def script(self) -> Script | None:
        """The current scenario."""
        return self.document.script(self.scenario)


LONGEST: Final = 500
"""The most changes that can be undone."""


class Change(msgspec.Struct, frozen=True):
    """A change of a draft, in words that go on after “Undo:”: `remove “the app tracks …”`."""

    says: str
    #: The draft that undo, or redo, restores.
    draft: Draft
    #: Whether it was typed, so that further typing belongs to it.
    typing: bool = False


class History(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with everything that can be undone and redone. It never changes: each method returns another one."""

    draft: Draft
    #: The changes that can be undone, the latest last.
    done: tuple[Change, ...] = ()
    #: The changes that can be redone, the next last.
    undone: tuple[Change, ...] = ()

    def do(self, draft: Draft, says: str) -> History:
        """Return a history with another draft, which is a change unless it is the same. At most `LONGEST` are kept."""
        if draft == self.draft:
            return self
        return History(draft=draft, done=(*self.done, Change(says, self.draft))[-LONGEST:])

    def typed(self, draft: Draft) -> History:
        """Return a history with a text that is being typed: one change as long as nothing else happens in between."""
        if draft == self.draft:
            return self
        if self.done and self.done[-1].typing and not self.undone:
            return History(draft=draft, done=self.done)
        return History(draft=draft, done=(*self.done, Change("typing", self.draft, typing=True))[-LONGEST:])

    def undo(self) -> History:
        """Undo the latest change; the same history if there is none."""
        if not self.done:
            return self
        *done, last = self.done
        redo = msgspec.structs.replace(last, draft=self.draft)
        return History(draft=last.draft, done=tuple(done), undone=(*self.undone, redo))

    def redo(self) -> History:
        """Redo the change that was undone last; the same history if there is none."""
        if not self.undone:
            return self
        *undone, last = self.undone
        undo = msgspec.structs.replace(last, draft=self.draft)
        return History(draft=last.draft, done=(*self.done, undo), undone=tuple(undone))
