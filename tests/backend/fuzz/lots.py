"""Odds that an input is valid: a request with several mistakes is refused for the first of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def mostly(right: st.SearchStrategy[Any], wrong: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy that is valid nine times out of ten; `one_of` ignores that a strategy is given twice."""
    return st.integers(0, 9).flatmap(lambda lot: wrong if lot == 9 else right)
