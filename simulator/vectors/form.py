"""The form of the vectors: the JSON of each file, and its schema."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from simulator.backend.ingestion.faults import Fault
from simulator.conformance.judging.expectations import AnyExpectation
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.model.dialects import DialectName
from simulator.ports.protocol import messages
from simulator.ports.protocol.capabilities import Needs
from simulator.values import JSONObject

FORMAT: Final = 1
"""The version of the files. A later one adds fields; it never changes these."""

Sent = (
    messages.Open
    | messages.Call
    | messages.CallSDK
    | messages.Advance
    | messages.LifecycleChange
    | messages.DeviceChange
    | messages.Page
    | messages.LoadSDK
    | messages.DeliverSettings
    | messages.Drain
)
"""The messages to a port, those of the adapter protocol."""


class Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An object in a file."""


class Step(Part, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to do or to expect: it has one of `send`, `fault`, `accounts` and `expect`."""

    #: The step of the feature that it belongs to, for people.
    text: str
    #: Do this to the port. In the `args` of a call a marker may take the place of a value.
    send: Sent | UnsetType = UNSET
    #: The number of times in a row.
    times: int = 1
    #: Whether the port has to refuse it, each time.
    refused: bool = False
    #: Make the test's stand-in for Amplitude misbehave in one more way, or, with null, behave.
    fault: Fault | UnsetType | None = UNSET
    #: Whether the test's stand-in for Amplitude has the Accounts add-on from now on; by default it does.
    accounts: bool | UnsetType = UNSET
    #: The only app whose device the fault affects.
    app: str | UnsetType = UNSET
    #: Expect this now; markers take the place of values.
    expect: AnyExpectation | UnsetType = UNSET


class MadeEvent(Part, frozen=True, kw_only=True, omit_defaults=True):
    """An event in its wire form, with markers, and the rules that made it."""

    because: Because
    event: JSONObject
    #: The number of times in a row; from each to the next, counters and the numbers of roles go up by one.
    times: int = 1


class MadeCommand(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A call on Amplitude's SDK or HTTP API, with markers, and the rules that made it."""

    because: Because
    command: JSONObject
    #: The number of times in a row.
    times: int = 1


class Made(Part, frozen=True, kw_only=True):
    """Everything that the reference makes for one app by the end of the steps, uploaded or not, in order."""

    app: str
    #: Amplitude's SDK in the app, or Segment's servers behind it.
    by: Literal["sdk", "segment-servers"]
    commands: tuple[MadeCommand, ...]
    events: tuple[MadeEvent, ...]


class Vector(Part, frozen=True, kw_only=True):
    """One case of the suite."""

    id: str
    scenario: str
    #: Its line in its feature.
    line: int
    rules: tuple[str, ...]
    #: Whether it rests on a decision, as the documentation is silent or contradicts itself.
    adjudicated: bool
    #: The differences between the documentation and the shipped code that it is about.
    divergences: tuple[str, ...]
    #: The dialects in which its expectations hold; `made` holds in the export's dialect.
    dialects: tuple[DialectName, ...]
    platforms: tuple[Platform, ...]
    #: The capabilities and levels that a port needs for it.
    needs: Needs
    #: The roles that have a value from the start.
    roles: dict[str, str]
    steps: tuple[Step, ...]
    made: tuple[Made, ...]


class File(Part, frozen=True, kw_only=True, tag_field="file"):
    """One file."""

    format: Literal[1] = msgspec.field(default=FORMAT)
    #: The dialect that the reference followed.
    dialect: DialectName


class Feature(File, frozen=True, kw_only=True, tag="feature"):
    """The cases of one feature."""

    feature: str
    title: str
    #: The part of the documentation, a folder.
    section: str
    vectors: tuple[Vector, ...]


class RuleText(Part, frozen=True, kw_only=True):
    """A rule of the documentation, or about uploads."""

    says: str
    #: Its heading in the documentation; empty for a rule about uploads.
    section: str
    platforms: tuple[Platform, ...]
    #: The resolution of a contradiction or gap around it.
    note: str = ""


class DivergenceText(Part, frozen=True, kw_only=True):
    """A difference between the documentation and the shipped code."""

    platform: Platform
    docs: str
    ships: str


class Kind(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A kind of role, and its values."""

    means: str
    type: Literal["string", "integer"]
    #: A regular expression for the whole value, written as text; without one any value but null is valid.
    pattern: str = ""


class ExpectationKind(Part, frozen=True, kw_only=True):
    """A kind of expectation."""

    means: str
    #: The subject: `events`, `commands`, `messages`, `uploads`, `amplitude`, `app` or `steps`.
    about: str


class Comparison(Part, frozen=True, kw_only=True):
    """The rules by which a port's output is compared with the expected one."""

    #: Its rules, by subject.
    rules: dict[str, str]
    #: The markers: objects with exactly one key, by that key.
    markers: dict[str, str]
    #: The fields that are one higher in each repetition, and those whose role has such a number.
    counters: tuple[str, ...]
    numbered: tuple[str, ...]
    #: A regular expression for what to remove from a role's name, before trimming the rest, to get its kind.
    numbering: str
    kinds: dict[str, Kind]
    expectations: dict[str, ExpectationKind]
    #: The possible subjects of an expectation.
    about: dict[str, str]


class Listed(Part, frozen=True, kw_only=True):
    """A file of the export."""

    path: str
    sha256: str
    #: The number of cases in it.
    cases: int = 0


class Counts(Part, frozen=True, kw_only=True):
    """Counts of files, cases and so on."""

    features: int
    cases: int
    #: A case on two platforms counts on both.
    by_platform: dict[Platform, int]
    steps: int
    expectations: int
    events: int
    commands: int


class Index(File, frozen=True, kw_only=True, tag="index"):
    """The contents of the export, and the notation in it."""

    harness: str
    #: The digest of the suite's text: exports with the same digest are of the same scenarios.
    suite: str
    #: Each case has one of these platforms; empty for all.
    platforms: tuple[Platform, ...]
    #: The start of every case, in milliseconds since 1970.
    begins: int
    counts: Counts
    comparison: Comparison
    capabilities: dict[str, str]
    rules: dict[str, RuleText]
    divergences: dict[str, DivergenceText]
    files: tuple[Listed, ...]
