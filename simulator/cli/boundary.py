"""The boundary of the command line: whatever ends a command ends it with a sentence and the right exit code."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import click

from simulator.cli.screen import screens
from simulator.conformance.defects import defect
from simulator.errors import DevicemodeError, readable

WRONG = 2
"""The exit code of a wrong request: options, features, files, adapters."""
DEFECT = 70
"""The exit code for a bug in devicemode itself (EX_SOFTWARE in sysexits.h)."""
INTERRUPTED = 130
"""The exit code of a command that is ended by Ctrl-C."""

_ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class _EndedError(KeyboardInterrupt):
    """A signal other than Ctrl-C has ended the command, which cleans up all the same."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


def run(command: Callable[[], object]) -> int:
    """Run a command and return its exit code; errors are reported on standard error."""
    with screens() as out, _signals():
        code = _code_of(command)
        out.flush()
        if out.lost is not None and not out.left:
            _say(f"standard output can't be written: {out.lost.strerror}")
            return code or WRONG
    return code


def _code_of(command: Callable[[], object]) -> int:
    try:
        result = command()
    except SystemExit as ended:
        result = ended.code
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as ended:
        return interrupted(ended)
    except DevicemodeError as error:
        return _say(str(error))
    except OSError as error:
        where = "" if error.filename is None else f"{readable(error.filename)}: "
        return _say(f"{where}{error.strerror or readable(error)}")
    except Exception as error:  # noqa: BLE001 — this is the boundary
        _say(defect(error))
        return DEFECT
    return result if isinstance(result, int) else 0


@contextmanager
def costs_its_case(place: str, told: list[str]) -> Iterator[None]:
    """Report a defect that occurs in the context, add it to `told`, and continue after the context."""
    try:
        yield
    except (DevicemodeError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 — it is reported
        told.append(defect(error))
        _say(f"{place}: {told[-1]}")


def interrupted(ended: BaseException) -> int:
    """Report that the command was interrupted, and return its exit code."""
    click.echo("\ninterrupted", err=True)
    return getattr(ended, "code", INTERRUPTED)


def _say(sentence: str) -> int:
    click.echo(f"Error: {sentence}", err=True)
    return WRONG


@contextmanager
def _signals() -> Iterator[None]:
    """Let a signal that ends the process end the command first, with everything that it has started.

    Signals that are ignored, as under nohup, stay so. Python lets only the main thread listen to them.
    """

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        for one in _ENDING:
            signal.signal(one, signal.SIG_IGN)
        raise _EndedError(number)

    try:
        before = {one: signal.signal(one, end) for one in _ENDING if signal.getsignal(one) == signal.SIG_DFL}
    except ValueError:
        before = {}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
