"""What puts each claim of a port to the test: something that can't come out right if the claim is a lie.

A probe looks at the adapter, not at how well the port conforms: it rests on as little of the documentation as it can.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator.backend.ingestion.endpoints import HTTP_API_SENDER
from simulator.backend.ingestion.faults import Fault
from simulator.backend.reading.view import View
from simulator.conformance.language import actions
from simulator.conformance.running.runner import Refused
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import PortError
from simulator.model.device import default_profile, profiles
from simulator.model.segment.servers import ConnectionMode
from simulator.ports.connections.connection import Connection, result_of
from simulator.ports.protocol import messages
from simulator.ports.protocol.messages import Drained, Seen, Welcome
from simulator.ports.running import Arena
from simulator.ports.target import PortTarget
from simulator.values import JSONObject

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
EVENT: Final = "Adapter Checked"
PHONES: Final[tuple[Platform, ...]] = ("ios", "android")
CLIENTS: Final[tuple[Platform, ...]] = ("web", *PHONES)

_FIRST_ID: Final = 1_000_000
"""Of the messages that a trial sends past the target, which counts from 1."""
LAST_ID: Final = 2_000_000
"""An id that no trial comes to."""
_LOCALE: Final = "ja_JP"
_PLACE: Final = (52.52, 13.405)
_IDENTIFIERS: Final = frozenset(
    (
        "uuid",
        "insert_id",
        "device_id",
        "user_id",
        "session_id",
        "timestamp",
        "time",
        "event_id",
        "sequence_number",
        "api_properties",
        "amplitude",
    )
)
"""What differs between two events of two devices whatever these are."""


class Trial:
    """One platform of a port, in one scenario after the other. `timeout` is in seconds, for each message."""

    def __init__(
        self, connection: Connection, welcome: Welcome, platform: Platform, *, arena: Arena, timeout: float
    ) -> None:
        self._connection = connection
        self._welcome = welcome
        self._arena = arena
        self._timeout = timeout
        self._next_id = _FIRST_ID
        self._scenarios = 0
        self._target: PortTarget | None = None
        self.platform = platform
        self.app = "server source" if platform == "server" else f"{platform} app"

    def claims(self, capability: str) -> bool:
        """Whether the port claims something."""
        return capability in self._welcome.capabilities

    @property
    def uploads(self) -> bool:
        """Whether the port's uploads are seen, in place of what the adapter tells."""
        return "wire" in self._welcome.levels

    def open(
        self,
        settings: Mapping[str, object] | None = None,
        *,
        mode: ConnectionMode = "device",
        stage: Sequence[actions.Action] = (),
    ) -> None:
        """Begin a scenario with one app, after the one that went before; `stage` is done before it is opened."""
        self.close()
        backend, endpoint = self._arena.project()
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
        for action in stage:
            self.do(action)

    def close(self) -> None:
        """End the scenario, if there is one."""
        target, self._target = self._target, None
        if target is not None:
            target.close()

    def do(self, *steps: actions.Action, refused: Refused | None = None) -> None:
        """Have the port do something. Raises `PortError` if it refuses, `AdapterError` if the adapter fails.

        With `refused`, which is told of refusals, an adapter that says `pipelining` is not waited for.
        """
        for step in steps:
            self._playing.perform(step, refused)

    def track(self, event: str = EVENT, *, app: str | None = None, **fields: Any) -> None:
        """Have the port track an event."""
        self.do(actions.MakeCall(app=app, method="track", fields={"event": event, **fields}))

    def view(self, *, flush: bool = True) -> View:
        """Return what has arrived, after an upload of what is queued unless `flush` is off."""
        if flush:
            self._playing.drain()
        return self._playing.view()

    def events(self, *, flush: bool = True) -> list[JSONObject]:
        """Return the events that have arrived, but those that Amplitude's SDKs make by themselves."""
        return [event for event in self.view(flush=flush).events if not _of_the_sdk(event)]

    def expect(self, *names: str) -> str:
        """Return what is wrong if other events than these have arrived; empty if nothing is."""
        came = [event["event_type"] for event in self.events()]
        if came == list(names):
            return ""
        refused = dict.fromkeys(upload.reason for upload in self.view().uploads if upload.reason)
        why = f"; uploads were refused: {'; '.join(refused)}" if refused else ""
        return f"{_listed(names)} should have arrived by now, and {_listed(came)} did{why}"

    def seen(self) -> Seen:
        """Return what the adapter tells of the app, without an upload."""
        return self._told().get(self.app, Seen())

    def names_told(self) -> list[str]:
        """Return the names of the apps that the adapter tells of."""
        return list(self._told())

    def _told(self) -> Mapping[str, Seen]:
        self._playing.launch_apps()
        self._next_id += 1
        request = messages.Drain(id=self._next_id, flush=False)
        drained: Drained = result_of(self._connection.ask(request, timeout=self._timeout), request)
        return drained.apps

    @property
    def _playing(self) -> PortTarget:
        if self._target is None:
            self.open()
        assert self._target is not None  # noqa: S101 — `open` has just made it
        return self._target


