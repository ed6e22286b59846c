"""Segment's libraries for Node, Go and Kotlin against the stand-in, each as a program of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest

from simulator.documentation import settings
from simulator.ports.segment.asking import Segment, stand_ins
from simulator.ports.segment.sources import made_source
from tests.stand_ins.journeys import SETTINGS, check_journey

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


@pytest.mark.go
def test_go(segment: Segment, tmp_path: Path) -> None:
    folder = CLIENTS / "go"
    run("go", "build", "-o", tmp_path / "journey", ".", folder=folder)
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
    with stand_ins(made_source("android", "cloud", settings.parse(SETTINGS))) as segment:
        host = segment.url.removeprefix("http://")
        # The library keeps its queue in the folder in which it runs.
        classes = f"{folder / 'target/classes'}{os.pathsep}{libraries}/*"
        run("java", "-cp", classes, "Journey", host, segment.write_key, folder=tmp_path)
        segment.wait_for("Opened")
        assert segment.rejections == ()
        kept = segment.kept
        names = [one.name for one in kept]
        assert names == [
            "screen Home",
            "identify",
            "track Song Played",
            "track Subscribed",
            "group acme",
            "alias",
            "track Opened",
        ]
        messages = segment.received
        assert {one.library.partition(" ")[0] for one in kept} == {"analytics-kotlin"}
        visitor, after = messages[0]["anonymousId"], messages[-1]["anonymousId"]
        assert [one["anonymousId"] for one in messages] == [visitor] * 6 + [after]
        assert after != visitor
        assert [one.get("userId") for one in messages] == [None, "jane", "jane", "jane", "jane", "jane-2", None]
        jane = segment.amplitude.users["jane"]
        assert jane.revenue == 12.5
        assert jane.properties["plan"] == "Pro"
        assert "Loaded a Screen" in [event["event_type"] for event in segment.amplitude.events]
