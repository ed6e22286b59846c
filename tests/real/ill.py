"""An adapter on the JVM that falls ill once: `ill KIND MARK COMMAND…` passes on the harness's messages until then.

KIND is a signal, which it gets when the second scenario is opened, or `memory`, of which it has too little for any. The
file MARK tells later processes that it has happened.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread


def main(kind: str, mark: Path, command: list[str]) -> None:
    """Start the adapter and end as it ends."""
    well = mark.exists()
    little = {"JAVA_OPTIONS": f"{os.environ.get('JAVA_OPTIONS', '')} -Xmx24m"} if kind == "memory" and not well else {}
    adapter = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | little)
    Thread(target=end_with, args=[adapter], daemon=True).start()
    assert adapter.stdin is not None
    opened = 0
    for line in sys.stdin.buffer:
        opened += json.loads(line)["do"] == "open"
        if not well and opened == (1 if kind == "memory" else 2):
            mark.touch()
            well = True
            if kind != "memory":
                adapter.send_signal(signal.Signals[kind])
        adapter.stdin.write(line)
        adapter.stdin.flush()
    adapter.stdin.close()
    adapter.wait()


def end_with(adapter: subprocess.Popen[bytes]) -> None:
    """Wait for the adapter's end, and end in the same way."""
    code = adapter.wait()
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
