"""A server of the explorer in a process of its own, and pages of it in Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulator.backend.ingestion.projects import Projects
from simulator.backend.server import Server

PATIENCE: Final = 20_000
"""Milliseconds that a test waits for the page: the machine may be busy."""
expect.set_options(timeout=PATIENCE)


class Running:
    """`devicemode explore` as a process: started, killed, started again on the same scenarios."""

    def __init__(self, drafts: Path, *arguments: str) -> None:
        self.drafts = drafts
        self._arguments = arguments
        self.url = ""
        self.start()

    def start(self, port: int = 0) -> None:
        """Start it, and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
        command = [sys.executable, "-m", "simulator", "explore", *self._arguments, "--no-browser"]
        self._process = subprocess.Popen(
            [*command, "--port", str(port), "--drafts", str(self.drafts)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("Exploring on "), line + self._process.stdout.read()
        self.opened = line.removeprefix("Exploring on ").strip()
        self.url = "/".join(self.opened.split("/")[:3])

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rpartition(":")[2])

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def kill(self) -> None:
        """Kill it without a warning."""
        self._process.kill()
        self._process.wait()
        self._close()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait(timeout=20)
        self._close()

    def _close(self) -> None:
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run one server for all tests that do it no harm."""
    running = Running(tmp_path_factory.mktemp("drafts"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def backend() -> Iterator[Server]:
    """Run a backend beside the explorer, as `devicemode backend` does."""
    server = Server(Projects())
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server
    server.stop()
    thread.join()


Opener = Callable[..., Page]


@pytest.fixture
def tab(chromium: Browser, explorer: Running) -> Iterator[Opener]:
    """Return a function that opens an address in a browser of its own; any complaint of the page fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        path: str = "/", *, width: int = 1280, dark: bool = False, server: Running | None = None, killed: bool = False
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if width < 500 else 800},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.set_default_navigation_timeout(3 * PATIENCE)
        url = (server or explorer).url
        page.on("pageerror", lambda error: complaints.append(f"exception {error}"))
        if not killed:
            # A browser complains of a server that has gone away.
            page.on("console", lambda said: complaints.append(f"console {said.text}") if said.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((url, "data:", "blob:")) else complaints.append(f"request {request.url}")
            ),
        )
        page.goto(f"{url}{path}")
        page.wait_for_function("window.did_handshake === true")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def begun(page: Page, name: str = "Order Completed") -> None:
    """Play the first call of an empty page, and wait for its columns."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Play it on").click()
    page.get_by_role("button", name=f"Web, {name}").first.wait_for()
