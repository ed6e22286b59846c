"""The reference as an adapter: `python -m simulator.ports.reference [--level events] [--dialect latest]`.

It proves the protocol and the harness, shows what a process in between costs, and is an example to learn from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import click
import msgspec

from simulator import __version__
from simulator.conformance.judging.notation import has_native
from simulator.conformance.language.actions import (
    Action,
    AddSource,
    CallSDK,
    ChangeDevice,
    DelayOptions,
    DeleteUserData,
    DeliverSettings,
    HoldLaunch,
    HoldSDK,
    HoldSettings,
    Lifecycle,
    LoadSDK,
    MakeCall,
    OpenPage,
    Wait,
)
from simulator.conformance.running.reference import Reference
from simulator.conformance.subject import PortInfo
from simulator.documentation.platforms import PLATFORMS
from simulator.errors import DevicemodeError
from simulator.model.calls import javascript_numbers
from simulator.model.commands import Warn
from simulator.model.dialects import DIALECTS, Dialect, dialect
from simulator.model.sources import App, ServerSource
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import CAPABILITIES, LEVELS
from simulator.ports.protocol.messages import Drained, Seen, SeenCrash, Welcome
from simulator.ports.protocol.serving import Adapter, ThrewError, serve
from simulator.values import JSONObject
from simulator.wire.requests import Wire
from simulator.wire.transport import HTTPWire

ATTRIBUTES: Final[Mapping[str, str]] = {
    "manufacturer": "manufacturer",
    "brand": "brand",
    "model": "model",
    "osVersion": "os_version",
    "carrier": "carrier",
    "userAgent": "user_agent",
    "browser": "browser",
    "browserVersion": "browser_version",
    "locale": "locale",
    "vendorId": "vendor_id",
    "advertisingId": "advertising_id",
    "limitAdTracking": "limit_ad_tracking",
    "playServices": "play_services",
    "networkCountry": "network_country",
    "appVersion": "app_version",
    "place": "place",
    "locationPermission": "location_permission",
    "online": "online",
    "ip": "ip",
    "url": "url",
    "referrer": "referrer",
    "title": "title",
}
"""The simulator's names of a device's attributes, by the protocol's; those that follow from another aren't here."""


class ReferenceAdapter(Adapter):
    """An adapter whose port is the simulator itself.

    With level `wire` its apps upload to the harness's backend, by what `wire_to` returns for its address or over HTTP;
    with level `events` they keep the events they make.
    """

    def __init__(
        self,
        *,
        level: str = "wire",
        reading: Dialect | str = "documented",
        wire_to: Callable[[str], Wire] | None = None,
    ) -> None:
        self._level = level
        self._wire_to = wire_to or self._http_wire
        self._reading = dialect(reading) if isinstance(reading, str) else reading
        self._reference: Reference | None = None
        self._wires: dict[str, HTTPWire] = {}

    def hello(self) -> Welcome:
        """Claim every platform, level and capability."""
        return Welcome(
            protocol=messages.PROTOCOL,
            port=PortInfo(name="the reference", version=__version__, language="python"),
            platforms=PLATFORMS,
            levels=("commands", "events", "wire") if self._level == "wire" else ("commands", "events"),
            # At level events, requests of Segment's servers can't be seen, so the harness stands in for them.
            capabilities=tuple(one for one in CAPABILITIES if self._level == "wire" or one != "segment-servers"),
            pipelining=True,
        )

    def open(self, request: messages.Open) -> None:
        """Install an app on a device as described."""
        if self._reference is None:
            wire = self._wire_to(request.endpoints.amplitude) if self._level == "wire" else None
            self._reference = Reference(dialect=self._reading, seed=request.case, wire=wire)
        self._do(AddSource(app=request.app, platform=request.platform, mode=request.mode, settings=request.settings))
        if request.platform != "server":
            self._do(ChangeDevice(app=request.app, attributes=_attributes(request.device)))
            if not request.sdk_loads:
                self._do(HoldSDK(app=request.app))
            if not request.settings_arrive:
                self._do(HoldSettings(app=request.app))
            if not request.options_in_time:
                self._do(DelayOptions(app=request.app))
            if not request.launch:
                self._do(HoldLaunch(app=request.app))
        self._opened.launch_apps()

    def call(self, request: messages.Call) -> None:
        """Make a call."""
        if request.method == "deleteUser":
            self._do(DeleteUserData(app=request.app, user_id=str(request.args.get("userId"))))
        else:
            fields = javascript_numbers(request.args)
            self._do(
                MakeCall(
                    app=request.app,
                    method=request.method,
                    fields=fields,
                    verbatim=True,
                    native=has_native(fields),
                )
            )

    def call_sdk(self, request: messages.CallSDK) -> None:
        """Call a method of Amplitude's SDK."""
        self._do(CallSDK(app=request.app, method=request.method))

    def advance(self, request: messages.Advance) -> None:
        """Let time pass."""
        self._do(Wait(duration=request.ms))

    def lifecycle(self, request: messages.LifecycleChange) -> None:
        """Take the app through a change of its lifecycle."""
        self._do(Lifecycle(app=request.app, event=request.event))

    def device(self, request: messages.DeviceChange) -> None:
        """Change the device."""
        self._do(ChangeDevice(app=request.app, attributes=_attributes(request.attributes)))

    def page(self, request: messages.Page) -> None:
        """Load another page."""
        self._do(OpenPage(app=request.app, url=request.url))

    def load_sdk(self, request: messages.LoadSDK) -> None:
        """Let the SDK arrive."""
        self._do(LoadSDK(app=request.app))

    def deliver_settings(self, request: messages.DeliverSettings) -> None:
        """Let the settings arrive."""
        self._do(DeliverSettings(app=request.app))

    def drain(self, request: messages.Drain) -> Drained:
        """Upload if asked to, and report everything."""
        if self._reference is None:
            return Drained()
        if request.flush:
            self._reference.drain()
        return Drained(apps={name: self._seen(source) for name, source in self._reference.sources.items()})

    def close(self) -> None:
        """Forget the scenario."""
        self._reference = None

    def disconnect(self) -> None:
        """Close the connections to the harness's backend."""
        while self._wires:
            self._wires.popitem()[1].close()

    @property
    def _opened(self) -> Reference:
        if self._reference is None:
            raise ThrewError("no scenario is open")
        return self._reference

    def _do(self, action: Action) -> None:
        try:
            self._opened.perform(action)
        except DevicemodeError as error:
            raise ThrewError(str(error)) from None

    def _http_wire(self, endpoint: str) -> Wire:
        """Return the wire to a run, over the connections to its server that other runs use, too."""
        base, runs, run = endpoint.rpartition("/runs/")
        base = base if runs else endpoint
        wire = self._wires.get(base)
        if wire is None:
            wire = self._wires[base] = HTTPWire(base)
        return wire.under(f"/runs/{run}") if runs else wire

    def _seen(self, source: App | ServerSource) -> Seen:
        commands = [msgspec.to_builtins(one) for one in source.commands if not isinstance(one, Warn)]
        warnings = [one.text for one in source.warnings]
        messages_made = [message.to_json() for message in source.segment.messages]
        events = [logged.to_json() for logged in source.events]
        if isinstance(source, ServerSource):
            return Seen(commands=commands, warnings=warnings, messages=messages_made)
        crashes = [SeenCrash(call=one.call, reason=one.reason) for one in source.crashes]
        # Segment's servers go on when the app does not run.
        warnings += [one.text for one in source.segment.warnings]
        if not source.running:
            return Seen(commands=commands, warnings=warnings, messages=messages_made, events=events, crashes=crashes)
        return Seen(
            device_id=source.device_id,
            anonymous_id=source.anonymous_id,
            commands=commands,
            events=events,
            warnings=warnings,
            messages=messages_made,
            crashes=crashes,
        )


def _attributes(described: JSONObject) -> JSONObject:
    return {ATTRIBUTES[name]: value for name, value in described.items() if name in ATTRIBUTES}


@click.command()
@click.option("--level", type=click.Choice(LEVELS[1:]), default="wire", help="What the harness gets to see.")
@click.option(
    "--dialect", "reading", type=click.Choice(DIALECTS), default="documented", help="Which dialect it follows."
)
def main(level: str, reading: str) -> None:
    """Speak the adapter protocol on standard input and output."""
    adapter = ReferenceAdapter(level=level, reading=reading)
    serve(adapter)
    adapter.disconnect()


if __name__ == "__main__":
    main()
