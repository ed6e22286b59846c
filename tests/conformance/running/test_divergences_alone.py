"""A divergence that is not at work changes nothing: without all such divergences, a dialect does the same."""

from __future__ import annotations

from typing import Final

import pytest

from simulator.conformance.language.cases import compile_text
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.model.dialects import dialect_of

SCENARIOS: Final = {
    # Code that several divergences share belongs to each of them.
    "identify.android.shared-traits": """
    Given an android app
    When the app identifies "derek" with the traits
      | plan | null |
""",
    # One of several changed defaults is enough.
    "pages.web.on-by-default": """
    Given a web app with the settings
      | Track Categorized Pages | off |
    When the app calls page with name "Home"
""",
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_at_work_is_all_that_matters(name: str) -> None:
    [case] = compile_text(f"Feature: f\n  Scenario: s{SCENARIOS[name]}", "f.feature", "f")

    def performed(reference: Reference) -> Reference:
        performance = Performance(reference)
        for one in case.steps:
            performance.step(one.step)
        reference.drain()
        return reference

    watched = performed(Reference(dialect="shipped", watch=True))
    assert name in watched.divergences_at_work()
    narrowed = performed(Reference(dialect=dialect_of("shipped", watched.divergences_at_work())))
    without = performed(Reference(dialect=dialect_of("shipped", watched.divergences_at_work() - {name})))
    assert narrowed.view() == watched.view() != without.view()
