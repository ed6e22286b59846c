"""Odds that an input is right: a request that is wrong in several places is refused for the first of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def mostly(right: st.SearchStrategy[Any], wrong: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return what is right nine times out of ten; `one_of` draws a strategy no more often if it is given twice."""
    return st.integers(0, 9).flatmap(lambda lot: wrong if lot == 9 else right)