class Probe(msgspec.Struct, frozen=True):
    """How a claim is put to the test."""

    #: Returns what shows that the claim is none, for the port's author; empty if nothing does.
    look: Callable[[Trial], str]
    #: Where it can be.
    platforms: tuple[Platform, ...] = PLATFORMS
    #: Where scenarios ask for it although nothing would show a lie, with the reason.
    unseen: Mapping[Platform, str] = {}
    #: Returns why nothing would show a lie of this port; empty if something would.
    blind: Callable[[Welcome], str] = lambda welcome: ""


def _without_uploads(welcome: Welcome) -> str:
    return "" if "wire" in welcome.levels else "when something is uploaded is seen with level wire alone"


def _without_uploads_and_time(welcome: Welcome) -> str:
    seen = "wire" in welcome.levels or "time" in welcome.capabilities
    return "" if seen else "what an app does when it is away is seen with level wire or capability time alone"


def _without_servers(welcome: Welcome) -> str:
    seen = {"messages", "segment-servers"} & set(welcome.capabilities)
    return "" if seen else "only scenarios of a port that also claims messages or segment-servers ask for it"


def one_event(trial: Trial) -> str:
    """Observation whether what is tracked arrives."""
    trial.open()
    trial.track()
    wrong = trial.expect(EVENT)
    told = trial.names_told() if wrong and not trial.uploads else []
    if wrong and trial.app not in told:
        return f"{wrong}: drain tells of {_listed(told)}, not of the {trial.app}" if told else wrong
    return wrong


def isolated(trial: Trial) -> str:
    """Observation whether a scenario leaves something to the next one, whose device is another one."""
    found = []
    for event in ("First Scenario", "Second Scenario"):
        trial.open()
        trial.track(event)
        wrong = trial.expect(event)
        if wrong:
            return wrong
        found += trial.events()
        trial.do(actions.MakeCall(method="identify", fields={"userId": "derek"}))
        trial.view()
    if found[1].get("user_id"):
        return f"the next scenario begins with the user {found[1]['user_id']} of the one before"
    # An iOS app on a real phone reads the same identifier each time.
    fresh = trial.platform in ("web", "android") or (trial.platform == "ios" and trial.claims("device"))
    if fresh and found[0].get("device_id") == found[1].get("device_id"):
        return "two scenarios have one device id: on close, what a device has stored is forgotten"
    return ""


def tells(trial: Trial, what: str) -> str:
    """Observation whether drain tells something of the app, `commands` or `events`, after a call."""
    trial.open()
    trial.track()
    trial.view()
    told = getattr(trial.seen(), what)
    return "" if told is not UNSET and told else f"drain tells no {what} of the {trial.app} after a track call"


