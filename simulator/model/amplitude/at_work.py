"""The rules that are at work in one source, noted where they apply.

The rules behind an event travel with it. Those that decide when events are sent, or that hold something back, leave no
event to carry them: the code notes them at the branch that carries them out. The notes never decide anything.
"""

from __future__ import annotations

from typing import Final

from simulator.model.amplitude.store import AmplitudeStore
from simulator.wire import requests as wire
from simulator.wire.events import IDENTIFIES, LoggedEvent, ServerEvent
from simulator.wire.requests import Answer


class RulesAtWork:
    """The rules that have been noted so far, in all processes of one source."""

    __slots__ = ("_noted", "_sent", "attempts")

    def __init__(self) -> None:
        self._noted: set[str] = set()
        #: The number of times that an SDK has tried to upload.
        self.attempts = 0
        #: The highest sequence number that has been in a request.
        self._sent = 0

    @property
    def rules(self) -> frozenset[str]:
        """The ids of the rules."""
        return frozenset((*self._noted, *(_ANY_UPLOAD if self._sent else ())))

    def note(self, rule: str) -> None:
        """Note a rule."""
        self._noted.add(rule)

    def started(self, trigger: str, *, since: int) -> bool:
        """Note a trigger of uploads, named by its rule, if there have been attempts since `attempts`."""
        if self.attempts == since:
            return False
        self._noted.add(trigger)
        return True

    def not_started(self, trigger: str, *, busy: bool, opted_out: bool, waiting: int) -> None:
        """Note why a trigger has started no upload."""
        if busy:
            self._noted.add("upload.one-at-a-time")
        elif opted_out and waiting:
            self._noted.add("upload.opt-out")
        elif not waiting and trigger == "upload.on-demand":
            # With nothing queued there is no request.
            self._noted.add(trigger)

    def requested(self, batch: list[LoggedEvent], store: AmplitudeStore, *, full: bool) -> None:
        """Note that a batch is in a request; `full` is whether more waits than one request takes."""
        noted = self._noted
        if full:
            noted.add("upload.batch-size")
        if sequence_number(batch[0]) <= self._sent:
            noted.add("upload.resend")
        self._sent = max(self._sent, sequence_number(batch[-1]))
        if store.events and store.identifies and _is_mixed(batch):
            noted.add("upload.merging")
        if "upload.frozen" not in noted and _has_another_sender(batch, store):
            noted.add("upload.frozen")

    def accepted(self, *, small: bool, left: int) -> None:
        """Note an accepted upload: whether batches were `small`, and how many events are left."""
        self._noted.add("upload.success")
        if small:
            self._noted.add("upload.too-large.recovery")
        if left:
            self._noted.add("upload.continuing")

    def failed(self, answer: Answer) -> None:
        """Note an answer that keeps the events where they are."""
        self._noted.add("upload.no-retry")
        if not answer.status:
            self._noted.add("upload.no-answer")
        elif answer.body in wire.REFUSALS:
            self._noted.add("upload.refusal-words")
        else:
            self._noted.add("upload.other-answers")

    def ended(self, *, armed: bool, under_way: bool, small: bool) -> None:
        """Note the end of a process: whether a timer was armed, a request under way, batches small."""
        if armed or under_way or small:
            self._noted.add("upload.process-ends")
        if under_way:
            self._noted.add("upload.killed-in-flight")
        if small:
            self._noted.add("upload.too-large.recovery")


_ANY_UPLOAD: Final = ("upload.form", "upload.version", "upload.checksum", "upload.time")
"""The rules behind each upload."""


def _is_mixed(batch: list[LoggedEvent]) -> bool:
    identifies = sum(logged.event.event_type in IDENTIFIES for logged in batch)
    return 0 < identifies < len(batch)


def _has_another_sender(batch: list[LoggedEvent], store: AmplitudeStore) -> bool:
    """Tell whether an event was logged with another user or device than those of now; no id is null or left out."""
    user_id, device_id = store.user_id or None, store.device_id or None
    for logged in batch:
        event = logged.event
        if (event.user_id or None) != user_id or (event.device_id or None) != device_id:
            return True
    return False


def sequence_number(logged: LoggedEvent) -> int:
    """Return the number of an event among all that its SDK has logged on the device."""
    event = logged.event
    return 0 if isinstance(event, ServerEvent) else event.sequence_number
