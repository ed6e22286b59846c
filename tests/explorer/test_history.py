"""Acts, undo and redo: every act can be undone and redone, and the records are the same to the byte."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.documentation.platforms import PLATFORMS
from simulator.errors import DevicemodeError
from simulator.explorer import editing
from simulator.explorer.acts import acts, call_lines
from simulator.explorer.columns import table
from simulator.explorer.drafts import LONGEST, Draft, History
from simulator.explorer.opening import empty
from simulator.explorer.playing import Player
from simulator.explorer.timeline import timeline
from simulator.values import JSONObject
from tests.explorer.scenarios import draft, played

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
values = st.none() | st.booleans() | st.integers(-1000, 1000) | texts | st.lists(st.integers(0, 9), max_size=3)
objects = st.dictionaries(texts, values, max_size=3)
calls: st.SearchStrategy[tuple[str, JSONObject]] = st.one_of(
    st.tuples(st.just("track"), st.fixed_dictionaries({"event": texts}, optional={"properties": objects})),
    st.tuples(st.just("identify"), st.fixed_dictionaries({"userId": texts}, optional={"traits": objects})),
    st.tuples(st.just("group"), st.fixed_dictionaries({"groupId": texts}, optional={"traits": objects})),
    st.tuples(st.sampled_from(["page", "screen"]), st.fixed_dictionaries({}, optional={"name": texts})),
    st.tuples(st.sampled_from(["flush", "reset"]), st.just({})),
)

Doing = Callable[[Draft], Draft]


def adding(method: str, fields: JSONObject, place: int) -> Doing:
    def do(of: Draft) -> Draft:
        count = len(of.script.steps) if of.script else 0
        return editing.add_lines(of, call_lines(method, fields), after=place % (count + 1))

    return do


doings: st.SearchStrategy[Doing] = st.one_of(
    st.builds(lambda call, place: adding(call[0], call[1], place), calls, st.integers(0, 20)),
    st.sampled_from(acts()).map(lambda act: lambda of: editing.add_lines(of, act.lines)),
    st.integers(0, 20).map(lambda at: lambda of: editing.remove_step(of, at % max(len(of.script.steps), 1) + 1)),
    st.sampled_from(["Track All Pages", "Log Revenue V2", "Prefer Anonymous ID for Device ID"]).map(
        lambda name: lambda of: editing.set_setting(of, name, True)
    ),
    st.sampled_from(["web", "ios"]).map(
        lambda key: lambda of: editing.set_setting(of, "Track All Pages", True, client=key)
    ),
    st.sampled_from(PLATFORMS).map(lambda one: lambda of: editing.add_client(of, one, dialect="shipped")),
    st.sampled_from(["android", "ios-2"]).map(lambda key: lambda of: editing.remove_client(of, key)),
    st.just(lambda of: editing.set_device(of, "locale", "de_DE", client="ios")),
    texts.map(lambda text: lambda of: editing.with_text(of, of.text + text)),
)


def records(player: Player, of: Draft) -> bytes:
    """Return all that a page shows of a draft, as bytes."""
    play = player.play(of)
    if play is None:
        return b""
    grid = table(player, play)
    moments = [track.moments for track in play.tracks]
    return msgspec.json.encode((of, moments, grid, timeline(play, grid)))


@settings(max_examples=25)
@given(st.lists(doings, max_size=12))
def test_random_acts_undone_and_redone_leave_the_same_records(todo: list[Doing]) -> None:
    player = Player()
    history = History(draft=empty())
    seen = [(history, records(player, history.draft))]
    for do in todo:
        try:
            history = history.do(do(history.draft), "act")
        except DevicemodeError:
            continue
        if history is not seen[-1][0]:
            seen.append((history, records(player, history.draft)))
    for before, shown in reversed(seen[:-1]):
        history = history.undo()
        assert history.draft == before.draft
        assert records(player, history.draft) == shown
    assert history.undo() is history
    for after, shown in seen[1:]:
        history = history.redo()
        assert history.draft == after.draft
        # By a player that remembers nothing, so that remembered plays are compared with fresh ones.
        assert records(Player(), history.draft) == shown
    assert history.redo() is history
    assert history == seen[-1][0]


def test_what_is_typed_is_one_change_until_something_else_is_done() -> None:
    history = History(draft=draft("a"))
    for text in ("ab", "abc", "abcd"):
        history = history.typed(draft(text))
    assert [one.says for one in history.done] == ["typing"]
    history = history.do(draft("x"), "remove").typed(draft("xy"))
    assert [one.says for one in history.done] == ["typing", "remove", "typing"]
    assert history.undo().undo().undo().draft.text == "a"
    assert history.undo().typed(draft("xz")).undone == ()


def test_doing_nothing_is_no_change_and_the_oldest_is_forgotten() -> None:
    history = History(draft=draft("0"))
    assert history.do(draft("0"), "nothing") is history
    for number in range(LONGEST + 5):
        history = history.do(draft(str(number)), str(number))
    assert len(history.done) == LONGEST


@pytest.mark.parametrize(("method", "fields"), [("track", {"event": "A"}), ("track", {"event": 'a "b" \\ \n|'})])
def test_a_call_reads_back_as_what_it_was(method: str, fields: JSONObject) -> None:
    play = played(Player(), editing.add_lines(empty(), call_lines(method, fields)))
    assert play.tracks[0].events()[-1].name == fields["event"]


@given(calls)
def test_every_call_is_a_line_that_makes_it(call: tuple[str, JSONObject]) -> None:
    method, fields = call
    try:
        lines = call_lines(method, fields)
    except DevicemodeError:
        return
    made = editing.add_lines(empty(), lines)
    assert not made.document.mistakes
    assert made.script is not None
    said = {name: value for name, value in fields.items() if value not in (None, "", {}, [])}
    assert getattr(made.script.steps[-1].step, "fields", None) == said
