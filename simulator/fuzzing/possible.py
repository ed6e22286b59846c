"""Actions that are possible: nobody calls an app that isn't running, or launches one that is.

The reference refuses such steps, and the adapters of ports may fail at them; neither says anything about a port.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.conformance.language.actions import (
    Action,
    AddSource,
    CallSDK,
    DeliverSettings,
    HoldLaunch,
    HoldSDK,
    HoldSettings,
    Lifecycle,
    LoadSDK,
    MakeCall,
    OpenPage,
)
from simulator.documentation.settings import parse
from simulator.errors import SettingsError


class _Source:
    """A source, as far as it matters to what can be done."""

    def __init__(self, action: AddSource) -> None:
        self.is_server = action.platform == "server"
        #: Whether Amplitude's SDK is in it.
        self.has_sdk = not self.is_server and action.mode == "device"
        #: Whether its settings are refused, so that there is no such source.
        self.refused = _refused(action.settings)
        self.running = True
        self.in_foreground = True
        self.sdk_held = False
        self.settings_held = False

    def take(self, action: Action) -> bool:
        """Tell whether an action is possible, and note what it changes."""
        if self.refused:
            return False
        match action:
            case HoldLaunch():
                self.running = self.in_foreground = False
            case HoldSDK():
                self.sdk_held = True
            case HoldSettings():
                self.settings_held = True
            case LoadSDK():
                held, self.sdk_held = self.sdk_held and self.running, False
                return held
            case DeliverSettings():
                held, self.settings_held = self.settings_held, False
                return held
            case Lifecycle():
                return not self.is_server and self._live(action)
            case CallSDK():
                return self.has_sdk and self.running
            case MakeCall() | OpenPage():
                return self.is_server or self.running
        return True

    def _live(self, action: Lifecycle) -> bool:
        match action.event:
            case "launch" | "launch-in-background":
                if self.running:
                    return False
                self.running, self.in_foreground = True, action.event == "launch"
            case "kill":
                if not self.running:
                    return False
                self.running = self.in_foreground = False
            case "restart":
                if not self.running:
                    return False
                self.in_foreground = True
            case "foreground":
                if not self.running or self.in_foreground:
                    return False
                self.in_foreground = True
            case "background":
                if not self.in_foreground:
                    return False
                self.in_foreground = action.duration is not None
        return True


def _refused(settings: Mapping[str, object]) -> bool:
    """Tell whether the documented dialect refuses settings; with such an API key a journey ends in every dialect."""
    try:
        parse(settings)
    except SettingsError:
        return True
    return False


def possible(actions: Iterable[Action]) -> Iterator[Action]:
    """Yield those actions that can be done after those before them."""
    sources: dict[str, _Source] = {}
    last = ""
    for action in actions:
        if isinstance(action, AddSource):
            last = str(action.app)
            sources[last] = _Source(action)
            yield action
            continue
        source = sources.get(action.app or last)
        if source is None or source.take(action):
            yield action
