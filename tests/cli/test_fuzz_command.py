"""`devicemode fuzz`: its journeys, its output, and its exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.entry_point import invoke

REFERENCE = f"{sys.executable} -m simulator.ports.reference"


class Ended(NamedTuple):
    code: object
    out: str
    err: str


def fuzz(*arguments: str) -> Ended:
    ended = invoke("fuzz", *arguments)
    return Ended(ended.code, ended.out.decode(), ended.err.decode())


def test_a_port_that_agrees() -> None:
    ended = fuzz("--adapter", REFERENCE, "--journeys", "50", "--platform", "ios")
    assert ended.code == 0, ended
    assert "50 of 50 journeys agree, 100.00%" in ended.out
    assert "50 journeys, " in ended.out


def test_what_is_found_is_written_and_known_the_next_time(tmp_path: Path) -> None:
    arguments = ("--dialect", "printed", "--against", "documented", "--platform", "android", "--journeys", "200")
    first = fuzz(*arguments, "--findings", str(tmp_path))
    assert first.code == 1, first
    path = next(tmp_path.glob("*device-id-differs.feature"))
    assert f"found  {path.stem}" in first.out
    assert "device-id.prefer-advertising.android" in first.out
    assert max(map(len, first.out.splitlines())) < 100

    again = fuzz(*arguments, "--findings", str(tmp_path))
    assert "found  " not in again.out
    assert again.code == 0, again

    replayed = fuzz("--dialect", "printed", "--against", "documented", "--replay", str(path))
    assert replayed.code == 0, replayed
    assert "the reference, documented" in replayed.out
    assert "≠ device_id" in replayed.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say what to play"),
        (("--adapter", REFERENCE, "--against", "latest"), "say what to play"),
        (("--against", "latest", "--for", "soon"), "'soon' is not a time; one looks like 90, 90s, 10m or 2h"),
        (("--against", "latest", "--dask", "tcp://127.0.0.1:1", "-j", "2"), "has its own workers; leave -j out"),
        (("--adapter-url", "http://127.0.0.1:9/", "-j", "2"), "takes one scenario at a time; leave out -j and --dask"),
        (("--self", "--adapter", REFERENCE), "--self plays no port, and takes no --adapter; leave it out"),
    ],
)
def test_wrong_options_are_refused_in_a_sentence(arguments: tuple[str, ...], says: str) -> None:
    ended = fuzz(*arguments)
    assert ended.code == 2
    assert says in " ".join(ended.err.split())


def test_an_adapter_that_does_not_start_is_said(tmp_path: Path) -> None:
    ended = fuzz("--adapter", str(tmp_path / "none"))
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_a_state_that_is_damaged_is_said(tmp_path: Path) -> None:
    (tmp_path / "fuzz-state.json").write_text("{")
    ended = fuzz("--against", "printed", "--findings", str(tmp_path))
    assert ended.code == 2
    assert "fuzz-state.json can't be read; remove it to begin anew" in ended.err
