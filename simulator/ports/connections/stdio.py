"""An adapter that is a program: JSON lines on its standard input and output."""

from __future__ import annotations

import os
import select
import subprocess
from collections import deque
from collections.abc import Sequence
from threading import Thread
from time import monotonic
from typing import IO, Final

import msgspec

from simulator.errors import AdapterError
from simulator.ports.connections.deadlines import allowed, late
from simulator.ports.connections.replies import LONGEST_REPLY, read_reply, shown
from simulator.ports.protocol.messages import Reply, Request
from simulator.values import one_line

LONGEST_OUTBOX: Final = 32 * 1024
"""Bytes of requests that are kept to be written together; half of what a pipe takes."""
STDERR_KEPT: Final = 8 * 1024
"""Bytes of an adapter's standard error that are kept for the report."""
_POLL_INTERVAL: Final = 0.05
"""Seconds between checks that an adapter is still running while its reply is awaited."""


class StdioConnection:
    """An adapter that is a program: JSON lines on its standard input and output."""

    def __init__(self, arguments: Sequence[str]) -> None:
        try:
            # A list of arguments, no shell; the command is the one that the user gives.
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
        #: Bytes read beyond the last line, and requests that are still to be written.
        self._buffer = bytearray()
        self._outbox = bytearray()
        self._unanswered: deque[Request] = deque()
        #: Replies that nobody has asked for yet, each with its request, by the request's identity.
        self._early: dict[int, tuple[Request, Reply | AdapterError]] = {}
        self._stderr: deque[bytes] = deque()
        self._stderr_reader = Thread(target=self._read_stderr, args=(_pipe(self._process.stderr),), daemon=True)
        self._stderr_reader.start()

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """Write a line and read the reply."""
        self.send(request, timeout=timeout)
        return self.receive(request, timeout=timeout)

    def send(self, request: Request, *, timeout: float) -> None:
        """Queue a request, to be written together with the next ones; `receive` returns its reply."""
        if self._buffer and not self._unanswered:
            early = self._take_line(monotonic() + timeout)
            raise AdapterError(
                f"{shown(early or bytes(self._buffer))} came on standard output unasked; only replies may go there"
            )
        self._outbox += one_line(msgspec.json.encode(request))
        self._unanswered.append(request)
        if len(self._outbox) > LONGEST_OUTBOX:
            self.flush(timeout=timeout)

    def flush(self, *, timeout: float) -> None:
        """Write the queued requests; `timeout` is in seconds.

        `receive` notices whether the adapter has ended: its output until then is still read.
        """
        outbox, self._outbox = self._outbox, bytearray()
        rest = memoryview(outbox)
        deadline = monotonic() + timeout
        while rest:
            try:
                rest = rest[os.write(self._stdin.fileno(), rest) :]
            except BlockingIOError:
                self._wait_until_it_reads(deadline, timeout)
            except BrokenPipeError:
                return

    def receive(self, request: Request, *, timeout: float) -> Reply:
        """Return the reply to a request; `timeout` is in seconds, for this and each due before it; see `allowed`."""
        self.flush(timeout=timeout)
        _, reply = self._early.pop(id(request), (request, None))
        if reply is None:
            while (first := self._unanswered.popleft()) is not request:
                self._early[id(first)] = first, self._next_reply(first, timeout)
            reply = self._next_reply(request, timeout)
        if isinstance(reply, AdapterError):
            raise reply
        return reply

    def notify(self, request: Request) -> None:
        """Write a line and wait for nothing."""
        self._outbox += one_line(msgspec.json.encode(request))
        self.flush(timeout=2)

    def kill(self) -> None:
        """Kill the process and everything it started, from any thread, so that nobody waits for it any longer.

        The whole group is killed, since children may outlive their parent; and only once, since the system reuses
        group numbers.
        """
        if not self._killed:
            self._killed = True
            try:
                os.killpg(self._process.pid, 9)
            except (ProcessLookupError, PermissionError):
                self._process.kill()

    def close(self) -> None:
        """Kill the process and everything it started, and close its pipes."""
        self.kill()
        self._process.wait()
        for pipe in (self._stdin, self._stdout):
            pipe.close()
        self._stderr_reader.join(timeout=2)

    def wait(self, timeout: float) -> int | None:
        """Return the exit code if the process exits by itself within `timeout` seconds, else `None`."""
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def stderr_tail(self) -> str:
        """Return the end of the process's standard error, in full once the process has exited."""
        if self._process.poll() is not None:
            self._stderr_reader.join(timeout=2)
        return b"".join(self._stderr)[-STDERR_KEPT:].decode("utf-8", "replace")

    def _next_reply(self, request: Request, timeout: float) -> Reply | AdapterError:
        seconds = allowed(request, timeout)
        try:
            line = self._take_line(monotonic() + seconds)
            return late(request, seconds, self._begun()) if line is None else read_reply(line, request)
        except AdapterError as error:
            return error

    def _begun(self) -> str:
        if self._buffer:
            return "; bytes arrived, but no end of line: is standard output flushed?"
        return "; nothing arrived"

    def _wait_until_it_reads(self, deadline: float, timeout: float) -> None:
        """Wait until the adapter reads on; read its replies meanwhile, since it may be waiting for that itself."""
        ready = self._await(self._either, deadline)
        if not ready:
            if self._process.poll() is not None:
                raise BrokenPipeError
            raise AdapterError(f"the adapter has read nothing for {timeout:g} s")
        if any(number == self._stdout.fileno() for number, _ in ready):
            self._fill(deadline)
            if len(self._buffer) > LONGEST_REPLY:
                raise AdapterError(
                    f"more than {LONGEST_REPLY >> 20} MiB of replies arrived while the adapter read nothing"
                )

    def _take_line(self, deadline: float) -> bytes | None:
        """Return the next line; `None` if it doesn't end before the deadline."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > LONGEST_REPLY:
                raise AdapterError(f"a reply has more than {LONGEST_REPLY >> 20} MiB and no end of line")
            if not self._fill(deadline):
                return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _fill(self, deadline: float) -> bool:
        """Read what is there, or wait for it; return `False` if nothing comes in time."""
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
        """Wait until something can be read or written; return nothing at the deadline or once the process has exited.

        The process is checked, not only its pipes: a child that it leaves behind may hold those open.
        """
        while True:
            left = deadline - monotonic()
            ready = poll.poll(max(min(left, _POLL_INTERVAL), 0) * 1000)
            if ready or left <= _POLL_INTERVAL:
                return ready
            if self._process.poll() is not None:
                # Output until then is still read.
                return poll.poll(0)

    def _gone(self) -> str:
        code = self.wait(2)
        if code is None:
            return "the adapter closed its standard output but is still running"
        self.kill()
        return f"the adapter was killed by signal {-code}" if code < 0 else f"the adapter exited with {code}"

    def _read_stderr(self, stderr: IO[bytes]) -> None:
        kept = 0
        with stderr:
            while data := os.read(stderr.fileno(), 4096):
                self._stderr.append(data)
                kept += len(data)
                while kept - len(self._stderr[0]) > STDERR_KEPT:
                    kept -= len(self._stderr.popleft())


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise AdapterError("the adapter has no standard input and output", fatal=True)
    return pipe
