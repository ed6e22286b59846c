"""The rules that are at work in one source, noted where they apply.

The rules behind an event travel with it. Those that decide when events are sent, or that hold something back, leave no
event to tell of them: the code notes them at the branch that carries them out. Nothing is ever decided by the notes.
"""

from __future__ import annotations

from simulator.model.amplitude.store import AmplitudeStore
from simulator.wire import requests as wire
from simulator.wire.events import IDENTIFIES, LoggedEvent, ServerEvent
from simulator.wire.requests import Answer


class RulesAtWork:
    """The rules that have been noted so far, in all processes of one source."""

    def __init__(self) -> None:
        self.rules: set[str] = set()
        #: How many times an SDK has tried to upload.
        self.attempts = 0
        #: The highest sequence number that has been in a request.
        self._sent = 0

    def note(self, rule: str) -> None:
        """Note a rule."""
        self.rules.add(rule)

    def joined(self, *, waiting: int) -> None:
        """Note that a process has begun in which so many events wait already."""
        if waiting:
            self.note("upload.queue-survives")

    def triggered(self, trigger: str, *, started: bool, busy: bool, opted_out: bool, waiting: int) -> None:
        """Note what came of a trigger of uploads, which is called by its rule."""
        if started:
            self.note(trigger)
        elif busy:
            self.note("upload.one-at-a-time")
        elif opted_out and waiting:
            self.note("upload.opt-out")
        elif not waiting and trigger == "upload.on-demand":
            # With nothing queued there is no request.
            self.note(trigger)

    def requested(self, batch: list[LoggedEvent], store: AmplitudeStore, *, full: bool) -> None:
        """Note that a batch is in a request; `full` is whether more waits than one request takes."""
        rules = self.rules
        rules.update(_ANY_UPLOAD)
        if full:
            rules.add("upload.batch-size")
        if sequence_number(batch[0]) <= self._sent:
            rules.add("upload.resend")
        self._sent = max(self._sent, sequence_number(batch[-1]))
        if "upload.merging" not in rules and store.events and store.identifies and _is_mixed(batch):
            rules.add("upload.merging")
        if "upload.frozen" not in rules and any(_is_of_another(logged, store) for logged in batch):
            rules.add("upload.frozen")

    def accepted(self, *, small: bool, left: int) -> None:
        """Note an accepted upload: whether batches were `small`, and how many events are left."""
        self.note("upload.success")
        if small:
            self.note("upload.too-large.recovery")
        if left:
            self.note("upload.continuing")

    def failed(self, answer: Answer) -> None:
        """Note an answer that keeps the events where they are."""
        self.note("upload.no-retry")
        if not answer.status:
            self.note("upload.no-answer")
        elif answer.body in wire.REFUSALS:
            self.note("upload.refusal-words")
        else:
            self.note("upload.other-answers")

    def ended(self, *, armed: bool, under_way: bool, small: bool) -> None:
        """Note the end of a process: whether a timer was armed, a request under way, batches small."""
        if armed or under_way or small:
            self.note("upload.process-ends")
        if under_way:
            self.note("upload.killed-in-flight")
        if small:
            self.note("upload.too-large.recovery")


_ANY_UPLOAD = ("upload.form", "upload.version", "upload.checksum", "upload.time")
"""The rules behind each upload."""


def _is_mixed(batch: list[LoggedEvent]) -> bool:
    identifies = sum(logged.event.event_type in IDENTIFIES for logged in batch)
    return 0 < identifies < len(batch)


def _is_of_another(logged: LoggedEvent, store: AmplitudeStore) -> bool:
    """Tell whether an event was logged with another user or device than those of now."""
    event = logged.event
    return (event.user_id or None) != (store.user_id or None) or (event.device_id or None) != (store.device_id or None)


def sequence_number(logged: LoggedEvent) -> int:
    """Return the number of an event among all that its SDK has logged on the device."""
    event = logged.event
    return 0 if isinstance(event, ServerEvent) else event.sequence_number
