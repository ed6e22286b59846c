"""The errors that the simulator raises, all of them.

Every message is one sentence that says what was wrong, where, and what would be right; no other exception should reach
a user.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final


class DevicemodeError(Exception):
    """The base of every error documented here. `because` has the ids of the rules by which something is refused."""

    def __init__(self, message: str, *, because: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.because = because


class SettingsError(DevicemodeError):
    """A destination setting is unknown, has the wrong type or an impossible value."""


class CallError(DevicemodeError):
    """A Segment call that the client library refuses, or a value that no SDK can carry."""


class MessageError(CallError):
    """An adapter reported a message that is not one: it lacks a field that every Segment library sets."""


class DeviceError(DevicemodeError):
    """A device attribute is unknown or impossible, or the device can't do what was asked."""


class RuleError(DevicemodeError):
    """A rule id that the documentation does not have."""


class FeatureError(DevicemodeError):
    """A feature file that can't be read, parsed or compiled; the message names file and line."""


class AdapterError(DevicemodeError):
    """An adapter that can't be started, breaks the protocol or reports that it failed.

    `trace` is any further output; `fatal` is set if another attempt would fail in the same way.
    """

    def __init__(self, message: str, *, trace: str = "", fatal: bool = False) -> None:
        super().__init__(message)
        self.trace = trace
        self.fatal = fatal


class PortError(DevicemodeError):
    """A call that a port refuses, in its own words."""


class StoreError(DevicemodeError):
    """The backend's store can't be opened, read or written."""


class BusyError(StoreError):
    """Another process is writing to the backend's store, so nothing was done; it can be tried again."""


class UsageError(DevicemodeError):
    """A command-line option or API argument that is not valid, or names something that does not exist."""


LINES: Final = "\n\t"
"""The characters that stay, besides visible ones, in text with several lines."""
_LONGEST: Final = 120


def readable(word: object) -> str:
    """Write a user's input so that it fits into a sentence: on one line, printable, cut if it is long."""
    try:
        text = str(word)
    except Exception:  # noqa: BLE001 — input may be anything, nested without end or with a `str` that fails
        text = f"a Python {type(word).__name__}"
    text = f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    return printable(text)


def printable(text: str, *, keep: str = "") -> str:
    r"""Write text so that a terminal only shows it; invisible characters become escapes.

    Controls (`\x1b`, `\x9b`) would act on a terminal and are not allowed in XML, directional marks (`\u202e`) would
    reverse the text after them, and a space of another width looks like the usual one. `keep` has characters that stay.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in keep else one.encode("unicode_escape").decode() for one in text)


def quoted(word: object) -> str:
    """Write what a user gave in quotes, as `readable` does."""
    return f'"{readable(word)}"'


def nearest(word: object, known: Iterable[str]) -> str:
    """Return ` Did you mean "…"?` for the closest of `known`, or nothing when none is close."""
    if not isinstance(word, str) or len(word) > _LONGEST:
        return ""
    by_fold = {name.casefold(): name for name in known}
    match = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return f' Did you mean "{by_fold[match[0]]}"?' if match else ""
