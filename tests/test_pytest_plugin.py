"""The pytest plugin, in suites of its users."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]


def test_an_app_is_a_fixture(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.devicemode(settings={"Track All Screens": True})
        def test_a_screen(ios_app):
            ios_app.screen("Settings", "Merchant")
            [logged] = ios_app.events
            assert logged.event.event_type == "Loaded a Screen"
            assert logged.event.event_properties == {"name": "Settings", "category": "Merchant"}

        def test_one_amplitude_for_all(simulation, web_app, android_app, server_source):
            for app in (web_app, android_app):
                app.identify("u1", {"plan": "Basic"})
                app.drain()
            server_source.track("Song Played", user_id="u1")
            [user] = simulation.backend.users.all()
            assert user.user_id == "u1"
            assert len(simulation.backend.received) == 3
        """
    )
    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=2)


def test_people_orders_and_journeys_are_seeded_by_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        seen = []

        @pytest.mark.parametrize("again", [1, 2])
        @pytest.mark.devicemode(seed=5, locale="de_DE")
        def test_the_same_seed(persona, order, journey, again):
            assert persona.locale == "de_DE"
            seen.append((persona, order, journey("ios", events=10)))
            assert seen[0] == seen[-1]

        def test_another_seed(persona):
            assert persona != seen[0][0]
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=3)


def test_a_wrong_option_is_a_sentence(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.devicemode(setings={})
        def test_it(ios_app):
            pass
        """
    )
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*the marker devicemode has no setings; it takes settings, dialect*"])


def test_the_steps_are_a_plugin(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["simulator.pytest_steps"]')
    pytester.makefile(
        ".feature",
        mine="""
        Feature: Mine
          @rule:session.client
          Scenario: one
            Given an ios app
            When the app tracks "Song Played"
            Then Amplitude sees 1 user
          Scenario: two
            Given an ios app
            When the app tracks "Song Played"
            Then Amplitude sees 2 users
          Scenario: refused
            Given an ios app
            When the app calls page
          Scenario: no phrase
            Given an ios app
            When the app trackss "Song Played"
        """,
    )
    pytester.makepyfile('from pytest_bdd import scenarios\nscenarios(".")')
    result = pytester.runpytest_inprocess("--strict-markers")
    result.assert_outcomes(passed=1, failed=3)
    result.stdout.fnmatch_lines(
        [
            "users: expected 2, actual 1",
            "*the iOS library has no page call; call screen instead*",
            "*mine.feature:16: no phrase reads “the app trackss *The nearest are: “the app tracks*",
        ]
    )
