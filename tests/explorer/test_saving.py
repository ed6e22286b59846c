"""Saving and opening again: observations become a feature that `devicemode conform` passes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from simulator.cli import cli
from simulator.conformance import suite
from simulator.errors import FeatureError, StoreError, UsageError
from simulator.explorer import editing
from simulator.explorer.acts import call_lines
from simulator.explorer.clients import MOST_CLIENTS, Client, everywhere
from simulator.explorer.drafts import Draft, History
from simulator.explorer.expecting import ON_AT_FIRST, What, expect, expect_event, expectable
from simulator.explorer.keeping import DraftStore
from simulator.explorer.opening import empty, opened_case, opened_file, opened_text
from simulator.explorer.playing import Player
from simulator.explorer.questions import questions
from simulator.explorer.saving import feature_of, save
from simulator.explorer.sharing import LONGEST_LINK, packed, unpacked
from simulator.explorer.why import why_not
from tests.explorer.scenarios import PUSH, draft, played, scenario

EVERYTHING: tuple[What, ...] = ("sessions", "exactly", "users", "revenue", "properties", "nothing")


def conforms(folder: Path) -> bool:
    """Run `devicemode conform` on a folder of features."""
    result = CliRunner().invoke(cli, ["conform", "--features", str(folder)])
    return result.exit_code == 0


def test_the_journey_why_are_these_two_users(tmp_path: Path) -> None:
    of, player = next(one.draft for one in questions() if one.key == "users"), Player()
    offer = expect(player, played(player, of), ("users", "exactly"))
    assert offer.says == ""
    assert "    Then Amplitude sees 2 users\n" in offer.draft.text
    assert save(offer.draft, tmp_path / "users.feature").passes
    assert conforms(tmp_path)


def test_the_journey_which_platforms_count_this_revenue_twice(tmp_path: Path) -> None:
    of, player = next(one.draft for one in questions() if one.key == "revenue"), Player()
    offer = expect(player, played(player, of), ("users", "revenue"))
    assert [part.own_scenario for part in offer.parts] == [False, True, True]
    assert "what Web as latest sends" in offer.draft.text
    assert "    Then Amplitude counts a revenue of 75\n" in offer.draft.text
    assert save(offer.draft, tmp_path / "revenue.feature").passes
    assert conforms(tmp_path)


def test_the_journey_what_happens_to_the_session_after_a_push_message(tmp_path: Path) -> None:
    player, of = Player(), empty()
    of = editing.set_setting(of, "Track Session Events", True)
    of = editing.remove_client(of, "server")
    for lines in (
        call_lines("track", {"event": "Product Viewed"}),
        ("the app goes to the background",),
        ("40 minutes pass",),
        call_lines("track", {"event": "Push Received", "integrations": {"Amplitude": {"outOfSession": True}}}),
        ("the app comes to the foreground",),
        call_lines("track", {"event": "Push Opened"}),
    ):
        of = editing.add_lines(of, lines)
    offer = expect(player, played(player, of), ON_AT_FIRST, clients=("ios", "android"))
    assert offer.passes
    assert offer.says == "iOS and Android get a scenario of their own."
    assert save(offer.draft, tmp_path / "push.feature").cases == 5
    assert conforms(tmp_path)


def test_the_journey_what_changes_with_prefer_anonymous_id(tmp_path: Path) -> None:
    player, of = Player(), editing.add_lines(empty(), ('the app tracks "A"', 'the app identifies "derek"'))
    of = editing.set_setting(of, "Prefer Anonymous ID for Device ID", True, client="web")
    of = editing.add_client(of, "web")
    offer = expect(player, played(player, of), ("users", "sessions"))
    assert save(offer.draft, tmp_path / "anonymous.feature").passes
    assert conforms(tmp_path)
    again = opened_file(tmp_path / "anonymous.feature")
    assert [client.settings for client in again.clients][:2] == [{"Prefer Anonymous ID for Device ID": "on"}, {}]


def test_the_journey_from_a_failing_case(tmp_path: Path) -> None:
    of = opened_case("page-and-screen/client-and-server#named")
    assert of.script is not None
    assert of.script.key == "named"
    assert feature_of(of).passes
    save(of, tmp_path / "case.feature")
    assert conforms(tmp_path)


def test_a_scenario_about_an_app_is_an_outline_with_a_row_for_each_client() -> None:
    of = editing.set_setting(draft(scenario('the app tracks "A"')), "Log Revenue V2", True, client="ios")
    text = feature_of(of).text
    assert "  Scenario Outline: Tried out\n    Given <client> with the settings\n" in text
    assert "      | Log Revenue V2 | <Log Revenue V2> |\n" in text
    assert "      | Tried out, on iOS     | an ios app      | on             |\n" in text
    assert "      | Tried out, on Server  | a server source | off            |\n" in text
    assert text.count("@dialect:documented") == 1


def clients() -> tuple[Client, ...]:
    return (
        *everywhere(),
        Client(key="ios-2", platform="ios", dialect="latest"),
        Client(key="web-2", platform="web", name="Ours", settings={"trackAllPages": True, "Version Name": "a | b"}),
    )


@pytest.mark.parametrize("steps", [('the app tracks "A"',), ('the app calls page with name "A"', "1 minute passes")])
def test_what_was_saved_opens_as_what_it_was(steps: tuple[str, ...]) -> None:
    text = scenario(*steps).replace("an app", "an app with the settings\n      | Traits to Set Once | a, b |")
    only = tuple(one for one in clients() if one.platform == "web")
    of = draft(text, *only)
    again = opened_text(feature_of(of).text)
    assert [(one.platform, one.dialect, one.settings) for one in again.clients] == [
        (one.platform, one.dialect, one.settings) for one in only
    ]
    assert [track.events() for track in played(Player(), again).tracks] == [
        track.events() for track in played(Player(), of).tracks
    ]
    assert feature_of(again).text == feature_of(of).text


def test_what_is_refused_on_a_client_is_expected_there() -> None:
    text = feature_of(draft(scenario('the app tracks "A"', "the app goes to the background"))).text
    assert text.count("Then it is refused with") == 1
    outline, _, server = text.partition("Scenario: Tried out, on Server")
    assert "a server source" in server
    assert "refused" not in outline


def test_what_does_not_hold_is_told_and_saved_even_so(tmp_path: Path) -> None:
    of = editing.add_lines(draft(scenario('the app tracks "A"')), ("Amplitude sees 3 users",))
    feature = save(of, tmp_path / "wrong.feature")
    assert not feature.passes
    assert len(feature.failing) == 4
    assert feature.failing[0].says == "users: expected 3, but was 1"
    assert feature.text.split("\n")[feature.failing[0].line - 1].strip() == "Then Amplitude sees 3 users"
    assert not conforms(tmp_path)


def test_what_can_t_be_read_is_not_saved() -> None:
    with pytest.raises(FeatureError, match="line 5: no phrase matches"):
        feature_of(draft(scenario("nothing at all")))
    with pytest.raises(FeatureError, match="no scenario to save yet"):
        feature_of(draft("Feature: a"))


OUTLINE = """Feature: a

  Scenario Outline: b
    Given an app with the settings
      | Track All Pages | <on> |
    When the app tracks "<event>"

    Examples:
      | case | event | on  |
      | one  | A     | on  |
      | two  | B     | off |