def pipelined(trial: Trial) -> str:
    """Observation whether messages are done one after the other that come without waiting for replies."""
    refused: list[str] = []
    names = [f"{EVENT} {number}" for number in range(1, 6)]
    trial.open()
    for name in names:
        trial.do(actions.MakeCall(method="track", fields={"event": name}), refused=refused.append)
    return trial.expect(*names) or "; ".join(f"the port refuses: {says}" for says in refused)


def _time(trial: Trial) -> str:
    trial.open()
    trial.track("Before")
    trial.do(actions.Wait(duration=31 * MINUTE))
    trial.track("After")
    moments = [_moment(event) for event in trial.events()]
    if len(moments) != 2:
        return f"two events should have arrived by now, and {len(moments)} did"
    passed = moments[1] - moments[0]
    return "" if passed == 31 * MINUTE else f"two events 31 minutes apart are {passed / MINUTE:g} minutes apart"


def _lifecycle(trial: Trial) -> str:
    trial.open()
    trial.track("Before")
    trial.do(actions.Lifecycle(event="background"))
    uploaded = trial.uploads and trial.events(flush=False)
    if trial.claims("time"):
        trial.do(actions.Wait(duration=HOUR))
    trial.do(actions.Lifecycle(event="foreground"))
    trial.track("After")
    wrong = trial.expect("Before", "After")
    if wrong or uploaded or len(_sessions(trial)) > 1:
        return wrong
    away = ", and an hour there begins no new session" if trial.claims("time") else ""
    return f"nothing shows that the app was in the background: it uploads nothing on the way there{away}"


def _restart(trial: Trial) -> str:
    trial.open()
    trial.track("Before")
    trial.view()
    trial.do(actions.Lifecycle(event="kill"))
    if trial.claims("time"):
        trial.do(actions.Wait(duration=HOUR))
    trial.do(actions.Lifecycle(event="launch"))
    trial.do(actions.Lifecycle(event="restart"))
    trial.track("After")
    wrong = trial.expect("Before", "After")
    if wrong:
        return wrong
    if len({event.get("device_id") for event in trial.events()}) > 1:
        return "the device id does not outlive the process: what the port stores has to stay on the device"
    if trial.claims("time") and len(_sessions(trial)) < 2:
        return "a process that ended an hour ago goes on in its session: nothing shows that it ended"
    return ""


def _hold_launch(trial: Trial) -> str:
    trial.open({"Track Session Events": True}, stage=[actions.HoldLaunch()])
    if trial.view(flush=False).events or isinstance(trial.seen().device_id, str):
        return "the app runs although open.launch is false"
    if trial.claims("time"):
        trial.do(actions.Wait(duration=HOUR))
    trial.do(actions.Lifecycle(event="launch"))
    trial.track()
    wrong = trial.expect(EVENT)
    if not wrong and trial.claims("time"):
        launched = _moment(trial.events()[0])
        if any(0 < session <= launched - HOUR for session in _sessions(trial)):
            wrong = "the session began before the app was launched: open.launch is false"
    if not wrong:
        trial.open(stage=[actions.HoldLaunch()])
        trial.do(actions.Lifecycle(event="launch-in-background"), actions.Lifecycle(event="foreground"))
        trial.track()
        wrong = trial.expect(EVENT)
    return wrong


def _device(trial: Trial) -> str:
    other = next(
        profile.name
        for profile in profiles().values()
        if profile.platform == trial.platform and profile.model != default_profile(trial.platform).model
    )
    descriptions = []
    for stage in ([], [actions.ChangeDevice(attributes={"profile": other, "locale": _LOCALE})]):
        trial.open(stage=stage)
        trial.track()
        descriptions.append(_description(trial))
    if descriptions[0] == descriptions[1]:
        return "events say the same of two devices of different models and languages: open.device has what to say"
    if not trial.claims("restart"):
        return ""
    trial.open()
    trial.view()
    trial.do(actions.ChangeDevice(attributes={"locale": _LOCALE}), actions.Lifecycle(event="restart"))
    trial.track()
    changed = _description(trial)
    return "" if changed != descriptions[0] else "an app that starts again in another language says the old one"


