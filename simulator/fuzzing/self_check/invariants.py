"""What holds for every journey in every dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from simulator.conformance.running.runner import Performance
from simulator.fuzzing.self_check.course import Course


class Invariant(msgspec.Struct, frozen=True):
    name: str
    says: str
    broken_by: Callable[[Course, Performance], Iterator[str]]


INVARIANTS: Final[tuple[Invariant, ...]] = ()
