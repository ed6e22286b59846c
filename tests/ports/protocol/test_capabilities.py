"""Capabilities: those that scenarios need, and those that a port may claim."""

from __future__ import annotations

import pytest

from simulator.conformance import suite
from simulator.errors import UsageError
from simulator.ports.protocol.capabilities import CAPABILITIES, needs
from simulator.ports.protocol.claims import check_claims


def test_every_capability_is_asked_for_by_a_scenario() -> None:
    asked = {name for case in suite.load() for name in needs(case).capabilities}
    assert asked == set(CAPABILITIES)


def test_claims_are_checked() -> None:
    check_claims(tuple(CAPABILITIES))
    with pytest.raises(UsageError, match='Did you mean "lifecycle"'):
        check_claims(("lifecycel",))
