"""One Amplitude for all clients: what each did for itself is one scenario, and is saved as one."""

from __future__ import annotations

import pytest

from simulator.errors import UsageError
from simulator.explorer import editing
from simulator.explorer.amplitude import shown
from simulator.explorer.clients import Client, everywhere
from simulator.explorer.drafts import Draft
from simulator.explorer.merging import expects_something, into_one
from simulator.explorer.playing import Player
from simulator.explorer.saving import feature_of
from tests.explorer.scenarios import PHONES, draft, played, scenario


def merged(of: Draft, player: Player | None = None) -> Draft:
    return into_one(of, played(player or Player(), of))


def phones(*steps: str) -> Draft:
    return draft(scenario(*steps), *(Client(key=one, platform=one) for one in PHONES))


def test_every_client_does_each_step_that_it_takes() -> None:
    player = Player()
    alone = played(player, draft())
    one = merged(draft(), player)
    together = played(player, one)
    assert together.shared
    for track in alone.tracks:
        names = [event.name for event in together.track(track.client.key).events()]
        assert names == [event.name for event in track.events()], track.title
    # A server has nothing that could go to the background.
    assert "the server source goes" not in one.text
    [amplitude] = shown(player, together)
    assert len([user for user in amplitude.users if user.user_id == "derek"]) == 1
    assert feature_of(one).passes


def test_what_a_client_has_of_its_own_is_written_for_it() -> None:
    of = editing.set_setting(phones('the app tracks "A"'), "Track Session Events", True, client="ios")
    of = editing.set_device(of, "carrier", "Telia", client="android")
    assert merged(of).text.split("\n")[3:] == [
        "    Given an ios app with the settings",
        "      | Track Session Events | on |",
        "    And an android app",
        "    And the device has",
        "      | carrier | Telia |",
        '    When the ios app tracks "A"',
        '    And the android app tracks "A"',
        "",
    ]


def test_what_was_expected_of_each_alone_is_left_out() -> None:
    of = editing.add_lines(phones('the app tracks "A"'), ("Amplitude sees 1 user",))
    assert expects_something(of)
    assert not expects_something(merged(of))


def test_the_one_dialect_of_all_is_their_tag_and_several_are_said() -> None:
    clients = tuple(Client(key=one, platform=one, dialect="shipped") for one in PHONES)
    of = merged(draft(scenario('the app tracks "A"'), *clients))
    assert "@dialect:shipped" in feature_of(of).text
    mixed = editing.change_client(of, Client(key="ios", platform="ios"))
    assert [one for one in feature_of(mixed).left_out if "documented and others as shipped" in one]


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (phones('the app tracks "A"', "the device goes offline"), "is about one device"),
        (phones("the app hums"), "can't be read"),
        (merged(phones('the app tracks "A"')), "share one Amplitude already"),
        (draft(scenario(), *(Client(key=f"web-{n}", platform="web") for n in range(3))), "2 Web clients at most"),
        (
            draft(scenario(), Client(key="a", platform="ios"), Client(key="b", platform="ios", dialect="shipped")),
            "iOS as documented and iOS as shipped behave differently",
        ),
        (Draft(text="", clients=everywhere()), "no scenario yet"),
    ],
)
def test_what_one_scenario_can_t_say(of: Draft, says: str) -> None:
    play = Player().play(of) or played(Player(), draft())
    with pytest.raises(UsageError, match=says):
        into_one(of, play)
