"""The backend in a process of its own, as `devicemode backend` starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO


class BackendProcess:
    """A running backend: its address, its process, and the lines that it has shown."""

    def __init__(self, url: str, process: subprocess.Popen[str], out: IO[str]) -> None:
        self.url = url
        self.process = process
        self.lines: list[str] = []
        self._reader = Thread(target=self._read, args=(out,), daemon=True)
        self._reader.start()

    def _read(self, out: IO[str]) -> None:
        for line in out:
            self.lines.append(line.rstrip("\n"))
        out.close()

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process and return its exit code."""
        self.process.send_signal(how)
        self.process.wait()
        self._reader.join()
        return self.process.returncode


@contextmanager
def backend(
    *options: str, store: Path | None = None, file_limit: int | None = None, sources: Path | None = None
) -> Iterator[BackendProcess]:
    """Run a backend on a free port, with `sources` a Segment beside it.

    `file_limit` is the size in KiB that no file of it may exceed.
    """
    served = ["backend"] if sources is None else ["segment", str(sources)]
    command = [sys.executable, "-m", "simulator", *served, "--port", "0", *options]
    if store is not None:
        command += ["--store", str(store)]
    if file_limit is not None:
        command = ["bash", "-c", f'ulimit -S -f {file_limit} && exec "$@"', "-", *command]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    out = process.stdout
    assert out is not None
    line = out.readline()
    if "http://" not in line:
        process.wait()
        rest = out.read()
        out.close()
        raise AssertionError(f"the backend does not start: {line}{rest}")
    running = BackendProcess(line[line.index("http://") :].split()[0].rstrip("/"), process, out)
    try:
        yield running
        assert process.poll() is None or process.returncode == 0, f"the backend has ended: {running.lines[-20:]}"
    finally:
        if process.poll() is None:
            running.end()
