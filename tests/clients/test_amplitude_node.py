"""Amplitude's SDK for Node, `@amplitude/analytics-node`: a journey."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from simulator.backend import Fault
from tests.clients.stand import check_journey, stand

CLIENTS: Final = Path(__file__).parent / "amplitude-js"

pytestmark = pytest.mark.node


def installed(name: str) -> Path:
    """Return the folder of an SDK; fail with advice if it is not installed."""
    folder = CLIENTS / "node_modules" / "@amplitude" / name
    if not folder.exists():
        pytest.fail("npm ci --ignore-scripts --prefix tests/clients/amplitude-js installs Amplitude's SDKs")
    return folder


def journey(url: str) -> list[list[Any]]:
    """Run the journey against an address, and return the report of each event."""
    installed("analytics-node")
    done = subprocess.run(
        ["node", "journey.mjs", url], cwd=CLIENTS, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    told: list[list[Any]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch"])
def test_a_journey(path: str) -> None:
    with stand() as backend:
        told = journey(f"{backend.url}{path}")
        check_journey(backend, sender="amplitude-node-ts")
        assert sorted(told) == sorted([name, 200] for name in backend.names)
        assert backend.user("anna-smith").device_ids == ["device-1"]


def test_what_is_flushed_is_not_sent_again() -> None:
    """`flush` returns the answer: docs/amplitude-clients.md."""
    with stand() as backend:
        backend.project.faults.set(Fault(status=500, times=1))
        told = journey(f"{backend.url}/2/httpapi")
        assert {code for _, code in told} == {500}
        assert backend.answers == [500]
