"""Crashes: an exception that nothing in the app catches ends its process.

Segment's library, the integration and Amplitude's SDK run inside the app, so an exception in them ends its process.
Their models raise `UncaughtError` where the real code throws; `App` catches it, records a `Crash` and ends the
process as a kill does.
"""

from __future__ import annotations

import msgspec

from simulator.documentation.rules import Because


class UncaughtError(Exception):
    """An exception in the code of an app that nothing there catches.

    `reason` is the line in the system's log: `-[__NSDictionaryM boolValue]: unrecognized selector sent to
    instance`, without the address.
    """

    def __init__(self, reason: str, because: Because = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.because = because


class Crash(msgspec.Struct, frozen=True, kw_only=True):
    """The end of an app's process by an exception."""

    #: The method that was called on Segment's library, the SDK's method, or what the app went through: `track`,
    #: `updateLocation`, `launch`, `foreground`, `background`.
    call: str
    reason: str
    #: In milliseconds since 1970.
    time: int
    #: The rules that the call was about.
    because: Because = ()
