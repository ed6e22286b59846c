"""Events that an adapter reports with `drain`, passed on to where the port itself does not send them.

At level `wire` a port uploads its events; at level `events` the adapter reports them, and they are passed to Amplitude
here as if they had been uploaded. The messages of Segment's library are passed to Segment's servers where the harness
stands in for those.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET

from simulator.backend import Backend, Ingestion
from simulator.conformance.judging.evidence import Crashed
from simulator.errors import AdapterError, CallError, MessageError
from simulator.model.calls import message_of
from simulator.model.clock import Clock
from simulator.model.segment.servers import SegmentServers
from simulator.ports.protocol.messages import Drained
from simulator.ports.target.apps import Apps, DescribedApp
from simulator.values import JSONObject


class Reports:
    """The reports about the apps of one scenario; with `uploads`, events reach Amplitude without them."""

    def __init__(self, apps: Apps, backend: Backend, ingestion: Ingestion, clock: Clock, *, uploads: bool) -> None:
        self._apps = apps
        self._backend = backend
        self._ingestion = ingestion
        self._clock = clock
        self._uploads = uploads

    def take(self, drained: Drained) -> None:
        """Keep a report and pass on what is new in it; raise `AdapterError` if that isn't an event or a message."""
        for name, seen in drained.apps.items():
            if name in self._apps:
                self._apps.find(name).seen = seen
        for app in self._apps:
            if not self._uploads:
                self._pass_on_events(app)
            if app.segment is not None:
                self._pass_on_messages(app, app.segment)

    def everything(self, kind: str) -> list[Any]:
        """Return the `messages` or `warnings` of all apps."""
        return [one for app in self._apps if (seen := getattr(app.seen, kind)) is not UNSET for one in seen]

    def commands(self) -> list[JSONObject]:
        """Return the calls on Amplitude's SDK or API of all apps: the port's, and the harness's in its place."""
        return [command for app in self._apps for command in _commands_of(app)]

    def crashes(self) -> list[Crashed]:
        """Return the crashes of all apps."""
        return [
            Crashed(app=app.name, call=crash.call, reason=crash.reason)
            for app in self._apps
            if app.seen.crashes is not UNSET
            for crash in app.seen.crashes
        ]

    def _pass_on_events(self, app: DescribedApp) -> None:
        """Hand an app's new events to Amplitude, as if they had been uploaded."""
        if app.seen.events is UNSET:
            return
        new = app.seen.events[app.events_passed_on :]
        for number, event in enumerate(new, app.events_passed_on):
            wrong = self._ingestion.refusal(event, f"events[{number}]")
            if wrong:
                raise _wrong(app, wrong)
        app.events_passed_on += len(new)
        self._backend.accept(new, sender=f"{app.platform} app", ip=app.device.ip, time=self._clock.now)

    def _pass_on_messages(self, app: DescribedApp, segment: SegmentServers) -> None:
        """Hand an app's new messages to Segment's servers."""
        if app.seen.messages is UNSET:
            return
        first = app.messages_passed_on
        new = app.seen.messages[first:]
        app.messages_passed_on += len(new)
        for number, flat in enumerate(new, first):
            try:
                message = message_of(flat)
            except MessageError as error:
                raise _wrong(app, f"messages[{number}]: {error}") from None
            except CallError:
                # The port lets the call pass, but Segment's servers refuse it.
                continue
            if app.platform != "server":
                # A library need not know its address: Segment's servers see where a message comes from.
                message = msgspec.structs.replace(message, context={"ip": app.device.ip, **message.context})
            segment.receive(message)


def _commands_of(app: DescribedApp) -> list[JSONObject]:
    commands = [] if app.seen.commands is UNSET else list(app.seen.commands)
    for number, (before, command) in enumerate(app.in_its_place):
        commands.insert(before + number, command)
    return commands


def _wrong(app: DescribedApp, says: str) -> AdapterError:
    return AdapterError(f"what drain reports about the {app.name} is wrong: {says}")
