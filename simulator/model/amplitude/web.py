"""amplitude-js 4.4.0, the SDK in a web page."""

from __future__ import annotations

from math import isfinite, isnan
from typing import ClassVar, Final
from urllib.parse import parse_qs

import msgspec

from simulator.documentation.releases import BASE, releases_of
from simulator.documentation.rules import Because
from simulator.model.amplitude import properties, revenue, upload, visits
from simulator.model.amplitude.client import EMPTY, AmplitudeClient, Observe
from simulator.model.amplitude.properties import sanitized
from simulator.model.amplitude.sessions import WebSessions
from simulator.model.commands import (
    Command,
    Identify,
    Initialize,
    LogRevenue,
    LogRevenueOfNull,
    LogRevenueV2,
    SetDeviceId,
    SetUserId,
    SetVersionName,
)
from simulator.model.device import Device
from simulator.model.languages import javascript
from simulator.values import JSONObject, Value
from simulator.wire.events import IDENTIFIES, LoggedEvent, WebEvent
from simulator.wire.requests import Wire

URL_PARAMETER: Final = "amp_device_id"

_GENERATED: Because = ("device-id.default.web", "device-id.priority.web")
_FROM_URL: Because = ("device-id.priority.web",)
_IN_SESSION: Because = ("session.client", "track.context-automatic")


