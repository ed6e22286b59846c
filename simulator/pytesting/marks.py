"""The tags of features as pytest's markers: `-m` selects by them, and `--strict-markers` lets them pass.

Not both at once: pytest 9.2 refuses a name with a colon after `-m` where markers are strict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
import pytest

from simulator.documentation import resources
from simulator.documentation.api_rules import api_rules, segment_rules
from simulator.documentation.rules import rules, wire_rules
from simulator.model.dialects import DIALECTS
from simulator.model.divergences import divergences

ADJUDICATED: Final = "adjudicated: rests on a decision where the documentation is silent"


class _Row(msgspec.Struct):
    """As much of a row of `rows.json` as it takes to know which findings there are."""

    row: str


def tags() -> Iterator[str]:
    """Yield each tag with a colon that a feature may have: of rules of each kind, dialects, divergences, findings."""
    yield from (f"rule:{rule}" for rule in rules())
    yield from (f"wire:{rule}" for rule in wire_rules())
    yield from (f"api:{rule}" for rule in api_rules())
    yield from (f"segment:{rule}" for rule in segment_rules())
    yield from (f"dialect:{name}" for name in DIALECTS)
    yield from (f"divergence:{name}" for name in divergences())
    listed = msgspec.json.decode((resources.fixture("divergences") / "rows.json").read_bytes(), type=list[_Row])
    yield from (f"finding:{one.row[1:]}" for one in listed if one.row.startswith("W"))


def register(config: pytest.Config) -> None:
    """Register all tags with pytest; raise `pytest.UsageError` if that fails in this version of pytest.

    pytest's own way is the ini option `markers`, which ends a name at its first colon, and pytest-bdd takes the tags of
    Examples straight to `pytest.mark`, with no hook between. So the names with a colon are added to those that pytest
    has read from the option: the set `pytest.mark._markers`, the one private attribute of pytest's used here.
    """
    config.addinivalue_line("markers", ADJUDICATED)
    known = getattr(pytest.mark, "_markers", None)
    if not isinstance(known, set):
        raise pytest.UsageError(
            f"pytest {pytest.__version__} keeps the names of markers elsewhere than devicemode knows; "
            "use a version before, and tell the authors of devicemode"
        )
    known.update(tags())
