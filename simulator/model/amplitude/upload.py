"""Uploads: when an SDK uploads, how much at once, in which order, and what it does with each answer.

Source: sdk-facts, section 5. `Uploader` is the part that SDKs share; a subclass has one SDK's reaction to the answer
that a request was too large.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

import msgspec

from simulator.model.amplitude.at_work import RulesAtWork, sequence_number
from simulator.model.amplitude.store import AmplitudeStore
from simulator.model.clock import Timer
from simulator.model.device import Device
from simulator.wire import requests as wire
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import NO_ANSWER, Answer, Wire

EVERYTHING: Final = 1_000_000_000
"""A batch size that no queue reaches."""

_encoder = msgspec.json.Encoder()


class UploadPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """One SDK's rules for when it uploads, and how much."""

    #: The API version, which is part of the checksum. Rule upload.version.
    version: str
    #: The order of the form's fields. Rule upload.form.
    fields: tuple[str, ...]
    #: The number of waiting events that starts an upload; each multiple starts one again. 1 means every event.
    #: Rules upload.threshold, upload.immediate.
    threshold: int = 30
    #: Milliseconds after which waiting events are uploaded in any case. Rule upload.period.
    period: int = 30_000
    #: Rule upload.batch-size.
    max_batch: int
    #: The most events that a queue holds before its oldest are dropped. Rule upload.queue-cap.
    capacity: int = 1000
    #: The number that is dropped at once when it is full.
    drop: int = 20
    #: Whether any number of events from the threshold on starts an upload, not only its multiples (amplitude-js).
    at_least: bool = False
    #: Whether a second request in a row takes all that is left, and identifies alone don't cause one (Amplitude-iOS).
    #: Rule upload.rest-at-once.
    rest_at_once: bool = False
    #: Whether an upload has succeeded only if the status says so too. Otherwise the body is checked first, and the
    #: status only if the SDK doesn't recognize the body (Amplitude-Android). Rule upload.success.
    needs_ok: bool = True
    #: Milliseconds until a request without an answer is given up; `None` waits forever. Rule upload.timeout.
    timeout: int | None = None
    #: The rules by which the number of waiting events, and the timer, start an upload.
    by_number: str = "upload.threshold"
    by_timer: str = "upload.period"


_MOBILE_FIELDS: Final = ("v", "client", "e", "upload_time", "checksum")

WEB: Final = UploadPolicy(
    version="2",
    fields=("client", "e", "v", "upload_time", "checksum"),
    threshold=1,
    max_batch=100,
    drop=1,
    at_least=True,
    by_number="upload.immediate",
    by_timer="upload.web-batching",
)
IOS: Final = UploadPolicy(version="3", fields=_MOBILE_FIELDS, max_batch=100, rest_at_once=True, timeout=60_000)
ANDROID: Final = UploadPolicy(version="2", fields=_MOBILE_FIELDS, max_batch=50, needs_ok=False, timeout=10_000)

LONGEST_TIMEOUT: Final = 60_000
"""Milliseconds after which every phone has given a request up, and a page has not (rule upload.timeout)."""


