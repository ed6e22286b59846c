"""The phases of a conversation with an adapter: where each move leads, and the impossible ones."""

from __future__ import annotations

from functools import reduce

import pytest

from simulator.ports.target.phases import Move, Phase, after

ACTION, REPORT, UPLOAD, AHEAD, EXPECTATION, CLOSE = Move


@pytest.mark.parametrize(
    ("moves", "phase"),
    [
        ([], Phase.UPLOADED),
        ([ACTION], Phase.WORKING),
        ([ACTION, REPORT], Phase.REPORTED),
        ([ACTION, REPORT, REPORT], Phase.REPORTED),
        ([ACTION, REPORT, UPLOAD], Phase.UPLOADED),
        ([ACTION, UPLOAD, REPORT], Phase.UPLOADED),
        ([ACTION, UPLOAD, ACTION], Phase.WORKING),
        ([ACTION, AHEAD], Phase.UPLOADED_AHEAD),
        ([ACTION, AHEAD, EXPECTATION], Phase.UPLOADED),
        ([ACTION, AHEAD, ACTION], Phase.WORKING),
        ([ACTION, AHEAD, CLOSE], Phase.CLOSED),
        ([CLOSE], Phase.CLOSED),
    ],
    ids=lambda one: " ".join(move.name for move in one) if isinstance(one, list) else "",
)
def test_moves_lead_from_phase_to_phase(moves: list[Move], phase: Phase) -> None:
    assert reduce(after, moves, Phase.UPLOADED) is phase


@pytest.mark.parametrize("move", Move)
def test_nothing_follows_the_end(move: Move) -> None:
    with pytest.raises(KeyError):
        after(Phase.CLOSED, move)


@pytest.mark.parametrize("move", [REPORT, UPLOAD, AHEAD])
def test_what_was_requested_ahead_is_not_requested_again(move: Move) -> None:
    with pytest.raises(KeyError):
        after(Phase.UPLOADED_AHEAD, move)


def test_what_is_known_in_each_phase() -> None:
    assert [phase for phase in Phase if not phase.reported] == [Phase.WORKING]
    assert [phase for phase in Phase if not phase.uploaded] == [Phase.WORKING, Phase.REPORTED]
