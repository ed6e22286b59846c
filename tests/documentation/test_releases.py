"""The releases that the dialects stand for, and the fields on the wire that name them."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from simulator.cli import cli
from simulator.documentation.platforms import Platform
from simulator.documentation.releases import releases, releases_of
from simulator.model.dialects import DIALECTS
from simulator.model.simulation import Simulation

CLIENTS: tuple[Platform, ...] = ("web", "ios", "android")


def test_there_are_releases_for_each_dialect_and_platform() -> None:
    assert set(releases()) == {(dialect, platform) for dialect in DIALECTS for platform in CLIENTS}
    for (dialect, _), one in releases().items():
        assert (one.integration is not None) == (dialect in ("shipped", "latest"))
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in (one.segment.version, one.amplitude.version))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("platform", CLIENTS)
def test_events_and_messages_name_the_release_of_their_dialect(platform: Platform, dialect: str) -> None:
    app = Simulation(dialect=dialect).app(platform)  # type: ignore[arg-type]
    message = app.track("Song Played")
    expected = releases_of(dialect, platform)
    assert app.events[-1].to_json()["library"] == expected.amplitude.to_json()
    assert message.context["library"] == expected.segment.to_json()


def test_a_dialect_of_ones_own_is_of_the_documentation_s_date() -> None:
    assert releases_of("mine", "android") == releases_of("documented", "android")


def test_the_command_prints_the_releases() -> None:
    printed = CliRunner().invoke(cli, ["divergences", "--platform", "android"], env={"COLUMNS": "200"}).output
    assert "shipped  Android: analytics-android 4.3.1, integration 2.0.1, amplitude-android 2.15.0" in printed
    assert "latest  Android: analytics-android 4.10.4, integration 3.1.2, amplitude-android 2.23.1" in printed
    assert "analytics-ios" not in printed
