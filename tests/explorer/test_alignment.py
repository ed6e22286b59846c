"""Sequences of events side by side."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from simulator.explorer.alignment import LARGEST, aligned, matched

names = st.lists(st.sampled_from("abc"), max_size=8)


def unequal(a: int, i: int, b: int, j: int) -> bool:
    return False


def common(one: list[str], other: list[str]) -> int:
    """Return the length of the longest common subsequence, straight from its definition."""

    @cache
    def best(i: int, j: int) -> int:
        if i == len(one) or j == len(other):
            return 0
        if one[i] == other[j]:
            return 1 + best(i + 1, j + 1)
        return max(best(i + 1, j), best(i, j + 1))

    return best(0, 0)


@given(st.lists(names, min_size=1, max_size=4))
def test_each_sequence_keeps_its_order_and_a_row_has_one_name(sequences: list[list[str]]) -> None:
    rows = aligned(sequences, unequal)
    for column, sequence in enumerate(sequences):
        assert [row[column] for row in rows if row[column] is not None] == list(range(len(sequence)))
    for row in rows:
        present = {sequences[column][index] for column, index in enumerate(row) if index is not None}
        assert len(present) == 1


@given(names, names)
def test_two_sequences_have_as_many_rows_together_as_can_be(one: list[str], other: list[str]) -> None:
    rows = aligned([one, other], unequal)
    assert sum(None not in row for row in rows) == common(one, other)


@given(names)
def test_the_same_sequence_everywhere_needs_no_more_rows(sequence: list[str]) -> None:
    assert len(aligned([sequence] * 5, unequal)) == len(sequence)


def test_of_equal_names_those_that_are_equal_stand_together() -> None:
    one, other = ["Monopoly", "Uno"], ["Uno"]
    rows = aligned([["Product"] * 2, ["Product"]], lambda a, i, b, j: one[i] == other[j])
    assert rows == [(0, None), (1, 0)]


def test_very_long_sequences_are_aligned_by_their_names_alone() -> None:
    long = ["a", "b"] * 400
    assert len(long) ** 2 > LARGEST
    pairs = matched(long, ["c", *long], lambda i, j: True)
    assert pairs == [(index, index + 1) for index in range(len(long))]
