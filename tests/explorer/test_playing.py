"""Plays: the events of a scenario on its clients, step by step."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import compile_text
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.exploration import explore
from simulator.explorer import editing
from simulator.explorer.clients import Client, everywhere
from simulator.explorer.opening import opened_case
from simulator.explorer.performing import Live, Performed
from simulator.explorer.playing import Play, Player
from tests.explorer.scenarios import PUSH, draft, played, scenario

RANDOM = ("uuid", "insert_id", "device_id", "user_id", "library", "api_properties")


def told(play: Play) -> bytes:
    """Return the whole play, as bytes."""
    return msgspec.json.encode([(track.client, track.moments) for track in play.tracks])


def types(play: Play) -> list[list[str]]:
    return [[event.name for event in track.events()] for track in play.tracks]


def test_a_play_has_the_events_that_the_command_line_shows() -> None:
    play = played(Player(), draft())
    [case] = compile_text(PUSH, "push.feature", "push")
    for track in play.tracks:
        explored = explore(case, platform=track.platform)
        own = track.events()
        assert [one.name for one in own] == [one.event["event_type"] for one in explored.events]
        assert [one.because for one in own] == [one.because for one in explored.events]
        for event, other in zip(own, explored.events, strict=True):
            kept = {key: value for key, value in event.event.items() if key not in RANDOM}
            assert kept == {key: value for key, value in other.event.items() if key in kept}


@pytest.mark.parametrize("number", range(0, 2400, 300))
def test_cases_of_the_suite_hold_on_the_page_as_they_do_in_conform(number: int) -> None:
    case = suite.load()[number]
    play = played(Player(), opened_case(case.id))
    assert [moment.differences for track in play.tracks for moment in track.moments if moment.differences] == []


def test_going_on_costs_the_new_steps_alone_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    player = Player()
    of = draft()
    play = played(player, of)
    player.view(play, play.tracks[0])
    player.prepare(play)
    performed: list[object] = []
    monkeypatch.setattr(Live, "perform", performing(performed))
    monkeypatch.setattr(Live, "repeat", lambda live, steps: pytest.fail("a step was performed again"))
    longer = editing.add_lines(of, ('the app tracks "More"', "1 minute passes"))
    on = played(player, longer)
    assert len(performed) == 2 * 4
    for track, before in zip(on.tracks, play.tracks, strict=True):
        assert track.moments[: play.steps] == before.moments
    back = played(player, of)
    assert len(performed) == 2 * 4
    assert [track.moments for track in back.tracks] == [track.moments for track in play.tracks]
    monkeypatch.undo()
    assert told(on) == told(played(Player(), longer))


def test_what_amplitude_shows_after_a_step_is_what_it_shows_of_the_steps_until_then() -> None:
    player, of = Player(), draft()
    whole = played(player, of)
    for step in (0, 2, 4, whole.steps):
        part = played(Player(), of)
        assert part is not None
        cut = Player().play(of, until=step)
        assert cut is not None
        for track, other in zip(whole.tracks, cut.tracks, strict=True):
            assert player.view(whole, track, step) == Player().view(cut, other)


def test_a_look_at_amplitude_changes_nothing_that_comes_later() -> None:
    curious, of = Player(), draft(scenario('the app tracks "A"', "10 seconds pass"))
    for step in ("20 seconds pass", 'the app tracks "B"', "1 minute passes"):
        play = played(curious, of)
        for track in play.tracks:
            curious.view(play, track)
        of = editing.add_lines(of, (step,))
    assert told(played(curious, of)) == told(played(Player(), of))


def test_a_play_ends_before_a_mistake_or_goes_on_past_it() -> None:
    of = draft(scenario('the app tracks "A"', "the app comes to foregroun", 'the app tracks "B"'))
    assert played(Player(), of).steps == 2
    past = Player().play(of, past_mistakes=True)
    assert past is not None
    assert past.played == (0, 1, 3)
    assert types(past)[0] == ["A", "B"]


def test_clients_have_settings_devices_and_dialects_of_their_own() -> None:
    clients = (
        Client(key="ios", platform="ios"),
        Client(key="ios-2", platform="ios", settings={"Track All Screens": "on"}),
        Client(key="ios-3", platform="ios", dialect="shipped", settings={"trackAllPages": True}),
        Client(key="android", platform="android", device={"locale": "de_DE", "online": False}),
    )
    of = draft(scenario('the app calls screen with name "Settings"', 'the app tracks "A"'), *clients)
    play = played(Player(), of)
    assert types(play) == [["A"], ["Loaded a Screen", "A"], ["Viewed Settings Screen", "A"], ["A"]]
    assert play.tracks[3].events()[0].event["language"] == "de"


def test_a_setting_of_a_client_replaces_the_scenario_s_under_whichever_name() -> None:
    text = PUSH.replace("| Track Session Events      | on   |", "| trackSessionEvents | true |")
    client = Client(key="ios", platform="ios", settings={"Track Session Events": "off"})
    play = played(Player(), draft(text, client))
    assert not any(moment.refusals for moment in play.tracks[0].moments)
    assert "session_start" not in types(play)[0]


def test_a_divergence_taken_out_is_as_if_it_had_not_shipped() -> None:
    text = scenario('the app calls screen with name "Settings"')
    shipped = Client(key="ios", platform="ios", dialect="shipped", settings={"Track All Pages": "on"})
    without = msgspec.structs.replace(shipped, switched=("pages.ios.viewed-screen",))
    assert types(played(Player(), draft(text, shipped))) == [["Viewed Settings Screen"]]
    assert types(played(Player(), draft(text, without))) == [["Viewed Settings"]]


SHARED = """Feature: a

  Scenario: b
    Given a web app
    And a server source
    When the web app tracks "A"
    And the server tracks "B"
    And the server goes to the background
