"""The live page: events of real SDKs and pages, in columns as they arrive, and beside those of the reference."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from nicegui import background_tasks, context, ui

from simulator.errors import UsageError
from simulator.explorer import live as model
from simulator.explorer.drafts import History
from simulator.explorer.live import Live, Source
from simulator.explorer.opening import empty
from simulator.explorer.page import event_panel, explaining, parts
from simulator.explorer.page.assets import Shortcuts
from simulator.explorer.page.listening import Arrivals, Backends, Listener
from simulator.explorer.page.open_pages import OpenPage
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.side import Side
from simulator.explorer.page.stage import Stage
from simulator.explorer.page.view import Panel, View
from simulator.explorer.page.watching import backend_address
from simulator.explorer.playing import Player
from simulator.explorer.sharing import packed

_KEYS = {"n": "next", "p": "previous", "d": "differences", " ": "pause", "Escape": "close"}
_USUAL = "http://127.0.0.1:8118"
"""The default address of `devicemode backend`."""
_WEB = """amplitude.init(KEY, null, {{
  apiEndpoint: "{host}",
  forceHttps: false
}})"""


async def live_page(player: Player, backends: Backends, address: str) -> None:
    """Build the page of a tab that shows a backend's events: the usual one if the one in the address is impossible."""
    refused = ""
    try:
        arrivals = backends.of(address)
    except UsageError as error:
        refused, arrivals = parts.sentence(str(error)), backends.of("")
    arrivals.start()
    await _LivePage(player, arrivals, elsewhere=not isinstance(arrivals, Listener) and backends.listens).refresh()
    if refused:
        parts.say(refused)


