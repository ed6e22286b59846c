"""A pytest plugin that adds up the processor time of tests: setting up, running and tearing down.

`pytest -p benchmarks.processor_time` prints the sum, in seconds, as its last line. pytest's own durations are
wall-clock time, which includes whatever else the machine does.
"""

from __future__ import annotations

from collections.abc import Generator
from time import process_time

import pytest

_took = 0.0


def _timed() -> Generator[None, object, object]:
    global _took  # noqa: PLW0603 - hooks of a plugin that is a module have nowhere else to add up.
    begin = process_time()
    try:
        return (yield)
    finally:
        _took += process_time() - begin


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    """Time the set-up of a test."""
    return (yield from _timed())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Time a test."""
    return (yield from _timed())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """Time the tear-down of a test."""
    return (yield from _timed())


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Print the sum."""
    print(f"\n{_took}")