class Uploader(ABC):
    """Uploads the queues of one SDK process, one request at a time."""

    #: Whether even an answer that takes no time arrives after the call that led to the request: from another thread.
    answers_come_later: ClassVar[bool] = False

    def __init__(self, policy: UploadPolicy, store: AmplitudeStore, device: Device, wire: Wire) -> None:
        #: Set when the SDK is initialized; nothing is uploaded before.
        self.api_key = ""
        self.at_work = RulesAtWork()
        self._policy = policy
        self._store = store
        self._device = device
        self._wire = wire
        self._timer: Timer | None = None
        #: The answers that are on their way.
        self._in_flight: list[Timer] = []
        #: The size to which batches have shrunk, while they are smaller than usual.
        self._shrunk: int | None = None

    def logged(self, queue: list[LoggedEvent]) -> None:
        """Note a new event in `queue`: drop events that no longer fit, and upload or wait.

        Rules upload.queue-cap, upload.threshold, upload.immediate.
        """
        policy = self._policy
        if len(queue) > policy.capacity:
            del queue[: policy.drop]
            self.at_work.note("upload.queue-cap")
        self.upload_if_enough(policy.by_number)

    def follow(self, policy: UploadPolicy) -> None:
        """Use another policy from now on (rule upload.web-batching)."""
        self._policy = policy

    def upload_if_enough(self, trigger: str) -> None:
        """Upload what waits, or wait for more, as the policy says; `trigger` is the rule by which that is done."""
        policy, waiting = self._policy, self._waiting
        if not waiting:
            return
        if waiting >= policy.threshold if policy.at_least else waiting % policy.threshold == 0:
            self.upload(trigger)
        else:
            self._wait()

    def join(self, at_work: RulesAtWork) -> None:
        """Note rules with those of the app's earlier processes, whose queue it has (rule upload.queue-survives)."""
        self.at_work = at_work
        if self._waiting:
            at_work.note("upload.queue-survives")

    def launched(self) -> None:
        """Start nothing, however much waits (rule upload.launch)."""
        if self._waiting:
            self.at_work.note("upload.launch")

    def upload(self, trigger: str = "") -> None:
        """Send a batch, and another while enough is left; `trigger` is the rule by which that is done."""
        self._start(trigger, self._batch_size())

    def background(self) -> None:
        """Upload, as the app has gone to the background (rule upload.background)."""
        self.upload("upload.background")

    def foreground(self) -> None:
        """Start nothing when the app comes to the foreground (rule upload.foreground)."""
        if self._waiting:
            self.at_work.note("upload.foreground")

    def drain(self) -> None:
        """Upload until the queue is empty, or nothing more gets through now."""
        before = self._waiting + 1
        while self._waiting < before and not self._is_busy:
            before = self._waiting
            self.upload()
            if self.answers_come_later:
                self._device.clock.advance(0)

    def stop(self) -> None:
        """End with the process; the queue stays in the store, and an answer that is on its way is lost.

        Rules upload.process-ends, upload.killed-in-flight.
        """
        self.at_work.ended(
            armed=self._timer is not None, under_way=bool(self._in_flight), small=self._shrunk is not None
        )
        for timer in (self._timer, *self._in_flight):
            if timer is not None:
                timer.cancel()
        self._timer = None
        self._in_flight.clear()

    @property
    def _is_busy(self) -> bool:
        """Whether nothing can be sent until an answer arrives (rule upload.one-at-a-time)."""
        return bool(self._in_flight)

    @property
    def _waiting(self) -> int:
        return len(self._store.events) + len(self._store.identifies)

    def _wait(self) -> None:
        """Start the timer, unless it is running (rule upload.period)."""
        if self._timer is None:
            self._timer = self._device.clock.call_in(self._policy.period, self._period_over)

    def _period_over(self) -> None:
        self._timer = None
        self.upload(self._policy.by_timer)

    def _batch_size(self) -> int:
        """Return the number of events in a request that a trigger starts."""
        return self._shrunk or self._policy.max_batch

    def _start(self, trigger: str, size: int) -> None:
        """Send requests of at most `size` events because of a trigger, named by its rule."""
        at_work = self.at_work
        attempts = at_work.attempts
        self._send(size)
        if trigger and not at_work.started(trigger, since=attempts):
            at_work.not_started(trigger, busy=self._is_busy, opted_out=self._store.opt_out, waiting=self._waiting)

    def _send(self, size: int) -> None:
        """Send requests of at most `size` events, as long as one answer leads to the next request.

        Nothing is sent after an opt-out (rule upload.opt-out).
        """
        while size and not self._is_busy and self.api_key and not self._store.opt_out:
            batch = self._next_batch(size)
            if not batch:
                return
            answer = self._ask(batch)
            if answer.delay or self.answers_come_later:
                self._await(batch, answer)
                return
            size = self._after(batch, answer)

    def _ask(self, batch: list[LoggedEvent]) -> Answer:
        """Send a batch, if there is a network."""
        self.at_work.attempts += 1
        if not self._device.online:
            return NO_ANSWER
        full = len(batch) == self._policy.max_batch and len(batch) < self._waiting
        self.at_work.requested(batch, self._store, full=full)
        return self._wire(self._request(batch))

    def _await(self, batch: list[LoggedEvent], answer: Answer) -> None:
        """Wait for an answer, but no longer than the SDK does (rule upload.timeout)."""
        timeout = self._policy.timeout
        given_up = timeout is not None and answer.delay > timeout
        if given_up or answer.delay > LONGEST_TIMEOUT:
            self.at_work.note("upload.timeout")
        delay, coming = (timeout or 0, NO_ANSWER) if given_up else (answer.delay, answer)

        def arrive() -> None:
            self._in_flight.remove(timer)
            self._arrived(batch, coming)

        timer = self._device.clock.call_in(delay, arrive)
        self._in_flight.append(timer)

    def _arrived(self, batch: list[LoggedEvent], answer: Answer) -> None:
        if size := self._after(batch, answer):
            self._send(size)

    def _request(self, batch: list[LoggedEvent]) -> wire.Request:
        """Write events, as they were logged, into a request of this moment.

        Rules upload.frozen, upload.resend, upload.time.
        """
        return wire.upload(
            _encoder.encode([logged.event for logged in batch]).decode(),
            api_key=self.api_key,
            version=self._policy.version,
            fields=self._policy.fields,
            time=self._device.clock.now,
            ip=self._device.ip,
        )

    def _after(self, batch: list[LoggedEvent], answer: Answer) -> int:
        """Update the queue as the answer says; return the size of the request that follows at once, 0 for none.

        After any answer but success and too large, events are kept, and sent again with the next upload.

        Rules upload.success, upload.refusal-words, upload.other-answers, upload.no-answer, upload.no-retry.
        """
        if answer.body == wire.ACCEPTED and (answer.status == wire.OK or (answer.status and not self._policy.needs_ok)):
            small = self._shrunk is not None
            self._remove(batch)
            self.at_work.accepted(small=small, left=self._waiting)
            return self._after_success()
        if answer.status == wire.TOO_LARGE and (self._policy.needs_ok or answer.body not in wire.REFUSALS):
            size = self._too_large(batch)
            if 0 < size < len(batch):
                self.at_work.note("upload.too-large")
            return size
        self.at_work.failed(answer)
        return self._after_failure()

    def _after_success(self) -> int:
        """Return the size of the request that follows an accepted one, 0 for none (rule upload.continuing)."""
        return self._batch_size() if self._enough_left() else 0

    def _after_failure(self) -> int:
        """Return 0: no request follows one that failed (rule upload.no-retry)."""
        return 0

    @abstractmethod
    def _too_large(self, batch: list[LoggedEvent]) -> int:
        """Shrink the batch; drop an event that doesn't get through alone. Return the size to try at once.

        Rules upload.too-large, upload.too-large.drop, upload.too-large.recovery.
        """

    def _enough_left(self) -> bool:
        """Tell whether enough is left after a request for another one at once."""
        policy, store = self._policy, self._store
        left = len(store.events) + (0 if policy.rest_at_once else len(store.identifies))
        return left >= policy.threshold if policy.at_least else left > policy.threshold

    def _next_batch(self, size: int) -> list[LoggedEvent]:
        """Merge the heads of both queues by sequence number (rules upload.merging, upload.batch-size)."""
        store = self._store
        if not store.identifies:
            return store.events[:size]
        merged = [*store.identifies[:size], *store.events[:size]]
        merged.sort(key=sequence_number)
        return merged[:size]

    def _remove(self, batch: list[LoggedEvent]) -> None:
        for queue in (self._store.events, self._store.identifies):
            if queue == batch:
                queue.clear()
            elif queue:
                sent = set(map(id, batch))
                queue[:] = [logged for logged in queue if id(logged) not in sent]
        self._device.save()


