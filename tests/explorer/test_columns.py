"""The grid: equal events in one row, differences, heads; an opened event; the time axis."""

from __future__ import annotations

from simulator.explorer import editing
from simulator.explorer.clients import Client
from simulator.explorer.columns import Cell, Table, table
from simulator.explorer.facts import apart
from simulator.explorer.opened import opened
from simulator.explorer.playing import Player
from simulator.explorer.timeline import Timeline, span, timeline
from tests.explorer.scenarios import PUSH, draft, played, scenario


def grid_of(text: str = PUSH, *clients: Client, step: int | None = None) -> Table:
    player = Player()
    return table(player, played(player, draft(text, *clients)), step=step)


def rows(grid: Table) -> list[tuple[int, str, str, int]]:
    return [(row.step, row.name, row.status, row.sent) for step in grid.steps for row in step.rows if row.mark]


def facts(cell: Cell) -> list[str]:
    return [f"≠ {fact.text}" if fact.differs else fact.text for fact in cell.facts]


def row_facts(grid: Table, step: int, name: str, occurrence: int = 1) -> list[list[str]]:
    found = [row for one in grid.steps for row in one.rows if (row.step, row.name) == (step, name)]
    return [facts(cell) for cell in found[occurrence - 1].cells]


def test_equal_events_stand_in_one_row() -> None:
    assert rows(grid_of()) == [
        (2, "session_start", "missing", 2),
        (2, "Product Viewed", "same", 4),
        (4, "$identify", "same", 4),
        (7, "Push Received", "differs", 4),
        (9, "session_end", "missing", 2),
        (9, "session_start", "missing", 2),
        (10, "Push Opened", "differs", 4),
        (11, "Order Completed", "differs", 4),
        (11, "Product Purchased", "differs and missing", 2),
        (11, "revenue_amount", "differs and missing", 3),
        (11, "Product Purchased", "differs and missing", 2),
        (11, "revenue_amount", "missing", 1),
    ]


def test_what_differs_is_marked_where_it_is_the_exception() -> None:
    grid = grid_of()
    assert row_facts(grid, 7, "Push Received") == [
        ["≠ session 2 begins"],
        ["≠ out of session"],
        ["≠ out of session"],
        ["≠ no user"],
    ]
    assert row_facts(grid, 11, "revenue_amount")[:3] == [["≠ revenue 19", "Monopoly"], ["revenue 25"], ["revenue 25"]]
    assert row_facts(grid, 11, "Order Completed")[1] == ["≠ 2 products"]
    assert row_facts(grid, 9, "session_end")[1] == ["dated 12:02:00"]
    assert row_facts(grid, 4, "$identify") == [["user 1 = derek"]] * 4


def test_heads_say_what_holds_for_the_whole_column() -> None:
    heads = {head.client: [(fact.text, fact.differs) for fact in head.facts] for head in grid_of().heads}
    assert heads["ios"] == [("9 events", False), ("2 sessions", False), ("1 user", False), ("revenue 25", False)]
    assert heads["server"][:2] == [("7 events", True), ("no sessions", True)]


def test_a_step_that_is_refused_somewhere_says_so_there_alone() -> None:
    [row] = next(step.rows for step in grid_of().steps if step.step == 5)
    assert [cell.kind for cell in row.cells] == ["empty", "empty", "empty", "refused"]
    assert row.cells[3].sentences == ("a server source has no device, no page and no app to launch",)


def test_a_call_of_which_nobody_makes_an_event_can_be_asked_about() -> None:
    [row] = grid_of(scenario('the app calls page with name "Settings"')).steps[1].rows
    assert [cell.kind for cell in row.cells] == ["nothing", "refused", "refused", "nothing"]
    [named] = grid_of(scenario('the app identifies "derek"'), Client(key="ios", platform="ios")).steps[1].rows
    assert (named.cells[0].kind, facts(named.cells[0])) == ("empty", ["user 1 = derek"])


def test_expectations_hold_or_fail_in_each_column() -> None:
    grid = grid_of(
        editing.add_lines(draft(scenario('the app calls page with name "S"')), ("Amplitude sees 1 user",)).text
    )
    assert [cell.kind for cell in grid.steps[-1].rows[0].cells] == ["fails"] * 4
    assert grid.steps[-1].rows[0].cells[0].sentences == ("users: expected 1, but was 0",)


def test_two_readings_of_one_platform_are_compared_in_every_field() -> None:
    clients = (Client(key="ios", platform="ios"), Client(key="ios-2", platform="ios", dialect="shipped"))
    text = PUSH.partition("    And the app goes to")[0]
    grid = grid_of(text, *clients)
    assert [head.title for head in grid.heads] == ["iOS as documented", "iOS as shipped"]
    assert [row for row in rows(grid) if row[1] == "$identify"] == [
        (4, "$identify", "missing", 1),
        (4, "$identify", "numbering", 2),
    ]