class WebClient(AmplitudeClient):
    """A page's SDK: it sends each event at once and keeps its state in a cookie and in local storage."""

    methods: ClassVar[dict[type[Command], str]] = AmplitudeClient.methods | {
        Initialize: "initialize",
        SetVersionName: "set_version_name",
        LogRevenueOfNull: "log_revenue",
    }
    release: ClassVar = releases_of(BASE, "web").amplitude
    property_rules: ClassVar = properties.WEB
    upload_policy: ClassVar = upload.WEB
    uploads: ClassVar = upload.WebUploader
    adds_booleans = False

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        super().__init__(device, observe=observe, wire=wire)
        self._version_name: str | None = None
        self._sessions = WebSessions(self.store)
        self._standing: Because = _IN_SESSION
        profile = device.profile
        self._library = self.release.to_json()
        self._platform = (
            "Web",
            profile.browser or None,
            profile.browser_version or None,
            profile.model or None,
            device.locale.tag,
        )
        self._user_agent = profile.user_agent

    def initialize(self, command: Initialize) -> None:
        """Choose the device id, continue or begin the session, and send the events that an earlier page left.

        Rule upload.page-load.

        An identify that is sent meanwhile reads the cookie again before the chosen device id is in it, so that a
        returning visitor keeps the old one (sdk-facts, section 2.3).
        """
        if not command.api_key:
            return  # The SDK writes an error to its log, and does nothing from then on.
        self.uploader.api_key = command.api_key
        self._read_again()
        now = self._clock.now
        sent_on_the_way = self._on_load(command, new_session=self._sessions.is_over(now))
        device_id, because = self._first_device_id(command)
        if sent_on_the_way and self.store.device_id:
            device_id, because = self.store.device_id, _GENERATED
        self.store.device_id = device_id
        self._standing = because + _IN_SESSION
        self._sessions.touch(now)
        self.initialized = True
        if command.batch_events:
            self.uploader.follow(
                msgspec.structs.replace(
                    self.upload_policy,
                    threshold=command.event_upload_threshold,
                    period=command.event_upload_period_millis,
                    by_number="upload.web-batching",
                )
            )
        self._send_what_is_left(sent_on_the_way, "upload.web-batching" if command.batch_events else "upload.page-load")

    def _send_what_is_left(self, sent_on_the_way: list[Identify], trigger: str) -> None:
        """Send what earlier pages have left: with the first identify about the visit, if there is one."""
        store, at_work = self.store, self.uploader.at_work
        left, attempts = bool(store.events or store.identifies), at_work.attempts
        for identify in sent_on_the_way:
            self.identify(identify)
        self.uploader.upload_if_enough(trigger)
        if left:
            at_work.started(trigger, since=attempts)

    def _read_again(self) -> None:
        """Queue what an earlier page has dropped and not forgotten, and sanitize what it left as storage has it.

        Nulls, once infinities, are dropped.
        """
        store = self.store
        store.events[:0] = [one for one in store.dropped if one.event.event_type not in IDENTIFIES]
        store.identifies[:0] = [one for one in store.dropped if one.event.event_type in IDENTIFIES]
        store.dropped.clear()
        for queue, name in ((self.store.events, "event_properties"), (self.store.identifies, "user_properties")):
            for index, logged in enumerate(queue):
                stored = javascript.json(getattr(logged.event, name))
                kept = sanitized(stored, self.property_rules)
                if kept != stored:
                    event = msgspec.structs.replace(logged.event, **{name: kept})
                    queue[index] = LoggedEvent(event, logged.because)

    def set_version_name(self, command: SetVersionName) -> None:
        """Put the app's version on later events."""
        self._version_name = command.version_name

    def set_user_id(self, command: SetUserId) -> None:
        """Set the user id; an empty one counts as none."""
        self.store.user_id = command.user_id or None

    def set_device_id(self, command: SetDeviceId) -> None:
        """Replace the device id, unless it is empty."""
        if command.device_id:
            self.store.device_id = command.device_id
            self._standing = command.because + _IN_SESSION

    @property
    def rules_behind_device_id(self) -> Because:
        """The rules by which the device id was chosen."""
        return self._standing[: -len(_IN_SESSION)]

    def log_revenue(self, command: LogRevenue) -> None:
        """Log revenue by the deprecated method, if price and quantity read as numbers; a quantity of 0 becomes 1."""
        if not (_is_numeric(command.price) and _is_numeric(command.quantity)):
            return
        fields = revenue.api_properties(command)
        fields["quantity"] = command.quantity if javascript.truthy(command.quantity) else 1
        if isinstance(command, LogRevenueOfNull):
            fields["productId"] = None
        self._log_revenue(command.because, api_properties=javascript.json(fields))

    def log_revenue_v2(self, command: LogRevenueV2) -> None:
        """Log a revenue object, if its price is a number; its other fields must be strings, the quantity a number.

        A property with the name of an unset field stays.
        """
        if not _is_number(command.price):
            return
        taken = msgspec.structs.replace(
            command,
            product_id=command.product_id if isinstance(command.product_id, str) else None,
            quantity=_pieces(command.quantity) if _is_number(command.quantity) else 1,
            revenue_type=command.revenue_type if isinstance(command.revenue_type, str) else None,
        )
        fields = revenue.event_properties(taken, clears=())
        self._log_revenue(command.because, event_properties=fields)

    def _on_load(self, command: Initialize, *, new_session: bool) -> list[Identify]:
        """Return the identifies that a page load sends about the visit, each with the values that it found."""
        if not new_session and command.save_params_referrer_once_per_session:
            return []
        asked = (
            (command.include_utm, visits.utm),
            (command.include_referrer, visits.referrer),
            (command.include_gclid, visits.gclid),
        )
        found = [read(self.device.page) for wanted, read in asked if wanted]
        return [visits.identify(values) for values in found if values]

    def _first_device_id(self, command: Initialize) -> tuple[str, Because]:
        """Follow the SDK's order: configured, URL parameter, stored, random."""
        if command.device_id:
            return command.device_id, command.because
        if command.device_id_from_url_param:
            named = parse_qs(self.device.page.query).get(URL_PARAMETER)
            if named:
                return named[0], _FROM_URL
        return self.store.device_id or self._random_device_id(), _GENERATED

    def _random_device_id(self) -> str:
        return self.device.uuid() + "R"

    def _groups(self, groups: JSONObject) -> JSONObject:
        return properties.web_groups(groups)

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
        # Out-of-session events exist on mobile only.
        del out_of_session
        store = self.store
        if not self.initialized or store.opt_out or not event_type:
            self._not_logged()
            return
        now = self._clock.now
        self._sessions.touch(now)
        store.sequence_number += 1
        event = WebEvent(
            store.device_id or "",
            store.user_id,
            now,
            self._next_event_id(event_type),
            store.session_id,
            event_type,
            self._version_name,
            *self._platform,
            api_properties,
            event_properties,
            user_properties,
            self.device.event_uuid(),
            self._library,
            store.sequence_number,
            groups,
            self._user_agent,
            self.no_group_properties if group_properties is None else group_properties,
        )
        self._queue(LoggedEvent(event, because + self._standing))


def _is_numeric(value: Value) -> bool:
    """Tell whether a value reads as a number, both by `parseFloat` and as a whole, as `logRevenue` requires."""
    return not isnan(javascript.parse_float(value)) and javascript.is_finite(value)


def _is_number(value: Value) -> bool:
    return javascript.is_number(value) and not isnan(value)


def _pieces(quantity: float) -> int | float:
    """Return the whole number that a quantity's text begins with: 1 for 1e21."""
    if type(quantity) is int and abs(quantity) < javascript.MAX_SAFE:
        return quantity
    found = javascript.parse_int(quantity)
    return int(found) if isfinite(found) else found
