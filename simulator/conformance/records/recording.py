"""Everything observed while a case was judged, recorded so that it can be judged again without the target."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import msgspec

from simulator.backend.reading.view import View
from simulator.conformance.judging.evidence import Crashed
from simulator.conformance.judging.matching import Roles
from simulator.conformance.language.actions import Action
from simulator.conformance.language.cases import Case
from simulator.conformance.running.runner import Refused, Target, Verdict, perform
from simulator.documentation.rules import Because
from simulator.errors import AdapterError, DevicemodeError, UsageError, quoted, readable
from simulator.values import JSONObject

Found = TypeVar("Found")


class Observation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that the target was asked, and its answer."""

    #: `act`, `view`, `rules`, `commands`, `messages`, `warnings`, `crashes`, `device id`, `roles`.
    at: str
    found: Any = None
    #: The sentence in which it was refused.
    refused: str | None = None


class Read(msgspec.Struct, frozen=True):
    """The device id that an app read."""

    id: str | None


class Recording:
    """A target that records all questions to it, and its answers."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.observations: list[Observation] = []

    @property
    def own_sentences(self) -> bool:
        """Tell whether refusals are in this project's words."""
        return self._target.own_sentences

    def launch_apps(self, refused: Refused | None = None) -> None:
        """Launch the apps that the Given steps describe."""
        self._act(self._target.launch_apps, refused)

    def perform(self, action: Action, refused: Refused | None = None) -> None:
        """Do what a step says."""
        self._act(partial(self._target.perform, action), refused)

    def await_refusals(self) -> None:
        """Wait until all refusals are known."""
        self._target.await_refusals()

    def drain(self) -> None:
        """Let every source upload what it has queued."""
        self._target.drain()

    def view(self) -> View:
        """Return what Amplitude shows of the project."""
        return self._observed("view", self._target.view())

    def rules_behind_events(self) -> dict[str, Because]:
        """Return the rules that made each event."""
        return self._observed("rules", self._target.rules_behind_events())

    def commands(self) -> list[JSONObject]:
        """Return the calls made on Amplitude's SDK."""
        return self._observed("commands", self._target.commands())

    def messages(self) -> list[JSONObject]:
        """Return what Segment's libraries made of the calls."""
        return self._observed("messages", self._target.messages())

    def warnings(self) -> list[str]:
        """Return the lines that the integrations logged."""
        return self._observed("warnings", self._target.warnings())

    def crashes(self) -> list[Crashed]:
        """Return the crashes; if there are none, that is not recorded."""
        found = self._target.crashes()
        return self._observed("crashes", found) if found else []

    def device_id(self, app: str | None) -> str | None:
        """Return what an app reads as its device id."""
        return self._observed("device id", Read(self._target.device_id(app))).id

    def prepare(self, roles: Roles) -> None:
        """Bind the roles whose values the target knows."""
        before = roles.values()
        self._target.prepare(roles)
        self._observed("roles", {role: value for role, value in roles.values().items() if role not in before})

    def _act(self, act: Callable[[Refused | None], None], refused: Refused | None) -> None:
        place = len(self.observations)
        self.observations.append(Observation("act"))

        def refused_later(says: str) -> None:
            self.observations[place] = Observation("act", refused=says)
            if refused is not None:
                refused(says)

        try:
            act(refused_later if refused is not None else None)
        except AdapterError:
            raise
        except DevicemodeError as error:
            self.observations[place] = Observation("act", refused=str(error))
            raise

    def _observed(self, at: str, found: Found) -> Found:
        self.observations.append(Observation(at, msgspec.to_builtins(found)))
        return found


def judge_again(case: Case, observations: Iterable[Observation], *, dialect: str, own_sentences: bool) -> Verdict:
    """Judge a case by the observations of its run; `own_sentences` tells whether the reference ran it.

    Raises `UsageError` if the scenario now asks for something that was not observed.
    """
    try:
        return perform(case, _Replay(observations, own_sentences=own_sentences), dialect=dialect)
    except _OtherwiseError:
        raise UsageError(
            f"{quoted(case.id)} has changed since that run: it now asks for something else; run it again"
        ) from None


class _OtherwiseError(Exception):
    """The scenario asks for something else now; not a `DevicemodeError`, which would count as a refusal."""


class _Replay:
    """Plays a record back in place of the target."""

    def __init__(self, observations: Iterable[Observation], *, own_sentences: bool) -> None:
        self._observations = deque(observations)
        self.own_sentences = own_sentences

    def launch_apps(self, refused: Refused | None = None) -> None:
        """Refuse what was refused."""
        del refused
        self._act()

    def perform(self, action: Action, refused: Refused | None = None) -> None:
        """Refuse what was refused."""
        del action, refused
        self._act()

    def await_refusals(self) -> None:
        """Do nothing: refusals are known."""

    def drain(self) -> None:
        """Do nothing: its results were observed later."""

    def view(self) -> View:
        """Return what Amplitude showed."""
        return self._found("view", View)

    def rules_behind_events(self) -> dict[str, Because]:
        """Return the rules that were given."""
        return self._found("rules", dict[str, Because])

    def commands(self) -> list[JSONObject]:
        """Return the calls that were seen."""
        return self._found("commands", list[JSONObject])

    def messages(self) -> list[JSONObject]:
        """Return the messages that were seen."""
        return self._found("messages", list[JSONObject])

    def warnings(self) -> list[str]:
        """Return the warnings that were seen."""
        return self._found("warnings", list[str])

    def crashes(self) -> list[Crashed]:
        """Return the crashes that were seen; none if none are recorded."""
        if self._observations and self._observations[0].at == "crashes":
            return self._found("crashes", list[Crashed])
        return []

    def device_id(self, app: str | None) -> str | None:
        """Return the device id that was read."""
        del app
        return self._found("device id", Read).id

    def prepare(self, roles: Roles) -> None:
        """Bind the roles that were bound."""
        for role, value in self._found("roles", dict[str, Any]).items():
            roles.bind(role, value)

    def _act(self) -> None:
        seen = self._next("act")
        if seen.refused is not None:
            raise _RefusedThenError(seen.refused)

    def _found(self, at: str, kind: type[Found]) -> Found:
        try:
            return msgspec.convert(self._next(at).found, kind)
        except msgspec.ValidationError as error:
            raise UsageError(f"what the report says was seen ({at}) can't be read: {readable(error)}") from None

    def _next(self, at: str) -> Observation:
        if not self._observations or self._observations[0].at != at:
            raise _OtherwiseError
        return self._observations.popleft()


class _RefusedThenError(DevicemodeError):
    """A refusal in the record."""
