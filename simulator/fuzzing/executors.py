"""Where tasks are carried out: in this process, in several, or on the machines of a Dask cluster.

All of them are executors of `concurrent.futures`. What goes to another process is JSON in bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from multiprocessing import get_context
from typing import Any, Final, ParamSpec, TypeVar

import msgspec

from simulator.conformance.processes import Processes
from simulator.errors import UsageError, quoted, readable
from simulator.fuzzing.searching import Setup, Task, TaskResult, close_players, search

P = ParamSpec("P")
T = TypeVar("T")

Workers = Callable[[], AbstractContextManager[Executor]]
"""Opens an executor, as a context."""


class Here(Executor):
    """Carries out what it is given at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Carry it out."""
        future = Future[T]()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future has it
            future.set_exception(error)
        return future


@contextmanager
def here() -> Iterator[Executor]:
    """Carry out tasks in this process."""
    try:
        yield Here()
    finally:
        close_players()


def processes(jobs: int) -> Workers:
    """Return what opens an executor of several processes."""

    @contextmanager
    def opened() -> Iterator[Executor]:
        pool = Processes(jobs, context=get_context("spawn"))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)

    return opened


def cluster(address: str) -> Workers:
    """Return what opens the executor of a Dask cluster whose scheduler is at an address: `tcp://10.0.0.5:8786`."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("a Dask cluster needs the extra dask: pip install 'devicemode[dask]'") from None

    @contextmanager
    def opened() -> Iterator[Executor]:
        try:
            client: Any = Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]  # it has no annotations
        except (OSError, ValueError) as error:
            raise UsageError(f"no Dask scheduler answers at {quoted(address)}: {readable(error)}") from None
        try:
            # Asked twice for the same task it carries it out twice: a task is no pure function to a scheduler that
            # has kept the result of an earlier run.
            yield client.get_executor(pure=False)
        finally:
            client.close()

    return opened


_PATIENCE: Final = 10
"""Seconds in which a scheduler has to answer."""
_MOST_DEATHS: Final = 3
"""How often tasks are given to new processes after one has died."""


class Crew:
    """Whoever carries out tasks, opened for as long as the context lasts; anew, if one of its processes has died."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._stack = ExitStack()
        self._deaths = 0
        self._executor: Executor

    def __enter__(self) -> Crew:
        self._executor = self._stack.enter_context(self._workers())
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def carry_out(self, setup: Setup, tasks: Sequence[Task]) -> Iterator[TaskResult]:
        """Carry out tasks and yield what came of them, in their order. What a process that died had is done again.

        Raises what `search` raises, and `BrokenExecutor` if processes keep dying.
        """
        packed = [msgspec.json.encode((setup, task)) for task in tasks]
        for made in self.do(search_packed, packed):
            yield msgspec.json.decode(made, type=TaskResult)

    def do(self, work: Callable[[bytes], bytes], tasks: Sequence[bytes]) -> Iterator[bytes]:
        """Have work done on each of some tasks, and yield what came of them, as `carry_out` does."""
        waiting = list(tasks)
        while waiting:
            try:
                futures = [self._executor.submit(work, one) for one in waiting]
                for future in futures:
                    yield future.result()
                    waiting.pop(0)
            except BrokenExecutor:
                self._deaths += 1
                if self._deaths > _MOST_DEATHS:
                    raise
                self._stack.close()
                self._executor = self._stack.enter_context(self._workers())


def search_packed(packed: bytes) -> bytes:
    """Carry out a task that came from another process."""
    setup, task = msgspec.json.decode(packed, type=tuple[Setup, Task])
    return msgspec.json.encode(search(setup, task))
