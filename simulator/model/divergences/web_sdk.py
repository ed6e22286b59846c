"""Divergences on web, the SDK and its sessions, properties and queues: the code of each."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from simulator.model.amplitude import properties, upload, visits
from simulator.model.amplitude.client import EMPTY
from simulator.model.amplitude.web import WebClient
from simulator.model.commands import Identify, Initialize, Operation
from simulator.model.destinations.base import Commands
from simulator.model.destinations.web import WebDestination
from simulator.model.divergences import diverges


def _started(commands: Commands, **options: Any) -> Commands:
    """Return the commands of a start with other options for the SDK."""
    return tuple(msgspec.structs.replace(one, **options) if isinstance(one, Initialize) else one for one in commands)


@diverges("device-id.web.late-anonymous-id")
class LateAnonymousId(WebDestination):
    """With Prefer Anonymous ID the SDK starts without that id and gets it with the first call."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK without a device id."""
        return _started(super().initialize(anonymous_id), device_id=None, because=())


@diverges("start.web.any-key")
class AnyKeyOnWeb(WebDestination):
    """The key is handed to the SDK as it is."""

    any_key: ClassVar = True


@diverges("settings.web.utm")
class TracksUTM(WebDestination):
    """Track UTM Properties, which is on by default, and how often a visit is checked."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK with the options."""
        return _started(
            super().initialize(anonymous_id),
            include_utm=self.settings.track_utm_properties,
            save_params_referrer_once_per_session=self.settings.save_params_referrer_once_per_session,
        )


@diverges("settings.web.gclid")
class TracksGCLID(WebDestination):
    """Track GCLID."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK with the option."""
        return _started(super().initialize(anonymous_id), include_gclid=self.settings.track_gclid)


@diverges("settings.web.referrer-at-load")
class ReferrerAtLoad(WebDestination):
    """Track Referrer is left to the SDK, which checks once per session when the page loads."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK with the option."""
        return _started(super().initialize(anonymous_id), include_referrer=self.settings.track_referrer)


@diverges("settings.web.use-amplitude-referral")
class AmplitudeReferral(WebDestination):
    """Use AmplitudeReferral leaves the referrer to the SDK."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK with the option."""
        return _started(super().initialize(anonymous_id), include_referrer=self.settings.use_amplitude_referral)


@diverges("settings.web.unset-params")
class UnsetsParams(WebDestination):
    """Unset Params Referrer On New Session."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK with the option."""
        unset = self.settings.unset_params_referrer_on_new_session
        return _started(super().initialize(anonymous_id), unset_params_referrer_on_new_session=unset)


@diverges("settings.web.unset-params")
class UnsetsOnNewSession(WebClient):
    """The SDK of that release unsets the user properties of earlier visits when a session begins."""

    def _on_load(self, command: Initialize, *, new_session: bool) -> list[Identify]:
        found = super()._on_load(command, new_session=new_session)
        if not (new_session and command.unset_params_referrer_on_new_session):
            return found
        names = ("referrer", *visits.UTM)
        return [Identify(operations=tuple(Operation("$unset", name) for name in names)), *found]


@diverges("settings.web.batching")
class Batches(WebDestination):
    """Batch Events, with its threshold and its period."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start the SDK with the options."""
        settings = self.settings
        return _started(
            super().initialize(anonymous_id),
            batch_events=settings.batch_events,
            event_upload_threshold=settings.event_upload_threshold,
            event_upload_period_millis=settings.event_upload_period_millis,
        )


@diverges("track.web.amplitude-js-5")
class AmplitudeJS5(WebClient):
    """The SDK of 2019: objects inside lists stay, each event has group_properties, forms are sorted by name."""

    property_rules = msgspec.structs.replace(properties.WEB, dropped_in_lists=(list,))
    upload_policy = msgspec.structs.replace(upload.WEB, fields=tuple(sorted(upload.WEB.fields)))
    no_group_properties = EMPTY