class WebUploader(Uploader):
    """amplitude-js: a batch that has shrunk stays so until the next page load.

    An answer is an event of its own: even one that takes no time arrives after the call that led to the request. So
    the first event of a burst is sent alone, and the rest in one request once that is answered.

    The queues are written to local storage with each new event and after an accepted request, and not when an event is
    dropped: a page that is loaded before then has it again (amplitude-client.js, `sendEvents`).
    """

    def logged(self, queue: list[LoggedEvent]) -> None:
        """Note a new event; local storage has just what is queued."""
        self._store.dropped.clear()
        super().logged(queue)

    def drain(self) -> None:
        """Upload until the queue is empty, or nothing more gets through now."""
        self._device.clock.advance(0)
        before = self._waiting + 1
        while self._waiting < before and not self._is_busy:
            before = self._waiting
            self.upload()
            self._device.clock.advance(0)

    def _send(self, size: int) -> None:
        """Send a request of `size` events at most; its answer comes after the call that led to it."""
        if not size or self._in_flight or not self.api_key or self._store.opt_out:
            return
        if batch := self._next_batch(size):
            self._await(batch, self._ask(batch))

    def _arrived(self, batch: list[LoggedEvent], answer: Answer) -> None:
        """Take an answer; none gets to a page whose browser has no network by then (rule upload.no-answer)."""
        super()._arrived(batch, answer if self._device.online else NO_ANSWER)

    def _after_success(self) -> int:
        self._store.dropped.clear()
        if not self._waiting:
            return 0
        size = super()._after_success()
        if not size:
            # Events that are too few for another request wait for the period, as if they were new
            # (rule upload.web-batching).
            self.at_work.note("upload.web-batching")
            self._wait()
        return size

    def _too_large(self, batch: list[LoggedEvent]) -> int:
        if self._batch_size() == 1:
            self.at_work.note("upload.too-large.drop")
            self._store.dropped += batch
            self._remove(batch)
        self._shrunk = _half(len(batch))
        return self._shrunk


