"""Chromium, the backend in a process of its own, and a page of another origin on a server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.support.backend_process import BackendProcess, backend


@pytest.fixture
def running(tmp_path: Path) -> Iterator[BackendProcess]:
    with backend(store=tmp_path / "store.db") as process:
        yield process


@pytest.fixture
def live(chromium: Browser, running: BackendProcess) -> Iterator[Page]:
    """Open the live view, which must neither complain nor open a dialog."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", dismiss)
    page.goto(f"{running.url}/")
    page.wait_for_selector("#state.live")
    yield page
    page.close()
    assert complaints == []


@pytest.fixture
def shop(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """Open a page of http://localhost at another port than the backend's."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>A shop</title>")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        page.goto(f"http://localhost:{server.server_port}/")
        yield page
        page.close()
        server.shutdown()
