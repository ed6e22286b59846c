"""Acts on a draft, and their effect on the text."""

from __future__ import annotations

import pytest

from simulator.errors import DeviceError, SettingsError, UsageError
from simulator.explorer import editing
from simulator.explorer.acts import acts, call_lines, forms, lifelike
from simulator.explorer.clients import MOST_CLIENTS, another, everywhere, title
from simulator.explorer.opening import empty
from simulator.explorer.playing import Player
from simulator.explorer.stage import device_of, settings_of
from tests.explorer.scenarios import draft, played

KEYWORDS = """Feature: a

  Scenario: b
    Given an app
    When the app tracks "A"
    And the app tracks "B"
"""


def test_the_first_act_makes_a_scenario() -> None:
    made = editing.add_lines(draft(""), ('the app tracks "A"',))
    assert made.text == (
        'Feature: New scenario\n\n  Scenario: New scenario\n    Given an app\n    When the app tracks "A"\n'
    )


def test_keywords_fit_whatever_stands_around() -> None:
    made = editing.add_lines(draft(KEYWORDS), ("Amplitude sees 1 user",), after=2)
    assert made.text.endswith(
        '    When the app tracks "A"\n    Then Amplitude sees 1 user\n    When the app tracks "B"\n'
    )
    removed = editing.remove_step(made, 3)
    assert [step.type for step in removed.script.steps] == ["given", "when", "when"]  # type: ignore[union-attr]
    assert editing.remove_step(draft(KEYWORDS), 2).text.endswith('    Given an app\n    When the app tracks "B"\n')


def test_steps_go_to_where_they_are_put() -> None:
    made = editing.add_lines(draft(KEYWORDS), ("1 minute passes", "the app is killed"), after=2)
    assert [step.text for step in made.script.steps] == [  # type: ignore[union-attr]
        "an app",
        'the app tracks "A"',
        "1 minute passes",
        "the app is killed",
        'the app tracks "B"',
    ]
    assert editing.add_lines(draft(KEYWORDS), ("an app",), after=0).text.split("\n")[3] == "    Given an app"


def test_a_table_goes_with_its_step() -> None:
    lines = call_lines("track", {"event": "A", "properties": {"a|b": "x|y", "n": "25"}})
    made = editing.add_lines(draft(KEYWORDS), lines, after=1)
    assert "      | a\\|b | x\\|y |\n" in made.text
    assert '      | n    | "25" |\n' in made.text
    assert editing.step_lines(made, 2) == lines
    assert editing.remove_step(made, 2).text == KEYWORDS


def test_a_broken_step_is_repaired_where_it_stands() -> None:
    broken = draft(KEYWORDS.replace('the app tracks "B"', "the app comes to foreground"))
    [mistake] = broken.document.mistakes
    repaired = editing.repair(broken, mistake.line, mistake.instead[0])
    assert not repaired.document.mistakes
    assert "And the app comes to the foreground" in repaired.text
    with pytest.raises(UsageError, match="there is no step on line 99"):
        editing.repair(broken, 99, "x")


def test_steps_in_another_language_get_its_keywords() -> None:
    text = "# language: de\nFunktionalität: a\n\n  Szenario: b\n    Angenommen an app\n"
    made = editing.add_lines(draft(text), ('the app tracks "A"', "Amplitude sees 1 user"))
    assert made.text.endswith('    Wenn the app tracks "A"\n    Dann Amplitude sees 1 user\n')


def test_a_setting_for_all_is_a_row_and_for_one_its_own() -> None:
    of = editing.set_setting(draft(KEYWORDS), "Log Revenue V2", True)
    assert "    Given an app with the settings\n      | Log Revenue V2 | on |\n" in of.text
    assert "| Log Revenue V2 | off |" in editing.set_setting(of, "useLogRevenueV2", False).text
    assert editing.set_setting(of, "logRevenueV2", None).text == KEYWORDS
    own = editing.set_setting(of, "Track All Pages", True, client="ios")
    assert own.text == of.text
    rows = {row.name: row for row in settings_of(own, "ios")}
    assert (rows["Track All Pages"].value, rows["Track All Pages"].origin) == (True, "client")
    assert (rows["Log Revenue V2"].value, rows["Log Revenue V2"].origin) == (True, "scenario")
    assert rows["Track Revenue Per Product"].says == "No effect on iOS: works on web and server."
    assert [row.origin for row in settings_of(own, "ios")][:3] == ["client", "scenario", "default"]
    assert editing.set_setting(own, "Track All Pages", None, client="ios") == of