def test_numbering_counts_only_when_it_is_asked_for() -> None:
    clients = (
        Client(key="ios", platform="ios"),
        Client(key="ios-2", platform="ios", settings={"Track Session Events": "on"}),
    )
    player = Player()
    play = played(player, draft(scenario('the app tracks "A"'), *clients))
    plain, counted = table(player, play), table(player, play, numbering=True)
    assert [row[2] for row in rows(plain)] == ["missing", "numbering"]
    assert [row[2] for row in rows(counted)] == ["missing", "differs"]
    assert (plain.different, counted.different) == (1, 2)


def test_rows_before_a_step_are_the_same_whatever_comes_after() -> None:
    player, of = Player(), draft()
    play = played(player, of)
    longer = played(player, editing.add_lines(of, ('the app tracks "More"',)))
    assert table(player, longer).steps[: play.steps] == table(player, play).steps
    assert table(player, longer, step=5) == table(player, play, step=5)


def test_majorities() -> None:
    sides = [{"a": 1}, {"a": 1}, {"a": 2}]
    assert apart(sides, [frozenset()] * 3) == [[], [], [("a", 2, 1)]]
    assert [len(one) for one in apart([{"a": 1}, {}], [frozenset()] * 2)] == [1, 0]
    assert [len(one) for one in apart([{"user_id": "user 1"}, {}], [frozenset()] * 2)] == [0, 1]
    assert apart([{"a": 1}, {"a": True}], [frozenset()] * 2)[0] != []
    assert apart([{"a": 1}, {"a": 1.0}], [frozenset()] * 2) == [[], []]


def test_an_event_is_opened_with_its_ids_by_role_and_held_against_its_neighbour() -> None:
    player = Player()
    play = played(player, draft())
    looked_at = opened(player, play, "ios", 9)
    assert (looked_at.name, looked_at.number, looked_at.of, looked_at.line) == ("revenue_amount", 9, 9, 21)
    assert (looked_at.user.role, looked_at.user.value) == ("user 1", "derek")
    assert (looked_at.session.role, looked_at.session.shown) == ("session 2", "12:42:20")
    assert len(looked_at.device.shown) == 11
    assert [(one.title, one.says) for one in looked_at.beside] == [
        ("Web", "revenue 19"),
        ("iOS", "revenue 25"),
        ("Android", "revenue 25"),
        ("Server", "not sent"),
    ]
    assert looked_at.against == "Android"
    assert not any(line.differs for line in looked_at.lines)
    assert {line.role for line in looked_at.lines if line.role} == {"user 1", "device 1", "session 2"}
    web = opened(player, play, "web", 7)
    assert any(line.path == "event_properties.$price" and line.differs for line in web.lines)


def axis(folded: bool = True) -> Timeline:
    player = Player()
    play = played(player, draft())
    return timeline(play, table(player, play), folded=folded)


def test_the_axis_folds_idle_time_and_gives_equal_events_one_slot() -> None:
    made = axis()
    assert [one.says for one in made.segments if one.kind == "folded"] == ["40 min"]
    assert not [one for one in axis(folded=False).segments if one.kind == "folded"]
    slots: dict[tuple[int, int], set[str]] = {}
    for lane in made.lanes:
        for mark in lane.marks:
            slots.setdefault((mark.at, mark.slot), set()).add(mark.name)
    assert all(len(names) == 1 for names in slots.values())
    for one, after in zip(made.segments, made.segments[1:], strict=False):
        assert one.ended == after.began


def test_lanes_have_sessions_as_bars_with_breaks_where_the_user_changes() -> None:
    web, ios, _, server = axis().lanes
    assert (ios.says, server.says, server.sessions) == ("2 sessions", "no sessions", False)
    assert [(bar.role, bar.known) for bar in ios.bars] == [
        ("session 1", False),
        ("session 1", True),
        ("session 2", True),
    ]
    assert ios.bars[0].ended == ios.bars[1].began
    assert [(one.kind, one.says) for one in ios.breaks] == [("user", "user 1 = derek")]
    assert sum(one.events for one in web.uploads) == 9
    assert [one.ended - one.began for one in ios.away] == [(40 * 60 + 20) * 1000]


def test_spans_are_said_in_two_units_at_most() -> None:
    assert [span(one) for one in (5, 20_000, 2_400_000, 90_000_000, 2 * 86_400_000)] == [
        "5 ms",
        "20 s",
        "40 min",
        "1 day 1 h",
        "2 days",
    ]