def _location(trial: Trial) -> str:
    on = {"Enable Location Listening": True}
    given: dict[str, object] = {"place": list(_PLACE), "location_permission": True}
    trial.open(on, stage=[actions.ChangeDevice(attributes=given)])
    trial.track()
    if not _shows_place(trial.events()):
        return (
            "no event has the place of open.device, although the setting and the permission are given; a port whose "
            "apps bring the place themselves does not claim location"
        )
    trial.open(on, stage=[actions.ChangeDevice(attributes=given | {"location_permission": False})])
    trial.track()
    return "an event has the place of a device that gives no permission" if _shows_place(trial.events()) else ""


def _network(trial: Trial) -> str:
    trial.open()
    trial.do(actions.ChangeDevice(attributes={"online": False}))
    trial.track()
    if trial.events():
        return "an event arrives while the device has no network"
    trial.do(actions.ChangeDevice(attributes={"online": True}))
    return trial.expect(EVENT)


def _pages(trial: Trial) -> str:
    trial.open({"Track All Pages": True})
    for path in ("/first-page", "/second-page"):
        trial.do(actions.OpenPage(url=f"https://shop.example{path}?a=1"))
        trial.do(actions.MakeCall(method="page", fields={"name": "Probe"}))
        told = trial.seen().messages
        shown = msgspec.json.encode([trial.view().events, [] if told is UNSET else told]).decode()
        if path not in shown:
            return f"a page call on https://shop.example{path}?a=1 does not show this address"
    return ""


def _late_sdk(trial: Trial) -> str:
    trial.open(stage=[actions.HoldSDK()])
    trial.track()
    if trial.events():
        return "an event arrives before the SDK does: open.sdkLoads is false"
    trial.do(actions.LoadSDK())
    return trial.expect(EVENT)


def _late_settings(trial: Trial) -> str:
    trial.open(stage=[actions.HoldSettings()])
    trial.track()
    if trial.events():
        return "an event arrives before Segment's settings do: open.settingsArrive is false"
    trial.do(actions.DeliverSettings())
    return trial.expect(EVENT)


def _late_options(trial: Trial) -> str:
    trial.open(stage=[actions.DelayOptions()])
    trial.track()
    return trial.expect(EVENT)


def _sdk_methods(trial: Trial) -> str:
    trial.open()
    trial.do(actions.CallSDK(method="setOptOut(true)"))
    trial.track()
    if trial.events():
        return "an event arrives after setOptOut(true)"
    trial.do(actions.CallSDK(method="setOptOut(false)"))
    trial.track("Opted In")
    return trial.expect("Opted In")


def _several(trial: Trial) -> str:
    second = f"second {trial.app}"
    trial.open(stage=[actions.AddSource(app=second, platform=trial.platform)])
    trial.track("From the First", app=trial.app)
    trial.track("From the Second", app=second)
    events = sorted(trial.events(), key=lambda event: str(event["event_type"]))
    came = [event["event_type"] for event in events]
    if came != ["From the First", "From the Second"]:
        return f"of two apps one event each should have arrived, and {_listed(came)} did"
    if trial.platform != "server" and events[0].get("device_id") == events[1].get("device_id"):
        return "two apps that are open at a time have one device id: each is on a device of its own"
    return ""


def _cloud_mode(trial: Trial) -> str:
    trial.open(mode="cloud")
    trial.track()
    wrong = trial.expect(EVENT)
    senders = {event["amplitude"]["sender"] for event in trial.events()} - {HTTP_API_SENDER}
    return f"in cloud mode events come from the {', '.join(sorted(senders))} itself" if senders else wrong


