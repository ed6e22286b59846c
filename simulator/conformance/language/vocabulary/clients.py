"""Then: the client's side: the SDK's calls, Segment's messages, refusals, crashes, warnings."""

from __future__ import annotations

from typing import Final

from simulator.conformance.judging.expectations import (
    ExpectCommands,
    ExpectCrash,
    ExpectDeviceId,
    ExpectMessages,
    ExpectRefusal,
    ExpectWarning,
    ExpectWarningCount,
)
from simulator.conformance.language import columns
from simulator.conformance.language.arguments import rows
from simulator.conformance.language.phrases import Phrase

PHRASES: Final = (
    Phrase(
        "then",
        "the SDK is called with exactly",
        "All calls on Amplitude's SDK after its start, in order; an empty cell means absent.",
        lambda commands: ExpectCommands(rows=commands),
        rows(*columns.COMMAND),
    ),
    Phrase(
        "then",
        "the SDK is called with",
        "The same, but there may be other calls in between.",
        lambda commands: ExpectCommands(rows=commands, exactly=False),
        rows(*columns.COMMAND),
    ),
    Phrase(
        "then",
        "Segment receives exactly these messages",
        "All messages of Segment's libraries, in order. Columns are dotted paths into Segment's flat JSON.",
        lambda messages: ExpectMessages(rows=messages),
        rows(*columns.MESSAGE),
    ),
    Phrase(
        "then",
        "the device id of {app} reads as {value}",
        "The device id that the app reads off the SDK.",
        lambda app, value: ExpectDeviceId(app=app, value=value),
    ),
    Phrase(
        "then",
        "it is refused with {string}",
        "An earlier step failed with a sentence that contains this; several refusals are expected in order.",
        lambda says: ExpectRefusal(says=says),
    ),
    Phrase(
        "then",
        "{app} crashes{crash}",
        "An earlier step ended the app by an exception that nobody caught: `crashes`, `crashes on track`, "
        '`crashes with "boolValue"`, which the reason contains. A crash that no step expects is a failure.',
        lambda app, crash: ExpectCrash(app=app, call=crash.call, says=crash.says),
    ),
    Phrase(
        "then",
        "a warning says {string}",
        "The integration logged a line that contains this.",
        lambda says: ExpectWarning(says=says),
    ),
    Phrase(
        "then",
        "the integration has logged {count} warning(s)",
        "That many warnings, over all apps.",
        lambda count: ExpectWarningCount(count=count),
    ),
)
