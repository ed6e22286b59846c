"""Running the suite against a port, by one adapter or by several side by side."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from simulator.conformance.language.cases import Case
from simulator.conformance.records.stream import CaseRecord
from simulator.ports.connections.connection import Connection
from simulator.ports.port_runner import PortRunner
from simulator.ports.upload_server import UploadServer

_Done = queue.SimpleQueue[tuple[int, CaseRecord] | None]
"""Records with the numbers of their cases, and `None` of each thread that has ended."""


def run(
    cases: Sequence[Case],
    *,
    connect: Callable[[], Connection],
    upload_server: UploadServer,
    dialect_of: Callable[[Case], str],
    jobs: int = 1,
    timeout: float = 5,
    observations: bool = True,
) -> Iterator[CaseRecord]:
    """Run cases against a port and yield their records in order, as they come; `timeout` is in seconds, for each reply.

    With `observations` a record holds all that was observed, so that it can be judged again.
    """
    ports = [
        PortRunner(connect, upload_server=upload_server, timeout=timeout, observations=observations)
        for _ in range(jobs)
    ]
    try:
        if jobs == 1:
            yield from ports[0].run_all(cases, dialect_of=dialect_of)
        else:
            yield from _side_by_side(ports, cases, dialect_of)
    finally:
        for port in ports:
            port.close()


def _side_by_side(
    ports: Sequence[PortRunner], cases: Sequence[Case], dialect_of: Callable[[Case], str]
) -> Iterator[CaseRecord]:
    """Run cases on several ports, each in a thread, and yield the records in the order of the cases."""
    waiting = deque(enumerate(cases))
    done: _Done = queue.SimpleQueue()
    pool = ThreadPoolExecutor(len(ports))
    threads = [pool.submit(_run_some, port, waiting, done, dialect_of) for port in ports]
    try:
        yield from _in_order(done, threads=len(threads))
        for thread in threads:
            thread.result()
    except BaseException:
        # No more records are wanted, so cases under way need not be waited for.
        waiting.clear()
        for port in ports:
            port.give_up()
        raise
    finally:
        pool.shutdown()


def _run_some(
    port: PortRunner, waiting: deque[tuple[int, Case]], done: _Done, dialect_of: Callable[[Case], str]
) -> None:
    """Have a port run waiting cases for as long as there are some."""
    taken: deque[int] = deque()

    def cases() -> Iterator[Case]:
        # Another thread may take the last case at any moment, so there's no use in checking first.
        with suppress(IndexError):
            while True:
                number, case = waiting.popleft()
                taken.append(number)
                yield case

    try:
        for record in port.run_all(cases(), dialect_of=dialect_of):
            done.put((taken.popleft(), record))
    except BaseException:
        waiting.clear()
        raise
    finally:
        done.put(None)


def _in_order(done: _Done, *, threads: int) -> Iterator[CaseRecord]:
    """Yield records in the order of their cases until all threads have ended."""
    early: dict[int, CaseRecord] = {}
    ended = yielded = 0
    while ended < threads:
        one = done.get()
        if one is None:
            ended += 1
            continue
        number, record = one
        early[number] = record
        while yielded in early:
            yield early.pop(yielded)
            yielded += 1