"""
GERMAN = """# language: de
Funktionalität: a

  Szenario: b
    Angenommen an app
    Wenn the app tracks "A"
"""
BACKGROUND = """Feature: a

  Background: everywhere
    Given an app with the settings
      | Track All Pages | on |

  Scenario: b
    When the app tracks "A"

  Scenario: c
    When the app tracks "C"
"""


@pytest.mark.parametrize(("text", "cases"), [(OUTLINE, 8), (GERMAN, 4), (BACKGROUND, 8)])
def test_whatever_leaves_its_app_open_is_written_for_each_client(text: str, cases: int) -> None:
    feature = feature_of(draft(text))
    assert (feature.cases, feature.failing) == (cases, ())


def test_a_feature_in_another_language_opens_again() -> None:
    assert opened_text(feature_of(draft(GERMAN)).text).text == GERMAN


SMALL = sorted({case.path for case in suite.load() if "sessions" in case.id or "advertising" in case.id})[:4]


@pytest.mark.parametrize("path", [Path(path) for path in SMALL], ids=lambda path: path.stem)
def test_features_of_others_stay_as_they_are(path: Path) -> None:
    feature = feature_of(opened_file(path))
    assert feature.text == path.read_text("utf-8")
    assert feature.passes


def test_switched_divergences_can_t_be_written_and_that_is_said() -> None:
    client = Client(key="ios", platform="ios", dialect="shipped", switched=("pages.ios.viewed-screen",))
    [sentence] = feature_of(draft(scenario('the app tracks "A"'), client)).left_out
    assert sentence == (
        "iOS is saved as shipped, without the divergence that is switched in it: a feature has no words for that."
    )


def test_names_that_people_gave_clients_are_kept() -> None:
    clients = tuple(
        Client(key=key, platform="ios", name=name) for key, name in (("ios", "Shop"), ("ios-2", ""), ("ios-3", "Game"))
    )
    text = feature_of(draft(scenario('the app tracks "A"'), *clients)).text
    assert sorted(one.name for one in opened_text(text).clients) == ["", "Game", "Shop"]
    assert feature_of(opened_text(text)).text == text


def test_expectations_say_what_there_is_to_expect() -> None:
    player = Player()
    offers = {one.what: one for one in expectable(player, played(player, draft()))}
    assert offers["users"].help == "Amplitude sees 1 user."
    assert offers["revenue"].help == "Amplitude counts 25."
    assert [one.what for one in offers.values() if not one.available] == ["nothing"]


@pytest.mark.parametrize("step", [1, 2, 5, 11])
def test_everything_that_is_seen_can_be_expected_after_any_step(step: int) -> None:
    player = Player()
    play = played(player, draft())
    offer = expect(player, play, EVERYTHING, step=step)
    assert (offer.passes, offer.failing) == (True, ())


def test_a_row_of_an_outline_becomes_a_scenario_before_more_is_expected_of_it() -> None:
    player, of = Player(), opened_case("page-and-screen/client-and-server#named")
    offer = expect(player, played(player, of), ("exactly", "users"))
    assert (offer.passes, offer.failing) == (True, ())
    assert offer.draft.script is not None
    assert offer.draft.script.key.endswith("-named")
    assert offer.draft.text.startswith(of.text.rstrip())
    mine = editing.own_copy(of)
    assert len(mine.document.scripts) == 1
    assert [one.step for one in mine.script.steps] == [one.step for one in of.script.steps]  # type: ignore[union-attr]
    assert feature_of(mine).passes


def test_an_event_can_be_expected_alone() -> None:
    player = Player()
    play = played(player, draft())
    for track in play.tracks:
        offer = expect_event(player, play, track.client.key, len(track.events()))
        assert (offer.passes, offer.failing) == (True, ())


def test_roles_that_have_values_keep_them() -> None:
    player, of = Player(), opened_case("flush-and-reset/reset#waiting-ios")
    offer = expect(player, played(player, of), ("exactly", "sessions"))
    assert (offer.passes, offer.failing) == (True, ())
    assert "<first device id>" in offer.draft.text.rpartition("Then")[2]


def test_that_nothing_comes_can_be_expected() -> None:
    player, of = Player(), draft(scenario('the app calls page with name "A"'), Client(key="web", platform="web"))
    told = why_not(player, played(player, of), 2, "web", "")
    assert feature_of(editing.add_lines(of, told.expect)).passes


@pytest.mark.parametrize("case", ["", "nothing#such"])
def test_opening_says_what_it_can_t_open(tmp_path: Path, case: str) -> None:
    path = tmp_path / "a.feature"
    with pytest.raises(FeatureError):
        opened_file(path)
    path.write_text(PUSH)
    assert opened_file(path).script is not None
    if case:
        with pytest.raises(UsageError, match="has no case"):
            opened_file(path, case=case)
        with pytest.raises(UsageError, match="no case has the id"):
            opened_case(case)


def test_a_link_holds_the_draft_and_nothing_else_opens() -> None:
    of = draft(PUSH, *clients())
    text = packed(msgspec.structs.replace(of, path="/somewhere/mine.feature"))
    assert unpacked(text) == of
    assert len(text) < 1500
    for broken in (
        "",
        "0",
        "1",
        "1x",
        text[:-5],
        "2" + text[1:],
        "1" + "A" * 50,
        text + "!",
        "é",
        "1" * (LONGEST_LINK + 1),
    ):
        with pytest.raises(UsageError):
            unpacked(broken)


def test_a_link_that_would_grow_beyond_measure_is_refused() -> None:
    with pytest.raises(UsageError, match="too large for a link"):
        packed(draft("x" * 2_000_000))
    import zlib
    from base64 import urlsafe_b64encode

    bomb = "1" + urlsafe_b64encode(zlib.compress(b" " * 50_000_000, 9)).decode().rstrip("=")
    with pytest.raises(UsageError):
        unpacked(bomb)
    crowd = tuple(Client(key=f"web-{number}", platform="web") for number in range(MOST_CLIENTS + 1))
    with pytest.raises(UsageError, match="this link holds no scenario"):
        unpacked(packed(draft(PUSH, *crowd)))
    twins = (Client(key="web", platform="web"), Client(key="web", platform="web"))
    with pytest.raises(UsageError):
        unpacked(packed(draft(PUSH, *twins)))


PAGE = "page-0001"


def test_drafts_outlive_the_server(tmp_path: Path) -> None:
    history = History(draft=draft()).do(draft("a"), "replace").typed(draft("ab"))
    DraftStore(tmp_path / "drafts").keep(PAGE, history)
    again = DraftStore(tmp_path / "drafts")
    assert again.kept(PAGE) == history
    assert again.kept(PAGE).undo().draft == draft("a")  # type: ignore[union-attr]
    assert again.pages() == (PAGE,)
    again.forget(PAGE)
    again.forget(PAGE)
    assert again.kept(PAGE) is None


def test_a_draft_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DraftStore(tmp_path)
    store.keep(PAGE, History(draft=draft("first")))

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="can't be written: No space left on device"):
        store.keep(PAGE, History(draft=draft("second")))
    assert store.kept(PAGE) == History(draft=draft("first"))
    assert [path.name for path in tmp_path.iterdir()] == [f"{PAGE}.json"]


@pytest.mark.parametrize("page", ["", "short", "../../etc/passwd", "a" * 65, "with space", "page\n0001", "pageé0001"])
def test_ids_of_pages_are_no_paths(tmp_path: Path, page: str) -> None:
    with pytest.raises(UsageError, match="is not the id of a page"):
        DraftStore(tmp_path).keep(page, History(draft=draft()))


def test_what_can_t_be_read_is_as_good_as_nothing(tmp_path: Path) -> None:
    (tmp_path / f"{PAGE}.json").write_bytes(b"{")
    assert DraftStore(tmp_path).kept(PAGE) is None
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="drafts can't be kept in"):
        DraftStore(tmp_path / "file")


def test_what_is_kept_of_long_histories_is_bounded(tmp_path: Path) -> None:
    history = History(draft=draft("0"))
    for number in range(20):
        history = history.do(draft(f"{number}" * 1_000_000), "paste")
    DraftStore(tmp_path).keep(PAGE, history)
    kept = DraftStore(tmp_path).kept(PAGE)
    assert kept is not None
    assert kept.draft == history.draft
    assert 0 < len(kept.done) < 6


def test_a_draft_without_a_path_has_none() -> None:
    assert isinstance(empty(), Draft)
    assert empty().path == ""
