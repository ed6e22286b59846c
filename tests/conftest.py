"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest_plugins = ["simulator.pytesting.steps"]

settings.register_profile("local", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

SLOW: Final = (
    "backend/http/test_connections.py",
    "backend/keeping/test_damage.py",
    "backend/keeping/test_disk.py",
    "backend/keeping/test_shared_store.py",
    "backend/keeping/test_store.py",
    "backend/test_invariants.py",
    "cli/test_adapter_command.py",
    "cli/test_backend_command.py",
    "cli/test_boundaries.py",
    "cli/test_cli.py",
    "cli/test_diff_and_replay.py",
    "cli/test_fuzz_commands.py",
    "cli/test_interruptions.py",
    "conformance/running/test_over_http.py",
    "conformance/test_suite.py",
    "model/amplitude/test_upload_invariants.py",
    "model/divergences/test_divergences.py",
    "model/storage/test_storage.py",
    "model/test_invariants.py",
    "model/test_invariants_refusals.py",
    "ports/checking/test_check.py",
    "ports/connections/test_stdio.py",
    "ports/test_adapters.py",
    "ports/test_breakages.py",
    "ports/test_pipelining.py",
    "ports/test_ports_guide.py",
    "ports/test_watch.py",
    "pytesting/test_ports.py",
    "test_mutation.py",
    "test_readme.py",
    "vectors/test_vectors.py",
)
"""The modules whose tests start programs, perform the whole suite, or draw hundreds of examples.

`pytest -n auto -m "not slow"` leaves them out: every feature and what is left take about a minute.
"""

LANES_OF_THEIR_OWN: Final = ("browser", "exhaustive", "fuzz", "go", "jvm", "kills", "node")
"""The marks of tests that only run when they are asked for. They are slow as well: pytest takes the last -m, and with
`-m "not slow"` it would take them in."""

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, before -m is looked at."""
    folder = Path(__file__).parent
    slow = {folder / path for path in SLOW}
    for item in items:
        if item.path in slow or any(map(item.get_closest_marker, LANES_OF_THEIR_OWN)):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium, once for all tests: Playwright runs only one event loop in a thread.

    shop.example is a page of another origin that is no loopback one, though it is served here.
    """
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} does not exist; name Chromium in the variable CHROMIUM, or leave these tests out")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP *.example 127.0.0.1"]
        )
        yield opened
        opened.close()
