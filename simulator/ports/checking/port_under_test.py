"""One platform of a port that is being checked, in one scenario after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from simulator.backend.ingestion.project import identity_of
from simulator.backend.reading.view import View
from simulator.conformance.language import actions
from simulator.conformance.running.runner import Refused
from simulator.documentation.platforms import Platform
from simulator.model.segment.servers import ConnectionMode
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.replies import result_of
from simulator.ports.protocol import messages
from simulator.ports.protocol.messages import Drained, Seen, Welcome
from simulator.ports.target.conversation import as_json
from simulator.ports.target.port_target import PortTarget
from simulator.ports.upload_server import UploadServer
from simulator.values import JSONObject

EVENT: Final = "Adapter Checked"
"""The event that probes track by default."""
LAST_ID: Final = 2_000_000
"""A message id that no check reaches."""
_FIRST_ID: Final = 1_000_000
"""The first id of messages sent past the target, which counts from 1."""


class PortUnderTest:
    """One platform of a port. `timeout` is in seconds, for each reply.

    Methods that have it do something raise `PortError` if it refuses, `AdapterError` if the adapter fails, and
    `SkipError` if it skips the scenario.
    """

    def __init__(
        self,
        connection: Connection,
        welcome: Welcome,
        platform: Platform,
        *,
        upload_server: UploadServer,
        timeout: float,
    ) -> None:
        self._connection = connection
        self._welcome = welcome
        self._upload_server = upload_server
        self._timeout = timeout
        self._next_id = _FIRST_ID
        self._scenarios = 0
        self._target: PortTarget | None = None
        #: The messages of the scenarios that are over, and those sent past the target of the one that is not.
        self._ended: list[JSONObject] = []
        self._asked: list[JSONObject] = []
        self.platform = platform
        self.app = "server source" if platform == "server" else f"{platform} app"

    def claims(self, capability: str) -> bool:
        """Tell whether the port claims a capability."""
        return capability in self._welcome.capabilities

    @property
    def transcript(self) -> tuple[JSONObject, ...]:
        """All messages so far, each with its reply; in a scenario, those sent past its steps come last."""
        current = self._target.transcript if self._target is not None else []
        return (*self._ended, *current, *self._asked)

    @property
    def uploads(self) -> bool:
        """Whether the port's uploads are seen, in place of what the adapter reports."""
        return "wire" in self._welcome.levels

    def open(
        self,
        settings: Mapping[str, object] | None = None,
        *,
        mode: ConnectionMode = "device",
        given: Sequence[actions.Action] = (),
    ) -> None:
        """Begin a scenario with one app, after the one before; `given` is done before the app is opened."""
        self.close()
        backend, endpoint = self._upload_server.project()
        self._scenarios += 1
        self._target = PortTarget(
            self._connection,
            self._welcome,
            case=f"adapter-check-{self._scenarios}",
            backend=backend,
            endpoint=endpoint,
            timeout=self._timeout,
        )
        self.do(actions.AddSource(app=self.app, platform=self.platform, settings=dict(settings or {}), mode=mode))
        self.do(*given)

    def close(self) -> None:
        """End the scenario, if there is one."""
        target, self._target = self._target, None
        if target is not None:
            try:
                target.close()
            finally:
                self._ended += [*target.transcript, *self._asked]
                self._asked = []

    def do(self, *steps: actions.Action, refused: Refused | None = None) -> None:
        """Have the port do something. With `refused`, an adapter that says `pipelining` isn't waited for."""
        for step in steps:
            self._running.perform(step, refused)

    def track(self, event: str = EVENT, *, app: str | None = None, **fields: Any) -> None:
        """Have the port track an event."""
        self.do(actions.MakeCall(app=app, method="track", fields={"event": event, **fields}))

    def view(self, *, flush: bool = True) -> View:
        """Return the arrivals, after an upload of the queue unless `flush` is off."""
        if flush:
            self._running.drain()
        return self._running.view()

    def events(self, *, flush: bool = True) -> list[JSONObject]:
        """Return the events that have arrived, except those that Amplitude's SDKs make by themselves."""
        return [event for event in self.view(flush=flush).events if not _of_the_sdk(event)]

    def expect(self, *names: str) -> str:
        """Return a sentence if other events than these have arrived, else an empty one."""
        came = [event["event_type"] for event in self.events()]
        if came == list(names):
            return ""
        return self.lacks(listed(names), listed(came))

    def lacks(self, wanted: str, came: object) -> str:
        """Return the sentence about an event that has not arrived, with the cause if that can be seen."""
        refused = dict.fromkeys(upload.reason for upload in self.view().uploads if upload.reason)
        why = f"; uploads were refused: {'; '.join(refused)}" if refused else ""
        if not why and self._has_copies():
            why = "; two events had one uuid, and the second is taken for a copy of the first"
        return f"{wanted} should have arrived by now, and {came} did{why}"

    def _has_copies(self) -> bool:
        """Tell whether a new event was taken for a duplicate of an earlier one."""
        if not self.uploads:
            events = [event for app in self._drained().apps.values() for event in app.events or ()]
            identities = [identity for event in events if (identity := identity_of(event)) is not None]
            return len(set(identities)) < len(identities)
        contents: set[str] = set()
        for upload in self.view().uploads:
            if upload.duplicates and upload.contents not in contents:
                return True
            contents.add(upload.contents)
        return False

    def seen(self) -> Seen:
        """Return what the adapter reports about the app, without an upload."""
        return self._drained().apps.get(self.app, Seen())

    def reported_apps(self) -> list[str]:
        """Return the names of the apps that the adapter reports about."""
        return list(self._drained().apps)

    def _drained(self) -> Drained:
        self._running.launch_apps()
        self._next_id += 1
        request = messages.Drain(id=self._next_id, flush=False)
        self._asked.append({"sent": as_json(request)})
        reply = self._connection.ask(request, timeout=self._timeout)
        self._asked.append({"received": as_json(reply)})
        drained: Drained = result_of(reply, request)
        return drained

    @property
    def _running(self) -> PortTarget:
        if self._target is None:
            self.open()
        assert self._target is not None  # noqa: S101 — `open` has just made it
        return self._target


def _of_the_sdk(event: JSONObject) -> bool:
    name = str(event["event_type"])
    return name.startswith("$") or name in ("session_start", "session_end")


def listed(names: Sequence[object]) -> str:
    """Return names for a sentence: `a, b`, or `nothing`."""
    return ", ".join(str(name) for name in names) or "nothing"
