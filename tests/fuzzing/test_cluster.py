"""A Dask cluster on loopback finds what one process does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from simulator.errors import UsageError
from simulator.fuzzing.executors import cluster
from simulator.fuzzing.run import Run
from tests.fuzzing.test_run import A_FEW, SETUP, found


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process."""
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running.scheduler_address


@pytest.mark.exhaustive
@pytest.mark.filterwarnings("ignore")
def test_it_finds_the_same(scheduler: str) -> None:
    assert found(Run(SETUP, workers=cluster(scheduler)).go(A_FEW)) == found(Run(SETUP).go(A_FEW))


def test_no_scheduler_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.fuzzing.executors._PATIENCE", 0.2)
    with pytest.raises(UsageError, match="no Dask scheduler answers at"), ExitStack() as stack:
        stack.enter_context(cluster("tcp://127.0.0.1:9")())


def test_without_dask_the_extra_is_named() -> None:
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        "from simulator.fuzzing.executors import cluster\n"
        "try: cluster('tcp://127.0.0.1:9')\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "a Dask cluster needs the extra dask: pip install 'devicemode[dask]'\n"
