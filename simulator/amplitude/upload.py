"""The queue's way out: when an SDK uploads, how much at once, and in which order (sdk-facts, section 5).

Delivery is a function that takes one batch and says whether it was accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from simulator.amplitude.store import AmplitudeStore
from simulator.clock import Timer
from simulator.device import Device
from simulator.events import LoggedEvent, ServerEvent

Deliver = Callable[[Sequence[LoggedEvent]], bool]


class UploadPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of one SDK."""

    #: How many waiting events start an upload; each multiple starts one again. 1 means every event.
    threshold: int = 30
    #: Milliseconds after which waiting events are uploaded all the same.
    period: int = 30_000
    max_batch: int
    #: How many events a queue holds before its oldest are dropped.
    capacity: int = 1000
    #: How many are dropped at once then.
    drop: int = 20
    #: Whether as many events as the threshold or more start an upload, not only its multiples (amplitude-js).
    at_least: bool = False
    #: Whether a second request in a row takes all that is left, and identifies alone cause none (Amplitude-iOS).
    rest_at_once: bool = False


WEB = UploadPolicy(threshold=1, max_batch=100, drop=1, at_least=True)
IOS = UploadPolicy(max_batch=100, rest_at_once=True)
ANDROID = UploadPolicy(max_batch=50)


class Uploader:
    """Uploads the queues of one SDK process."""

    def __init__(self, policy: UploadPolicy, store: AmplitudeStore, device: Device, deliver: Deliver) -> None:
        self._policy = policy
        self._store = store
        self._device = device
        self._deliver = deliver
        self._timer: Timer | None = None

    def logged(self, queue: list[LoggedEvent]) -> None:
        """Take note of a new event in `queue`: drop what no longer fits, upload or wait."""
        policy, store = self._policy, self._store
        if len(queue) > policy.capacity:
            del queue[: policy.drop]
        waiting = len(store.events) + len(store.identifies)
        if waiting >= policy.threshold if policy.at_least else waiting % policy.threshold == 0:
            self.upload()
        else:
            self._wait()

    def follow(self, policy: UploadPolicy) -> None:
        """Go by other numbers from now on, and upload what waits if they say so."""
        self._policy = policy
        waiting = len(self._store.events) + len(self._store.identifies)
        if waiting >= policy.threshold:
            self.upload()
        elif waiting:
            self._wait()

    def upload(self, *, everything: bool = False) -> None:
        """Send a batch, and go on while more than a threshold is left; `everything` knows no batch size."""
        store, policy = self._store, self._policy
        while (store.events or store.identifies) and not store.opt_out and self._device.online:
            limit = len(store.events) + len(store.identifies) if everything else policy.max_batch
            batch = self._next_batch(limit)
            if not self._deliver(batch):
                return
            self._remove(batch)
            if not self._goes_on():
                return
            everything = everything or policy.rest_at_once

    def stop(self) -> None:
        """End with the process; what is queued stays in the store."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self._device.clock.call_in(self._policy.period, self._period_over)

    def _period_over(self) -> None:
        self._timer = None
        self.upload()

    def _goes_on(self) -> bool:
        """Tell whether enough is left after a request for another one at once."""
        store, policy = self._store, self._policy
        left = len(store.events) + (0 if policy.rest_at_once else len(store.identifies))
        return left >= policy.threshold if policy.at_least else left > policy.threshold or policy.threshold == 1

    def _next_batch(self, limit: int) -> list[LoggedEvent]:
        """Merge the heads of both queues by sequence number."""
        store = self._store
        merged = [*store.identifies[:limit], *store.events[:limit]]
        merged.sort(key=_sequence_number)
        return merged[:limit]

    def _remove(self, batch: list[LoggedEvent]) -> None:
        sent = set(map(id, batch))
        for queue in (self._store.events, self._store.identifies):
            queue[:] = [logged for logged in queue if id(logged) not in sent]


def _sequence_number(logged: LoggedEvent) -> int:
    event = logged.event
    return 0 if isinstance(event, ServerEvent) else event.sequence_number
