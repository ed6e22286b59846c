"""Projects at a backend server: a run of its own for each performance, read back over the read API."""

from __future__ import annotations

import re
from itertools import count
from typing import Final

import httpx
import msgspec

from simulator.backend import Fault
from simulator.backend.ingestion.project_ids import RUN_PREFIX
from simulator.backend.reading.answers import AddOns, ProjectList
from simulator.backend.reading.view import View
from simulator.errors import UsageError, quoted, readable
from simulator.wire.requests import Request, Wire
from simulator.wire.transport import LAST_PORT, HTTPWire


class OverHTTP:
    """A run of its own at a backend server; `run` is its name there."""

    def __init__(self, server: Server, run: str) -> None:
        self.name = run
        #: Its address; opened in a browser, it shows what arrives there.
        self.url = f"{server.url}/runs/{run}/"
        self._post = server.wire.under(f"/runs/{run}")
        self.wire: Wire | None = self._post
        self._client = server.client
        self._project = f"{server.url}/api/projects/run-{run}"

    def view(self) -> View:
        """Return what Amplitude shows of the project."""
        return msgspec.json.decode(self._ask("GET", "view"), type=View)

    def misbehave(self, fault: Fault) -> None:
        """Let Amplitude misbehave in one more way."""
        self._ask("POST", "faults", msgspec.json.encode(fault))

    def behave(self) -> None:
        """Let Amplitude behave."""
        self._ask("DELETE", "faults")

    def have_accounts(self, *, accounts: bool) -> None:
        """Let Amplitude have the Accounts add-on, or not."""
        self._ask("POST", "add-ons", msgspec.json.encode(AddOns(accounts=accounts)))

    def post(self, request: Request) -> None:
        """Post to Amplitude as a client of its API."""
        self._post(request)

    def _ask(self, method: str, what: str, content: bytes | None = None) -> bytes:
        return _asked(self._client, method, f"{self._project}/{what}", content)


class Server:
    """A backend server, seen from a performance: one set of connections for all runs."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.wire = HTTPWire(self.url)
        self.client = httpx.Client(trust_env=False, timeout=30, verify=self.url.startswith("https:"))
        self._runs = 0
        self._given: set[str] = set()

    def run(self) -> OverHTTP:
        """Return a project of its own."""
        self._runs += 1
        return OverHTTP(self, f"case-{self._runs}")

    def free_run(self, wanted: str) -> OverHTTP:
        """Return a project that nothing was sent to: the run of this name, or of this name and a number.

        Characters that a run's name can't have become dashes. Raises `UsageError` if there is no backend there.
        """
        answer = _asked(self.client, "GET", f"{self.url}/api/projects")
        try:
            taken = {project.id for project in msgspec.json.decode(answer, type=ProjectList).projects} | self._given
        except msgspec.MsgspecError:
            raise UsageError(f"{self.url} is not a backend of devicemode; `devicemode backend` starts one") from None
        name = re.sub(r"[^A-Za-z0-9._~-]+", "-", wanted)[:_LONGEST_NAME]
        names = (name if number == 1 else f"{name}-{number}" for number in count(1))
        free = next(name for name in names if f"{RUN_PREFIX}{name}" not in taken)
        self._given.add(f"{RUN_PREFIX}{free}")
        return OverHTTP(self, free)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.wire.close()
        self.client.close()


_LONGEST_NAME: Final = 70
"""Characters of a run's name, without the number behind it."""


def checked(url: str) -> str:
    """Return the address of a backend; raise `UsageError` for what can't be one."""
    try:
        parts = httpx.URL(url)
        fits = parts.scheme in ("http", "https") and parts.host and parts.path == "/" and not parts.query
        # A socket would take the port modulo 65536, and talk to whoever listens there.
        fits = fits and (parts.port is None or parts.port <= LAST_PORT)
    except (httpx.InvalidURL, UnicodeError):
        fits = False
    if not fits:
        raise UsageError(f"the address of a backend is like http://127.0.0.1:8118, not {quoted(url)}")
    return url


def _asked(client: httpx.Client, method: str, url: str, content: bytes | None = None) -> bytes:
    try:
        response = client.request(
            method, url, content=content, headers={"Content-Type": "application/json"} if content else None
        )
    except (httpx.HTTPError, UnicodeError) as error:
        raise UsageError(
            f"{url} can't be read: {readable(error)}; is it a backend of devicemode? `devicemode backend` starts one"
        ) from None
    if response.is_error:
        raise UsageError(f"{url} answers {response.status_code}: {readable(response.text[:200])}")
    return response.content
