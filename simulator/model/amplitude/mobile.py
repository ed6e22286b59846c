"""The parts that Amplitude-iOS and Amplitude-Android share: sessions that follow the app, location, session events."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from simulator.documentation.rules import Because
from simulator.model.amplitude import revenue
from simulator.model.amplitude.client import EMPTY, AmplitudeClient, Observe
from simulator.model.amplitude.properties import Changed
from simulator.model.amplitude.sessions import MOBILE_BACKGROUND_LIMIT, MobileSessions
from simulator.model.amplitude.store import NO_SESSION
from simulator.model.commands import (
    Command,
    DisableLocationListening,
    EnableLocationListening,
    Initialize,
    LogRevenue,
    LogRevenueV2,
    SetDeviceId,
    TrackSessionEvents,
    UseAdvertisingIdForDeviceId,
)
from simulator.model.device import Device
from simulator.values import JSONObject
from simulator.wire.events import SESSION_END, SESSION_START, Event, LoggedEvent
from simulator.wire.requests import Wire

_SESSION_EVENTS = (SESSION_START, SESSION_END)
"""While the SDK logs these itself, an app's event of the same name doesn't affect the session."""

_OUT_OF_SESSION: Because = ("out-of-session.minus-one", "out-of-session.no-extend")


class MobileClient(AmplitudeClient):
    """A mobile SDK's process. Subclasses say where device ids and locations come from and what an event looks like."""

    methods: ClassVar[dict[type[Command], str]] = AmplitudeClient.methods | {
        Initialize: "initialize",
        UseAdvertisingIdForDeviceId: "use_advertising_id_for_device_id",
        TrackSessionEvents: "track_session_events",
        EnableLocationListening: "enable_location_listening",
        DisableLocationListening: "disable_location_listening",
    }
    #: Whether an event of an empty type is logged.
    logs_without_type: ClassVar[bool] = False
    #: Milliseconds in the background after which a session is over.
    session_limit: ClassVar[int] = MOBILE_BACKGROUND_LIMIT
    #: The properties that a revenue object removes if it has no value of its own for them.
    revenue_properties: ClassVar[tuple[str, ...]] = revenue.V2_NAMES
    #: The rules behind the default device id.
    device_id_rules: ClassVar[Because]
    #: Device ids that the SDK never uses.
    refused_device_ids: ClassVar[frozenset[str]]

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        super().__init__(device, observe=observe, wire=wire)
        self.sessions = MobileSessions(self.store, limit=self.session_limit)
        self.uses_advertising_id = False
        self.tracks_session_events = False
        self.listens_to_location = True
        self._device_rules: Because = ()
        #: The rules behind every event, and those behind its session: in one, and outside.
        self._started: Because = ()
        self._in_session: Because = ()
        self._outside: Because = ()

    @property
    def session_id(self) -> int:
        """The session of this process or, until it has one, of an earlier one; -1 if there was none."""
        return self.sessions.id

    def initialize(self, command: Initialize) -> None:
        """Choose the device id: the stored one, else one of the system's, else a random one."""
        if not command.api_key:
            return  # The SDK writes an error to its log, and does nothing from then on.
        self.uploader.api_key = command.api_key
        stored = self.store.device_id
        if stored is None or stored in self.refused_device_ids:
            self.store.device_id = self._first_device_id() or self._random_device_id()
        self._started = command.because
        self._explain_device_id()
        self.initialized = True
        self.uploader.launched()

    def use_advertising_id_for_device_id(self, command: UseAdvertisingIdForDeviceId) -> None:
        """Prefer the advertising id when the device id is chosen; without effect once it is stored."""
        self.uses_advertising_id = True
        self._device_rules = command.because

    def track_session_events(self, command: TrackSessionEvents) -> None:
        """Log session_start and session_end from now on."""
        del command
        self.tracks_session_events = True

    def enable_location_listening(self, command: EnableLocationListening) -> None:
        """Add the device's location to events."""
        del command
        self.listens_to_location = True

    def disable_location_listening(self, command: DisableLocationListening) -> None:
        """Send no coordinates."""
        del command
        self.listens_to_location = False

    def set_device_id(self, command: SetDeviceId) -> None:
        """Replace the device id, unless the SDK refuses the new one."""
        if command.device_id not in self.refused_device_ids:
            self.store.device_id = command.device_id
            self._device_rules = command.because
            self._explain_device_id()

    @property
    def rules_behind_device_id(self) -> Because:
        """The rules by which the device id was chosen."""
        return self._device_rules or self.device_id_rules

    def foreground(self) -> None:
        """Note that the app comes to the foreground."""
        self._touch_session(self._clock.now)
        self.sessions.in_foreground = True

    def launch(self) -> None:
        """Note that the app starts in the foreground, which uploads nothing (rule upload.launch)."""
        self.foreground()

    def launch_seen_late(self) -> None:
        """Note that the SDK has been started in an app that is already in the foreground."""
        self.launch()

    def background(self) -> None:
        """Note that the app goes to the background."""
        self.sessions.refresh(self._clock.now)
        self.sessions.in_foreground = False

    def log_revenue(self, command: LogRevenue) -> None:
        """Log revenue by the deprecated method."""
        self._log_revenue(
            command.because,
            api_properties=revenue.api_properties(command),
            out_of_session=command.out_of_session,
        )

    def log_revenue_v2(self, command: LogRevenueV2) -> None:
        """Log a revenue object."""
        self._log_revenue(
            command.because,
            event_properties=revenue.event_properties(command, clears=self.revenue_properties),
            out_of_session=command.out_of_session,
        )

    @abstractmethod
    def _first_device_id(self) -> str | None:
        """Return the system's id that the SDK starts with, or `None` if it has to make one."""

    @abstractmethod
    def _event(
        self,
        event_type: str,
        now: int,
        event_id: int,
        session_id: int,
        user_properties: JSONObject,
        event_properties: JSONObject,
        api_properties: JSONObject,
        groups: JSONObject,
        group_properties: JSONObject | None,
    ) -> Event:
        """Make an event in the SDK's format."""

    @abstractmethod
    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        """Return the location to add to an event, if any, with the rules behind it."""

    def _unlocated(self) -> tuple[None, Because]:
        """Return no location; note it if only the user's permission is missing (rule location.never-prompts)."""
        device = self.device
        if not device.location_permission and self.listens_to_location and device.place is not None:
            self.uploader.at_work.note("location.never-prompts")
        return None, ()

    def _is_lost(self, *written: JSONObject | None) -> bool:
        """Tell whether an event with these properties can't be written."""
        del written
        return False

    def _kept(self, logged: LoggedEvent) -> LoggedEvent | None:
        """Return an event as the SDK's database has it; `None` if it never gets there."""
        return logged

    def _explain_device_id(self) -> None:
        self._device_rules = rules = self.rules_behind_device_id
        self._in_session = (*self._started, *rules, "track.context-automatic", "session.client")
        self._outside = (*self._started, *rules, "track.context-automatic", *_OUT_OF_SESSION)

    def _log(
        self,
        event_type: str,
        because: Because,
        *,
        event_properties: JSONObject = EMPTY,
        user_properties: JSONObject = EMPTY,
        api_properties: JSONObject = EMPTY,
        groups: JSONObject = EMPTY,
        group_properties: JSONObject | None = None,
        out_of_session: bool = False,
    ) -> None:
        if not self.initialized or self.store.opt_out or not (event_type or self.logs_without_type):
            self._not_logged()
            return
        now = self._clock.now
        if out_of_session:
            session_id = NO_SESSION
            because += self._outside
        else:
            if not (self.tracks_session_events and event_type in _SESSION_EVENTS):
                self._touch_session(now)
            session_id = self.sessions.id
            because += self._in_session
        self._append(
            event_type,
            because,
            now,
            session_id,
            event_properties,
            user_properties,
            api_properties,
            groups,
            group_properties,
        )

    def _append(
        self,
        event_type: str,
        because: Because,
        now: int,
        session_id: int,
        event_properties: JSONObject,
        user_properties: JSONObject,
        api_properties: JSONObject,
        groups: JSONObject,
        group_properties: JSONObject | None,
    ) -> None:
        self.store.sequence_number += 1
        # Properties that the rules have left as they are can be written, and read again.
        odd = Changed in (type(event_properties), type(user_properties), type(groups), type(group_properties))
        if odd and self._is_lost(event_properties, user_properties, groups, group_properties):
            return
        event_id = self._next_event_id(event_type)
        location, why = self._location(event_type)
        if location is not None:
            api_properties = {**api_properties, "location": location}
            because += why
        event = self._event(
            event_type,
            now,
            event_id,
            session_id,
            user_properties,
            event_properties,
            api_properties,
            groups,
            group_properties,
        )
        logged = LoggedEvent(event, because)
        kept = self._kept(logged) if odd else logged
        if kept:
            self._queue(kept)

    def _touch_session(self, now: int) -> None:
        """Continue the session or begin one, with the session events around the change."""
        if self.sessions.goes_on(now):
            return
        if self.sessions.id != NO_SESSION:
            self._session_ended()
        self.sessions.begin(now)
        self._session_started()

    def _session_ended(self) -> None:
        self._log_session_event(SESSION_END)

    def _session_started(self) -> None:
        self._log_session_event(SESSION_START)

    def _log_session_event(self, event_type: str) -> None:
        """Log a session event at the time of the session's last activity, if the setting asks for them."""
        if self.tracks_session_events and self.initialized and not self.store.opt_out:
            self._append(
                event_type,
                self._in_session,
                self.store.last_event_time,
                self.sessions.id,
                EMPTY,
                EMPTY,
                {"special": event_type},
                EMPTY,
                None,
            )
