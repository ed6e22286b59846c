"""Work shared among processes: results as of one process, and an end even if a process ends amid its answer."""

from __future__ import annotations

import os
import signal
from concurrent.futures import BrokenExecutor, wait
from pathlib import Path
from threading import Timer

import pytest

from simulator.conformance.processes import Processes

LARGE = 8_000_000
"""Bytes: far more than a pipe takes at once."""


def large(sign: bytes) -> bytes:
    return sign * LARGE


def killed_while_answering(after: float) -> bytes:
    Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return large(b"x")


def refuse() -> bytes:
    raise FileNotFoundError(2, "No such file", "settings.toml")


def test_what_is_made_comes_back() -> None:
    with Processes(2) as pool:
        assert [one.result() for one in [pool.submit(large, b"a"), pool.submit(large, b"b")]] == [
            large(b"a"),
            large(b"b"),
        ]
        assert pool.submit(len, "abc").result() == 3


def test_what_is_raised_comes_back() -> None:
    with Processes(1) as pool, pytest.raises(FileNotFoundError, match=r"settings\.toml"):
        pool.submit(refuse).result()


@pytest.mark.parametrize("after", [number * 0.0005 for number in range(16)])
def test_a_process_that_is_killed_while_it_answers_ends_the_pool(after: float) -> None:
    with Processes(2) as pool:
        answers = [pool.submit(killed_while_answering, after) for _ in range(4)]
        done, waiting = wait(answers, timeout=60)
    assert not waiting
    assert all(isinstance(one.exception(), BrokenExecutor) or one.result() == large(b"x") for one in done)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Processes(1) as pool:
        pool.submit(large, b"a").result()
        pool.submit(large, b"b")
    assert list(tmp_path.iterdir()) == []
