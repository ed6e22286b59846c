"""Ways to reach an adapter: a process that speaks on standard input and output, or what `http` has for a server.

Whatever goes wrong with an adapter is an `AdapterError` that says what, and ends the scenario that it happened in.
"""

from __future__ import annotations

import os
import select
import shlex
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from threading import Thread
from time import monotonic
from typing import IO, Any, Final, Protocol
from urllib.parse import urlsplit

import msgspec

from simulator.conformance.reading import UNREADABLE
from simulator.errors import AdapterError, UsageError, quoted, readable
from simulator.ports.protocol.messages import REPLIES, Bye, Hello, Reply, Request
from simulator.values import one_line

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes of one message."""
LONGEST_OUTBOX: Final = 32 * 1024
"""Bytes of requests that are kept to be written together; half of what a pipe takes."""
_GLANCE: Final = 0.05
"""Seconds after which one who waits for an adapter looks whether it is still there."""
STDERR_KEPT: Final = 8 * 1024
"""Bytes of an adapter's last words."""


class ReportedError(AdapterError):
    """An adapter says in a right reply that it failed: it goes on running."""


class Connection(Protocol):
    """One adapter at the other end. `ask` raises `AdapterError`; after that the connection is of no more use."""

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """Send a request and return its reply; `timeout` is in seconds."""

    def tell(self, request: Request) -> None:
        """Send a request that has no reply."""

    def close(self) -> None:
        """End it, at once."""

    def last_words(self) -> str:
        """Return what the adapter wrote to its standard error last."""


