"""Processes that a test starts: they obey Ctrl-C, and end in time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep


@contextmanager
def interruptible() -> Iterator[None]:
    """Make processes started in this context obey SIGINT, as in a terminal: a shell's background jobs ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def ended_within(seconds: float, *pids: int) -> bool:
    """Tell whether processes end in time; kill those that don't."""
    until = monotonic() + seconds
    while alive := [pid for pid in pids if running(pid)]:
        if monotonic() > until:
            for pid in alive:
                os.kill(pid, signal.SIGKILL)
            return False
        sleep(0.02)
    return True


def running(pid: int) -> bool:
    """Tell whether a process is running, and not only waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
