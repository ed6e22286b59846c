"""Chromium, and pages that are watched: their requests, complaints and refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page


class Watched:
    """A page and all that happened in it besides being shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        #: Requested addresses, lines on the console, exceptions, dialogs.
        self.happened: list[str] = []
        page.on("request", lambda request: self.happened.append(f"request {request.url}"))
        page.on("console", lambda message: self.happened.append(f"console {message.text}"))
        page.on("pageerror", lambda error: self.happened.append(f"exception {error}"))
        page.on("dialog", self._dismiss)
        page.on("popup", lambda popup: self.happened.append(f"popup {popup.url}"))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) => console.log(`policy ${event.violatedDirective}`))"
        )

    def _dismiss(self, dialog: object) -> None:
        self.happened.append("dialog")
        dialog.dismiss()  # type: ignore[attr-defined]


Opener = Callable[..., Watched]


@pytest.fixture
def show(chromium: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Return a function that opens HTML from a file, with a window width and a color scheme; `at` ends the address."""
    contexts = []

    def opened(text: str, *, width: int = 1280, dark: bool = False, at: str = "", script: bool = True) -> Watched:
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(f"{file.as_uri()}{at}")
        if script:
            watched.page.locator("#needs-script").wait_for(state="hidden")
        assert watched.happened.pop(0) == f"request {file.as_uri()}"
        return watched

    yield opened
    for context in contexts:
        context.close()
