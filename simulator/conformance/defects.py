"""Exceptions that are this project's own defects, not mistakes in any input, as a sentence."""

from __future__ import annotations

import platform
from pathlib import Path
from types import FrameType
from typing import Final

from simulator import __version__
from simulator.errors import readable

PACKAGE: Final = Path(__file__).parent.parent


def defect(error: BaseException) -> str:
    """Describe an exception on one line: its text, the place in this package, and a request to report it.

    `KeyError: 'x' (simulator/model/sources.py:77, devicemode 0.2.0, Python 3.11.7); this is a defect of devicemode: …`
    """
    says = f"{type(error).__name__}: {readable(error)}".removesuffix(": ")
    place = f"{_place(error)}, devicemode {__version__}, Python {platform.python_version()}"
    return f"{says} ({place}); this is a defect of devicemode: please report this line, with the command"


def _place(error: BaseException) -> str:
    """Return the innermost line of this package that the exception came through."""
    place = "outside the package"
    trace = error.__traceback__
    while trace is not None:
        path = _path(trace.tb_frame)
        if path is not None:
            place = f"{path}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _path(frame: FrameType) -> str | None:
    path = Path(frame.f_code.co_filename)
    return path.relative_to(PACKAGE.parent).as_posix() if path.is_relative_to(PACKAGE) else None