def _segment_servers(trial: Trial) -> str:
    trial.open({"Enable Alias": True})
    trial.do(actions.MakeCall(method="alias", fields={"previousId": "before", "userId": "after"}))
    requests = trial.view().usermap_requests
    return "" if requests else "no usermap request arrives after an alias call with Enable Alias on"


def _device_id(trial: Trial) -> str:
    trial.open()
    trial.track()
    told, sent = trial.seen().device_id, [event.get("device_id") for event in trial.events()]
    if told is UNSET:
        return f"drain tells no deviceId of the {trial.app}"
    return "" if [told] == sent else f"drain tells the device id {told}, and events have {_listed(sent)}"


def _messages(trial: Trial) -> str:
    trial.open()
    trial.track()
    trial.view()
    told = trial.seen().messages
    if told is UNSET or not told:
        return f"drain tells no messages of the {trial.app} after a track call"
    missing = [name for name in ("type", "messageId", "timestamp") if name not in told[-1]]
    return f"the message lacks {', '.join(missing)}" if missing else ""


def _warnings(trial: Trial) -> str:
    for settings, calls in _TO_WARN_OF:
        trial.open(settings)
        with suppress(PortError):
            trial.do(*calls)
        trial.view()
        told = trial.seen().warnings
        if told is UNSET:
            return f"drain tells no warnings of the {trial.app}; without any it is an empty list"
        if told:
            return ""
    return (
        "drain tells no warning of groups in the Amplitude options, of products and of a trait to increment that all "
        "are text"
    )


_TO_WARN_OF: Final[tuple[tuple[Mapping[str, object], tuple[actions.Action, ...]], ...]] = (
    (
        {},
        (
            actions.MakeCall(
                method="track",
                fields={"event": EVENT, "integrations": {"Amplitude": {"groups": "a text"}}},
            ),
        ),
    ),
    (
        {},
        (
            actions.MakeCall(
                method="track",
                fields={"event": "Order Completed", "properties": {"revenue": 1, "products": "a text"}},
            ),
        ),
    ),
    (
        {"Traits to Increment": ["karma"]},
        (actions.MakeCall(method="identify", fields={"userId": "derek", "traits": {"karma": "a text"}}),),
    ),
)
"""Settings and calls with something to warn of."""


def _native_values(trial: Trial) -> str:
    """Ask that a date does not arrive as the object that stands for it; what it becomes is the port's own affair."""
    trial.open()
    stand_in = {"$date": "2018-09-18T14:00:00+02:00"}
    fields = {"event": EVENT, "properties": {"when": stand_in}}
    trial.do(actions.MakeCall(method="track", fields=fields, native=True))
    if wrong := trial.expect(EVENT):
        return wrong
    sent = trial.events()[-1].get("event_properties")
    arrived = isinstance(sent, dict) and sent.get("when") == stand_in
    return f"the object {stand_in} arrives as it is, in place of a date" if arrived else ""


def _crashes(trial: Trial) -> str:
    """Ask for the list alone: what crashes one port goes well in another."""
    trial.open()
    trial.track()
    trial.view()
    told = trial.seen().crashes
    if told is UNSET:
        return f"drain tells no crashes of the {trial.app}; without any it is an empty list"
    return "a plain track call ends the app, or is said to" if told else trial.expect(EVENT)


def _refusals(trial: Trial) -> str:
    for settings, calls in _TO_REFUSE:
        try:
            trial.open(settings)
            trial.do(*calls)
        except PortError:
            return ""
    return "nothing is refused: no empty API key, no group call without an id, no event without a name, no screen call"


_TO_REFUSE: Final[tuple[tuple[Mapping[str, object], tuple[actions.Action, ...]], ...]] = (
    ({"API Key": ""}, (actions.MakeCall(method="track", fields={"event": EVENT}),)),
    ({}, (actions.MakeCall(method="group", fields={"groupId": ""}),)),
    ({}, (actions.MakeCall(method="track", fields={}),)),
    ({}, (actions.MakeCall(method="screen", fields={"name": "Probe"}),)),
)
"""Settings and calls that one port or another refuses."""


