"""The reasons for an event's values, and for an event that was not sent."""

from __future__ import annotations

import pytest

from simulator.documentation.rules import rules
from simulator.explorer import editing
from simulator.explorer.clients import Client
from simulator.explorer.playing import Player
from simulator.explorer.why import WhyNot, explained, why, why_not
from tests.explorer.scenarios import PUSH, draft, played, scenario


def not_sent(text: str, step: int, client: str, name: str, *clients: Client) -> WhyNot:
    player = Player()
    return why_not(player, played(player, draft(text, *clients)), step, client, name)


def test_why_names_each_rule_with_its_sentence_and_what_decided() -> None:
    player = Player()
    play = played(player, draft())
    told = why(player, play, "ios", 9)
    by_rule = {note.rule: note for note in told.notes}
    assert set(by_rule) == set(play.track("ios").event(9).because)
    price = by_rule["revenue-v2.price"]
    assert price.says == rules()["revenue-v2.price"].says
    assert (price.subject, price.section, price.lines) == ("Revenue", "Log Revenue V2", ("282", "288"))
    assert [one.says for one in price.decided_by] == ["Log Revenue V2 on", '"revenue": 25']
    assert price.cases > 10
    subjects = [note.subject for note in told.notes]
    assert len(set(subjects)) == sum(a != b for a, b in zip(subjects, [*subjects[1:], ""], strict=True))


def test_what_sets_an_event_apart_from_its_neighbour_comes_first() -> None:
    player = Player()
    apart = why(player, played(player, draft()), "ios", 9).apart
    assert apart is not None
    assert (apart.title, apart.client, apart.neighbour) == ("Web: revenue 19. Why?", "web", "iOS")
    assert apart.notes[0].rule == "order.revenue-per-product"
    assert "Track Revenue Per Product on" in [one.says for one in apart.notes[0].decided_by]


def test_a_rule_of_the_platform_keeps_an_event_back() -> None:
    told = not_sent(PUSH, 11, "ios", "Product Purchased")
    assert told.rule is not None
    assert told.rule.rule == "order.mobile-is-track"
    assert [(stage.outcome, stage.says) for stage in told.stages][2] == (
        "ended",
        "made two commands of it, none for Product Purchased",
    )
    assert told.stages[2].detail == "logEvent Order Completed, logRevenueV2 25"
    [itself] = told.remedies
    assert (itself.kind, itself.lines[0], itself.before) == (
        "step",
        'the app tracks "Product Purchased" with the properties',
        False,
    )


def test_a_setting_that_is_off_keeps_an_event_back() -> None:
    told = not_sent(scenario('the app calls screen with name "S"'), 2, "android", "")
    assert told.title == (
        "Android sends no event here: Track Named Pages, Track All Pages and Track All Screens are off."
    )
    assert told.rule is not None
    assert told.rule.rule == "page.off-by-default"
    of = editing.set_setting(draft(scenario('the app calls screen with name "S"')), told.remedies[0].name, True)
    assert played(Player(), of).track("android").events()
    assert told.expect == ("Amplitude receives no events",)


def test_a_setting_without_effect_here_is_named() -> None:
    told = not_sent(PUSH, 2, "web", "session_start")
    assert told.without_effect == ("Track Session Events is on, but works on iOS and Android.",)
    assert told.title == "Web sends no session_start here: Track Session Events has no effect on it."


def test_a_session_event_is_the_sdk_s_to_send() -> None:
    text = PUSH.replace("| Track Session Events      | on   |", "| Track Session Events      | off  |")
    told = not_sent(text, 2, "ios", "session_start")
    assert told.title == "iOS sends no session_start here: Track Session Events is off."
    assert [(stage.name, stage.outcome) for stage in told.stages][2:4] == [
        ("Destination", "passed"),
        ("Amplitude’s SDK", "ended"),
    ]


def test_a_refusal_ends_at_segment_s_library() -> None:
    told = not_sent(scenario('the app calls screen with name "S"'), 2, "web", "")
    assert told.title == "Web refuses the step: the Web library has no screen call; call page instead."
    assert [stage.outcome for stage in told.stages] == ["passed", "ended", *["not reached"] * 4]


def test_an_app_that_does_not_run_is_launched_by_the_remedy() -> None:
    text = scenario("the app is killed", 'the app tracks "A"')
    told = not_sent(text, 3, "ios", "A")
    assert "the app is launched" in [one.lines[0] for one in told.remedies if one.kind == "step"]


def test_a_divergence_keeps_an_event_back() -> None:
    text = scenario('the app tracks "Sold" with the properties\n      | revenue | 0 |').replace(
        "Given an app", "Given an app with the settings\n      | Log Revenue V2 | on |"
    )
    web = Client(key="web", platform="web", dialect="shipped")
    told = not_sent(text, 2, "web", "revenue_amount", web)
    assert told.title == "Web sends no revenue_amount here, as what ships departs from the documentation."
    [divergent] = [one for one in told.remedies if one.kind == "divergence"]
    assert divergent.name == "revenue.web.zero"
    of = editing.switch_divergence(draft(text, web), "web", divergent.name)
    assert "revenue_amount" in [event.name for event in played(Player(), of).track("web").events()]


def test_integrations_that_leave_amplitude_out_are_said() -> None:
    call = """the app calls track with
      \"\"\"
      {"event": "A", "integrations": {"All": false}}
      \"\"\""""
    told = not_sent(scenario(call), 2, "ios", "A")
    assert told.title == "iOS sends no A here: the call’s integrations leave Amplitude out."


def test_where_nothing_helps_that_is_said() -> None:
    told = not_sent(scenario('the app tracks "A"'), 2, "ios", "Something Else")
    assert told.rule is None
    assert told.sentences == (
        "No setting of this client, no step before it, and no divergence changes that: all were tried.",
    )


def test_what_is_asked_about_has_to_be_there() -> None:
    player = Player()
    play = played(player, draft())
    with pytest.raises(LookupError, match="no step 99 was played"):
        why_not(player, play, 99, "ios", "A")
    with pytest.raises(LookupError, match="iOS has no event 99"):
        why(player, play, "ios", 99)
    with pytest.raises(LookupError, match="no client nobody plays here"):
        why(player, play, "nobody", 1)


def test_divergences_explain_two_readings_and_those_taken_out_are_still_told() -> None:
    clients = (Client(key="ios", platform="ios"), Client(key="ios-2", platform="ios", dialect="shipped"))
    of = draft(PUSH.partition("    And the app goes to")[0], *clients)
    player = Player()
    told = explained(player, played(player, of), "ios", "ios-2")
    assert [(one.id, one.on) for one in told] == [("traits.ios.shared-identify", True)]
    assert told[0].docs
    assert told[0].ships
    without = editing.switch_divergence(of, "ios-2", "traits.ios.shared-identify")
    told = explained(player, played(player, without), "ios", "ios-2")
    assert [(one.id, one.on) for one in told] == [("traits.ios.shared-identify", False)]
    names = [[event.name for event in track.events()] for track in played(player, without).tracks]
    assert names[0] == names[1]