class _LivePage:
    def __init__(self, player: Player, arrivals: Arrivals, *, elsewhere: bool) -> None:
        self._arrivals = arrivals
        #: Whether the server has a backend of its own that is not the one that is watched.
        self._elsewhere = elsewhere
        self._player = player
        #: The arrivals shown: all so far, or those until the page was paused.
        self._live = arrivals.live
        self._paused = False
        #: The source that is compared with the reference; empty for none.
        self._beside = ""
        self._client = context.client
        self.view = View(OpenPage("live", History(draft=empty()), player, lambda page, history: None))
        self.view.foreign = True
        self.view.own_panel = self._panel
        self.view.own_title = (self._title, "How an app is pointed here, and what has sent")
        self.view.panel = Panel(kind="own")
        shortcuts = Shortcuts()
        shortcuts.props["keys"] = _KEYS
        shortcuts.on("pressed", lambda event: self._pressed(event.args["meant"]))
        with Tag("div", "explorer"):
            self._top(shortcuts)
            self._banner()
            with Tag("div", "body"):
                self._stage = Stage(self.view, arrivals=True)
                side = Side(self.view)
            with Tag("div", "below"):
                side.peek()
        self.view.regions = [self._stage, side, self]
        arrivals.watchers.append(self._arrived)
        context.client.on_delete(lambda: arrivals.leave(self._arrived))

    def _banner(self) -> None:
        """Show the address that apps send to, and the arrivals so far."""
        with Tag("div", "banner", role="status") as self._state:
            parts.icon("live")
            with Tag("span"):
                self._word = Tag("b", "", "")
                Tag("code", "", self._arrivals.url)
            self._count = Tag("span", "counted", "")
            with Tag("span", "right choices"):
                self._there = parts.button("Watch the backend there", partial(_watch, self._arrivals.url))
                parts.button("Sources", lambda: self.view.open(Panel(kind="own")))
                self._pause = parts.button("Pause", self._flip, key="Space")
                clear = parts.button("Clear", self._arrivals.clear)
                keep = parts.button("Keep as a scenario", self._keep, classes="primary")
        self._of_events = (self._pause, clear, keep)

    @property
    def _own(self) -> bool:
        return isinstance(self._arrivals, Listener)

    @property
    def _title(self) -> str:
        return "Send to this page" if self._own else "Send to the backend"

    def _top(self, shortcuts: Shortcuts) -> None:
        with Tag("header", "top"):
            parts.brand()
            with Tag("span", "name"):
                Tag("h1", "", "Live").style("font-size: 14px; font-weight: 600")
            with Tag("span", "tools"):
                parts.icon_button("theme", "Light or dark", lambda: shortcuts.run_method("theme"))

    def update(self) -> None:
        """Show the number of arrivals."""
        live = self._live
        devices = len(live.sources)
        events = sum(source.events for source in live.sources)
        sources = "1 source" if devices == 1 else f"{devices} sources"
        counted = f"{'1 event' if events == 1 else f'{events:,} events'} from {sources}"
        state = f"{counted}{' · paused' if self._paused else ''}" if events else "Nothing has arrived yet."
        wrong = self._arrivals.wrong
        self._count.text = f"{parts.sentence(wrong)} {counted if events else ''}" if wrong else state
        self._state.classes(add="bad" if wrong else "good", remove="good" if wrong else "bad")
        self._there.visible = bool(wrong) and self._own
        self._word.text = "Watching " if not self._own else "Not listening on " if wrong else "Listening on "
        for button in self._of_events:
            button.visible = bool(events) or not wrong

    async def refresh(self) -> None:
        """Show the arrivals."""
        live = self._live
        if self._beside not in {source.key for source in live.sources}:
            self._beside = ""
        beside = model.beside(live, self._player, self._beside) if self._beside else None
        self.view.page.play = beside or model.live_play(live)
        await self.view.refresh()

    def _arrived(self) -> None:
        if self._paused:
            return
        self._live = self._arrivals.live

        async def refresh() -> None:
            with self._client:
                await self.refresh()

        background_tasks.create(refresh(), name="what has arrived")

    async def _pressed(self, meant: str) -> None:
        match meant:
            case "pause":
                await self._flip()
            case "close":
                self.view.open(Panel(kind="own"))
            case "next" | "previous":
                self._stage.grid.run_method("difference", 1 if meant == "next" else -1)
            case "differences":
                self._stage.grid.run_method("toggleDifferences")

    async def _flip(self) -> None:
        self._paused = not self._paused
        self._pause.default_slot.children[0].text = "Go on" if self._paused else "Pause"  # type: ignore[attr-defined]  # a Tag
        self._live = self._live if self._paused else self._arrivals.live
        await self.refresh()

    async def _compare(self, source: str) -> None:
        self._beside = "" if self._beside == source else source
        await self.refresh()

    def _keep(self) -> None:
        """Open a page with the calls that the events of a source imply."""
        sources = self._live.sources
        if not sources:
            parts.say("Nothing has arrived yet that could be kept.")
            return
        source = self._beside or sources[0].key
        ui.navigate.to(f"/#s={packed(model.calls_behind(self._live, source))}")

    # The panel

    def _panel(self) -> None:
        live, url = self._live, self._arrivals.url
        with Tag("header"):
            with Tag("h2"):
                Tag("span", "", self._title)
                event_panel.close_button(self.view)
            Tag("p", "", "Point an app’s Amplitude SDK here, or play a scenario with --upload.")
        for title, text in (
            ("A web page", _WEB.format(host=url.removeprefix("http://"))),
            ("The simulator", f"devicemode run order.feature \\\n  --upload {url}"),
        ):
            with Tag("section"):
                with parts.heading(title):
                    parts.link("copy", partial(explaining.copy, self.view, text), classes="right")
                Tag("div", "command", text)
        with Tag("section"):
            parts.heading("Sources seen")
            if not live.sources:
                Tag("p", "faint", "None yet.")
            for source in live.sources:
                self._source(source)
        _refused(live)
        if self._own:
            with Tag("section"), Tag("form", "form") as form:
                parts.heading("A backend that already runs")
                address = ui.input(placeholder=_USUAL).props('outlined dense aria-label="Its address"')
                with Tag("button", "button", type="submit").style("justify-self: start"):
                    Tag("span", "", "Watch it")
            form.on("submit.prevent", lambda: _watch(str(address.value or _USUAL).strip()))
        elif self._elsewhere:
            with Tag("section"):
                parts.button("Listen here instead", lambda: ui.navigate.to("/live"))

    def _source(self, source: Source) -> None:
        with Tag("div", "did"):
            with Tag("span", f"platform {source.platform}"):
                parts.icon(source.platform)
                Tag("span", "", source.title)
            Tag("b", "right number", f"{source.events:,}")
        details = (source.library, source.device_id)
        Tag("p", "faint", " · ".join(part for part in details if part)).style("overflow-wrap: anywhere")
        on = self._beside == source.key
        text = "Back to all sources" if on else "Hold it against the reference"
        parts.button(text, partial(self._compare, source.key), classes="small").style("margin: 4px 0 10px")


def _watch(address: str) -> None:
    """Show another backend's events, or why it can't be watched."""
    try:
        ui.navigate.to(f"/live?backend={quote(backend_address(address, anywhere=True), safe=':/')}")
    except UsageError as error:
        parts.complain(error)


def _refused(live: Live) -> None:
    if not live.refused:
        return
    with Tag("section"):
        parts.heading("Refused", right=str(len(live.refused)))
        for one in live.refused[-5:]:
            with Tag("details"):
                Tag("summary", "", f"{one.status}: {one.says}").style("cursor: pointer")
                Tag("div", "command", one.detail[:4096])