class IOSUploader(Uploader):
    """Amplitude-iOS: back to full size after an upload that succeeds in the background."""

    answers_come_later = True

    def __init__(self, policy: UploadPolicy, store: AmplitudeStore, device: Device, wire: Wire) -> None:
        super().__init__(policy, store, device, wire)
        #: Whether the system still grants the app time to finish an upload that it began in the background.
        self._in_background_task = False
        #: The flag that keeps a second request from being sent while one is under way.
        self._updating = False

    def background(self) -> None:
        """Upload everything in one request."""
        self._in_background_task = True
        self._start("upload.background", EVERYTHING)

    def foreground(self) -> None:
        """Try an upload (rule upload.foreground)."""
        self._in_background_task = False
        self.upload("upload.foreground")

    def stop(self) -> None:
        """End with the process."""
        super().stop()
        self._updating = False

    @property
    def _is_busy(self) -> bool:
        return self._updating

    def _send(self, size: int) -> None:
        """Send a request of at most `size` events."""
        if not size or self._updating or not self.api_key:
            return
        batch = [] if self._store.opt_out else self._next_batch(size)
        if not batch:
            self._nothing_to_send()
            return
        if self._in_flight:
            self.at_work.note("upload.too-large.unguarded")
        self._updating = True
        self._await(batch, self._ask(batch))

    def _nothing_to_send(self) -> None:
        """Do nothing: the queue is empty."""

    def _arrived(self, batch: list[LoggedEvent], answer: Answer) -> None:
        self._updating = False
        super()._arrived(batch, answer)
        if answer.status == wire.TOO_LARGE:
            # The flag is cleared once more after the retry has been sent, so that the next thing that
            # starts an upload sends the same events again (rule upload.too-large.unguarded).
            self._updating = False

    def _after_success(self) -> int:
        if self._enough_left():
            if self._shrunk:
                return self._shrunk
            self.at_work.note("upload.rest-at-once")
            return EVERYTHING
        if self._in_background_task:
            self._shrunk = None
        self._in_background_task = False
        return 0

    def _after_failure(self) -> int:
        self._in_background_task = False
        return 0

    def _too_large(self, batch: list[LoggedEvent]) -> int:
        self._in_background_task = False
        if len(batch) == 1:
            self.at_work.note("upload.too-large.drop")
            self._remove(batch)
        self._shrunk = max(_half(min(len(batch), self._batch_size())), 1)
        return self._shrunk


class AndroidUploader(Uploader):
    """Amplitude-Android: only requests that follow another at once are shrunk, until the queue is empty.

    Any other trigger sends a full batch (rule upload.too-large.full-size).
    """

    answers_come_later = True

    def _batch_size(self) -> int:
        return self._policy.max_batch

    def _ask(self, batch: list[LoggedEvent]) -> Answer:
        if self._shrunk is not None and len(batch) > self._shrunk:
            self.at_work.note("upload.too-large.full-size")
        return super()._ask(batch)

    def _after_success(self) -> int:
        if self._enough_left():
            return self._policy.max_batch if self._shrunk is None else self._shrunk
        self._shrunk = None
        return 0

    def _too_large(self, batch: list[LoggedEvent]) -> int:
        if self._shrunk == 1:
            self.at_work.note("upload.too-large.drop")
            if len(batch) > 1:
                self.at_work.note("upload.too-large.last")
            self._remove(self._last_of_each_queue(batch))
        # The SDK counts only the events: with only identifies in the queue the batch shrinks to nothing
        # (rule upload.too-large.identifies).
        size = self._policy.max_batch if self._shrunk is None else self._shrunk
        self._shrunk = _half(min(len(self._store.events), size))
        if not self._shrunk and self._waiting:
            self.at_work.note("upload.too-large.identifies")
        return self._shrunk

    def _last_of_each_queue(self, batch: list[LoggedEvent]) -> list[LoggedEvent]:
        """Return the last of the batch's events and of its identifies (rule upload.too-large.last)."""
        sent = set(map(id, batch))
        queues = (self._store.events, self._store.identifies)
        return [kept[-1] for queue in queues if (kept := [logged for logged in queue if id(logged) in sent])]


def _half(count: int) -> int:
    return -(-count // 2)
