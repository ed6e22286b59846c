"""Amplitude's SDK for Go, `github.com/amplitude/analytics-go`: a journey, and its handling of interrupted answers."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from simulator.backend import Fault
from tests.clients.stand import check_journey, stand

PROGRAM: Final = Path(__file__).parent / "amplitude-go"

pytestmark = pytest.mark.toolchains


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the journey."""
    built = tmp_path_factory.mktemp("go") / "journey"
    done = subprocess.run(
        ["go", "build", "-o", str(built), "."], cwd=PROGRAM, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return built


def journey(program: Path, url: str) -> list[str]:
    """Run the journey against an address, and return the report of each event: its name and a code."""
    done = subprocess.run([str(program), url], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("path", ["/2/httpapi", "/batch"])
def test_a_journey(program: Path, path: str) -> None:
    with stand() as backend:
        told = journey(program, f"{backend.url}{path}")
        # SetGroup sets the property alone, and puts nobody into the groups: docs/amplitude-clients.md.
        check_journey(backend, sender="amplitude-go", groups={})
        assert sorted(told) == sorted(f"{name} 200" for name in backend.names)


def test_what_is_too_large_is_sent_again_in_parts(program: Path) -> None:
    with stand() as backend:
        backend.project.faults.set(Fault(status=413, times=1))
        journey(program, f"{backend.url}/2/httpapi")
        assert backend.answers[0] == 413
        check_journey(backend, sender="amplitude-go", groups={})


def test_what_is_interrupted_is_given_up(program: Path) -> None:
    """The SDK sends again after a timeout, but not after a connection that ends: docs/amplitude-clients.md."""
    with stand() as backend:
        backend.project.faults.set(Fault(cut=True, times=1))
        told = journey(program, f"{backend.url}/2/httpapi")
        assert {line.rpartition(" ")[2] for line in told} == {"0"}
        assert backend.events == []
