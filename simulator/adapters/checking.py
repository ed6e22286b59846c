"""Does an adapter speak the protocol, and does it do what it claims? One line for each thing that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator.adapters import messages
from simulator.adapters.capabilities import CAPABILITIES, needs
from simulator.adapters.connection import Connection, StdioConnection, greet, result_of
from simulator.adapters.messages import Drained, Request, Seen, Welcome
from simulator.adapters.running import HARNESS, START_TIMEOUT, Arena, check_welcome, lacking_for
from simulator.adapters.target import PortTarget
from simulator.backend import Backend
from simulator.conformance import actions, runner, suite
from simulator.conformance.cases import Case
from simulator.errors import AdapterError, DevicemodeError
from simulator.platforms import Platform
from simulator.values import JSONObject

MINUTE: Final = 60_000
EVENT: Final = "Adapter Checked"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    #: Empty if it is as it should be.
    wrong: str = ""


class _Unknown(Request, frozen=True, kw_only=True, tag="no-such-message"):
    """What no adapter knows."""


def check(connect: Callable[[], Connection], arena: Arena, *, timeout: float) -> Iterator[Finding]:
    """Look at an adapter and yield findings as they come. Stops where nothing more can be asked."""
    try:
        connection = connect()
        welcome: Welcome = greet(connection, harness=HARNESS, timeout=START_TIMEOUT)
        check_welcome(welcome)
    except DevicemodeError as error:
        yield Finding("it answers hello", str(error))
        return
    port = welcome.port
    yield Finding(f"it answers hello: {port.name} {port.version}, {', '.join(welcome.platforms)}")
    try:
        for platform in welcome.platforms:
            yield from _Check(connection, welcome, platform, arena, timeout).findings()
        yield from _stray(connection, timeout)
        yield _farewell(connection)
    finally:
        connection.close()


class _Check:
    """The checks on one platform, each in a scenario of its own."""

    def __init__(
        self, connection: Connection, welcome: Welcome, platform: Platform, arena: Arena, timeout: float
    ) -> None:
        self.connection = connection
        self.welcome = welcome
        self.platform = platform
        self.arena = arena
        self.timeout = timeout
        self.backend = Backend()
        self.target = self._new_target("check")

    def findings(self) -> Iterator[Finding]:
        """Yield what is found."""
        yield self._finding("a scenario with one event", self._one_event)
        yield self._finding("nothing of a scenario is left in the next one", self._isolated)
        for level in self.welcome.levels:
            if level == "commands":
                yield self._finding("level commands", lambda: self._tells("commands"))
        for name in CAPABILITIES:
            if name in self.welcome.capabilities:
                probe = self._probe(name)
                if probe is not None:
                    yield self._finding(f"capability {name}", probe)

    def do(self, action: actions.Action) -> None:
        """Have the port do something."""
        self.target.perform(action)

    def track(self, event: str = EVENT) -> None:
        """Have the port track an event."""
        self.do(actions.MakeCall(method="track", fields={"event": event}))

    def events(self) -> list[JSONObject]:
        """Return what has arrived after a drain."""
        self.target.drain()
        return [event for event in self.target.view().events if not event["event_type"].startswith("$")]

    def expect(self, *names: str) -> str:
        """Return what is wrong if other events than these have arrived."""
        came = [event["event_type"] for event in self.events()]
        return "" if came == list(names) else f"{list(names)} should have arrived by now, and {came} has"

    def seen(self) -> Seen:
        """Return what the adapter tells of the app."""
        request = messages.Drain(id=999, flush=False)
        drained: Drained = result_of(self.connection.ask(request, timeout=self.timeout), request)
        return drained.apps.get(self.app, Seen())

    @property
    def app(self) -> str:
        """The name of the app."""
        return "server source" if self.platform == "server" else f"{self.platform} app"

    def _new_target(self, case: str) -> PortTarget:
        self.backend, endpoint = self.arena.project()
        target = PortTarget(
            self.connection, self.welcome, case=case, backend=self.backend, endpoint=endpoint, timeout=self.timeout
        )
        target.perform(actions.AddSource(app=self.app, platform=self.platform))
        return target

    def _finding(self, what: str, look: Callable[[], str]) -> Finding:
        what = f"{self.platform}: {what}"
        self.target = self._new_target(f"check/{what}")
        try:
            wrong = look()
            self.target.close()
        except DevicemodeError as error:
            return Finding(what, str(error))
        return Finding(what, wrong)

    def _probe(self, name: str) -> Callable[[], str] | None:
        """Return what puts a claim to the test: a probe, else the shortest scenario that needs it."""
        if name in _NEED_UPLOADS and "wire" not in self.welcome.levels:
            return None
        if name in _PROBES:
            platforms, probe = _PROBES[name]
            return partial(probe, self) if not platforms or self.platform in platforms else None
        cases = [
            case for case in suite.load()
            if name in needs(case).capabilities and set(case.platforms) == {self.platform}
            and not lacking_for(case, self.welcome)
        ]  # fmt: skip
        return partial(self._perform, min(cases, key=lambda case: len(case.steps))) if cases else None

    def _perform(self, case: Case) -> str:
        """Perform a scenario. What comes of it is not judged here; that it can be performed is."""
        self.target.close()
        self.backend, endpoint = self.arena.project()
        self.target = PortTarget(
            self.connection, self.welcome, case=case.id, backend=self.backend, endpoint=endpoint, timeout=self.timeout
        )
        runner.perform(case, self.target, dialect=case.home_dialect)
        return ""

    def _one_event(self) -> str:
        self.track()
        return self.expect(EVENT)

    def _isolated(self) -> str:
        self.track("First Scenario")
        self.target.close()
        self.target = self._new_target("check/second")
        self.track("Second Scenario")
        return self.expect("Second Scenario")

    def _tells(self, what: str) -> str:
        self.track()
        self.target.drain()
        told = getattr(self.seen(), what)
        return "" if told is not UNSET and told else f"drain tells no {what} of {self.app} after a track call"


def _time(check: _Check) -> str:
    check.track("Before")
    check.do(actions.Wait(duration=31 * MINUTE))
    check.track("After")
    moments = [event.get("timestamp") or event.get("time") or 0 for event in check.events()]
    if len(moments) != 2:
        return f"two events should have arrived, and {len(moments)} have"
    passed = int(moments[1]) - int(moments[0])
    return "" if passed == 31 * MINUTE else f"between two events 31 minutes apart the port counts {passed} ms"


def _network(check: _Check) -> str:
    check.do(actions.ChangeDevice(attributes={"online": False}))
    check.track()
    if check.events():
        return "an event arrives while the device has no network"
    check.do(actions.ChangeDevice(attributes={"online": True}))
    return check.expect(EVENT)


def _restart(check: _Check) -> str:
    check.track("Before")
    check.events()
    check.do(actions.Lifecycle(event="restart"))
    check.track("After")
    ids = {event.get("device_id") for event in check.events()}
    return check.expect("Before", "After") or ("" if len(ids) == 1 else "the device id does not outlive the process")


def _lifecycle(check: _Check) -> str:
    check.do(actions.Lifecycle(event="background"))
    check.do(actions.Lifecycle(event="foreground"))
    check.track()
    return check.expect(EVENT)


def _device_id(check: _Check) -> str:
    check.track()
    told, sent = check.seen().device_id, [event.get("device_id") for event in check.events()]
    return "" if [told] == sent else f"drain tells the device id {told}, and events have {sent}"


def _pages(check: _Check) -> str:
    check.track("Before")
    check.do(actions.OpenPage(url="https://example.com/second?a=1"))
    check.track("After")
    return check.expect("Before", "After")


def _late_sdk(check: _Check) -> str:
    check.target.perform(actions.HoldSDK())
    check.track()
    if check.events():
        return "an event arrives before the SDK does"
    check.do(actions.LoadSDK())
    return check.expect(EVENT)


def _flush_timing(check: _Check) -> str:
    if check.platform not in ("ios", "android"):
        return ""
    check.track()
    early = len(check.target.view().events)
    return "an event is uploaded although nothing asked for it" if early else check.expect(EVENT)


def _messages(check: _Check) -> str:
    check.track()
    check.target.drain()
    told = check.seen().messages
    if told is UNSET or not told:
        return "drain tells no messages after a track call"
    missing = [name for name in ("type", "messageId", "timestamp") if name not in told[-1]]
    return f"the message lacks {', '.join(missing)}" if missing else ""


_PROBES: Final[Mapping[str, tuple[tuple[Platform, ...], Callable[[_Check], str]]]] = {
    "time": ((), _time),
    "lifecycle": (("ios", "android"), _lifecycle),
    "restart": (("web", "ios", "android"), _restart),
    "network": (("web", "ios", "android"), _network),
    "device-id": (("web", "ios", "android"), _device_id),
    "pages": (("web",), _pages),
    "late-sdk": (("web",), _late_sdk),
    "flush-timing": ((), _flush_timing),
    "messages": ((), _messages),
}
"""How a claim is put to the test, and on which platforms it can be."""

_NEED_UPLOADS: Final = ("network", "flush-timing")
"""Claims about when something is uploaded: they can only be seen in uploads."""


def _stray(connection: Connection, timeout: float) -> Iterator[Finding]:
    """Send what no adapter knows: it has to say so, and go on."""
    what = "it says that it does not know a message"
    try:
        reply = connection.ask(_Unknown(id=1_000_001), timeout=timeout)
    except AdapterError as error:
        wrong = "" if "reports an error" in str(error) else str(error)
        yield Finding(what, wrong)
        return
    yield Finding(what, f"it answers {_said(reply)} to the message no-such-message; it should answer error")


def _farewell(connection: Connection) -> Finding:
    what = "it ends with 0 on bye"
    try:
        connection.tell(messages.Bye(id=1_000_002))
    except AdapterError as error:
        return Finding(what, str(error))
    if not isinstance(connection, StdioConnection):
        return Finding(what)
    code = connection.wait(2)
    if code is None:
        return Finding(what, "it goes on running for more than 2 s")
    return Finding(what, "" if code == 0 else f"it ends with {code}")


def _said(reply: Any) -> str:
    return next(name for name in ("ok", "threw", "skip") if getattr(reply, name) is not UNSET)
