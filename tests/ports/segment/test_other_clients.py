"""Segment's libraries for Node, Go and Kotlin against the stand-in, each as a program of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from simulator.documentation import settings
from simulator.ports.segment.asking import Segment, stand_ins
from simulator.ports.segment.sources import made_source
from tests.ports.segment.journeys import SETTINGS, check_journey

CLIENTS: Final = Path(__file__).parent / "clients"


@pytest.fixture
def segment() -> Iterator[Segment]:
    with stand_ins(made_source(settings=settings.parse(SETTINGS))) as made:
        yield made


def run(*command: object, folder: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a client's program to its end; its output is part of the failure if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.node
def test_node(segment: Segment) -> None:
    folder = CLIENTS / "node"
    if not (folder / "node_modules").is_dir():
        run("npm", "ci", "--ignore-scripts", folder=folder)
    run("node", "journey.js", segment.url, segment.write_key, folder=folder)
    check_journey(segment, library="@segment/analytics-node")


@pytest.mark.toolchains
def test_go(segment: Segment, tmp_path: Path) -> None:
    folder = CLIENTS / "go"
    # Without C, the standard library is compiled in a fraction of the time.
    run("go", "build", "-o", tmp_path / "journey", ".", folder=folder, environment={"CGO_ENABLED": "0"})
    run(tmp_path / "journey", segment.url, segment.write_key, folder=folder)
    check_journey(segment, library="analytics-go")


@pytest.mark.jvm
def test_kotlin(tmp_path: Path) -> None:
    """The settings come first, then the calls, as those of an app in cloud mode; a reset makes another visitor."""
    folder = CLIENTS / "jvm"
    libraries = folder / "target/libraries"
    if not libraries.is_dir():
        run(
            "mvn",
            "-q",
            "-B",
            "compile",
            "dependency:copy-dependencies",
            f"-DoutputDirectory={libraries}",
            folder=folder,
        )
    # On a JVM the library keeps its queue and its user below the system's folder for temporary files, by write key.
    name = f"kotlin-{uuid4()}"
    kept_there = Path(tempfile.gettempdir()) / "analytics-kotlin" / name
    with stand_ins(made_source("android", "cloud", settings.parse(SETTINGS), name=name)) as segment:
        host = segment.url.removeprefix("http://")
        command = ["java", "-cp", f"{libraries}/*", str(folder / "Journey.java"), host, segment.write_key]
        with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE) as journey:
            try:
                segment.wait_for(count=7, timeout=60)
                journey.communicate(b"\n", timeout=60)
            finally:
                journey.kill()
                shutil.rmtree(kept_there, ignore_errors=True)
        assert segment.rejections == ()
        kept = segment.kept
        # Calls run on several threads: their order is not that in which they were made (finding kotlin-order).
        messages = {one.name: one.message for one in kept}
        assert sorted(one.name for one in kept) == sorted(messages)
        assert {name: message.get("userId") for name, message in messages.items()} == {
            "screen Home": "jane",
            "identify": "jane",
            "track Song Played": "jane",
            "track Subscribed": "jane",
            "group acme": "jane",
            "alias": "jane-2",
            "track Opened": None,
        }
        assert {one.library.partition(" ")[0] for one in kept} == {"analytics-kotlin"}
        visitors = {
            message["anonymousId"] for name, message in messages.items() if name not in ("track Opened", "alias")
        }
        assert len(visitors) == 1
        assert messages["track Opened"]["anonymousId"] not in visitors
        jane = segment.amplitude.users["jane"]
        assert jane.revenue == 12.5
        assert jane.properties["plan"] == "Pro"
        assert len(segment.amplitude.events) == 6
