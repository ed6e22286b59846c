"""Requests that come at the same time share a transaction, and wait together while another process writes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Final, NamedTuple

from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.outcomes import Decision
from simulator.errors import BusyError
from simulator.wire.requests import Answer

BUSY: Final = 5.0
"""Seconds that a request waits while another process writes to the store."""
_AGAIN: Final = 0.05
"""Seconds between two attempts."""
_AT_ONCE: Final = 4 * 1024 * 1024
"""Bytes of requests, approximately, that are kept in one transaction."""


class RequestBatches:
    """Carries out decisions in batches: all that are made in one turn of the event loop."""

    def __init__(self, ingestion: Ingestion) -> None:
        self._ingestion = ingestion
        self._waiting: list[_Waiting] = []

    async def keep(self, decision: Decision, *, alone: bool) -> Answer:
        """Carry out a decision, unless it is `alone` together with all of the same turn of the event loop.

        Sharing a transaction saves each request more than half of its cost. A request is alone if the one before it
        came from the same connection: nobody else is sending, so it need not wait for others. While another process
        writes to the store, requests wait together, and reads go on. Raises `StoreError` if the store fails.
        """
        if alone and not self._waiting:
            [answer] = self._ingestion.keep([decision])
            if isinstance(answer, Answer):
                return answer
            if not isinstance(answer, BusyError):
                raise answer
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._keep_all)
        waiting = _Waiting(decision, loop.create_future(), loop.time() + BUSY)
        self._waiting.append(waiting)
        return await waiting.answer

    def _keep_all(self) -> None:
        loop = asyncio.get_running_loop()
        left: list[_Waiting] = []
        while self._waiting:
            batch = list(_first_batch(self._waiting))
            del self._waiting[: len(batch)]
            answers = self._ingestion.keep([one.decision for one in batch])
            for one, answer in zip(batch, answers, strict=True):
                if one.answer.done():
                    continue
                if isinstance(answer, Answer):
                    one.answer.set_result(answer)
                elif isinstance(answer, BusyError) and loop.time() < one.until:
                    left.append(one)
                else:
                    one.answer.set_exception(answer)
            if left:
                break
        self._waiting[:0] = left
        if self._waiting:
            loop.call_later(_AGAIN, self._keep_all)


class _Waiting(NamedTuple):
    """A decision that has not been carried out yet."""

    decision: Decision
    answer: asyncio.Future[Answer]
    #: The end of its wait for another process that writes to the store, on the loop's clock.
    until: float


def _first_batch(waiting: list[_Waiting]) -> Iterator[_Waiting]:
    """Return the first decisions that wait, as many as one transaction may hold in memory."""
    size = 0
    for one in waiting:
        yield one
        request = one.decision.request
        size += len(request.json) + sum(map(len, request.fields.values()))
        if size > _AT_ONCE:
            return
