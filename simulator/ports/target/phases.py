"""The phases of a scenario's conversation with an adapter: what the port has been asked for since it last had to act.

A port acts, reports its events, and uploads its queue. A message that asks for something already known would only cost
time, so the phase decides which ones are sent:

    WORKING ────REPORT────► REPORTED ────UPLOAD────► UPLOADED
       └──────────────────UPLOAD────────────────────────▲

    any of them ──ACTION──► WORKING
    any of them ──CLOSE───► CLOSED

With an adapter that says `pipelining`, the upload for a scenario's first expectation is requested before earlier
replies have been read (UPLOADED_AHEAD), so that the expectation doesn't request it again; and so is the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final


class Phase(Enum):
    """The phase of a conversation, by the messages sent so far; their replies may still be on the way."""

    #: The port was given something to do, and has not been asked for the outcome yet.
    WORKING = auto()
    #: It was asked for the outcome; some events may still be queued for upload.
    REPORTED = auto()
    #: It was also asked to upload its queue. A scenario begins here: there is nothing to ask for.
    UPLOADED = auto()
    #: As `UPLOADED`, on behalf of an expectation that is still to come.
    UPLOADED_AHEAD = auto()
    #: The scenario has been closed; nothing more is sent.
    CLOSED = auto()

    @property
    def reported(self) -> bool:
        """Whether the port was asked for the outcome of its last action."""
        return self is not Phase.WORKING

    @property
    def uploaded(self) -> bool:
        """Whether the port was asked to upload what its last action queued."""
        return self in (Phase.UPLOADED, Phase.UPLOADED_AHEAD, Phase.CLOSED)


class Move(Enum):
    """The transitions from one phase of a conversation to the next."""

    #: A message that has the port do something.
    ACTION = auto()
    #: `drain` without `flush`.
    REPORT = auto()
    #: `drain` with `flush`.
    UPLOAD = auto()
    #: The same, on behalf of an expectation that is still to come.
    UPLOAD_AHEAD = auto()
    #: That expectation comes; nothing is sent.
    EXPECTATION = auto()
    #: `close`.
    CLOSE = auto()


_ALWAYS: Final = {Move.ACTION: Phase.WORKING, Move.CLOSE: Phase.CLOSED}
_UPLOADS: Final = {Move.UPLOAD: Phase.UPLOADED, Move.UPLOAD_AHEAD: Phase.UPLOADED_AHEAD}

_NEXT: Final[Mapping[Phase, Mapping[Move, Phase]]] = {
    Phase.WORKING: _ALWAYS | _UPLOADS | {Move.REPORT: Phase.REPORTED},
    Phase.REPORTED: _ALWAYS | _UPLOADS | {Move.REPORT: Phase.REPORTED},
    # Uploaded events stay uploaded when the port only reports.
    Phase.UPLOADED: _ALWAYS | _UPLOADS | {Move.REPORT: Phase.UPLOADED},
    Phase.UPLOADED_AHEAD: _ALWAYS | {Move.EXPECTATION: Phase.UPLOADED},
    Phase.CLOSED: {},
}
"""The phase after each move; a move that is missing would be a mistake of the harness's."""


def after(phase: Phase, move: Move) -> Phase:
    """Return the phase that a move leads to."""
    return _NEXT[phase][move]
