"""Survivors that were looked into by hand: those that are equivalent, and those that are beside the point."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from tests.mutation.mutants import Key, Mutant

FILE: Final = Path(__file__).with_name("known.toml")

Kind = Literal["equivalent", "aside"]
"""`equivalent`: nothing that a caller can see is different. `aside`: it is, but it is not the destination's behavior:
how an error is put, what the simulator refuses to its own user, how fast or how it is kept."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class Entry(NamedTuple):
    """A mutant that need not be noticed, or several; a part that is left out fits any, a list any of it."""

    kind: Kind
    reason: str
    file: str
    where: str | list[str]
    operator: str | None = None
    before: str | list[str] | None = None
    after: str | None = None
    nth: int | None = None

    def covers(self, key: Key) -> bool:
        """Tell whether a mutant is one that the entry describes."""
        return all(_fits(getattr(self, name), value) for name, value in zip(Key._fields, key, strict=True))


def _fits(said: object, value: object) -> bool:
    return said is None or (value in said if isinstance(said, list) else said == value)


@cache
def entries() -> tuple[Entry, ...]:
    """Read the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Entry(kind=kind, **one) for kind in KINDS for one in read.get(kind, ()))


def entry_of(key: Key) -> Entry | None:
    """Return the entry about a mutant, if there is one."""
    return next((entry for entry in entries() if entry.covers(key)), None)


def unused(mutants: Iterable[Mutant], known: Sequence[Entry] | None = None) -> list[Entry]:
    """Return the entries that describe no existing mutant: the code that they were about is gone."""
    keys = [mutant.key for mutant in mutants]
    return [entry for entry in (entries() if known is None else known) if not any(map(entry.covers, keys))]
