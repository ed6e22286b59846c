"""Finding the probe of a claim, as a port's author does."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.ports.checking import probes
from simulator.ports.checking.probes.claims import PROBES
from simulator.ports.protocol.capabilities import CAPABILITIES


def test_each_claim_has_a_probe_and_each_probe_a_claim() -> None:
    assert set(PROBES) == set(CAPABILITIES)


@pytest.mark.parametrize("claim", CAPABILITIES)
def test_a_text_search_finds_the_probe_of_a_claim(claim: str) -> None:
    [found] = [
        path.name
        for path in Path(probes.__file__).parent.glob("*.py")
        if f'Probe(claim="{claim}"' in " ".join(path.read_text("utf-8").split()).replace("( ", "(")
    ]
    assert found
