"""A port as a target: it performs a scenario's actions, and expectations judge the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from random import Random

import msgspec
from msgspec import UNSET

from simulator.backend import Backend, Ingestion, wire_of
from simulator.backend.reading.view import View, view_of
from simulator.conformance.judging.evidence import Crashed
from simulator.conformance.judging.expectations import AT_ONCE, Expectation
from simulator.conformance.judging.matching import Roles
from simulator.conformance.language import actions
from simulator.conformance.language.actions import Action
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.runner import Refused
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.errors import AdapterError, DevicemodeError, PortError
from simulator.model.clock import Clock
from simulator.model.device import uuid4
from simulator.model.dialects import Dialect, dialect
from simulator.ports.connections.connection import Connection
from simulator.ports.protocol.messages import Endpoints, Request, Welcome
from simulator.ports.target.apps import WITHHELD, Apps, DescribedApp
from simulator.ports.target.conversation import Conversation
from simulator.ports.target.phases import Move, Phase, after
from simulator.ports.target.reported import Reports
from simulator.ports.target.translated import closing, draining, opening, single_actions, translated, waiting
from simulator.values import JSONObject


class PortTarget:
    """One performance of one case by a port behind an adapter.

    `backend` is the project that the port's uploads arrive at, under `endpoint`; a port of level events reports them,
    and the harness puts them there. `platform` stands in where a scenario says only "an app"; where the port leaves
    Segment's servers to the harness, they do as in the dialect; `timeout` is in seconds, for each reply.
    """

    own_sentences = False

    def __init__(
        self,
        connection: Connection,
        welcome: Welcome,
        *,
        case: str,
        backend: Backend,
        endpoint: str,
        platform: Platform | None = None,
        reading: Dialect | str = "documented",
        timeout: float = 5,
    ) -> None:
        self._case = case
        self._backend = backend
        self._endpoints = Endpoints(amplitude=endpoint)
        self._uploads = "wire" in welcome.levels
        self._clock = Clock()
        ingestion = Ingestion(lambda key: backend)
        stands_in = "messages" in welcome.capabilities and "segment-servers" not in welcome.capabilities
        self._apps = Apps(
            case,
            self._clock,
            platform,
            reading=dialect(reading) if isinstance(reading, str) else reading,
            segment_wire=wire_of(backend) if stands_in else None,
        )
        self._reports = Reports(self._apps, backend, ingestion, self._clock, uploads=self._uploads)
        self._conversation = Conversation(connection, pipelining=welcome.pipelining, timeout=timeout)
        self._phase = Phase.UPLOADED
        #: Sentences of refusals from opening apps before the expectation that needs them; `None` if none were opened.
        self._refused_ahead: list[str] | None = None

    def perform(self, action: Action, refused: Refused | None = None) -> None:
        """Have the port do what a step says.

        Raises `AdapterError` if it can't be asked, and `PortError` if it refuses. With `refused`, an adapter that says
        `pipelining` isn't waited for, and `refused` is called later.
        """
        single = single_actions(action)
        try:
            if not isinstance(action, actions.SETUP):
                self._open_apps(refused)
            for one in single:
                # An app comes back only if it went away: of several actions, each has to succeed before the next.
                self._do(one, refused if len(single) == 1 else None)
        except AdapterError:
            raise
        except DevicemodeError:
            # Earlier refusals are reported first.
            self._conversation.receive()
            raise

    def launch_apps(self, refused: Refused | None = None) -> None:
        """Open the apps that the Given steps described. Raises as `perform` does."""
        self._open_apps(refused)
        if self._refused_ahead is not None:
            self._conversation.receive()
            sentences, self._refused_ahead = self._refused_ahead, None
            if sentences:
                raise PortError(sentences[0])

    def send_ahead(self, steps: Sequence[Step]) -> None:
        """Send what the first of these steps, an expectation, needs; they are all that is left of the scenario.

        If they need nothing else, the scenario is closed as well. Does nothing unless messages are pipelined.
        """
        if not self._conversation.pipelined:
            return
        if steps and self._apps.any_unopened:
            self._open_apps_ahead()
        asks = bool(steps) and (self._uploads or not self._phase.reported)
        if asks:
            self._send_drain(Move.REPORT if isinstance(steps[0], AT_ONCE) else Move.UPLOAD_AHEAD)
        # Where uploads are judged, those that a port makes on closing must not be among them. What was reported
        # while the steps were performed is asked for once more.
        if not self._uploads and _judged_by_first_report(steps) and (asks or self._phase.uploaded):
            self._send_close()
        self._conversation.flush()

    def await_refusals(self) -> None:
        """Read the replies to all messages sent to the port."""
        self._conversation.receive()

    @property
    def closed(self) -> bool:
        """Whether the port has been sent `close`."""
        return self._phase is Phase.CLOSED

    def close(self) -> None:
        """End the scenario."""
        if not self.closed:
            self._send_close()
        self._conversation.receive()

    @property
    def transcript(self) -> list[JSONObject]:
        """All messages sent, each followed by its reply, for the report."""
        return self._conversation.transcript

    def drain(self) -> None:
        """Let the port upload what it has queued, and wait until it is idle."""
        self.launch_apps()
        if self._phase is Phase.UPLOADED_AHEAD:
            self._move(Move.EXPECTATION)
        # A port whose uploads are judged may try again what failed; of any other, another attempt shows nothing.
        elif self._uploads or not self._phase.uploaded:
            self._send_drain(Move.UPLOAD)
        self._conversation.receive()
        for app in self._apps:
            if app.segment is not None:
                app.segment.drain()

    def view(self) -> View:
        """Return what Amplitude has received, once the port is idle."""
        self.launch_apps()
        self._refresh()
        return view_of(self._backend)

    def rules_behind_events(self) -> dict[str, Because]:
        """Return nothing: a port can't say which rules made its events."""
        return {}

    def commands(self) -> list[JSONObject]:
        """Return the calls on Amplitude's SDK that the adapter reported, and those made here in its place."""
        return self._reports.commands()

    def messages(self) -> list[JSONObject]:
        """Return what Segment's library made of the calls, as the adapter reported it."""
        return self._reports.everything("messages")

    def warnings(self) -> list[str]:
        """Return the lines that the integration logged, as the adapter reported them."""
        return self._reports.everything("warnings")

    def crashes(self) -> list[Crashed]:
        """Return the crashes that the adapter reported."""
        return self._reports.crashes()

    def device_id(self, app: str | None) -> str | None:
        """Return what an app reads as its device id."""
        described = self._apps.with_device(app)
        self._refresh()
        device_id = described.seen.device_id
        return None if device_id is UNSET else device_id

    def prepare(self, roles: Roles) -> None:
        """Bind the ids that the devices were given, and those that the adapter reports."""
        self.launch_apps()
        for app in self._apps:
            if app.platform == "server":
                roles.bind("anonymous id", self._visitor_id)
                continue
            if app.platform != "web":
                roles.bind("vendor id", app.device.vendor_id)
                roles.bind("advertising id", app.device.advertising_id)
            self._refresh()
            if app.seen.anonymous_id is not UNSET:
                roles.bind("anonymous id", app.seen.anonymous_id)
        self._conversation.receive()

    def _do(self, action: Action, refused: Refused | None) -> None:
        """Do one action: describe an app, change Amplitude, or tell the port."""
        match action:
            case actions.AddSource():
                self._apps.add(action)
            case actions.HoldLaunch() | actions.HoldSDK() | actions.HoldSettings() | actions.DelayOptions():
                setattr(self._apps.affected_by(action), WITHHELD[type(action)], False)
            case actions.SetFault():
                self._set_fault(action)
            case actions.SetAccounts():
                self._backend.accounts = action.accounts
            case actions.Wait():
                self._wait(action, refused)
            case _:
                self._act(action, self._apps.affected_by(action), refused)

    def _act(self, action: Action, app: DescribedApp, refused: Refused | None) -> None:
        """Have an app do something, which is a message unless it happens outside the port."""
        if isinstance(action, actions.ChangeDevice):
            app.device.change(**action.attributes)
            if not self._apps.is_open(app):
                return
        if isinstance(action, actions.DeleteUserData) and app.segment is not None:
            # Segment's servers must have received the earlier messages before they delete the user.
            self._refresh()
            app.delete_user(action.user_id)
            return
        self._tell(translated(action, app, visitor=lambda: self._visitor_id), refused)
        if app.segment is not None and self._backend.faults:
            # A fault may be over with the first request: what Segment's servers send has its turn.
            self._refresh()

    def _wait(self, action: actions.Wait, refused: Refused | None) -> None:
        """Let time pass, in the port and for Segment's servers, if the harness stands in for them."""
        if any(app.segment for app in self._apps):
            # They must have received the earlier messages before they retry.
            self._refresh()
        self._clock.advance(action.duration)
        self._tell(waiting(action), refused)

    def _set_fault(self, action: actions.SetFault) -> None:
        """Let Amplitude misbehave or behave again; the port isn't told."""
        # What was sent before has to happen before, on Segment's servers too.
        if any(app.segment for app in self._apps):
            self._refresh()
        self._conversation.receive()
        if action.fault is None:
            self._backend.faults.clear()
            return
        fault = action.fault
        if action.app is not None:
            fault = msgspec.structs.replace(fault, device_id=self.device_id(action.app))
        self._backend.faults.set(fault)

    def _open_apps(self, refused: Refused | None) -> None:
        """Open the apps that have been described."""
        unopened = self._apps.take_unopened()
        for app in unopened:
            message = opening(app, case=self._case, time=self._clock.now, endpoints=self._endpoints)
            # If there are several, each has to be opened before the next.
            self._tell(message, refused if len(unopened) == 1 else None)

    def _open_apps_ahead(self) -> None:
        """Open the apps that have been described; the expectation that needs them reports refusals."""
        sentences = self._refused_ahead = []
        try:
            self._open_apps(sentences.append)
        except PortError as error:
            sentences.append(str(error))

    @cached_property
    def _visitor_id(self) -> str:
        return uuid4(Random(f"{self._case}/visitor"))  # noqa: S311

    def _tell(self, message: Request, refused: Refused | None) -> None:
        """Send the port a message. A refusal is passed on later if messages are pipelined, otherwise raised at once."""
        self._move(Move.ACTION)
        later = refused if self._conversation.pipelined else None
        self._conversation.send(message, refused=later)
        if later is None:
            self._conversation.receive()

    def _refresh(self) -> None:
        """Have the port report the outcome of its last action, unless it has."""
        if not self._phase.reported:
            self._send_drain(Move.REPORT)
        self._conversation.receive()

    def _send_drain(self, move: Move) -> None:
        self._conversation.send(draining(flush=move is not Move.REPORT), takes_result=self._reports.take)
        self._move(move)

    def _send_close(self) -> None:
        self._conversation.send(closing())
        self._move(Move.CLOSE)

    def _move(self, move: Move) -> None:
        self._phase = after(self._phase, move)


def _judged_by_first_report(steps: Sequence[Step]) -> bool:
    """Tell whether steps are expectations that all look at what the first of them has the port report."""
    at_once = [isinstance(step, AT_ONCE) for step in steps]
    return all(isinstance(step, Expectation) for step in steps) and (all(at_once) or not at_once[0])
