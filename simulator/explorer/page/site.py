"""The addresses: an empty page, a page that was kept, a case of the suite."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from nicegui import ui

from simulator.errors import DevicemodeError
from simulator.explorer.opening import empty, opened_case
from simulator.explorer.page import assets, failing, parts
from simulator.explorer.page.frame import Frame
from simulator.explorer.page.listening import Backends
from simulator.explorer.page.live_page import live_page
from simulator.explorer.page.open_pages import OpenPage, OpenPages
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.start import Offers
from simulator.explorer.page.view import Panel

TITLE: Final = "devicemode explorer"
PATIENCE: Final = 60
"""Seconds that building a page may take: the whole suite is compiled before the first of its cases is opened."""


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

    opening = _Opening(pages, record)

    @ui.page("/", title=TITLE, response_timeout=PATIENCE)
    async def start() -> None:
        await opening.frame(pages.new(empty()))

    @ui.page("/p/{page}", title=TITLE, response_timeout=PATIENCE)
    async def kept(page: str) -> None:
        found = pages.find(page)
        if found is None:
            await opening.instead("This scenario is not kept here. A new one can be begun below.")
        else:
            await opening.frame(found)

    @ui.page("/case/{case_id:path}", title=TITLE, response_timeout=PATIENCE)
    async def suite(case_id: str, line: str = "") -> None:
        await asyncio.to_thread(suite_compiled)
        try:
            if record is not None and case_id in failing.failing_cases(record):
                await opening.failed(case_id, record)
            else:
                await opening.case(case_id, int(line) if line.isdecimal() else 0)
        except DevicemodeError as error:
            await opening.instead(parts.sentence(str(error)))

    if backends is not None:

        @ui.page("/live", title=f"Live · {TITLE}", response_timeout=PATIENCE)
        async def live(backend: str = "") -> None:
            await live_page(pages.player, backends, backend)


class _Opening:
    """Opens the pages of a server, each with the server's offers for a start."""

    def __init__(self, pages: OpenPages, record: Path | None) -> None:
        self._pages = pages
        # Read now, so that the pages still work when the file is gone.
        failed = failing.failing_cases(record) if record else ()
        self._offers = Offers(
            recent=pages.recent,
            run=record.name if record else "",
            failed=failing.address(failed[0]) if failed else "",
        )

    async def frame(self, page: OpenPage) -> Frame:
        """Show a page."""
        frame = Frame(page, self._offers)
        if page.play is None:
            await page.go(page.history)
        await frame.view.refresh()
        return frame

    async def instead(self, sentence: str) -> None:
        """Show an empty page with the reason why the requested one can't be shown."""
        _say_in_banner(await self.frame(self._pages.new(empty())), sentence)

    async def case(self, case_id: str, line: int) -> None:
        """Show a case of the suite; raises `DevicemodeError` if there is none. `line` is where a port failed, or 0.

        The port's run is not known here: the line shows what the reference does.
        """
        frame = await self.frame(self._pages.new(await asyncio.to_thread(opened_case, case_id)))
        script = frame.view.draft.script
        step = next((number for number, one in enumerate(script.steps if script else (), 1) if one.line == line), 0)
        if step:
            _say_in_banner(
                frame,
                f"The report says that line {line} does not hold for a port. This is what the reference does. To see "
                "the port beside it, start the explorer with the command below the report’s link.",
                kind="calm",
            )
            await frame.view.go_to(step)

    async def failed(self, case_id: str, record: Path) -> None:
        """Show a case where it failed in a port's run; raises `DevicemodeError` if it can't be shown."""
        play, found = await asyncio.to_thread(failing.opened, case_id, record, self._pages.player)
        page = self._pages.new(play.draft)
        page.play = play
        frame = Frame(page, self._offers)
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


def _say_in_banner(frame: Frame, sentence: str, *, kind: Literal["bad", "calm"] = "bad") -> None:
    frame.banner.props.pop("hidden", None)
    frame.banner.classes(f"banner {kind}")
    with frame.banner:
        parts.icon("refused" if kind == "bad" else "rule")
        Tag("span", "sentence", sentence)
