"""Ports as subjects: what one journey leaves behind is no part of the next."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest

from simulator.conformance.language.actions import AddSource
from simulator.conformance.language.saying import call
from simulator.fuzzing import subjects
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.subjects import PortSubject
from simulator.ports.protocol import messages
from simulator.ports.protocol.serving import SkippedError
from simulator.ports.reference import ReferenceAdapter
from tests.support.adapters import InProcess


class _SkipsAliases(ReferenceAdapter):
    """Has the app, and skips scenarios that are about aliases."""

    def open(self, request: messages.Open) -> None:
        super().open(request)
        if request.settings.get("enableAlias"):
            raise SkippedError("aliases can't be played")


def test_a_journey_that_is_skipped_does_not_cost_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = _SkipsAliases(level="events")
    monkeypatch.setattr(subjects, "connector", lambda command, url: partial(InProcess, adapter))
    player = PortSubject(command="adapter").open()
    track = call(None, "track", {"event": "Song Played"})
    app = AddSource(app="android app", platform="android")
    with_alias = msgspec.structs.replace(app, settings={"Enable Alias": "on"})
    assert player.play(Journey(platform="android", actions=(with_alias, track))) is None
    played = player.play(Journey(platform="android", actions=(app, track)))
    player.close()
    assert played is not None
    assert played.entries[0]["event_type"] == "Song Played"