class _Unread(Reply, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A reply of which `ok` is read once it is known what it should hold."""

    ok: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_read_line: Final = msgspec.json.Decoder(_Unread).decode


def read_reply(line: bytes, request: Request) -> Reply:
    """Read a reply strictly; raise `AdapterError` saying what is wrong with it."""
    try:
        if not line.isascii():
            line.decode()
        reply = _read_line(line)
    except UNREADABLE as error:
        raise AdapterError(f"{shown(line)} is no reply: {readable(error)}") from None
    if reply.id != request.id:
        raise AdapterError(f"the reply to message {request.id} has the id {reply.id}; a reply has its request's id")
    said = [name for name in ("ok", "threw", "skip", "error") if getattr(reply, name) is not msgspec.UNSET]
    if len(said) != 1:
        raise AdapterError(
            f"a reply has one of ok, threw, skip, error; this one has {', '.join(said) or 'none'}: {shown(line)}"
        )
    if reply.error is not msgspec.UNSET:
        raise ReportedError(f"the adapter reports an error: {readable(reply.error.message)}", trace=reply.error.trace)
    return reply


def result_of(reply: Reply, request: Request) -> Any:
    """Return what a reply's `ok` holds, typed; raise `AdapterError` if it is not what the request asks for."""
    kind = REPLIES.get(type(request))
    if kind is None:
        return reply.ok
    if reply.ok is msgspec.UNSET:
        raise AdapterError(f"{type(request).__name__.lower()} is answered with ok")
    try:
        return msgspec.json.decode(reply.ok, type=kind) if isinstance(reply.ok, msgspec.Raw) else reply.ok
    except UNREADABLE as error:
        raise AdapterError(f"the reply to {type(request).__name__.lower()} is wrong: {readable(error)}") from None


def shown(line: bytes) -> str:
    """Write what an adapter sent, for an error."""
    return f"“{readable(line.decode('utf-8', 'replace').rstrip())}”"


class StdioConnection:
    """An adapter that is a program: JSON lines on its standard input and output."""

    def __init__(self, arguments: Sequence[str]) -> None:
        try:
            # A list of arguments, no shell; what is run is what the user names on the command line.
            self._process = subprocess.Popen(  # noqa: S603
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise AdapterError(f"the adapter {arguments[0]} can't be started: {error.strerror}", fatal=True) from None
        self._stdin, self._stdout = _pipe(self._process.stdin), _pipe(self._process.stdout)
        os.set_blocking(self._stdin.fileno(), False)
        os.set_blocking(self._stdout.fileno(), False)
        self._read, self._either = select.poll(), select.poll()
        for poll in (self._read, self._either):
            poll.register(self._stdout, select.POLLIN)
        self._either.register(self._stdin, select.POLLOUT)
        self._killed = False
        self._buffer = bytearray()
        self._outbox = bytearray()
        #: What has been sent and not been answered; and answers that nobody has asked for yet, each with its request,
        #: by whose identity it is kept.
        self._unanswered: deque[Request] = deque()
        self._answers: dict[int, tuple[Request, Reply | AdapterError]] = {}
        self._words: deque[bytes] = deque()
        self._listener = Thread(target=self._listen, args=(_pipe(self._process.stderr),), daemon=True)
        self._listener.start()

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """Write a line and read one."""
        self.send(request, timeout=timeout)
        return self.receive(request, timeout=timeout)

    def send(self, request: Request, *, timeout: float) -> None:
        """Take a request, to be written with the next ones; `receive` returns its reply."""
        if self._buffer and not self._unanswered:
            early = self._take_line(monotonic() + timeout, timeout)
            raise AdapterError(f"{shown(early)} came on standard output unasked; only replies may go there")
        self._outbox += one_line(msgspec.json.encode(request))
        self._unanswered.append(request)
        if len(self._outbox) > LONGEST_OUTBOX:
            self.flush(timeout=timeout)

    def flush(self, *, timeout: float) -> None:
        """Write the requests that have been taken; `timeout` is in seconds.

        That the adapter has ended is for `receive` to notice: what it wrote before is still read.
        """
        outbox, self._outbox = self._outbox, bytearray()
        rest = memoryview(outbox)
        deadline = monotonic() + timeout
        while rest:
            try:
                rest = rest[os.write(self._stdin.fileno(), rest) :]
            except BlockingIOError:
                self._let_write(deadline, timeout)
            except BrokenPipeError:
                return

    def receive(self, request: Request, *, timeout: float) -> Reply:
        """Return the reply to a request; `timeout` is in seconds, for this one and for each that was sent before it."""
        self.flush(timeout=timeout)
        _, answer = self._answers.pop(id(request), (request, None))
        if answer is None:
            while (first := self._unanswered.popleft()) is not request:
                self._answers[id(first)] = first, self._next_answer(first, timeout)
            answer = self._next_answer(request, timeout)
        if isinstance(answer, AdapterError):
            raise answer
        return answer

    def tell(self, request: Request) -> None:
        """Write a line."""
        self._outbox += one_line(msgspec.json.encode(request))
        self.flush(timeout=2)

    def kill(self) -> None:
        """Kill the process and all that it started, from any thread: whoever waits for it waits no longer.

        What it started may outlive it. The group is killed once: its number is somebody else's in the end.
        """
        if not self._killed:
            self._killed = True
            try:
                os.killpg(self._process.pid, 9)
            except (ProcessLookupError, PermissionError):
                self._process.kill()

    def close(self) -> None:
        """Kill the process and all that it started, and let go of it."""
        self.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout):
            pipe.close()
        self._listener.join(timeout=2)

    def wait(self, timeout: float) -> int | None:
        """Return the exit code if the process ends by itself within so many seconds."""
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def last_words(self) -> str:
        """Return the end of what the process wrote to its standard error; of one that has ended, all of the end."""
        if self._process.poll() is not None:
            self._listener.join(timeout=2)
        return b"".join(self._words)[-STDERR_KEPT:].decode("utf-8", "replace")

    def _next_answer(self, request: Request, timeout: float) -> Reply | AdapterError:
        try:
            return read_reply(self._take_line(monotonic() + timeout, timeout), request)
        except AdapterError as error:
            return error

    def _let_write(self, deadline: float, timeout: float) -> None:
        """Wait until the adapter reads on. It may wait itself until its replies are read; so they are, meanwhile."""
        ready = self._await(self._either, deadline)
        if not ready:
            if self._process.poll() is not None:
                raise BrokenPipeError
            raise AdapterError(f"the adapter reads nothing for {timeout:g} s")
        if any(number == self._stdout.fileno() for number, _ in ready):
            self._fill(deadline)
            if len(self._buffer) > LONGEST_LINE:
                raise AdapterError(
                    f"more than {LONGEST_LINE >> 20} MiB of replies came, while the adapter reads nothing"
                )

    def _take_line(self, deadline: float, timeout: float) -> bytes:
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > LONGEST_LINE:
                raise AdapterError(f"a reply has more than {LONGEST_LINE >> 20} MiB and no end")
            if not self._fill(deadline):
                begun = (
                    "bytes came, but no end of line: is standard output flushed?" if self._buffer else "nothing came"
                )
                raise AdapterError(f"no reply within {timeout:g} s; {begun}")
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _fill(self, deadline: float) -> bool:
        """Read what is there, or wait for it; `False` if nothing comes in time."""
        if not self._await(self._read, deadline):
            if self._process.poll() is not None:
                raise AdapterError(self._gone())
            return False
        data = os.read(self._stdout.fileno(), 1 << 20)
        if not data:
            raise AdapterError(self._gone())
        self._buffer += data
        return True

    def _await(self, poll: select.poll, deadline: float) -> list[tuple[int, int]]:
        """Wait until something can be read or written; return nothing at the deadline, and once the process has ended.

        A child that it leaves behind may hold its pipes open, so that their end need not come.
        """
        while True:
            left = deadline - monotonic()
            ready = poll.poll(max(min(left, _GLANCE), 0) * 1000)
            if ready or left <= _GLANCE:
                return ready
            if self._process.poll() is not None:
                # What it wrote before is still read.
                return poll.poll(0)

    def _gone(self) -> str:
        code = self.wait(2)
        if code is None:
            return "the adapter closed its standard output but goes on running"
        self.kill()
        return f"the adapter was killed by signal {-code}" if code < 0 else f"the adapter exited with {code}"

    def _listen(self, stderr: IO[bytes]) -> None:
        kept = 0
        with stderr:
            while data := os.read(stderr.fileno(), 4096):
                self._words.append(data)
                kept += len(data)
                while kept - len(self._words[0]) > STDERR_KEPT:
                    kept -= len(self._words.popleft())


def connector(command: str | None, url: str | None) -> Callable[[], Connection]:
    """Return what reaches an adapter, by a command line or at an address; raise `UsageError` for both or neither."""
    if (command is None) == (url is None):
        raise UsageError("say how the adapter is reached: by a command, or by the address of an HTTP server")
    if command is not None:
        arguments = split_command(command)
        return lambda: StdioConnection(arguments)
    from simulator.ports.connections.http import HTTPConnection

    address = str(url)
    try:
        _ = urlsplit(address).port
    except ValueError as error:
        raise UsageError(
            f"{quoted(address)} is no address of an adapter ({readable(error)}); one looks like http://127.0.0.1:8080/"
        ) from None
    return lambda: HTTPConnection(address)


def split_command(command: str) -> list[str]:
    """Split a command line as a shell does, without running one; raise `AdapterError` if it is none."""
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        raise AdapterError(f"the command of the adapter can't be read: {error}", fatal=True) from None
    if not arguments:
        raise AdapterError("the command of the adapter is empty", fatal=True)
    return arguments


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise AdapterError("the adapter has no standard input and output", fatal=True)
    return pipe


def greet(connection: Connection, *, harness: str, timeout: float) -> Any:
    """Say hello; return what the port says of itself. Raises `AdapterError`."""
    request = Hello(id=1, harness=harness)
    return result_of(connection.ask(request, timeout=timeout), request)


def part(connection: Connection, request_id: int) -> None:
    """Say good-bye and end the connection."""
    connection.tell(Bye(id=request_id))
    connection.close()
