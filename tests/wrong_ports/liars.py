"""Adapters around the reference that claim everything, each of which lacks one thing that it claims."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from msgspec import UNSET

from simulator.conformance.language.actions import MakeCall
from simulator.ports.protocol import messages
from simulator.ports.protocol.messages import Drained, Seen
from simulator.ports.protocol.serving import SkippedError, ThrewError
from simulator.ports.reference import ReferenceAdapter
from simulator.values import JSONObject


def without(described: JSONObject, *names: str) -> JSONObject:
    return {name: value for name, value in described.items() if name not in names}


class NoTime(ReferenceAdapter):
    def advance(self, request: messages.Advance) -> None:
        """Let no time pass."""


class NoLifecycle(ReferenceAdapter):
    def lifecycle(self, request: messages.LifecycleChange) -> None:
        if request.event not in ("background", "foreground"):
            super().lifecycle(request)


class ForgetsTheDevice(ReferenceAdapter):
    """Starts again on a new device."""

    def open(self, request: messages.Open) -> None:
        self.opened = request
        super().open(request)

    def lifecycle(self, request: messages.LifecycleChange) -> None:
        if request.event == "restart":
            self.close()
            self.open(msgspec.structs.replace(self.opened, case=f"{self.opened.case} again"))
        else:
            super().lifecycle(request)


class NeverEnds(ReferenceAdapter):
    """Leaves the process running."""

    def lifecycle(self, request: messages.LifecycleChange) -> None:
        if request.event in ("background", "foreground"):
            super().lifecycle(request)


class LaunchesAtOnce(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, launch=True))

    def lifecycle(self, request: messages.LifecycleChange) -> None:
        if not request.event.startswith("launch"):
            super().lifecycle(request)


class OneDevice(ReferenceAdapter):
    """Always has the same kind of device."""

    HAS = ("place", "locationPermission", "online", "url", "referrer", "title", "vendorId", "advertisingId")

    def open(self, request: messages.Open) -> None:
        device = {name: value for name, value in request.device.items() if name in self.HAS}
        super().open(msgspec.structs.replace(request, device=device))


class DeviceStaysAsItIs(ReferenceAdapter):
    def device(self, request: messages.DeviceChange) -> None:
        changed = {name: value for name, value in request.attributes.items() if name in OneDevice.HAS}
        super().device(msgspec.structs.replace(request, attributes=changed))


class NoPlace(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        device = without(request.device, "place", "locationPermission")
        super().open(msgspec.structs.replace(request, device=device))


class NoPermissionNeeded(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, device=request.device | {"locationPermission": True}))


class AlwaysOnline(ReferenceAdapter):
    def device(self, request: messages.DeviceChange) -> None:
        super().device(msgspec.structs.replace(request, attributes=without(request.attributes, "online")))


class OnePage(ReferenceAdapter):
    def page(self, request: messages.Page) -> None:
        """Stay where it is."""


class SDKAtOnce(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, sdk_loads=True))

    def load_sdk(self, request: messages.LoadSDK) -> None:
        """Do nothing."""


class SettingsAtOnce(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, settings_arrive=True))


class OptionsInTime(ReferenceAdapter):
    """Ignores late options, which looks like a port that they don't affect."""

    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, options_in_time=True))


class NoSDKMethods(ReferenceAdapter):
    def call_sdk(self, request: messages.CallSDK) -> None:
        """Do nothing."""


class OneApp(ReferenceAdapter):
    """Knows only the app that was opened last."""

    def open(self, request: messages.Open) -> None:
        self.last = request.app
        super().open(request)

    def call(self, request: messages.Call) -> None:
        super().call(msgspec.structs.replace(request, app=self.last))


class ForgetsTheFirstApp(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        self.close()
        self.last = request.app
        super().open(request)

    def call(self, request: messages.Call) -> None:
        if request.app == self.last:
            super().call(request)


class NoCloud(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, mode="device"))


class NoAlias(ReferenceAdapter):
    def call(self, request: messages.Call) -> None:
        if request.method != "alias":
            super().call(request)


class Tells(ReferenceAdapter):
    """Reports something wrong about its apps."""

    INSTEAD: ClassVar[JSONObject] = {}

    def drain(self, request: messages.Drain) -> Drained:
        return Drained(apps={name: self.instead(seen) for name, seen in super().drain(request).apps.items()})

    def instead(self, seen: Seen) -> Seen:
        return msgspec.structs.replace(seen, **self.INSTEAD)


class AnotherName(ReferenceAdapter):
    """Uses another name for its app."""

    def drain(self, request: messages.Drain) -> Drained:
        return Drained(apps={f"my {name}": seen for name, seen in super().drain(request).apps.items()})


class NamelessEvents(Tells):
    INSTEAD: ClassVar[JSONObject] = {"events": [{"device_id": "d"}]}


