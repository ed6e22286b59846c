"""Amplitude's SDK for browsers, `@amplitude/analytics-browser`, in Chromium: a journey on a page of another origin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.clients.stand import KEY, check_journey, stand
from tests.clients.test_amplitude_node import CLIENTS, installed

pytestmark = pytest.mark.browser

JOURNEY: Final = """
async ([key, serverUrl, options]) => {
    const { amplitude } = window;
    await amplitude.init(key, { serverUrl, autocapture: false, ...options }).promise;
    amplitude.setUserId("anna-smith");
    const results = [
        amplitude.identify(new amplitude.Identify().set("plan", "Pro").setOnce("since", 2026).add("played", 2)),
        amplitude.identify(new amplitude.Identify().postInsert("songs", "Solaris")),
        amplitude.track("Song Played", { title: "Solaris" }),
        amplitude.revenue(new amplitude.Revenue().setProductId("song-1").setPrice(3.5).setQuantity(3)),
        amplitude.setGroup("company", ["ACME", "Initech"]),
        amplitude.groupIdentify("company", "ACME", new amplitude.Identify().set("seats", 3)),
    ];
    await amplitude.flush().promise;
    const codes = await Promise.all(results.map(({ promise }) => promise.then(({ code }) => code)));
    return { codes, device: amplitude.getDeviceId(), session: amplitude.getSessionId() };
}
"""
"""`autocapture` is off: events that the SDK captures by itself are not the subject here."""


class _Files(SimpleHTTPRequestHandler):
    """Serves the page and the SDK's script, quietly."""

    def translate_path(self, path: str) -> str:
        """Return the file of an address."""
        script = installed("analytics-browser") / "lib" / "scripts" / "amplitude-min.js"
        return str(script if path == "/amplitude.js" else CLIENTS / "page.html")

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def origin() -> Iterator[str]:
    """Serve the shop, on this machine: Chromium lets no page of another network reach it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Files) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://shop.example:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def shop(chromium: Browser, origin: str) -> Iterator[Page]:
    """Open the shop; nothing beyond this machine is reached."""

    def here(route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host in ("127.0.0.1", "shop.example"):
            route.continue_()
        else:
            route.abort()

    with chromium.new_context() as context:
        context.route("**/*", here)
        page = context.new_page()
        page.goto(f"{origin}/")
        yield page


@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
def test_a_journey(chromium: Browser, origin: str, *, compressed: bool) -> None:
    """The SDK compresses requests to Amplitude's own addresses, and to others if an option says so."""
    with stand(origins=(origin,)) as backend, shop(chromium, origin) as page:
        options = {"enableRequestBodyCompression": compressed}
        seen = page.evaluate(JOURNEY, [KEY, f"{backend.url}/2/httpapi", options])
        check_journey(backend, sender="amplitude-ts-sdk-script")
        assert set(seen["codes"]) == {200}
        assert backend.user("anna-smith").device_ids == [seen["device"]]
        assert {received.session_id for received in backend.project.received} == {seen["session"]}
        assert {event["ip"] for event in backend.events} == {"$remote"}


def test_a_reset_makes_another_person(chromium: Browser, origin: str) -> None:
    with stand(origins=(origin,)) as backend, shop(chromium, origin) as page:
        first = page.evaluate(JOURNEY, [KEY, f"{backend.url}/2/httpapi", {}])
        second = page.evaluate(
            """async () => {
                window.amplitude.reset();
                const { promise } = window.amplitude.track("Song Paused");
                await window.amplitude.flush().promise;
                await promise;
                return window.amplitude.getDeviceId();
            }"""
        )
        assert second != first["device"]
        [anonymous] = [user for user in backend.project.users.all() if user.user_id is None]
        assert anonymous.device_ids == [second]
        assert anonymous.properties == {}


def test_what_a_page_sends_as_it_is_closed_arrives(chromium: Browser, origin: str) -> None:
    with stand(origins=(origin,)) as backend, shop(chromium, origin) as page:
        page.evaluate(JOURNEY, [KEY, f"{backend.url}/2/httpapi", {}])
        page.evaluate(
            """() => {
                window.addEventListener("pagehide", () => {
                    window.amplitude.setTransport("beacon");
                    window.amplitude.flush();
                });
                window.amplitude.track("Shop Left");
            }"""
        )
        page.wait_for_timeout(100)
        page.goto("about:blank")
        page.wait_for_timeout(300)
        assert backend.names.count("Shop Left") == 1


def test_a_page_of_an_origin_that_is_not_allowed_gets_nowhere(chromium: Browser, origin: str) -> None:
    with stand() as backend, shop(chromium, origin) as page:
        page.evaluate(
            """([key, serverUrl]) => {
                window.amplitude.init(key, "anna-smith", { serverUrl, autocapture: false });
                window.amplitude.track("Song Played");
            }""",
            [KEY, f"{backend.url}/2/httpapi"],
        )
        page.wait_for_timeout(1500)
        assert backend.events == []
