"""Several processes that share work; any of them may be killed from outside at any time."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from functools import partial
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from typing import ParamSpec, TypeVar, cast

import msgspec

P = ParamSpec("P")
T = TypeVar("T")


class Processes(Executor):
    """Runs functions in several processes; raises `BrokenExecutor` once one of them has been killed.

    Bytes come back in files. All processes of a pool answer through one pipe, and one that is killed while it writes
    more than a pipe takes at once leaves a partial answer there, whose rest the pool would wait for forever.
    """

    def __init__(
        self, jobs: int, *, context: BaseContext | None = None, initializer: Callable[[], None] | None = None
    ) -> None:
        self._folder = TemporaryDirectory(prefix="devicemode-")
        self._pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=initializer)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in one of the processes; see `concurrent.futures.Executor`."""
        answer: Future[T] = Future()

        def come(done: Future[T | _Kept]) -> None:
            if done.cancelled():
                answer.cancel()
                return
            try:
                made = done.result()
                answer.set_result(cast("T", made.take()) if isinstance(made, _Kept) else made)
            except BaseException as error:  # noqa: BLE001 — whoever asks for the result gets it
                answer.set_exception(error)

        self._pool.submit(_carry_out, self._folder.name, partial(fn, *args, **kwargs)).add_done_callback(come)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; see `concurrent.futures.Executor`."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._folder.cleanup()


class _Kept(msgspec.Struct, frozen=True):
    """Bytes in a file."""

    path: str

    def take(self) -> bytes:
        """Return them, and remove the file."""
        file = Path(self.path)
        made = file.read_bytes()
        file.unlink()
        return made


def _carry_out(folder: str, fn: Callable[[], T]) -> T | _Kept:
    made = fn()
    if not isinstance(made, bytes):
        return made
    number, path = mkstemp(dir=folder)
    with os.fdopen(number, "wb") as file:
        file.write(made)
    return _Kept(path)
