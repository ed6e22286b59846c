"""The pytest plugin, in suites of its users."""

from __future__ import annotations

import re

import pytest

pytest_plugins = ["pytester"]

SHORT = 'pytest_plugins = ["simulator.pytesting.fixtures"]'


def fixtures_of(pytester: pytest.Pytester) -> dict[str, str]:
    """Return the fixtures that come from this package, with their first lines, as `pytest --fixtures` lists them."""
    listed = pytester.runpytest_inprocess("--fixtures", "-qq").stdout.str()
    return dict(re.findall(r"^(\w+) -- .*simulator/pytesting/\w+\.py:\d+\n +(.+)$", listed, re.MULTILINE))


def test_a_project_that_asks_for_nothing_gets_no_fixture_of_a_general_name(pytester: pytest.Pytester) -> None:
    fixtures = fixtures_of(pytester)
    assert len(fixtures) == 10
    assert all(name.startswith("devicemode_") for name in fixtures)


def test_one_line_brings_the_short_names(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(SHORT)
    fixtures = fixtures_of(pytester)
    assert len(fixtures) == 20
    short = {name for name in fixtures if not name.startswith("devicemode_")}
    assert {f"devicemode_{name}" for name in short} == set(fixtures) - short
    for name in short:
        assert fixtures[name] == fixtures[f"devicemode_{name}"]


def test_the_namespaced_fixtures_need_no_line(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_one_amplitude_for_all(
            devicemode_simulation, devicemode_web_app, devicemode_ios_app, devicemode_android_app,
            devicemode_server_source, devicemode_persona, devicemode_order, devicemode_journey,
        ):
            for app in (devicemode_web_app, devicemode_ios_app, devicemode_android_app):
                app.identify(devicemode_persona.user_id)
                app.track("Order Completed", devicemode_order.properties)
                app.drain()
            devicemode_server_source.track("Song Played", user_id="u1")
            assert len(devicemode_simulation.backend.users.all()) == 2
            assert devicemode_journey("web", events=5).calls
        """
    )
    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)


def test_apps_are_made_in_the_simulation_that_a_suite_puts_in_place(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        f"""
        import pytest
        from simulator import Simulation

        {SHORT}

        @pytest.fixture
        def simulation():
            return Simulation(seed="ours", dialect="latest")
        """
    )
    pytester.makepyfile(
        """
        def test_it(simulation, ios_app, server_source):
            assert simulation.seed == "ours"
            assert ios_app.device.clock is simulation.clock
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=1)


@pytest.mark.parametrize("name", ["persona", "order", "journey"])
def test_what_needs_an_extra_says_so_in_a_sentence(name: str, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(f"import sys\nsys.modules['faker'] = None\ndef test_it(devicemode_{name}): pass")
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    said = 'persona, order and journey need Faker, which comes with the extra pytest: pip install "devicemode[pytest]"'
    result.stdout.fnmatch_lines([said.replace("[", "[[]")])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_an_app_is_a_fixture(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(SHORT)
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
    pytester.makeconftest(SHORT)
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


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ("setings={}", "the marker devicemode has no setings; it takes settings, dialect*"),
        ("'latest'", "the marker devicemode takes keyword arguments only; it takes settings, dialect*"),
        ("settings={'trackAllPagse': True}", "the marker devicemode: *trackAllPagse*Did you mean*"),
        ("settings=['Track All Screens']", "the marker devicemode: settings must be an object*"),
        ("dialect='shpped'", 'the marker devicemode: *"shpped"*Did you mean "shipped"*'),
        ("dialect=1", "the marker devicemode: *"),
        ("seed=1.5", "the marker devicemode has a seed that is a number; it is a whole number or a text"),
        ("device='iPhone'", "the marker devicemode has a device that is a string; *"),
        ("device={'modell': 'X'}", 'the marker devicemode: a device has no "modell"*'),
        ("locale='xx_XX'", 'the marker devicemode: no persona has the locale "xx_XX"*'),
        ("locale=5", 'the marker devicemode: no persona has the locale "5"*'),
    ],
)
def test_a_wrong_marker_is_a_sentence(pytester: pytest.Pytester, marker: str, says: str) -> None:
    uses = "devicemode_ios_app" if "modell" in marker else ""
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.mark.devicemode({marker})
        def test_it({uses}):
            pass
        """
    )
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([says])
    assert "simulator/pytesting" not in result.stdout.str()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--devicemode-timeout", "nan"), 'a timeout is a number of seconds above 0, 86400 at most, not "nan"'),
        (("--devicemode-timeout", "1e300"), 'not "1e300"'),
        (("--devicemode-timeout", "-1"), 'not "-1"'),
        (("--devicemode-timeout", "soon"), 'not "soon"'),
        (
            ("--devicemode-timeout", "5"),
            "--devicemode-timeout is for a port; name its adapter with --devicemode-adapter or",
        ),
        (("--devicemode-dialect", "shpped"), 'Did you mean "shipped"'),
        (("--devicemode-dialect", "latest"), "--devicemode-dialect is for a port"),
        (("--devicemode-adapter", "x", "--devicemode-adapter-url", "http://x"), "leave out"),
        (("--devicemode-adapter", "x"), 'is for features; add pytest_plugins = ["simulator.pytesting.steps"]'),
        (("--devicemode-adapter", ""), "is for features"),
    ],
)
def test_options_are_checked_when_they_are_given(
    pytester: pytest.Pytester, options: tuple[str, ...], says: str
) -> None:
    """Whether or not a feature is performed, or the steps are there at all."""
    pytester.makepyfile("def test_it(): pass")
    result = pytester.runpytest_inprocess(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert says in result.stderr.str()
    assert "Traceback" not in result.stderr.str()
    assert "passed" not in result.stdout.str()


@pytest.mark.parametrize("by", ["conftest.py", "-p"])
def test_a_missing_pytest_bdd_is_a_sentence(
    pytester: pytest.Pytester, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(missing="import sys\nsys.modules['pytest_bdd'] = None")
    pytester.makepyfile("def test_it(): pass")
    options = ["-p", "missing", "-p", "simulator.pytesting.plugin"]
    if by == "-p":
        options += ["-p", "simulator.pytesting.steps"]
    else:
        pytester.makeconftest('pytest_plugins = ["simulator.pytesting.steps"]')
    pytester.syspathinsert()
    result = pytester.runpytest_subprocess(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    says = 'simulator.pytesting.steps needs pytest-bdd, which is not installed; run: pip install "devicemode[pytest]"'
    assert [line for line in result.stderr.lines if line] == [f"ERROR: {says}"]


def test_the_steps_are_a_plugin(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["simulator.pytesting.steps"]')
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
            "*mine.feature:16: no phrase matches “the app trackss *The nearest are: “the app tracks*",
        ]
    )
