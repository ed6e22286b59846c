"""Hostile and huge input does the model no harm."""

from __future__ import annotations

import msgspec
import pytest

from simulator.explorer import editing
from simulator.explorer.acts import call_lines
from simulator.explorer.amplitude import shown
from simulator.explorer.clients import another, everywhere
from simulator.explorer.columns import table
from simulator.explorer.expecting import expect
from simulator.explorer.opened import LONGEST_LINE, opened
from simulator.explorer.opening import empty
from simulator.explorer.playing import Player
from simulator.explorer.saving import feature_of
from simulator.explorer.timeline import timeline
from simulator.explorer.why import why
from tests.explorer.scenarios import draft, played, scenario

NAMES = (
    "<script>alert(1)</script>",
    "\u202eevil",
    "a" * 1000,
    '"; DROP TABLE events; --',
    "${1:x}",
    "line\nbreak",
    "| | |",
    '"""',
    "```",
    "\\",
    "{{7*7}}",
    "🎉",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_events_are_shown_as_they_are_and_saved(name: str) -> None:
    fields = {"event": name, "properties": {name: name}, "userId": "derek"}
    player, of = Player(), editing.add_lines(empty(), call_lines("track", fields))
    play = played(player, of)
    assert {track.events()[-1].name for track in play.tracks} == {name}
    row = table(player, play).steps[-1].rows[0]
    assert (row.name, row.sent) == (name, 4)
    offer = expect(player, play, ("exactly", "users", "sessions"))
    assert (offer.passes, offer.failing) == (True, ())


def test_a_property_of_a_megabyte_is_cut_where_it_is_shown() -> None:
    player, of = (
        Player(),
        editing.add_lines(empty(), call_lines("track", {"event": "A", "properties": {"a": "x" * 1_000_000}})),
    )
    play = played(player, of)
    server = play.track("server").events()[0]
    assert len(server.event["event_properties"]["a"]) == 1_000_000
    cut = next(line for line in opened(player, play, "server", 1).lines if line.cut)
    assert len(cut.text) < LONGEST_LINE + 100
    shown_here = (table(player, play), timeline(play, table(player, play)), why(player, play, "server", 1))
    assert len(msgspec.json.encode(shown_here)) < 50_000


def test_five_thousand_events_in_a_session_are_played() -> None:
    player, of = Player(), draft(scenario('the app tracks "A" 5000 times'), everywhere()[1])
    play = played(player, of)
    grid = table(player, play)
    assert (grid.rows, grid.different) == (5000, 0)
    assert timeline(play, grid).segments[0].slots == 5000
    assert [one.events for one in shown(player, play)[0].sessions] == [5000]


def test_twenty_clients_are_played_side_by_side() -> None:
    clients = everywhere()
    while len(clients) < 20:
        clients = (*clients, another(clients, "web" if len(clients) % 2 else "ios", dialect="shipped"))
    player, of = Player(), draft(scenario('the app tracks "A"', "1 minute passes", 'the app tracks "B"'), *clients)
    play = played(player, of)
    assert [len(track.events()) for track in play.tracks] == [2] * 20
    assert len({head.title for head in table(player, play).heads}) == 20
    assert feature_of(of).cases == 20


def test_deeply_nested_json_is_marked_and_nothing_more() -> None:
    text = scenario('the app calls track with\n      """\n      ' + "[" * 5000 + '\n      """')
    [mistake] = draft(text).document.mistakes
    assert "nests deeper" in mistake.sentence


def test_texts_without_end_are_given_up_in_one_sentence() -> None:
    nonsense = scenario('the app tracks "A"') + "nonsense\n" * 20_000
    assert draft(nonsense).document.mistakes
    [mistake] = draft("x" * 5_000_000).document.mistakes
    assert "more than 4000000 characters" in mistake.sentence


def test_one_player_answers_many_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    player = Player()
    drafts = [draft(scenario(*[f'the app tracks "{number}"'] * (number + 1))) for number in range(12)]

    def painted(number: int) -> bytes:
        play = played(player, drafts[number % 12])
        return msgspec.json.encode((table(player, play), shown(player, play)))

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(painted, range(48)))
    for number in range(12):
        alone = Player()
        play = played(alone, drafts[number])
        assert set(found[number::12]) == {msgspec.json.encode((table(alone, play), shown(alone, play)))}