class SessionsInHalves(Tells):
    INSTEAD: ClassVar[JSONObject] = {"events": [{"event_type": "Song Played", "session_id": 1.5}]}


class TooLargeNumbers(Tells):
    INSTEAD: ClassVar[JSONObject] = {"events": [{"event_type": "Song Played", "event_properties": {"plays": 2**64}}]}


class NamelessMessages(Tells):
    INSTEAD: ClassVar[JSONObject] = {"messages": [{"event": "Song Played"}]}


class NamelessCalls(Tells):
    """Its library lets a track call without an event pass."""

    INSTEAD: ClassVar[JSONObject] = {
        "messages": [{"type": "track", "messageId": "m-1", "timestamp": "2018-09-18T12:00:00Z", "userId": "derek"}]
    }


class NoDeviceId(Tells):
    INSTEAD: ClassVar[JSONObject] = {"device_id": UNSET}


class AnotherDeviceId(Tells):
    INSTEAD: ClassVar[JSONObject] = {"device_id": "another"}


class NoMessages(Tells):
    INSTEAD: ClassVar[JSONObject] = {"messages": []}


class HandsOnStandIns(ReferenceAdapter):
    """Passes the object that stands for a value to the app, in place of the value."""

    def call(self, request: messages.Call) -> None:
        self._do(MakeCall(app=request.app, method=request.method, fields=request.args, verbatim=True))


class NoWarnings(Tells):
    INSTEAD: ClassVar[JSONObject] = {"warnings": UNSET}


class NeverWarns(Tells):
    INSTEAD: ClassVar[JSONObject] = {"warnings": []}


class NoCrashes(Tells):
    INSTEAD: ClassVar[JSONObject] = {"crashes": UNSET}


class SaysThatItCrashed(Tells):
    INSTEAD: ClassVar[JSONObject] = {"crashes": [messages.SeenCrash(call="track")]}


class NoCommands(Tells):
    INSTEAD: ClassVar[JSONObject] = {"commands": UNSET}


class NoEvents(Tells):
    INSTEAD: ClassVar[JSONObject] = {"events": []}


class RefusesNothing(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        try:
            super().open(request)
        except ThrewError:
            self.close()

    def call(self, request: messages.Call) -> None:
        try:
            super().call(request)
        except ThrewError:
            return


class AlwaysFlushes(ReferenceAdapter):
    def drain(self, request: messages.Drain) -> Drained:
        return super().drain(msgspec.structs.replace(request, flush=True))


class LeavesTheScenarioOpen(ReferenceAdapter):
    """Keeps using the app that it has."""

    def open(self, request: messages.Open) -> None:
        if self._reference is None:
            super().open(request)

    def close(self) -> None:
        """Forget nothing."""


class OneDeviceForAll(ReferenceAdapter):
    """Keeps what the device of an earlier scenario has stored."""

    def open(self, request: messages.Open) -> None:
        super().open(msgspec.structs.replace(request, case="always the same", device={}))


class KeepsTheUser(ReferenceAdapter):
    """Knows the user of an earlier scenario."""

    user: str | None = None

    def open(self, request: messages.Open) -> None:
        super().open(request)
        if self.user:
            super().call(messages.Call(id=0, app=request.app, method="identify", args={"userId": self.user}))

    def call(self, request: messages.Call) -> None:
        self.user = str(request.args["userId"]) if "userId" in request.args else self.user
        super().call(request)


class SkipsEverything(ReferenceAdapter):
    def open(self, request: messages.Open) -> None:
        raise SkippedError("there is no device")


class Unfinished(ReferenceAdapter):
    def advance(self, request: messages.Advance) -> None:
        raise NotImplementedError


LIARS: dict[str, tuple[type[ReferenceAdapter], ...]] = {
    "time": (NoTime,),
    "lifecycle": (NoLifecycle,),
    "restart": (ForgetsTheDevice, NeverEnds),
    "hold-launch": (LaunchesAtOnce,),
    "device": (OneDevice, DeviceStaysAsItIs),
    "location": (NoPlace, NoPermissionNeeded),
    "network": (AlwaysOnline,),
    "pages": (OnePage,),
    "late-sdk": (SDKAtOnce,),
    "late-settings": (SettingsAtOnce,),
    "late-options": (OptionsInTime,),
    "sdk-methods": (NoSDKMethods,),
    "several": (OneApp, ForgetsTheFirstApp),
    "cloud-mode": (NoCloud,),
    "segment-servers": (NoAlias,),
    "device-id": (NoDeviceId, AnotherDeviceId),
    "messages": (NoMessages,),
    "native-values": (HandsOnStandIns,),
    "warnings": (NoWarnings, NeverWarns),
    "crashes": (NoCrashes, SaysThatItCrashed),
    "refusals": (RefusesNothing,),
    "flush-timing": (AlwaysFlushes,),
}
"""The adapters that lie about each capability."""