def _flush_timing(trial: Trial) -> str:
    trial.open()
    # A page sends each event at once; what Amplitude refused it sends again when it has something new to send.
    refuses = trial.platform == "web"
    if refuses:
        trial.do(actions.SetFault(fault=Fault(status=503)))
    trial.track()
    trial.seen()
    if refuses:
        trial.do(actions.SetFault(fault=None))
        trial.seen()
    early = trial.events(flush=False)
    return "an event is uploaded although nothing asked for it yet" if early else trial.expect(EVENT)


PROBES: Final[Mapping[str, Probe]] = {
    "time": Probe(_time),
    "lifecycle": Probe(
        _lifecycle, PHONES, {"web": "a page in the background goes on as before"}, _without_uploads_and_time
    ),
    "restart": Probe(_restart, CLIENTS),
    "hold-launch": Probe(_hold_launch, PHONES),
    "device": Probe(_device, CLIENTS),
    "location": Probe(_location, PHONES, {"web": "the SDK in a page sends no place"}),
    "network": Probe(_network, CLIENTS, blind=_without_uploads),
    "pages": Probe(_pages, ("web",)),
    "late-sdk": Probe(_late_sdk, ("web",)),
    "late-settings": Probe(_late_settings, PHONES),
    "late-options": Probe(_late_options, (), dict.fromkeys(PHONES, "a port that sets its options in time can't lose")),
    "sdk-methods": Probe(_sdk_methods, CLIENTS),
    "several": Probe(_several),
    "cloud-mode": Probe(_cloud_mode, CLIENTS, blind=_without_servers),
    "segment-servers": Probe(_segment_servers),
    "device-id": Probe(_device_id, CLIENTS),
    "messages": Probe(_messages),
    "native-values": Probe(_native_values),
    "warnings": Probe(_warnings),
    "crashes": Probe(_crashes, ("ios",)),
    "refusals": Probe(_refusals),
    "flush-timing": Probe(_flush_timing, CLIENTS, {"server": "Segment's servers send at once"}, _without_uploads),
}
"""What puts each capability to the test."""


def unseen(capability: str, platform: Platform, welcome: Welcome) -> str | None:
    """Return why a claim can't be put to the test; empty if it can, `None` where no scenario asks for it."""
    probe = PROBES[capability]
    if platform in probe.unseen:
        return probe.unseen[platform]
    if platform not in probe.platforms:
        return None
    return probe.blind(welcome)


def _of_the_sdk(event: JSONObject) -> bool:
    name = str(event["event_type"])
    return name.startswith("$") or name in ("session_start", "session_end")


def _moment(event: JSONObject) -> int:
    """Return when an event happened, in milliseconds since 1970; 0 if it does not say so in a number."""
    told = event.get("timestamp", event.get("time"))
    return told if isinstance(told, int) else 0


def _sessions(trial: Trial) -> set[int]:
    return {session for event in trial.events() if isinstance(session := event.get("session_id"), int)}


def _description(trial: Trial) -> JSONObject:
    """Return what the last event says of its device."""
    events = trial.events()
    return {name: value for name, value in events[-1].items() if name not in _IDENTIFIERS} if events else {}


def _shows_place(events: Sequence[JSONObject]) -> bool:
    found = [number for event in events for number in _numbers(event)]
    return all(any(math.isclose(number, one, abs_tol=0.001) for number in found) for one in _PLACE)


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        for name, inner in value.items():
            # What Amplitude makes of an address is a place as well.
            if name != "amplitude":
                yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, int | float):
        yield float(value)


def _listed(names: Sequence[object]) -> str:
    return ", ".join(str(name) for name in names) or "nothing"