def test_names_of_traits_are_a_list_on_the_stage_and_one_cell_in_the_text() -> None:
    of = editing.set_setting(draft(KEYWORDS), "Traits to Set Once", ["plan", "city"])
    assert "| Traits to Set Once | plan, city |" in of.text
    rows = {row.name: row for row in settings_of(of, "web")}
    assert rows["Traits to Set Once"].value == ["plan", "city"]


@pytest.mark.parametrize(("name", "value"), [("Track Al Pages", True), ("Track All Pages", "perhaps")])
def test_a_setting_that_is_none_is_refused(name: str, value: object) -> None:
    with pytest.raises(SettingsError):
        editing.set_setting(draft(KEYWORDS), name, value)


def test_the_device_for_all_is_a_step_and_for_one_its_own() -> None:
    of = editing.set_device(draft(KEYWORDS), "locale", "de_DE")
    assert "    And the device has\n      | locale | de_DE |\n" in of.text
    both = editing.set_device(of, "carrier", "Telekom", client="android")
    attributes = {row.name: row for row in device_of(both, "android")}
    assert (attributes["locale"].value, attributes["locale"].origin) == ("de_DE", "scenario")
    assert (attributes["carrier"].value, attributes["carrier"].origin) == ("Telekom", "client")
    assert device_of(both, "server") == ()
    events = {track.client.key: track.events() for track in played(Player(), both).tracks}
    assert events["android"][0].event["carrier"] == "Telekom"
    assert events["ios"][0].event["language"] == "German"
    assert editing.set_device(of, "locale", None).text == KEYWORDS
    with pytest.raises(DeviceError):
        editing.set_device(of, "locale", "xx_XX", client="ios")


def test_clients_come_and_go_and_keep_their_keys() -> None:
    of = editing.add_client(empty(), "ios", dialect="shipped")
    assert [title(one, of.clients) for one in of.clients] == [
        "Web",
        "iOS as documented",
        "iOS as shipped",
        "Android",
        "Server",
    ]
    less = editing.remove_client(of, "ios")
    assert [title(one, less.clients) for one in less.clients] == ["Web", "iOS", "Android", "Server"]
    assert editing.add_client(less, "ios").clients[2].key == "ios"
    twins = editing.add_client(empty(), "web", like="web")
    assert [title(one, twins.clients) for one in twins.clients][:2] == ["Web", "Web 2"]
    clients = everywhere()
    while len(clients) < MOST_CLIENTS:
        clients = (*clients, another(clients, "web"))
    with pytest.raises(UsageError, match="there are 50 clients already"):
        another(clients, "web")
    with pytest.raises(UsageError, match='there is no client "nobody"'):
        editing.remove_client(empty(), "nobody")


def test_every_act_is_a_step_that_is_read_and_played() -> None:
    of = editing.add_lines(empty(), ('the app tracks "A"',))
    for act in acts():
        made = editing.add_lines(of, act.lines)
        assert not made.document.mistakes
        play = played(Player(), made)
        refused = {track.platform for track in play.tracks if track.moments[-1].refusals}
        assert not refused & set(act.platforms) or act.label in ("launch", "push", "come back")


def test_every_form_has_its_fields_and_its_examples_can_be_called() -> None:
    assert [form.method for form in forms()] == [
        "track",
        "identify",
        "page",
        "screen",
        "group",
        "alias",
        "flush",
        "reset",
    ]
    examples = [(form.method, example) for form in forms() for example in form.examples]
    assert len(examples) > 15
    for method, example in examples:
        assert not editing.add_lines(empty(), call_lines(method, example.fields)).document.mistakes


@pytest.mark.parametrize("method", [form.method for form in forms()])
def test_lifelike_values_are_the_same_for_the_same_seed(method: str) -> None:
    for seed in range(2):
        fields = lifelike(method, seed)
        assert fields == lifelike(method, seed)
        assert not editing.add_lines(empty(), call_lines(method, fields)).document.mistakes


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("iOS", 'another client is called "iOS" already'),
        ("x" * 41, "a client's name has at most 40 characters, all of them printable"),
        ("A, on B", "a client's name can't contain"),
    ],
)
def test_names_that_a_client_can_t_have(name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        editing.name_client(draft(), "web", name)


def test_a_client_is_called_what_a_person_calls_it() -> None:
    named = editing.name_client(draft(), "web", "  The   shop ")
    assert title(named.clients[0], named.clients) == "The shop"
    again = editing.name_client(named, "web", "")
    assert title(again.clients[0], again.clients) == "Web"
