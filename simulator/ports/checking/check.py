"""Checks whether an adapter speaks the protocol and does what it claims: one finding for each thing checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import msgspec
from msgspec import UNSET

from simulator.documentation.platforms import TITLES, Platform
from simulator.errors import AdapterError, DevicemodeError, PortError
from simulator.ports.adapter_link import HARNESS, START_TIMEOUT
from simulator.ports.checking.port_under_test import LAST_ID, PortUnderTest
from simulator.ports.checking.probes import basics
from simulator.ports.checking.probes.claims import PROBES
from simulator.ports.connections.connection import Connection, greet
from simulator.ports.connections.replies import ReportedError
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import CAPABILITIES
from simulator.ports.protocol.claims import check_welcome
from simulator.ports.protocol.messages import Reply, Request, Welcome
from simulator.ports.target.conversation import SkipError
from simulator.ports.upload_server import UploadServer
from simulator.values import JSONObject

MOST_FAILURES: Final = 3
"""The most times that an adapter may break down before the rest isn't checked."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that was checked, or couldn't be."""

    what: str
    #: The mistake, in a sentence; empty if there is none.
    wrong: str = ""
    #: The reason why it can't be checked; empty if it was.
    unseen: str = ""
    #: A trace or the end of the adapter's standard error, if it broke down.
    stderr: str = ""
    #: The messages that showed it, each with its reply.
    transcript: tuple[JSONObject, ...] = ()


class _Unknown(Request, frozen=True, kw_only=True, tag="no-such-message"):
    """A message that no adapter knows."""


def check(connect: Callable[[], Connection], server: UploadServer, *, timeout: float) -> Iterator[Finding]:
    """Check an adapter and yield findings as they come; `timeout` is in seconds, for each reply.

    Stops where nothing more can be asked. Raises `AdapterError` if the adapter can't be started or reached at all.
    """
    checked = _Check(connect, server, timeout)
    try:
        for finding in checked.findings():
            yield finding
            if checked.failures >= MOST_FAILURES:
                yield Finding("everything else", unseen=f"the adapter broke down {MOST_FAILURES} times")
                break
    finally:
        checked.drop()


class _Check:
    """The check of one adapter, over a connection that is reopened once the adapter has broken down."""

    def __init__(self, connect: Callable[[], Connection], server: UploadServer, timeout: float) -> None:
        self._connect = connect
        self._server = server
        self._timeout = timeout
        self._connection: Connection | None = None
        #: The number of times that the adapter has broken down.
        self.failures = 0

    def findings(self) -> Iterator[Finding]:
        """Yield the findings."""
        try:
            welcome = self._greeted()
        except AdapterError as error:
            if error.fatal:
                raise
            yield Finding("it answers hello", str(error), stderr=self._stderr(error))
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
            yield self._try(what, welcome.platforms[0], welcome, basics.pipelined)
        yield self._unknown_message()
        yield self._goodbye()

    def drop(self) -> None:
        """End the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _platform(self, platform: Platform, welcome: Welcome) -> Iterator[Finding]:
        where = TITLES[platform]
        first = self._try(f"{where}: one event", platform, welcome, basics.one_event)
        yield first
        if first.wrong:
            yield Finding(f"{where}: everything else", unseen="it is looked at once one event arrives")
            return
        yield self._try(f"{where}: nothing of a scenario is left in the next one", platform, welcome, basics.isolated)
        for level in welcome.levels:
            # The first event has shown level wire, or else level events. A server source has no SDK to make events.
            if level == "commands" or (level == "events" and "wire" in welcome.levels and platform != "server"):
                yield self._try(f"{where}: level {level}", platform, welcome, partial(basics.level, kind=level))
        for name in CAPABILITIES:
            probe = PROBES[name]
            unseen = probe.unseen_on(platform, welcome)
            if name not in welcome.capabilities or unseen is None:
                continue
            what = f"{where}: capability {name}"
            yield Finding(what, unseen=unseen) if unseen else self._try(what, platform, welcome, probe.wrong)

    def _try(self, what: str, platform: Platform, welcome: Welcome, probe: Callable[[PortUnderTest], str]) -> Finding:
        """Return what a probe finds; whatever goes wrong on the way is a finding, too."""
        try:
            connection = self._connected()
        except AdapterError as error:
            return self._broken(what, error)
        port = PortUnderTest(connection, welcome, platform, upload_server=self._server, timeout=self._timeout)
        return msgspec.structs.replace(self._found(what, port, probe), transcript=port.transcript)

    def _found(self, what: str, port: PortUnderTest, probe: Callable[[PortUnderTest], str]) -> Finding:
        try:
            wrong = probe(port)
            port.close()
        except AdapterError as error:
            return self._broken(what, error)
        except SkipError as skipped:
            self._abandon()
            return Finding(what, f"it skips the check: {skipped}; skip is only for scenarios that the port can't do")
        except PortError as error:
            self._abandon()
            return Finding(what, f"the port refuses: {error}")
        return Finding(what, wrong)

    def _greeted(self) -> Welcome:
        """Connect and send `hello`; return what the port says about itself."""
        self._connection = self._connect()
        return greet(self._connection, harness=HARNESS, timeout=START_TIMEOUT)

    def _connected(self) -> Connection:
        """Return the connection, reopened if the adapter has broken down."""
        if self._connection is None:
            self._greeted()
        assert self._connection is not None  # noqa: S101 — `_greeted` has just made it
        return self._connection

    def _broken(self, what: str, error: AdapterError) -> Finding:
        """Return the finding about an error, ready to go on: in the same process if it runs, else in a new one."""
        finding = Finding(what, str(error), stderr=self._stderr(error))
        if isinstance(error, ReportedError):
            self._abandon()
        else:
            self.drop()
            self.failures += 1
        return finding

    def _stderr(self, error: AdapterError) -> str:
        return error.trace or (self._connection.stderr_tail() if self._connection else "")

    def _abandon(self) -> None:
        """End a scenario halfway, so that the next one begins with nothing open."""
        request = messages.Close(id=LAST_ID)
        try:
            if self._connection is not None:
                self._connection.ask(request, timeout=self._timeout)
        except AdapterError:
            self.drop()

    def _unknown_message(self) -> Finding:
        """Send a message that no adapter knows: the adapter has to say so, and go on."""
        what = "it says that it does not know a message"
        try:
            reply = self._connected().ask(_Unknown(id=LAST_ID + 1), timeout=self._timeout)
        except ReportedError:
            return Finding(what)
        except AdapterError as error:
            return self._broken(what, error)
        return Finding(what, f"it answers {_outcome(reply)} to the message no-such-message; it should answer error")

    def _goodbye(self) -> Finding:
        """Say good-bye: a program has to exit with 0."""
        what = "it ends with 0 on bye"
        try:
            connection = self._connected()
            connection.notify(messages.Bye(id=LAST_ID + 2))
        except AdapterError as error:
            return Finding(what, str(error))
        if not isinstance(connection, StdioConnection):
            return Finding("it takes bye")
        code = connection.wait(_ENDING)
        if code is None:
            return Finding(what, f"it is still running after {_ENDING} s")
        return Finding(what, "" if code == 0 else f"it ends with {code}")


_ENDING: Final = 2
"""Seconds that an adapter has to exit after bye."""


def _outcome(reply: Reply) -> str:
    return next(name for name in ("ok", "threw", "skip") if getattr(reply, name) is not UNSET)
