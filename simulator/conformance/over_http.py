"""Projects at a server of the stand-in: a run of its own for each performance, read back over the read API."""

from __future__ import annotations

import httpx
import msgspec

from simulator.backend import Fault
from simulator.backend.view import View
from simulator.errors import UsageError
from simulator.transport import HTTPWire
from simulator.wire import Wire


class OverHTTP:
    """A run of its own at a server of the stand-in; `run` is its name there."""

    def __init__(self, server: Server, run: str) -> None:
        self.wire: Wire | None = server.wire.under(f"/runs/{run}")
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

    def _ask(self, method: str, what: str, content: bytes | None = None) -> bytes:
        url = f"{self._project}/{what}"
        try:
            response = self._client.request(
                method, url, content=content, headers={"Content-Type": "application/json"} if content else None
            )
        except httpx.HTTPError as error:
            raise UsageError(f"{url} can't be read: {error}; is it a backend of devicemode?") from None
        if response.is_error:
            raise UsageError(f"{url} answers {response.status_code}: {response.text[:200]}")
        return response.content


class Server:
    """A server of the stand-in, seen from a performance: one set of connections for all runs."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.wire = HTTPWire(self.url)
        self.client = httpx.Client(trust_env=False, timeout=30, verify=self.url.startswith("https:"))
        self._runs = 0

    def run(self) -> OverHTTP:
        """Return a project of its own."""
        self._runs += 1
        return OverHTTP(self, f"case-{self._runs}")

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.wire.close()
        self.client.close()
