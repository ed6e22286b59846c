"""Does an adapter speak the protocol, and does it do what it claims? One line for each thing that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import msgspec
from msgspec import UNSET

from simulator.documentation.platforms import TITLES, Platform
from simulator.errors import AdapterError, DevicemodeError, PortError
from simulator.ports.checking import probes
from simulator.ports.checking.probes import PROBES, Trial
from simulator.ports.connections.connection import Connection, ReportedError, StdioConnection, greet
from simulator.ports.connections.conversation import SkipError
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import CAPABILITIES
from simulator.ports.protocol.messages import Request, Welcome
from simulator.ports.running import HARNESS, START_TIMEOUT, Arena, check_welcome

MOST_FAILURES: Final = 3
"""How often an adapter may break down before the rest is not looked at."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at, or could not be."""

    what: str
    #: Empty if it is as it should be.
    wrong: str = ""
    #: Why nothing shows whether it is; empty if something does.
    unseen: str = ""
    #: What the adapter said beside, where it broke down: a trace, or the end of its standard error.
    words: str = ""


class _Unknown(Request, frozen=True, kw_only=True, tag="no-such-message"):
    """What no adapter knows."""


def check(connect: Callable[[], Connection], arena: Arena, *, timeout: float) -> Iterator[Finding]:
    """Observation at an adapter and yield findings as they come; `timeout` is in seconds, for each reply.

    Stops where nothing more can be asked. Raises `AdapterError` if the adapter can't be started or reached at all.
    """
    checked = _Check(connect, arena, timeout)
    try:
        for finding in checked.findings():
            yield finding
            if checked.failures >= MOST_FAILURES:
                yield Finding("everything else", unseen=f"the adapter broke down {MOST_FAILURES} times")
                break
    finally:
        checked.drop()


class _Check:
    """One check: a connection that is made anew when the adapter has broken down."""

    def __init__(self, connect: Callable[[], Connection], arena: Arena, timeout: float) -> None:
        self._connect = connect
        self._arena = arena
        self._timeout = timeout
        self._connection: Connection | None = None
        #: How often the adapter has broken down.
        self.failures = 0

    def findings(self) -> Iterator[Finding]:
        """Yield what is found."""
        try:
            welcome: Welcome = self._greeted()
        except AdapterError as error:
            if error.fatal:
                raise
            yield Finding("it answers hello", str(error), words=self._words(error))
            return
        try:
            check_welcome(welcome)
        except DevicemodeError as error:
            yield Finding("it answers hello", str(error))
            return
        port = welcome.port
        claimed = ", ".join(TITLES[platform] for platform in welcome.platforms)
        yield Finding(f"it answers hello: {port.name} {port.version}, {claimed}")
        for platform in welcome.platforms:
            yield from self._platform(platform, welcome)
        if welcome.pipelining:
            what = "it takes messages before it has answered earlier ones"
            yield self._try(what, welcome.platforms[0], welcome, probes.pipelined)
        yield self._stray()
        yield self._farewell()

    def drop(self) -> None:
        """End the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _platform(self, platform: Platform, welcome: Welcome) -> Iterator[Finding]:
        where = TITLES[platform]
        first = self._try(f"{where}: one event", platform, welcome, probes.one_event)
        yield first
        if first.wrong:
            yield Finding(f"{where}: everything else", unseen="it is looked at once one event arrives")
            return
        yield self._try(f"{where}: nothing of a scenario is left in the next one", platform, welcome, probes.isolated)
        for level in welcome.levels:
            # The first event has shown level wire, or else level events. A server source has no SDK to make events.
            if level == "commands" or (level == "events" and "wire" in welcome.levels and platform != "server"):
                yield self._try(f"{where}: level {level}", platform, welcome, partial(probes.tells, what=level))
        for name in CAPABILITIES:
            blind = probes.unseen(name, platform, welcome)
            if name not in welcome.capabilities or blind is None:
                continue
            what = f"{where}: capability {name}"
            yield Finding(what, unseen=blind) if blind else self._try(what, platform, welcome, PROBES[name].look)

    def _try(self, what: str, platform: Platform, welcome: Welcome, look: Callable[[Trial], str]) -> Finding:
        try:
            trial = Trial(self._connected(), welcome, platform, arena=self._arena, timeout=self._timeout)
            wrong = look(trial)
            trial.close()
        except AdapterError as error:
            return self._broken(what, error)
        except SkipError as skipped:
            self._abandon()
            return Finding(what, f"it skips the check: {skipped}; only scenarios that a port can't do are skipped")
        except PortError as error:
            self._abandon()
            return Finding(what, f"the port refuses: {error}")
        return Finding(what, wrong)

    def _greeted(self) -> Any:
        """Connect and say hello; return what the port says of itself."""
        self._connection = self._connect()
        return greet(self._connection, harness=HARNESS, timeout=START_TIMEOUT)

    def _connected(self) -> Connection:
        """Return the connection, made anew if the last one has broken."""
        if self._connection is None:
            self._greeted()
        assert self._connection is not None  # noqa: S101 — `_greeted` has just made it
        return self._connection

    def _broken(self, what: str, error: AdapterError) -> Finding:
        """Return what broke, ready to go on: with the same process if that goes on running, else with a new one."""
        finding = Finding(what, str(error), words=self._words(error))
        if isinstance(error, ReportedError):
            self._abandon()
        else:
            self.drop()
            self.failures += 1
        return finding

    def _words(self, error: AdapterError) -> str:
        return error.trace or (self._connection.last_words() if self._connection else "")

    def _abandon(self) -> None:
        """End a scenario in the middle, so that the next one begins with nothing open."""
        request = messages.Close(id=probes.LAST_ID)
        try:
            if self._connection is not None:
                self._connection.ask(request, timeout=self._timeout)
        except AdapterError:
            self.drop()

    def _stray(self) -> Finding:
        """Send what no adapter knows: it has to say so, and go on."""
        what = "it says that it does not know a message"
        try:
            reply = self._connected().ask(_Unknown(id=probes.LAST_ID + 1), timeout=self._timeout)
        except ReportedError:
            return Finding(what)
        except AdapterError as error:
            return self._broken(what, error)
        return Finding(what, f"it answers {_said(reply)} to the message no-such-message; it should answer error")

    def _farewell(self) -> Finding:
        what = "it ends with 0 on bye"
        try:
            connection = self._connected()
            connection.tell(messages.Bye(id=probes.LAST_ID + 2))
        except AdapterError as error:
            return Finding(what, str(error))
        if not isinstance(connection, StdioConnection):
            return Finding("it takes bye")
        code = connection.wait(_ENDING)
        if code is None:
            return Finding(what, f"it goes on running for more than {_ENDING} s")
        return Finding(what, "" if code == 0 else f"it ends with {code}")


_ENDING: Final = 2
"""Seconds that an adapter has to end after bye."""


def _said(reply: Any) -> str:
    return next(name for name in ("ok", "threw", "skip") if getattr(reply, name) is not UNSET)
