"""Alignment: several sequences of events side by side, equal names in one row, each sequence in its order.

Two sequences are aligned so that the most events share a row, and among such alignments the one in which the most of
them are equal; further sequences are added to the rows one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Final

LARGEST: Final = 250_000
"""Pairs of events that are weighed; of longer sequences only the names are compared."""

AlignedRow = tuple[int | None, ...]
"""For each sequence the index of its event in the row, `None` if it has none there."""


def aligned(names: Sequence[Sequence[str]], equal: Callable[[int, int, int, int], bool]) -> list[AlignedRow]:
    """Return the rows of several sequences, given by the names of their events.

    `equal` tells whether event `i` of sequence `a` and event `j` of sequence `b` are alike in more than their names.
    """
    if names and all(one == names[0] for one in names):
        return [(index,) * len(names) for index in range(len(names[0]))]
    rows: list[list[int | None]] = []
    for at, sequence in enumerate(names):
        rows = _added(rows, at, sequence, names, equal)
    return [tuple(row) for row in rows]


def _added(
    rows: list[list[int | None]],
    at: int,
    sequence: Sequence[str],
    names: Sequence[Sequence[str]],
    equal: Callable[[int, int, int, int], bool],
) -> list[list[int | None]]:
    """Return the rows with one more sequence."""
    firsts = [next((column, index) for column, index in enumerate(row) if index is not None) for row in rows]
    row_names = [names[column][index] for column, index in firsts]

    def alike(row: int, index: int) -> bool:
        column, other = firsts[row]
        return equal(column, other, at, index)

    made: list[list[int | None]] = []
    row = index = 0
    for in_rows, in_sequence in (*matched(row_names, sequence, alike), (len(rows), len(sequence))):
        made += [[*one, None] for one in rows[row:in_rows]]
        made += [[*([None] * at), one] for one in range(index, in_sequence)]
        if in_rows < len(rows):
            made.append([*rows[in_rows], in_sequence])
        row, index = in_rows + 1, in_sequence + 1
    return made


def matched(left: Sequence[str], right: Sequence[str], alike: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Return the pairs of indexes that share a row, both in order."""
    if len(left) * len(right) > LARGEST:
        blocks = SequenceMatcher(a=left, b=right, autojunk=False).get_matching_blocks()
        return [(block.a + k, block.b + k) for block in blocks for k in range(block.size)]
    # The weight of the best alignment of what comes after a pair: a pair of equal names counts by far the most.
    after = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    weight = len(left) + len(right) + 1
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            best = max(after[i + 1][j], after[i][j + 1])
            if left[i] == right[j]:
                best = max(best, after[i + 1][j + 1] + weight + alike(i, j))
            after[i][j] = best
    pairs, i, j = list[tuple[int, int]](), 0, 0
    while i < len(left) and j < len(right):
        if left[i] == right[j] and after[i][j] == after[i + 1][j + 1] + weight + alike(i, j):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif after[i][j] == after[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
