"""The addresses: an empty page, a page that was kept, a case of the suite."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from nicegui import ui

from simulator.errors import DevicemodeError
from simulator.explorer.drafts import Draft
from simulator.explorer.opening import empty, opened_case
from simulator.explorer.page import assets, failing, parts
from simulator.explorer.page.frame import Frame
from simulator.explorer.page.listening import Listener
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
    listener: Listener | None = None,
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
        await _frame(pages.new(empty()))

    @ui.page("/p/{page}", title=TITLE, response_timeout=PATIENCE)
    async def kept(page: str) -> None:
        found = pages.find(page)
        if found is None:
            frame = await _frame(pages.new(empty()))
            _say_in_banner(frame, "This scenario is not kept here. A new one can be begun below.")
            return
        await _frame(found)

    @ui.page("/case/{case_id:path}", title=TITLE, response_timeout=PATIENCE)
    async def suite(case_id: str) -> None:
        await asyncio.to_thread(suite_compiled)
        if record is not None and case_id in failing.failing_cases(record):
            await _failed(pages, case_id, record)
        else:
            await _opened(pages, lambda: opened_case(case_id))

    if listener is not None:

        @ui.page("/live", title=f"Live · {TITLE}", response_timeout=PATIENCE)
        async def live() -> None:
            await live_page(pages.player, listener)


async def _opened(pages: OpenPages, opening: Callable[[], Draft]) -> None:
    try:
        draft = await asyncio.to_thread(opening)
    except DevicemodeError as error:
        frame = await _frame(pages.new(empty()))
        _say_in_banner(frame, parts.sentence(str(error)))
        return
    await _frame(pages.new(draft))


async def _failed(pages: OpenPages, case_id: str, record: Path) -> None:
    try:
        play, found = await asyncio.to_thread(failing.opened, case_id, record, pages.player)
    except DevicemodeError as error:
        frame = await _frame(pages.new(empty()))
        _say_in_banner(frame, parts.sentence(str(error)))
        return
    page = pages.new(play.draft)
    page.play = play
    frame = Frame(page)
    view = frame.view
    view.foreign = True
    view.own_panel = lambda: failing.show(view, found)
    view.panel = Panel(kind="own")
    view.step = found.failure.step or None
    frame.banner.props.pop("hidden", None)
    frame.banner.classes("banner bad")
    with frame.banner:
        failing.banner(found)
    await view.refresh()
    view.place = failing.place(view)
    view.show()


async def _frame(page: OpenPage) -> Frame:
    frame = Frame(page)
    if page.play is None:
        await page.go(page.history)
    await frame.view.refresh()
    return frame


def _say_in_banner(frame: Frame, sentence: str) -> None:
    frame.banner.props.pop("hidden", None)
    frame.banner.classes("banner bad")
    with frame.banner:
        parts.icon("refused")
        Tag("span", "sentence", sentence)
