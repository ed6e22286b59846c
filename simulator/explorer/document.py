"""Documents: the text of a feature, read as far as that can be done.

Of a text that resembles an earlier one only the changes are read: adding a step to a long scenario costs as much as
reading the step.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from typing import Final

from simulator.explorer.reading import read_whole
from simulator.explorer.rereading import spliced
from simulator.explorer.script import Document, Mistake, Script, ScriptStep

__all__ = ["Document", "Mistake", "Script", "ScriptStep", "forget", "read"]


@lru_cache(maxsize=64)
def read(text: str) -> Document:
    """Read a feature. Never raises: whatever is wrong becomes a mistake."""
    title = text.partition("\n")[0][:_LONGEST_TITLE]
    with _LOCK:
        near = _NEAR.get(title)
    document = (spliced(near, text) if near else None) or read_whole(text)
    with _LOCK:
        _NEAR[title] = document
        _NEAR.move_to_end(title)
        while len(_NEAR) > _MOST_NEAR:
            _NEAR.popitem(last=False)
    return document


_LOCK: Final = Lock()
_MOST_NEAR: Final = 64
_LONGEST_TITLE: Final = 200
_NEAR: Final[OrderedDict[str, Document]] = OrderedDict()
"""The documents read most recently, by the text's first line."""


def forget() -> None:
    """Forget earlier texts: the next one is read from its first line to its last."""
    read.cache_clear()
    with _LOCK:
        _NEAR.clear()
