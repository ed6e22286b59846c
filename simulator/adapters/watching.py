"""The wire alone: a person or a script performs a scenario, and what arrived at the backend is judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from simulator.adapters.capabilities import CAPABILITIES, needs
from simulator.backend import Backend
from simulator.backend.view import View, view_of
from simulator.conformance import actions
from simulator.conformance.actions import Action
from simulator.conformance.cases import Case
from simulator.conformance.matching import Roles
from simulator.errors import UsageError
from simulator.values import JSONObject

UNSEEN: Final = ("device-id", "messages", "warnings", "refusals", "segment-servers")
"""What can't be seen in uploads."""

PERSON: Final = frozenset(CAPABILITIES) - frozenset(UNSEEN)


def unwatchable(case: Case) -> str:
    """Return why a case can't be judged by its uploads, for people; empty if it can."""
    return needs(case).missing(capabilities=PERSON, levels=frozenset({"wire"}))


class Watch:
    """A scenario that somebody else performs.

    `tell` is given what is to be done, line by line; `wait` returns when it has been done, and is called before each
    look at what has arrived.
    """

    own_sentences = False

    def __init__(self, backend: Backend, *, tell: Callable[[str], None], wait: Callable[[], None]) -> None:
        self._backend = backend
        self._tell = tell
        self._wait = wait
        self._to_do = False

    def open_stage(self) -> None:
        """Do nothing: the apps are in the hands of whoever performs the scenario."""

    def perform(self, action: Action) -> None:
        """Say what is to be done; a fault the backend sees to itself."""
        if isinstance(action, actions.SetFault):
            if action.fault is None:
                self._backend.faults.clear()
            else:
                self._backend.faults.set(action.fault)
            return
        self._to_do = True
        self._tell(instruction(action))

    def drain(self) -> None:
        """Ask for what is queued to be uploaded."""
        self._done()

    def view(self) -> View:
        """Return what has arrived, once everything has been done."""
        self._done()
        return view_of(self._backend)

    def commands(self) -> list[JSONObject]:
        """Refuse: uploads don't show the calls on the SDK."""
        raise UsageError("the calls on the SDK can't be seen in uploads")

    def messages(self) -> list[JSONObject]:
        """Refuse: uploads don't show Segment's messages."""
        raise UsageError("Segment's messages can't be seen in uploads")

    def warnings(self) -> list[str]:
        """Refuse: uploads don't show what is logged."""
        raise UsageError("what the integration logs can't be seen in uploads")

    def device_id(self, app: str | None) -> str | None:
        """Refuse: uploads don't show what an app reads."""
        del app
        raise UsageError("what an app reads can't be seen in uploads")

    def prepare(self, roles: Roles) -> None:
        """Bind nothing: each role gets the first value that is seen."""

    def _done(self) -> None:
        if self._to_do:
            self._wait()
        self._to_do = False


def instruction(action: Action) -> str:
    """Write an action for whoever performs it."""
    return _WRITERS[type(action)](action)


def _shown(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _source(action: actions.AddSource) -> str:
    given = f" with the settings {_shown(action.settings)}" if action.settings else ""
    cloud = " in cloud mode" if action.mode == "cloud" else ""
    return f"start a fresh {action.app}{cloud}{given}"


def _lifecycle(action: actions.Lifecycle) -> str:
    moved = {
        "background": "bring the app to the background", "foreground": "bring the app to the foreground",
        "kill": "kill the app", "launch": "launch the app", "launch-in-background": "launch the app in the background",
        "restart": "kill the app and launch it again (on web: load the page again)",
    }[action.event]  # fmt: skip
    return f"{moved} for {_duration(action.duration)}, then back" if action.duration is not None else moved


def _duration(milliseconds: int) -> str:
    for unit, length in (("hours", 3_600_000), ("minutes", 60_000), ("seconds", 1000)):
        if milliseconds >= length:
            return f"{milliseconds / length:g} {unit}"
    return f"{milliseconds} milliseconds"


_WRITERS: Final[dict[type[Action], Callable[..., str]]] = {
    actions.AddSource: _source,
    actions.ChangeDevice: lambda action: f"change the device: {_shown(action.attributes)}",
    actions.HoldLaunch: lambda action: "don't launch the app yet",
    actions.HoldSDK: lambda action: "hold Amplitude's SDK back",
    actions.LoadSDK: lambda action: "let Amplitude's SDK load",
    actions.MakeCall: lambda action: (
        f"call {action.method} with {_shown(action.fields)}" + (f", {action.times} times" if action.times > 1 else "")
    ),
    actions.CallSDK: lambda action: f"call the SDK's {action.method}",
    actions.DeleteUserData: lambda action: f"ask for the deletion of the user {action.user_id}",
    actions.Wait: lambda action: f"let {_duration(action.duration)} pass",
    actions.Lifecycle: _lifecycle,
    actions.OpenPage: lambda action: f"open the page {action.url}",
}
