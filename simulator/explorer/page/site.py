"""The addresses: an empty page, a page that was kept, a case of the suite."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from simulator.errors import DevicemodeError
from simulator.explorer.drafts import Draft
from simulator.explorer.opening import empty, opened_case
from simulator.explorer.page import assets, parts
from simulator.explorer.page.frame import Frame
from simulator.explorer.page.open_pages import OpenPage, OpenPages
from simulator.explorer.page.parts import Tag

TITLE = "devicemode explorer"


def site(pages: OpenPages) -> None:
    """Declare the addresses of a server; once in a process, as NiceGUI has one site in each."""
    ui.add_head_html(assets.HEAD, shared=True)
    ui.add_head_html(f"<style>{assets.styles()}</style>", shared=True)

    @ui.page("/", title=TITLE)
    async def start() -> None:
        await _frame(pages.new(empty()))

    @ui.page("/p/{page}", title=TITLE)
    async def kept(page: str) -> None:
        found = pages.find(page)
        if found is None:
            frame = await _frame(pages.new(empty()))
            _say_in_banner(frame, "This scenario is not kept here. A new one can be begun below.")
            return
        await _frame(found)

    @ui.page("/case/{case_id:path}", title=TITLE)
    async def suite(case_id: str) -> None:
        await _opened(pages, lambda: opened_case(case_id))


async def _opened(pages: OpenPages, opening: Callable[[], Draft]) -> None:
    try:
        draft = opening()
    except DevicemodeError as error:
        frame = await _frame(pages.new(empty()))
        _say_in_banner(frame, str(error))
        return
    await _frame(pages.new(draft))


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
        Tag("span", "", sentence)
