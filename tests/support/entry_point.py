"""Commands through the real entry point: their outcome, and mistakes in it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from simulator.__main__ import main
from simulator.cli.boundary import DEFECT

EXIT_CODES: Final = {0, 1, 2, 4}


class Ended:
    """The outcome of an invocation: exit code, stdout and stderr."""

    def __init__(self, code: object, out: bytes, err: bytes) -> None:
        self.code = code
        self.out = out
        self.err = err


@contextmanager
def replaced(**streams: Any) -> Iterator[None]:
    """Replace streams, or arguments, in `sys` for the length of the context."""
    before = {name: getattr(sys, name) for name in streams}
    for name, stream in streams.items():
        setattr(sys, name, stream)
    try:
        yield
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)


def invoke(*arguments: str, encoding: str = "utf-8") -> Ended:
    """Run a command through the real entry point."""
    out, err = io.BytesIO(), io.BytesIO()
    code: object = 0
    with replaced(
        argv=["devicemode", *arguments],
        stdin=io.TextIOWrapper(io.BytesIO()),
        stdout=io.TextIOWrapper(out, encoding=encoding),
        stderr=io.TextIOWrapper(err, encoding=encoding),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        sys.stdout.flush()
        sys.stderr.flush()
        return Ended(code, out.getvalue(), err.getvalue())


def wrong_with(ended: Ended, encoding: str) -> str:
    """Return the mistakes in how a command ended."""
    text = ended.err.decode(encoding)
    if ended.code == DEFECT or "defect of devicemode" in text + ended.out.decode(encoding, "replace"):
        return "it is a defect"
    if ended.code not in EXIT_CODES:
        return f"it exits with {ended.code}"
    if "Traceback" in text:
        return "it shows a traceback"
    if not all(one.isprintable() or one in "\n\t" for one in text):
        return "it writes to the terminal what can't be seen"
    if ended.code == 2 and "Error: " not in text:
        return "it does not say what is wrong"
    return ""
