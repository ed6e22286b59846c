"""Events that real SDKs send to a backend, or that a port was recorded to send, beside the reference."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from simulator.backend import Backend
from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.outcomes import Arrival
from simulator.backend.reading.rows import Row, rows_of
from simulator.conformance import suite
from simulator.conformance.records.recording import Recording
from simulator.conformance.records.stream import begin_of, end_of, record_of_verdict, written
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import perform
from simulator.conformance.subject import PortInfo
from simulator.errors import UsageError
from simulator.explorer.columns import table
from simulator.explorer.live import MOST_ROWS, Live, beside, calls_behind, live_play
from simulator.explorer.opening import opened_failure
from simulator.explorer.playing import Player
from simulator.explorer.saving import feature_of
from simulator.explorer.timeline import timeline
from simulator.model.simulation import Simulation
from simulator.values import JSONObject
from simulator.wire.requests import Request
from tests.explorer.scenarios import draft, played, scenario


def live_of(*, dropped: str = "") -> Live:
    """Return the events of a web page and a phone, without those of one name."""
    backend, arrivals = Backend(), list[Arrival]()
    ingestion = Ingestion(lambda key: backend, observe=arrivals.append)
    simulation = Simulation(wire=ingestion.answer, seed="real")
    web, phone = simulation.web(), simulation.ios({"Track Session Events": True})
    web.track("Product Viewed", {"price": 3})
    simulation.advance(7000)
    web.identify("derek", {"plan": "Basic"})
    web.track("Order Completed", {"revenue": 25, "orderId": "o-1"})
    phone.track("App Opened")
    simulation.advance(60_000)
    ingestion.answer(Request(path="/httpapi", fields={"api_key": "x" * 32, "event": "nonsense"}))
    rows: list[Row] = [row for one in arrivals for row in rows_of(one)]
    return Live().arrived(row for row in rows if not dropped or row.event_type != dropped)


def test_each_source_is_a_column_and_each_arrival_a_row() -> None:
    live = live_of()
    assert [(one.title, one.platform, one.events) for one in live.sources] == [("Web", "web", 4), ("iOS", "ios", 2)]
    assert live.sources[0].library.startswith("amplitude-js ")
    play = live_play(live)
    player = Player()
    grid = table(player, play)
    assert [[fact.text for fact in head.facts][:3] for head in grid.heads] == [
        ["4 events", "1 session", "1 user"],
        ["2 events", "1 session", "1 user"],
    ]
    assert grid.steps[1].text.endswith("+7 s")
    assert timeline(play, grid).lanes[0].title == "Web"


def test_what_is_refused_is_kept_with_its_sentence() -> None:
    [refused] = live_of().refused
    assert refused.status == 400
    assert refused.says


def test_the_oldest_rows_are_let_go() -> None:
    row = live_of().rows[0]
    live = Live().arrived([row] * (MOST_ROWS + 5))
    assert len(live.rows) == MOST_ROWS
    assert Live().events == ()
    assert live_play(Live()).tracks == ()


def test_a_source_stands_beside_the_reference_of_the_calls_behind_it() -> None:
    live = live_of()
    web = live.sources[0]
    kept = calls_behind(live, web.key)
    assert 'When the app tracks "Product Viewed" with the properties' in kept.text.replace("web app", "app")
    assert feature_of(kept).passes
    player = Player()
    play = beside(live, player, web.key)
    assert play is not None
    assert [track.title for track in play.tracks] == ["Web, live", "Web, reference"]
    assert table(player, play).different == 0


def test_what_a_source_leaves_out_or_does_otherwise_is_seen() -> None:
    live = live_of(dropped="revenue_amount")
    player = Player()
    play = beside(live, player, live.sources[0].key)
    assert play is not None
    grid = table(player, play)
    assert [row.name for step in grid.steps for row in step.rows if row.differs] == ["revenue_amount"]
    text = scenario('the app tracks "Product Viewed" with the properties\n      | price | 4 |')
    other = beside(live, player, live.sources[0].key, draft(text))
    assert other is not None
    facts = [
        fact.text
        for step in table(player, other).steps
        for row in step.rows
        for cell in row.cells
        for fact in cell.facts
    ]
    assert {"price 3", "price 4"} <= set(facts)
    assert beside(live, player, "nobody") is None


CASE = "page-and-screen/client-and-server#named"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of a port that names pages wrongly."""

    class Wrong(Reference):
        def view(self):  # type: ignore[no-untyped-def]  # as its base
            view = super().view()
            events: tuple[JSONObject, ...] = tuple({**event, "event_type": "Song Played"} for event in view.events)
            return msgspec.structs.replace(view, events=events)

    case = next(one for one in suite.load() if one.id == CASE)
    recording = Recording(Wrong(seed=case.id))
    verdict = perform(case, recording, dialect="documented")
    record = record_of_verdict(case, verdict, recording.observations)
    begin = begin_of([case], port=PortInfo(name="my-port", version="0.1.0"))
    path = tmp_path_factory.mktemp("report") / "run.jsonl"
    path.write_bytes(b"".join(written([begin, record, end_of([record], discovered=1)])))
    return path


def test_a_failing_case_opens_at_its_step_with_the_port_beside_the_reference(report: Path) -> None:
    player = Player()
    play, failure = opened_failure(CASE, report, player)
    assert (failure.target, failure.step) == ("my-port 0.1.0", 3)
    assert failure.differences == (("event 1: event_type", "Loaded Merchant Settings Page", "Song Played"),)
    assert [track.title for track in play.tracks] == ["Web, reference", "Web, my-port 0.1.0"]
    grid = table(player, play)
    assert [cell.kind for cell in grid.steps[2].rows[0].cells] == ["holds", "fails"]
    assert [row.name for row in grid.steps[1].rows] == ["Loaded Merchant Settings Page", "Song Played"]


def test_a_case_that_did_not_fail_can_t_be_opened_as_a_failure(report: Path) -> None:
    with pytest.raises(UsageError, match='has no case "x"'):
        opened_failure("x", report, Player())
    with pytest.raises(UsageError):
        opened_failure(CASE, report.with_name("other.jsonl"), Player())
    assert played(Player(), draft())