"""


def test_sources_that_a_scenario_names_share_an_amplitude() -> None:
    player = Player()
    play = played(player, draft(SHARED))
    assert play.shared
    assert [(track.title, track.source) for track in play.tracks] == [
        ("Web", "web app"),
        ("Server", "server source"),
    ]
    assert types(play) == [["A"], ["B"]]
    assert [event.number for track in play.tracks for event in track.events()] == [1, 1]
    assert [len(track.moments[4].refusals) for track in play.tracks] == [0, 1]
    assert len(player.view(play, play.tracks[0]).users) == 2


def test_a_scenario_that_names_one_app_is_played_on_the_clients_of_its_platform() -> None:
    text = scenario('the app tracks "A"').replace("an app", "an ios app")
    of = editing.add_client(draft(text), "ios", dialect="shipped")
    play = played(Player(), of)
    assert [track.title for track in play.tracks] == ["iOS as documented", "iOS as shipped"]
    assert [track.client.key for track in played(Player(), draft(text, Client(key="web", platform="web"))).tracks] == [
        "ios"
    ]


def test_whether_an_event_has_arrived_is_known() -> None:
    player = Player()
    text = scenario(
        'the app tracks "A"',
        "1 minute passes",
        "the device goes offline",
        'the app tracks "B"',
        "1 minute passes",
    )
    play = played(player, draft(text, Client(key="ios", platform="ios")))
    [track] = play.tracks
    first, second = track.events()
    assert [player.arrival(play, track, first, step) for step in (2, 3)] == ["waits", "arrived"]
    assert player.arrival(play, track, second) == "waits"
    lost = scenario("Amplitude answers 400", 'the app tracks "A"', "1 minute passes")
    play = played(player, draft(lost, Client(key="web", platform="web")))
    assert player.arrival(play, play.tracks[0], play.tracks[0].events()[0]) in ("lost", "waits")


def test_a_defect_of_ours_costs_one_client_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.conformance.running.runner import Performance

    step = Performance.step

    def broken(self: Performance, of: object, line: int | None = None) -> object:
        if line == 2 and "ios app" in self.target.sources:  # type: ignore[attr-defined]
            raise KeyError("x")
        return step(self, of, line)  # type: ignore[arg-type]

    monkeypatch.setattr(Performance, "step", broken)
    text = scenario('the app tracks "A"').replace("an app", "an ios app")
    play = played(Player(), draft(text, Client(key="ios", platform="ios")))
    assert "KeyError: 'x'" in play.tracks[0].moments[1].refusals[0].says


def test_empty_texts_have_nothing_to_play() -> None:
    assert Player().play(draft("Feature: a")) is None
    play = played(Player(), draft("Feature: a\n\n  Scenario: b\n"))
    assert (play.steps, play.clock(0), [len(track.moments) for track in play.tracks]) == (0, 0, [0, 0, 0, 0])


def test_the_player_forgets_what_has_not_been_used_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    player = Player(remember=4)
    for number in range(12):
        played(player, draft(scenario(f'the app tracks "{number}"')))
    begun: list[object] = []
    monkeypatch.setattr(Live, "perform", performing(begun))
    played(player, draft(scenario('the app tracks "11"')))
    assert len(begun) == 0
    played(player, draft(scenario('the app tracks "3"')))
    assert len(begun) == 2 * 4


def performing(done: list[object]) -> Callable[[Live, tuple[Step, ...]], Performed]:
    """Return a function that performs a step, and records that it does."""
    perform = Live.perform

    def noted(live: Live, parts: tuple[Step, ...]) -> Performed:
        done.append(parts)
        return perform(live, parts)

    return noted


def test_fifty_pages_have_fifty_answers() -> None:
    shared = Player()
    drafts = [draft(scenario(f'the app tracks "Page {number}"', f"{number + 1} minutes pass")) for number in range(50)]
    for of in drafts:
        assert told(played(shared, of)) == told(played(Player(), of))
    assert len({told(played(shared, of)) for of in drafts}) == 50


def test_everywhere_is_all_four_platforms() -> None:
    assert [client.platform for client in everywhere()] == ["web", "ios", "android", "server"]
