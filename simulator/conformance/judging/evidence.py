"""Evidence: what a target shows of a case, by which its expectations are judged."""

from __future__ import annotations

from typing import Protocol

import msgspec

from simulator.backend.reading.view import View
from simulator.conformance.judging.matching import Roles
from simulator.documentation.rules import Because
from simulator.values import JSONObject


class Crashed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An exception that nobody caught, and that ended an app."""

    app: str
    #: The method that was called, or the change of the app's life: `track`, `updateLocation`, `launch`, `background`.
    call: str
    #: The system's log message.
    reason: str

    def sentence(self) -> str:
        """Return the sentence that reports it."""
        return f"the {self.app} crashes on {self.call}: {self.reason}"


class Refusal(msgspec.Struct, frozen=True):
    """A step that the target refused."""

    says: str
    #: The step's line in its feature, where that is known.
    line: int | None = None


class Evidence(Protocol):
    """All that a judgement may look at."""

    @property
    def own_sentences(self) -> bool:
        """Tell whether refusals are in this project's words; of a port, only that it refused can be judged."""

    def view(self) -> View:
        """Return what Amplitude shows of the project that everything goes to."""

    def rules_behind_events(self) -> dict[str, Because]:
        """Return the rules that made each event, by its identity; a port, which can't know them, is not asked."""

    def drain(self) -> None:
        """Let every source upload what it has queued."""

    def commands(self) -> list[JSONObject]:
        """Return the calls made on Amplitude's SDK or HTTP API after the start, of all sources."""

    def messages(self) -> list[JSONObject]:
        """Return what Segment's libraries made of the calls."""

    def warnings(self) -> list[str]:
        """Return the lines that the integrations logged."""

    def crashes(self) -> list[Crashed]:
        """Return the crashes known so far, app by app."""

    def device_id(self, app: str | None) -> str | None:
        """Return what an app reads as its device id."""

    def prepare(self, roles: Roles) -> None:
        """Bind the roles whose values the target knows."""
