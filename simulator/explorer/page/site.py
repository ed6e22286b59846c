"""The addresses: an empty page, a page that was kept, a case of the suite."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from nicegui import ui

from simulator.errors import DevicemodeError
from simulator.explorer.drafts import Draft
from simulator.explorer.opening import empty, opened_case
from simulator.explorer.page import assets, failing, parts
from simulator.explorer.page.frame import Frame
from simulator.explorer.page.listening import Backends
from simulator.explorer.page.live_page import live_page
from simulator.explorer.page.open_pages import OpenPage, OpenPages
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import Panel

TITLE: Final = "devicemode explorer"
PATIENCE: Final = 60
"""Seconds that a page may take to be built: the whole suite is compiled before the first of its cases is opened."""


def site(
    pages: OpenPages,
    record: Path | None = None,
    backends: Backends | None = None,
    *,
    suite_compiled: Callable[[], None] = lambda: None,
) -> None:
    """Declare the addresses of a server; once in a process, as NiceGUI has one site in each.

    `record` is the stream of a port's run, whose failures are opened where they failed. `suite_compiled` returns as
    soon as the suite has been compiled, so that it is not compiled twice.
    """
    ui.add_head_html(assets.HEAD, shared=True)
    ui.add_head_html(f"<style>{assets.styles()}</style>", shared=True)

    @ui.page("/", title=TITLE, response_timeout=PATIENCE)
    async def start() -> None:
        await _frame(pages, pages.new(empty()))

    @ui.page("/p/{page}", title=TITLE, response_timeout=PATIENCE)
    async def kept(page: str) -> None:
        found = pages.find(page)
        if found is None:
            frame = await _frame(pages, pages.new(empty()))
            _say_in_banner(frame, "This scenario is not kept here. A new one can be begun below.")
            return
        await _frame(pages, found)

    @ui.page("/case/{case_id:path}", title=TITLE, response_timeout=PATIENCE)
    async def suite(case_id: str, line: str = "") -> None:
        await asyncio.to_thread(suite_compiled)
        if record is not None and case_id in failing.failing_cases(record):
            await _failed(pages, case_id, record)
            return
        frame = await _opened(pages, lambda: opened_case(case_id))
        if frame is not None and line.isdecimal():
            await _at_line(frame, int(line))

    if backends is not None:

        @ui.page("/live", title=f"Live · {TITLE}", response_timeout=PATIENCE)
        async def live(backend: str = "") -> None:
            await live_page(pages.player, backends, backend)


async def _opened(pages: OpenPages, opening: Callable[[], Draft]) -> Frame | None:
    """Open a page for a draft, and return its frame; for one that can't be opened, a page that says so, and `None`."""
    try:
        draft = await asyncio.to_thread(opening)
    except DevicemodeError as error:
        frame = await _frame(pages, pages.new(empty()))
        _say_in_banner(frame, parts.sentence(str(error)))
        return None
    return await _frame(pages, pages.new(draft))


async def _at_line(frame: Frame, line: int) -> None:
    """Go to the step at which a port failed, whose run this server doesn't have."""
    script = frame.view.draft.script
    step = next((number for number, one in enumerate(script.steps if script else (), 1) if one.line == line), 0)
    if step:
        _say_in_banner(
            frame,
            f"The report says that line {line} does not hold for a port. This is what the reference does. To see "
            "the port beside it, start the explorer with the command that stands below the report’s link.",
            kind="calm",
        )
        await frame.view.go_to(step)


async def _failed(pages: OpenPages, case_id: str, record: Path) -> None:
    try:
        play, found = await asyncio.to_thread(failing.opened, case_id, record, pages.player)
    except DevicemodeError as error:
        frame = await _frame(pages, pages.new(empty()))
        _say_in_banner(frame, parts.sentence(str(error)))
        return
    page = pages.new(play.draft)
    page.play = play
    frame = Frame(page, pages)
    view = frame.view
    view.foreign = True
    view.own_panel = lambda: failing.show(view, found)
    view.own_title = (f"Does not hold · line {found.failure.line}", "Why something else is expected")
    view.panel = Panel(kind="own")
    view.step = found.failure.step or None
    frame.banner.props.pop("hidden", None)
    frame.banner.classes("banner bad")
    with frame.banner:
        failing.banner(found, lambda: view.open(Panel(kind="own")))
    await view.refresh()
    view.place = failing.place(view)
    view.show()


async def _frame(pages: OpenPages, page: OpenPage) -> Frame:
    frame = Frame(page, pages)
    if page.play is None:
        await page.go(page.history)
    await frame.view.refresh()
    return frame


def _say_in_banner(frame: Frame, sentence: str, *, kind: Literal["bad", "calm"] = "bad") -> None:
    frame.banner.props.pop("hidden", None)
    frame.banner.classes(f"banner {kind}")
    with frame.banner:
        parts.icon("refused" if kind == "bad" else "rule")
        Tag("span", "sentence", sentence)
