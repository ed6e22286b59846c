"""A scenario's actions as messages to an adapter. The conversation numbers them when they are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from simulator.conformance.language import actions
from simulator.conformance.language.actions import Action, fields_from_server
from simulator.ports.protocol import messages
from simulator.ports.protocol.messages import Endpoints, Request
from simulator.ports.target.apps import DescribedApp
from simulator.ports.target.devices_and_settings import changed, described

_UNNUMBERED: Final = 0


def single_actions(action: Action) -> list[Action]:
    """Return an action as actions of one message each: an app that is away for a while goes, stays away, comes back."""
    if not isinstance(action, actions.Lifecycle) or action.duration is None:
        return [action]
    return [
        msgspec.structs.replace(action, duration=None),
        actions.Wait(duration=action.duration),
        actions.Lifecycle(app=action.app, event="foreground"),
    ]


def opening(app: DescribedApp, *, case: str, time: int, endpoints: Endpoints) -> Request:
    """Return the message that opens an app; `time` is in milliseconds since 1970."""
    return messages.Open(
        id=_UNNUMBERED,
        case=case,
        app=app.name,
        platform=app.platform,
        mode=app.mode,
        settings=app.settings,
        device=described(app.device),
        time=time,
        seed=case,
        endpoints=endpoints,
        launch=app.launch,
        sdk_loads=app.sdk_loads,
        settings_arrive=app.settings_arrive,
        options_in_time=app.options_in_time,
    )


def waiting(action: actions.Wait) -> Request:
    """Return the message that lets time pass, for all apps."""
    return messages.Advance(id=_UNNUMBERED, ms=action.duration)


def draining(*, flush: bool) -> Request:
    """Return the message that asks what the port has made, after an upload if `flush` is set."""
    return messages.Drain(id=_UNNUMBERED, flush=flush)


def closing() -> Request:
    """Return the message that ends the scenario."""
    return messages.Close(id=_UNNUMBERED)


def translated(action: Action, app: DescribedApp, *, visitor: Callable[[], str]) -> Request:
    """Return the message for an action of an app; `visitor` returns the anonymousId of a server's visitor."""
    name = app.name
    match action:
        case actions.MakeCall():
            fields = fields_from_server(action, visitor) if app.platform == "server" else action.fields
            return messages.Call(id=_UNNUMBERED, app=name, method=action.method, args=fields)
        case actions.DeleteUserData():
            return messages.Call(id=_UNNUMBERED, app=name, method="deleteUser", args={"userId": action.user_id})
        case actions.CallSDK():
            return messages.CallSDK(id=_UNNUMBERED, app=name, method=action.method)
        case actions.Lifecycle():
            return messages.LifecycleChange(id=_UNNUMBERED, app=name, event=action.event)
        case actions.ChangeDevice():
            attributes = changed(app.device, action.attributes)
            return messages.DeviceChange(id=_UNNUMBERED, app=name, attributes=attributes)
        case actions.OpenPage():
            return messages.Page(id=_UNNUMBERED, app=name, url=action.url)
        case actions.LoadSDK():
            return messages.LoadSDK(id=_UNNUMBERED, app=name)
        case actions.DeliverSettings():
            return messages.DeliverSettings(id=_UNNUMBERED, app=name)
    raise TypeError(f"no message says {action!r}")
