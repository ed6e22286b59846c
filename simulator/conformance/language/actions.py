"""The actions of Given and When steps, as data: a port is driven by the same ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from simulator.backend.ingestion.faults import Fault
from simulator.documentation.platforms import Platform
from simulator.model.segment.servers import ConnectionMode
from simulator.values import JSONObject


class Action(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", omit_defaults=True):
    """The base of all actions. `app` is a source's name; `None` means the one declared last."""

    app: str | None = None


class AddSource(Action, frozen=True, tag="add-source"):
    """Install an app or start a server. `platform` is `None` where the scenario leaves it open."""

    platform: Platform | None
    mode: ConnectionMode = "device"
    settings: dict[str, object] = {}


class ChangeDevice(Action, frozen=True, tag="change-device"):
    """Change attributes of the app's device."""

    attributes: dict[str, object]


class HoldLaunch(Action, frozen=True, tag="hold-launch"):
    """Leave the app installed but not launched until the scenario launches it."""


class HoldSDK(Action, frozen=True, tag="hold-sdk"):
    """Web: let the Amplitude SDK load later than the page."""


class LoadSDK(Action, frozen=True, tag="load-sdk"):
    """Web: let the Amplitude SDK arrive."""


class HoldSettings(Action, frozen=True, tag="hold-settings"):
    """Phones: let Segment's settings arrive later than the first activity; a library that has kept some has them."""


class DeliverSettings(Action, frozen=True, tag="deliver-settings"):
    """Phones: let Segment's settings arrive."""


class DelayOptions(Action, frozen=True, tag="delay-options"):
    """Phones: let the options that are set after the SDK's start come too late for what its start-up reads."""


class MakeCall(Action, frozen=True, tag="call"):
    """Make a Segment call from its flat JSON fields.

    A server adds its visitor's anonymousId to a call that names nobody, unless the call is `verbatim`.
    """

    method: str
    fields: JSONObject = {}
    verbatim: bool = False
    #: Whether some of the fields stand for values that JSON has no word for.
    native: bool = False
    #: The number of calls in a row; a target is asked for one call at a time, and sees 1.
    times: int = 1


def fields_from_server(call: MakeCall, visitor: Callable[[], str]) -> JSONObject:
    """Return the fields of a call from a server, which has to say whom it is about.

    `visitor` returns the anonymousId of the one visitor that the scenario has there.
    """
    fields = call.fields
    if call.verbatim:
        return fields
    names_nobody = not fields.get("userId") and not fields.get("anonymousId")
    return {"anonymousId": visitor(), **fields} if names_nobody or call.method == "identify" else fields


class CallSDK(Action, frozen=True, tag="call-sdk"):
    """Call a method of the bundled SDK directly."""

    method: str


class DeleteUserData(Action, frozen=True, tag="delete-user"):
    """Request the deletion of a user."""

    user_id: str


class Wait(Action, frozen=True, tag="wait"):
    """Let time pass, in milliseconds."""

    duration: int


class Lifecycle(Action, frozen=True, tag="lifecycle"):
    """Move the app's process."""

    event: Literal["background", "foreground", "kill", "launch", "launch-in-background", "restart"]
    #: Milliseconds until the app comes back; only for `background`.
    duration: int | None = None


class OpenPage(Action, frozen=True, tag="open-page"):
    """Web: load another page."""

    url: str


class SetFault(Action, frozen=True, tag="set-fault"):
    """Let Amplitude misbehave in one more way, or with `None` behave. With `app`, only to its device."""

    fault: Fault | None


Encoding = Literal["json", "gzip", "form"]
"""The encoding of a posted body: as it is, compressed, or as the fields of a form."""


class Post(Action, frozen=True, tag="post"):
    """Post to Amplitude's API, as a client of its own does."""

    path: str
    body: str
    encoding: Encoding = "json"


class SetAccounts(Action, frozen=True, tag="set-accounts"):
    """Let Amplitude have the Accounts add-on, or not."""

    accounts: bool


AnyAction = (
    AddSource
    | ChangeDevice
    | HoldLaunch
    | HoldSDK
    | HoldSettings
    | DelayOptions
    | LoadSDK
    | DeliverSettings
    | MakeCall
    | CallSDK
    | DeleteUserData
    | Wait
    | Lifecycle
    | OpenPage
    | SetFault
    | SetAccounts
    | Post
)

SETUP = (AddSource, ChangeDevice, HoldLaunch, HoldSDK, HoldSettings, DelayOptions, SetAccounts)
"""The actions that set up a scenario: apps are launched when the first other one comes."""
