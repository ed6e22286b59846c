"""The server: NiceGUI in uvicorn behind the gate, on an address that is loopback unless told otherwise."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import uvicorn
from fastapi import FastAPI

from simulator.backend.http.access import Access
from simulator.backend.http.listening import Uvicorn, interruptions, listen, url_of
from simulator.explorer.notes import proving

GONE: Final = {
    "connection_lost": "The connection is gone.",
    "trying_to_reconnect": "Your scenario is kept; this page goes on as soon as the server answers.",
}
"""Texts of a page whose server doesn't answer, under NiceGUI's names."""
STOPPING: Final = 1
"""Seconds that the server waits for unfinished requests when it is stopped."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The server's address, whom it answers, and where it keeps scenarios."""

    host: str = "127.0.0.1"
    #: 0 is any free one.
    port: int = 0
    #: Names, beside those of loopback and its own, that it answers to.
    hosts: tuple[str, ...] = ()
    #: The folder in which scenarios are kept.
    folder: Path
    #: The stream of a port's run, whose failures are opened where they failed.
    record: Path | None = None
    #: The port on which a backend listens for a real app, as soon as somebody wants to see one.
    listen: int = 8118
    #: The address of a backend that already runs, whose rows may be shown though it is on another machine.
    backend: str = ""


class Server:
    """A server of pages. It listens as soon as it is made; `run` answers. There is one in a process.

    Raises `UsageError` if it can't listen, and `StoreError` if it can't keep scenarios in the folder.
    """

    def __init__(self, options: Options) -> None:
        # NiceGUI reads this variable to see whether it is being tested.
        os.environ.pop("PYTEST_CURRENT_TEST", None)
        from nicegui import app as nicegui
        from nicegui import ui
        from nicegui.translations import translations

        from simulator.explorer.page.gate import Gate
        from simulator.explorer.page.listening import Backends, Listener
        from simulator.explorer.page.open_pages import OpenPages
        from simulator.explorer.page.site import TITLE, site

        access = Access.to(hosts=(*options.hosts, options.host))
        self._socket = listen(options.host, options.port, name="the explorer", backlog=128)
        #: Its address, without a slash at the end.
        self.url = url_of(self._socket)
        self.pages = OpenPages(options.folder)
        self._backends = Backends(Listener(options.host, options.listen), options.backend)
        # The first answer to “why?” would otherwise wait for the whole suite to be compiled.
        self._suite = threading.Thread(target=proving, name="suite", daemon=True)
        # Not before NiceGUI has started: it looks through all objects then, including tuples under construction.
        nicegui.on_startup(self._suite.start)
        site(self.pages, options.record, self._backends, suite_compiled=self._suite.join)
        translations["en-US"].update(GONE)
        # A loading bar for components is of no use here.
        nicegui.config.quasar_config["loadingBar"] = {"skipHijack": True}
        logging.getLogger("nicegui").setLevel(logging.ERROR)
        app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        ui.run_with(
            app,
            title=TITLE,
            language="en-US",
            tailwind=False,
            reconnect_timeout=10,
            binding_refresh_interval=None,
            show_welcome_message=False,
        )
        self._server = Uvicorn(
            uvicorn.Config(
                Gate(app, access=access),
                ws="websockets-sansio",
                proxy_headers=False,
                server_header=False,
                access_log=False,
                log_config=None,
                log_level="critical",
                timeout_graceful_shutdown=STOPPING,
            )
        )

    def run(self, *, begun: Callable[[], None] = lambda: None) -> None:
        """Answer until `stop` is called or, in the main thread, until the process is interrupted or terminated."""
        with interruptions(self.stop):
            begun()
            self._server.run(sockets=[self._socket])
        self._backends.stop()

    def stop(self) -> None:
        """Make `run` return; may be called from any thread."""
        self._server.should_exit = True
