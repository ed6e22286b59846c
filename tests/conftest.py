"""Fixtures, options and the sampling of tests for all rooms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings

from tests.support.sample import commit, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

pytest_plugins = ["simulator.pytesting.steps"]

settings.register_profile("local", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, database=None)
settings.register_profile("many", settings.get_profile("local"), max_examples=100, database=None)
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
    "cli/test_conforming_again.py",
    "cli/test_diff_and_replay.py",
    "cli/test_fuzz_commands.py",
    "cli/test_interruptions.py",
    "conformance/records/test_as_if.py",
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
    "ports/test_grouping.py",
    "ports/test_pipelining.py",
    "ports/test_ports_guide.py",
    "ports/test_watch.py",
    "pytesting/test_ports.py",
    "test_mutation.py",
    "test_readme.py",
    "vectors/test_vectors.py",
)
"""The modules whose tests start programs, perform the whole suite, or draw hundreds of examples.

`pytest -n auto -m "not slow"` leaves them out: every feature and the other tests take about a minute.
"""

LANES_OF_THEIR_OWN: Final = ("browser", "exhaustive", "fuzz", "jvm", "kills", "node", "toolchains")
"""The marks of tests that only run when they are asked for. They are slow as well: pytest takes the last -m, and with
`-m "not slow"` it would take them in."""

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


# For the pytest processes that tests start: the option that pyproject.toml sets for this one.
WITHOUT_SCHEMATHESIS: Final = "-p no:schemathesis"
os.environ.setdefault("PYTEST_ADDOPTS", WITHOUT_SCHEMATHESIS)


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Run pytest as the other processes do, though pytester forgets PYTEST_ADDOPTS: in a tenth of the time."""
    monkeypatch.setenv("PYTEST_ADDOPTS", WITHOUT_SCHEMATHESIS)
    return pytester


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Keep the tests of a module in one process: they share what they have compiled, exported and performed."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option by which CI takes a sample of the lanes of their own."""
    text = "of the tests that only run when they are asked for, run one in N: others with each commit"
    parser.addoption("--one-in", type=int, default=1, metavar="N", help=text)


@pytest.fixture
def one_in(request: pytest.FixtureRequest) -> int:
    """Return N: a test whose work can't be split into cases does one part in N of it."""
    return int(request.config.getoption("--one-in"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark slow tests, before -m is applied; leave out tests that are not in the sample."""
    folder = Path(__file__).parent
    slow = {folder / path for path in SLOW}
    asked_for: dict[str, list[str]] = {}
    for item in items:
        lanes = [lane for lane in LANES_OF_THEIR_OWN if item.get_closest_marker(lane)]
        if item.path in slow or lanes:
            item.add_marker(pytest.mark.slow)
        if lanes:
            # Exhaustive tests have one long case in each of many functions: the lane is one list.
            asked_for.setdefault(lanes[0] if "exhaustive" in lanes else item.nodeid.split("[")[0], []).append(
                item.nodeid
            )
    one_in = config.getoption("--one-in")
    left_out = {name for names in asked_for.values() for name in set(names) - drawn(names, one_in, commit())}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left_out])
    items[:] = [item for item in items if item.nodeid not in left_out]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium, once for all tests: Playwright runs only one event loop in a thread.

    shop.example is a page of another, non-loopback origin, though it is served here.
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
