"""Every difference between documentation and shipped code is a named entry, shown on both sides, and nothing else differs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import pytest

import simulator
from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.running.comparison import Side, compare, explanations, outcome
from simulator.documentation import resources
from simulator.documentation import rules as rules_module
from simulator.model.dialects import dialect, dialect_of
from simulator.model.divergences import Divergence, code_of, defaults_of, divergence, divergences
from simulator.reports.divergences import page
from simulator.values import JSONObject
from tests import ROOT

CASES = suite.load()
ENTRIES = tuple(divergences().values())
SHIPPED = ("shipped", "latest")


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the comparison of documentation and code, or a finding of a real stack that was run."""

    row: str
    #: `entry`: an entry says what differs. `agrees`: code and documentation agree. `corrected`: the model was wrong in
    #: every dialect, and says so no more. `left out`: not modelled. `unknown`: the code is closed, or a race decides.
    status: Literal["entry", "agrees", "corrected", "left out", "unknown"]
    why: str = ""


def rows(name: str) -> list[Row]:
    return msgspec.json.decode((resources.fixture("divergences") / f"{name}.json").read_bytes(), type=list[Row])


ROWS = rows("rows")
OBSERVED = {
    "rows-web": [
        *(f"W{number}" for number in range(37, 49)),
        *(
            f"odd.{name}"
            for name in (
                "product-id",
                "revenue-type",
                "products",
                "quantity",
                "price",
                "revenue",
                "infinite",
                "date-as-group",
                "null-options",
                "option-spelling",
                "__proto__",
                "left-by-a-page",
                "ajs-parameters",
                "cookie-size",
            )
        ),
    ],
    "rows-android": [f"A{number}" for number in range(1, 17)],
    "rows-ios": [*(f"I{number}" for number in range(1, 20)), "I19b", "I20", "I21", "I22"],
}


def test_every_row_and_finding_is_accounted_for() -> None:
    sections = {1: 13, 2: 9, 3: 2, 4: 9, 5: 7, 6: 17, 7: 7, 8: 10, 9: 11, 10: 7}
    listed = [f"{section}.{number}" for section, count in sections.items() for number in range(1, count + 1)]
    listed.insert(listed.index("8.6") + 1, "8.6b")
    assert [one.row for one in ROWS] == [*listed, *(f"W{number}" for number in range(1, 37))]
    named = {row for entry in ENTRIES for row in entry.rows}
    observed = [one for name in OBSERVED for one in rows(name)]
    assert named <= {one.row for one in (*ROWS, *observed)}
    assert {one.row for one in (*ROWS, *observed) if one.status == "entry"} <= named
    assert [one.row for one in (*ROWS, *observed) if one.status != "entry" and not one.why] == []


@pytest.mark.parametrize("name", OBSERVED)
def test_every_row_of_a_stack_that_was_run_is_accounted_for(name: str) -> None:
    """A row may be listed more than once, for its parts; none is missing."""
    listed = [one.row for one in rows(name)]
    assert [row for row in OBSERVED[name] if row not in listed] == []
    assert [row for row in listed if row.partition(" ")[0] not in OBSERVED[name]] == []


def test_every_finding_of_the_web_stack_has_a_scenario() -> None:
    tagged = {tag.removeprefix("finding:") for case in CASES for tag in case.tags if tag.startswith("finding:")}
    shown = {
        row[1:] for case in CASES for name in case.divergences for row in divergences()[name].rows if row[0] == "W"
    }
    assert {str(number) for number in range(1, 37)} - tagged - shown == set()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_has_code_and_is_shown_on_both_sides(entry: Divergence) -> None:
    assert code_of(entry.id) or defaults_of(entry.id)
    assert set(entry.rules) <= set(rules_module.rules())
    assert entry.dialects
    about = [case for case in CASES if entry.id in case.divergences and "/as-shipped-" in case.id]
    documented = [case for case in about if "documented" in case.dialects]
    shipped = [case for case in about if set(case.dialects) & set(entry.dialects) and "documented" not in case.dialects]
    assert documented
    assert shipped
    assert {case.id.partition("#")[0] for case in documented} & {case.id.partition("#")[0] for case in shipped}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_comparison_shows_exactly_that_difference(entry: Divergence) -> None:
    """A few can't be seen without another one: the entries that `beside` names always come with them."""
    about = [case for case in CASES if entry.id in case.divergences and "/as-shipped-" in case.id]
    # The cases that carry the fewest are the likeliest to show one alone.
    about.sort(key=lambda case: len(case.divergences))
    sides = Side("documented"), Side(entry.dialects[0])
    alone = (
        one
        for one in (compare(case, *sides) for case in about)
        if set(one.divergences) - set(entry.beside) == {entry.id}
    )
    assert not next(alone).same


def entries_about(case: Case, name: str) -> frozenset[str]:
    """Return the entries of a dialect that a scenario is compared with: not those that show in every event."""
    return frozenset(
        one for one in dialect(name).divergences if one in case.divergences or not divergence(one).everywhere
    )


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["some", "all"])
@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_differs_by_what_its_tags_say_and_by_nothing_else(name: str, every: int) -> None:
    """The documented dialect with the tagged entries does as shipped, the shipped one without them as documented."""
    cases = CASES[::every]
    assert sum(not case.divergences for case in cases) > 100
    wrong = []
    for case, documented in zip(cases, documented_outcomes(every), strict=True):
        entries = entries_about(case, name)
        tagged = entries & set(case.divergences)
        shipped = outcome(case, dialect_of(name, entries))
        if shipped == documented:
            continue
        if outcome(case, dialect_of(name, tagged)) != shipped:
            wrong.append((case.id, "the tagged entries do not make what ships"))
        if outcome(case, dialect_of(name, entries - tagged)) != documented:
            wrong.append((case.id, "what ships differs without the tagged entries"))
    assert wrong == []


@cache
def documented_outcomes(every: int) -> tuple[list[JSONObject], ...]:
    return tuple(outcome(case, dialect("documented")) for case in CASES[::every])


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SHIPPED)
def test_no_entry_that_a_scenario_does_not_carry_changes_it(name: str) -> None:
    """Each entry by itself, put into the documented reading and taken out of the shipped one."""
    unexplained = [
        (case.id, missing)
        for case in CASES
        if (missing := set(explanations(case, "documented", name)) - set(case.divergences))
    ]
    assert unexplained == []


def test_the_shipped_dialects_are_the_documented_one_with_their_entries() -> None:
    for name in SHIPPED:
        assert dialect(name).divergences == {entry.id for entry in ENTRIES if name in entry.dialects}
    assert dialect("documented").divergences == frozenset()


def test_the_documented_code_knows_no_dialect() -> None:
    package = Path(simulator.__file__).parent
    for place in ("model/destinations", "model/amplitude", "model/segment", "backend"):
        paths = list((package / place).rglob("*.py"))
        assert paths
        for path in paths:
            source = path.read_text("utf-8")
            assert "divergences" not in source, path.name
            assert "if dialect" not in source, path.name


def test_the_page_is_up_to_date() -> None:
    """When this fails: `devicemode divergences --markdown > docs/divergences.md`."""
    written = (ROOT / "docs" / "divergences.md").read_text("utf-8")
    assert written == page(CASES)
