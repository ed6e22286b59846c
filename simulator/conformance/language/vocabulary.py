"""The step vocabulary: the one scenario language, each phrase once.

A phrase has a pattern, what it makes of a step, and a line of help. From this table come the plain interpreter,
the pytest-bdd steps, `devicemode steps` and the suggestions for a step that does not parse.

Patterns are Cucumber expressions in small: `{name:kind}` is a parameter of a kind listed in `_KINDS`, `a/b` either
word, `(s)` optional text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, Final, Literal, NoReturn

import msgspec

from simulator.backend.ingestion.faults import Fault
from simulator.conformance.judging import expectations
from simulator.conformance.judging.expectations import AnyExpectation, Row
from simulator.conformance.judging.matching import ABSENT, DEEPEST, ROLE_KINDS, cell, read_json, stray
from simulator.conformance.judging.notation import NotationError, has_native, written_out
from simulator.conformance.language import actions
from simulator.conformance.language.actions import AnyAction
from simulator.errors import readable
from simulator.values import JSONObject, Value, describe

Role = Literal["given", "when", "then"]
Table = Sequence[Sequence[str]]
Step = AnyAction | AnyExpectation


class Argument(msgspec.Struct, frozen=True):
    """What stands under a step: a table or a doc string."""

    table: Table | None = None
    docstring: str | None = None


_ROLE_NAMES: Final = ", ".join(f"<{kind}>" for kind in sorted(ROLE_KINDS))


class StepError(Exception):
    """What is wrong with a step; whoever knows the file and line turns it into a `FeatureError`."""


class Phrase(msgspec.Struct, frozen=True):
    """One phrase of the language."""

    #: `given` phrases set the stage, `when` phrases act (and may set the stage too), `then` phrases judge.
    role: Role
    pattern: str
    help: str
    make: Callable[[Mapping[str, Any], Argument], Step]
    #: What has to stand under the step.
    takes: Literal["nothing", "a table", "a doc string", "a table or a doc string"] = "nothing"

    @property
    def shown(self) -> str:
        """The pattern for people: `the app tracks "…"`."""
        return re.sub(r"\{(\w+):(\w+)\}", lambda match: _KINDS[match[2]].shown, self.pattern)

    def regex(self) -> re.Pattern[str]:
        """Return the expression that matches the whole text of a step."""
        return _regex(self.pattern)

    def arguments(self, text: str) -> dict[str, Any] | None:
        """Read the parameters from a step's text, or return `None` when it is another phrase."""
        match = self.regex().fullmatch(text)
        if match is None:
            return None
        kinds = _kinds(self.pattern)
        return {name: _KINDS[kinds[name]].read(found) for name, found in match.groupdict().items()}


class _Kind(msgspec.Struct, frozen=True):
    """A kind of parameter: how it looks, how it is shown, and what it means."""

    regex: str
    shown: str
    read: Callable[[str], Any]


def _read_source(text: str) -> dict[str, Any]:
    words = text.removeprefix("a ").removeprefix("an ").removesuffix(" in cloud mode").split()
    platform = None if words[-2:] in (["app"], ["second", "app"]) else words[-2]
    return {
        "app": " ".join(words),
        "platform": platform,
        "mode": "cloud" if text.endswith("in cloud mode") else "device",
    }


def _read_app(text: str) -> str | None:
    return {"the app": None, "the server": "server source"}.get(text, text.removeprefix("the "))


_UNITS: Final = {"millisecond": 1, "second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000}


def _read_duration(text: str) -> int:
    amount, unit = text.split()
    return round(float(amount) * _UNITS[unit.rstrip("s")])


def _read_quoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"')


def _read_number(text: str) -> Value:
    return msgspec.json.decode(text)


def _read_value(text: str) -> Value:
    return _read_quoted(text) if text.startswith('"') else cell(text)


_TEXT: Final = r'"(?:[^"\\]|\\.)*"'
_NUMBER: Final = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?"
_DURATION: Final = rf"[0-9]{{1,12}}(?:\.[0-9]{{1,9}})? (?:{'|'.join(_UNITS)})s?"
_APP: Final = r"the (?:app|server|(?:second )?(?:web app|ios app|android app|server source))"
_FAULT: Final = re.compile(
    rf"(?:(?P<usual>answers as usual)|answers after (?P<delay>{_DURATION})|answers (?P<status>[2-5][0-9][0-9])"
    rf"(?: (?P<body>{_TEXT}))?|(?P<cut>cuts the connection)|(?P<lose>loses its answers))"
    rf"(?: to more than (?P<more>[0-9]{{1,6}}) events?)?(?: on (?P<path>{_TEXT}))?(?: to (?P<app>{_APP}))?"
    r"(?: (?:(?P<once>once)|(?P<times>[0-9]{1,6}) times))?"
)


def _read_fault(text: str) -> actions.SetFault:
    match = _FAULT.fullmatch(text)
    found = match.groupdict() if match else {}
    fault = Fault(
        status=int(found["status"]) if found["status"] else None,
        body=_read_quoted(found["body"]) if found["body"] else None,
        delay=_read_duration(found["delay"]) if found["delay"] else 0,
        cut=bool(found["cut"]),
        lose=bool(found["lose"]),
        more_than=int(found["more"] or 0),
        path=_read_quoted(found["path"]) if found["path"] else None,
        times=1 if found["once"] else int(found["times"]) if found["times"] else None,
    )
    return actions.SetFault(
        app=_read_app(found["app"]) if found["app"] else None, fault=None if found["usual"] else fault
    )


_CRASH: Final = re.compile(rf"crashes(?: on (?P<call>[\w-]+(?:\((?:true|false)\))?))?(?: with (?P<says>{_TEXT}))?")


def _read_crash(text: str) -> dict[str, str]:
    match = _CRASH.fullmatch(text)
    found = match.groupdict() if match else {}
    return {"call": found["call"] or "", "says": _read_quoted(found["says"]) if found["says"] else ""}


def _read_called(text: str) -> dict[str, str]:
    """Read `name "…" and category "…"`, of which either may be missing."""
    found = re.fullmatch(rf"(?:name ({_TEXT}))?(?: and )?(?:category ({_TEXT}))?", text)
    parts = zip(("name", "category"), found.groups() if found else (), strict=False)
    return {name: _read_quoted(part) for name, part in parts if part is not None}


_MOST_TIMES: Final = 10_000
"""How often a step can make a call; no queue holds as many events."""


_LATE: Final[Mapping[str, Callable[[], AnyAction]]] = {
    "the Amplitude SDK has not loaded yet": actions.HoldSDK,
    "Segment's settings have not arrived yet": actions.HoldSettings,
    "the Amplitude SDK starts before its options are set": actions.DelayOptions,
}
"""What comes late, and in time in every scenario that doesn't say so."""

_ARRIVALS: Final[Mapping[str, Callable[[], AnyAction]]] = {
    "the Amplitude SDK finishes loading": actions.LoadSDK,
    "Segment's settings arrive": actions.DeliverSettings,
}

_KINDS: Final[Mapping[str, _Kind]] = {
    "source": _Kind(
        r"an? (?:second )?(?:web app|ios app|android app|server source|app)(?: in cloud mode)?",
        "an ios app",
        _read_source,
    ),
    "app": _Kind(_APP, "the app", _read_app),
    "text": _Kind(_TEXT, '"…"', _read_quoted),
    "number": _Kind(_NUMBER, "5", _read_number),
    "count": _Kind(r"[0-9]{1,9}|no", "3", lambda text: 0 if text == "no" else int(text)),
    "duration": _Kind(_DURATION, "5 minutes", _read_duration),
    "network": _Kind("goes offline|comes online", "goes offline / comes online", lambda text: text == "comes online"),
    "process": _Kind(
        "killed|launched in the background|launched|restarted",
        "killed / launched / launched in the background / restarted",
        lambda text: {"killed": "kill", "launched": "launch", "restarted": "restart"}.get(text, "launch-in-background"),
    ),
    "fault": _Kind(re.sub(r"\?P<\w+>", "?:", _FAULT.pattern), "answers 500 / cuts the connection / …", _read_fault),
    "crash": _Kind(re.sub(r"\?P<\w+>", "?:", _CRASH.pattern), 'crashes on track with "…"', _read_crash),
    "late": _Kind("|".join(_LATE), " / ".join(_LATE), _LATE.__getitem__),
    "arrival": _Kind("|".join(_ARRIVALS), " / ".join(_ARRIVALS), _ARRIVALS.__getitem__),
    "permission": _Kind("allows|forbids", "allows / forbids", lambda text: text == "allows"),
    "view": _Kind(r"page|screen", "page / screen", str),
    "called": _Kind(
        rf"name {_TEXT}(?: and category {_TEXT})?|category {_TEXT}", 'name "…" and category "…"', _read_called
    ),
    "bare": _Kind(r"\w+", "flush", str),
    "method": _Kind(r"\w+", "track", str),
    "native": _Kind(r"\w+(?:\((?:true|false)\))?", "updateLocation", str),
    "value": _Kind(rf"{_TEXT}|<[a-z0-9 ]+>|null", '"…" / <role> / null', _read_value),
}


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    made = []
    for part in re.split(r"(\{\w+:\w+\}|\(\w+\)|\w+(?:/\w+)+)", pattern):
        if part.startswith("{"):
            name, kind = part[1:-1].split(":")
            made.append(f"(?P<{name}>{_KINDS[kind].regex})")
        elif part.startswith("("):
            made.append(f"(?:{part[1:-1]})?")
        elif "/" in part:
            made.append(f"(?:{part.replace('/', '|')})")
        else:
            made.append(re.escape(part))
    return re.compile("".join(made))


@cache
def _kinds(pattern: str) -> dict[str, str]:
    return dict(re.findall(r"\{(\w+):(\w+)\}", pattern))


def wrong(problem: str) -> NoReturn:
    """Say what is wrong with what stands under a step."""
    raise StepError(problem)


def _json(docstring: str) -> JSONObject:
    try:
        value = read_json(docstring)
    except RecursionError:
        wrong(f"the doc string nests deeper than {DEEPEST} levels")
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        wrong(f"the doc string is no JSON: {error}")
    if not isinstance(value, dict):
        wrong(f"the doc string must be a JSON object, not {describe(value)}")
    written: JSONObject = written_out(value) if "$" in docstring else value
    return written


def _pairs(argument: Argument) -> dict[str, Value]:
    """Read a table of two columns without a header, or a JSON object."""
    if argument.docstring is not None:
        return _json(argument.docstring)
    values: dict[str, Value] = {}
    for row in argument.table or ():
        if len(row) != 2:
            wrong(f"each row needs two cells, a name and a value, not {len(row)}")
        if row[0] in values:
            wrong(f'"{row[0]}" stands twice in the table')
        values[row[0]] = cell(row[1])
    return values


def _given_pairs(argument: Argument) -> dict[str, Value]:
    """Read pairs that are given, not expected: an empty cell is empty text."""
    return {name: "" if value is ABSENT else value for name, value in _pairs(argument).items()}


def _rows(argument: Argument) -> tuple[Row, ...]:
    """Read a table whose header has dotted paths."""
    header, *rows = argument.table or ((),)
    if not header or not rows:
        wrong("the table needs a header and at least one row")
    if len(set(header)) < len(header):
        wrong("a column stands twice in the table's header")
    return tuple(dict(zip(header, map(cell, row), strict=True)) for row in rows)


def _columns(argument: Argument, *names: str) -> tuple[tuple[Value, ...], ...]:
    """Read a table with exactly these columns."""
    rows = _rows(argument)
    if tuple(rows[0]) != names:
        wrong(f"the table needs the columns {', '.join(names)}, not {', '.join(rows[0])}")
    return tuple(tuple(row.values()) for row in rows)


def _add_source(found: Mapping[str, Any], argument: Argument) -> Step:
    source = found["source"]
    settings = {} if argument.table is None and argument.docstring is None else _given_pairs(argument)
    return actions.AddSource(app=source["app"], platform=source["platform"], mode=source["mode"], settings=settings)


def _call(method: str, **sources: str) -> Callable[[Mapping[str, Any], Argument], Step]:
    """Make a call; `sources` says which field comes from which parameter, `*` being what stands under the step."""

    def make(found: Mapping[str, Any], argument: Argument) -> Step:
        fields = {
            field: _given_pairs(argument) if source == "*" else found[source] for field, source in sources.items()
        }
        return _made(found["app"], method, fields)

    return make


def _made(app: str | None, method: str, fields: JSONObject, *, verbatim: bool = False) -> Step:
    return actions.MakeCall(app=app, method=method, fields=fields, verbatim=verbatim, native=has_native(fields))


def _view(found: Mapping[str, Any], argument: Argument) -> Step:
    del argument
    fields = {name: text for name, text in found.get("called", {}).items() if text}
    return _made(found["app"], found["method"], fields)


def _track_with_options(found: Mapping[str, Any], argument: Argument) -> Step:
    fields = {"event": found["event"], "integrations": {"Amplitude": _given_pairs(argument)}}
    return _made(found["app"], "track", fields)


def _repeated(found: Mapping[str, Any], argument: Argument) -> Step:
    del argument
    count = found["count"]
    if not 1 <= count <= _MOST_TIMES:
        wrong(f"a call is made 1 to {_MOST_TIMES} times, not {count} times")
    return actions.MakeCall(app=found["app"], method="track", fields={"event": found["event"]}, times=count)


def _verbatim(found: Mapping[str, Any], argument: Argument) -> Step:
    fields = _json(argument.docstring or "")
    return _made(found["app"], found["method"], fields, verbatim=True)


def _lifecycle(event: str) -> Callable[[Mapping[str, Any], Argument], Step]:
    def make(found: Mapping[str, Any], argument: Argument) -> Step:
        del argument
        return actions.Lifecycle(app=found["app"], event=event, duration=found.get("duration"))  # type: ignore[arg-type]

    return make


def _cross_project(found: Mapping[str, Any], argument: Argument) -> Step:
    del found
    rows = _columns(argument, "global_user_id", "user_ids")
    for _, user_ids in rows:
        if not isinstance(user_ids, list):
            wrong("a cell of user_ids must be a JSON list")
    return expectations.ExpectCrossProjectView(
        rows=tuple((_as_text(global_id), tuple(map(_as_text, user_ids))) for global_id, user_ids in rows)
    )


def _as_text(value: Value) -> str:
    if value is ABSENT:
        wrong("the cell of an id or a group type can't be empty")
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _user_groups(found: Mapping[str, Any], argument: Argument) -> Step:
    rows = _columns(argument, "group_type", "name")
    groups = tuple((_as_text(group_type), name) for group_type, name in rows)
    return expectations.ExpectUserGroups(groups=groups, user_id=found.get("user"))


PHRASES: Final[tuple[Phrase, ...]] = (
    # The stage.
    Phrase(
        "given",
        "{source:source}",
        "Install a web app, an ios app or an android app, or start a server source. `an app` leaves it open, "
        "`a second ios app` is one on another device, `in cloud mode` leaves Amplitude to Segment's servers. "
        "The app is launched when the first When step needs it.",
        _add_source,
    ),
    Phrase(
        "given",
        "{source:source} with the settings",
        "The same, with destination settings by the docs' names or Segment's keys.",
        _add_source,
        "a table or a doc string",
    ),
    Phrase(
        "given",
        "the device has",
        "Set attributes of the last app's device: profile, os_version, carrier, locale, vendor_id, advertising_id, "
        "limit_ad_tracking, place, location_permission, ip, app_version, …",
        lambda found, argument: actions.ChangeDevice(attributes=_pairs(argument)),
        "a table or a doc string",
    ),
    Phrase(
        "given",
        "{app:app} has not been launched yet",
        "Leave the app installed until a step launches it.",
        lambda found, argument: actions.HoldLaunch(app=found["app"]),
    ),
    Phrase(
        "given",
        "{late:late}",
        "Web: the page is there before the SDK is. Phones: the first activity is there before Segment's settings, "
        "or the SDK's start-up wins the race against the options that the integration sets after it. "
        "Without this phrase all of it is there in time.",
        lambda found, argument: found["late"](),
    ),
    Phrase(
        "given",
        "the page {url:text}",
        "Web: the page that the app opens first.",
        lambda found, argument: actions.ChangeDevice(attributes={"url": found["url"]}),
    ),
    Phrase(
        "given",
        "Amplitude has no Accounts add-on",
        "There are no groups in Amplitude without it.",
        lambda found, argument: actions.SetAccounts(accounts=False),
    ),
    # Calls.
    Phrase("when", "{app:app} tracks {event:text}", "Call track.", _call("track", event="event")),
    Phrase("when", "{app:app} tracks {event:text} {count:count} times", "Call track so often in a row.", _repeated),
    Phrase(
        "when",
        "{app:app} tracks {event:text} with the properties",
        "Call track with properties.",
        _call("track", event="event", properties="*"),
        "a table or a doc string",
    ),
    Phrase(
        "when",
        "{app:app} tracks {event:text} with the Amplitude options",
        "Call track with integration-specific options.",
        _track_with_options,
        "a table or a doc string",
    ),
    Phrase(
        "when",
        "{app:app} calls {method:view} with {called:called}",
        "Call page or screen with a name, a category or both; an empty text is as good as none.",
        _view,
    ),
    Phrase("when", "{app:app} calls {method:bare}", "Call flush, reset, page or screen with nothing in it.", _view),
    Phrase(
        "when",
        "{app:app} calls {method:method} with",
        "Make a call from Segment's flat JSON, word for word as the docs print it.",
        _verbatim,
        "a doc string",
    ),
    Phrase(
        "when", "{app:app} identifies {user:text}", "Call identify with a userId.", _call("identify", userId="user")
    ),
    Phrase(
        "when",
        "{app:app} identifies {user:text} with the traits",
        "Call identify with a userId and traits.",
        _call("identify", userId="user", traits="*"),
        "a table or a doc string",
    ),
    Phrase(
        "when",
        "{app:app} identifies with the traits",
        "Call identify with traits and no userId.",
        _call("identify", traits="*"),
        "a table or a doc string",
    ),
    Phrase("when", "{app:app} groups {group:text}", "Call group with a group ID.", _call("group", groupId="group")),
    Phrase(
        "when",
        "{app:app} groups {group:text} with the traits",
        "Call group with a group ID and traits.",
        _call("group", groupId="group", traits="*"),
        "a table or a doc string",
    ),
    Phrase(
        "when",
        "{app:app} aliases {user:text}",
        "Call alias with the userId that takes over.",
        _call("alias", userId="user"),
    ),
    Phrase(
        "when",
        "{app:app} aliases {previous:text} to {user:text}",
        "Call alias with both ids.",
        _call("alias", previousId="previous", userId="user"),
    ),
    Phrase(
        "when",
        "{app:app} calls the SDK's {method:native}",
        "Call a method of the bundled SDK past Segment.",
        lambda found, argument: actions.CallSDK(app=found["app"], method=found["method"]),
    ),
    Phrase(
        "when",
        "{app:app} deletes the user {user:text}",
        "Have Segment's servers ask for the deletion of a user's data, with the source's secret key.",
        lambda found, argument: actions.DeleteUserData(app=found["app"], user_id=found["user"]),
    ),
    # Time, the app's life, the device.
    Phrase(
        "when",
        "{duration:duration} pass(es)",
        "Let time pass.",
        lambda found, argument: actions.Wait(duration=found["duration"]),
    ),
    Phrase("when", "{app:app} goes to the background", "The user leaves the app.", _lifecycle("background")),
    Phrase(
        "when",
        "{app:app} goes to the background for {duration:duration}",
        "The user leaves the app and comes back.",
        _lifecycle("background"),
    ),
    Phrase("when", "{app:app} comes to the foreground", "The user comes back to the app.", _lifecycle("foreground")),
    Phrase(
        "when",
        "{app:app} is {process:process}",
        "The system ends the process, the user opens the app, a push message wakes it, or it is killed and launched "
        "again (on web the page is loaded again).",
        lambda found, argument: actions.Lifecycle(app=found["app"], event=found["process"]),
    ),
    Phrase(
        "when",
        "the device {network:network}",
        "The network is gone, or back.",
        lambda found, argument: actions.ChangeDevice(attributes={"online": found["network"]}),
    ),
    Phrase(
        "when",
        "the device moves to {lat:number}, {lng:number}",
        "Latitude and longitude in degrees.",
        lambda found, argument: actions.ChangeDevice(attributes={"place": [found["lat"], found["lng"]]}),
    ),
    Phrase(
        "when",
        "the user {permission:permission} the location",
        "The location permission is granted or taken away.",
        lambda found, argument: actions.ChangeDevice(attributes={"location_permission": found["permission"]}),
    ),
    Phrase(
        "when",
        "the user opens the page {url:text}",
        "Web: the next page is loaded.",
        lambda found, argument: actions.OpenPage(url=found["url"]),
    ),
    Phrase(
        "when",
        "the page's address becomes {url:text}",
        "Web: the address changes, and nothing is loaded.",
        lambda found, argument: actions.ChangeDevice(attributes={"url": found["url"]}),
    ),
    Phrase(
        "when",
        "{arrival:arrival}",
        "What came late is there now, and gets the calls made before.",
        lambda found, argument: found["arrival"](),
    ),
    Phrase(
        "when",
        "Amplitude {fault:fault}",
        'Let Amplitude misbehave: `answers 500`, `answers 413 to more than 10 events`, `answers 200 "nonsense"`, '
        "`answers after 70 seconds`, `cuts the connection`, `loses its answers`; with `once` or `3 times`, "
        '`on "/identify"`, `to the ios app` only then and there. `answers as usual` ends it.',
        lambda found, argument: found["fault"],
    ),
    # Judgements.
    Phrase(
        "then",
        "Amplitude receives exactly these events",
        "All events so far, in order. Columns are dotted paths into the event, amplitude.user, .sender, .revenue, "
        ".place.city, or because (the rules that made it, which no port is asked for); an empty cell means absent.",
        lambda found, argument: expectations.ExpectEvents(rows=_rows(argument)),
        "a table",
    ),
    Phrase(
        "then",
        "Amplitude receives these events",
        "The same, but other events may stand between.",
        lambda found, argument: expectations.ExpectEvents(rows=_rows(argument), exactly=False),
        "a table",
    ),
    Phrase(
        "then",
        "Amplitude receives no events",
        "Nothing at all arrives.",
        lambda found, argument: expectations.ExpectEvents(rows=()),
    ),
    Phrase(
        "then",
        "Amplitude has received {count:count} event(s) so far",
        "What has been uploaded by itself: unlike all other Then steps, this one does not drain the queue first.",
        lambda found, argument: expectations.ExpectEventCount(count=found["count"]),
    ),
    Phrase(
        "then",
        "Amplitude has received exactly these requests so far",
        "Without draining: columns path, sender, fields (a JSON list), version, upload_time, events, duplicates, "
        "status (0 if no answer got through), answer, reason, time, size, ip, contents (a role: requests have the "
        "same one if they carried the same, word for word).",
        lambda found, argument: expectations.ExpectUploads(rows=_rows(argument)),
        "a table",
    ),
    Phrase(
        "then",
        "Amplitude receives an event like",
        "One event has all of this JSON, and maybe more.",
        lambda found, argument: expectations.ExpectEventLike(event=_json(argument.docstring or "")),
        "a doc string",
    ),
    Phrase(
        "then",
        "the events are in these sessions",
        "All events but identifies, in order.",
        lambda found, argument: expectations.ExpectEvents(rows=_rows(argument), tracked_only=True),
        "a table",
    ),
    Phrase(
        "then",
        "Amplitude sees {count:count} user(s)",
        "How many people all the events belong to.",
        lambda found, argument: expectations.ExpectUserCount(count=found["count"]),
    ),
    Phrase(
        "then",
        "the user has the properties",
        "The only user's properties; an empty cell means absent.",
        lambda found, argument: expectations.ExpectUserProperties(properties=_pairs(argument)),
        "a table or a doc string",
    ),
    Phrase(
        "then",
        "the user {user:text} has the properties",
        "One user's properties.",
        lambda found, argument: expectations.ExpectUserProperties(properties=_pairs(argument), user_id=found["user"]),
        "a table or a doc string",
    ),
    Phrase("then", "the user is in exactly these groups", "Columns group_type and name.", _user_groups, "a table"),
    Phrase(
        "then",
        "the group {type:text} {name:text} has exactly the properties",
        "A group's properties.",
        lambda found, argument: expectations.ExpectGroupProperties(
            group_type=found["type"], name=found["name"], properties=_pairs(argument)
        ),
        "a table or a doc string",
    ),
    Phrase(
        "then",
        "the group {type:text} {name:text} has no properties",
        "The group exists, and that is all.",
        lambda found, argument: expectations.ExpectGroupProperties(
            group_type=found["type"], name=found["name"], properties={}
        ),
    ),
    Phrase(
        "then",
        "Amplitude knows no groups",
        "Nobody is in a group, and there is none.",
        lambda found, argument: expectations.ExpectNoGroups(),
    ),
    Phrase(
        "then",
        "Amplitude counts a revenue of {amount:number}",
        "Price times quantity over all events.",
        lambda found, argument: expectations.ExpectRevenue(amount=found["amount"]),
    ),
    Phrase(
        "then",
        "Amplitude receives exactly these usermap requests",
        "Columns user_id, global_user_id, unmap, sender.",
        lambda found, argument: expectations.ExpectUsermap(rows=_rows(argument)),
        "a table",
    ),
    Phrase(
        "then",
        "Amplitude receives no usermap requests",
        "No alias gets through.",
        lambda found, argument: expectations.ExpectUsermap(rows=()),
    ),
    Phrase(
        "then",
        "the cross-project view shows exactly",
        "Columns global_user_id and user_ids (a JSON list).",
        _cross_project,
        "a table",
    ),
    Phrase(
        "then",
        "the SDK is called with exactly",
        "The calls on Amplitude's SDK after its start; the column method has their names.",
        lambda found, argument: expectations.ExpectCommands(rows=_rows(argument)),
        "a table",
    ),
    Phrase(
        "then",
        "the SDK is called with",
        "The same, but other calls may stand between.",
        lambda found, argument: expectations.ExpectCommands(rows=_rows(argument), exactly=False),
        "a table",
    ),
    Phrase(
        "then",
        "Segment receives exactly these messages",
        "Columns are paths into Segment's flat JSON.",
        lambda found, argument: expectations.ExpectMessages(rows=_rows(argument)),
        "a table",
    ),
    Phrase(
        "then",
        "the device id of {app:app} reads as {value:value}",
        "What the app reads off the SDK.",
        lambda found, argument: expectations.ExpectDeviceId(app=found["app"], value=found["value"]),
    ),
    Phrase(
        "then",
        "it is refused with {says:text}",
        "A step before failed with a sentence that says this; several are told in order.",
        lambda found, argument: expectations.ExpectRefusal(says=found["says"]),
    ),
    Phrase(
        "then",
        "{app:app} {crash:crash}",
        "A step before ended the app by an exception that nobody caught: `crashes`, `crashes on track`, "
        '`crashes with "boolValue"`, which is in the reason. A crash that no step expects is a failure.',
        lambda found, argument: expectations.ExpectCrash(app=found["app"], **found["crash"]),
    ),
    Phrase(
        "then",
        "a warning says {says:text}",
        "The integration logged a line that says this.",
        lambda found, argument: expectations.ExpectWarning(says=found["says"]),
    ),
    Phrase(
        "then",
        "the integration has logged {count:count} warning(s)",
        "So many lines of that kind, over all apps.",
        lambda found, argument: expectations.ExpectWarningCount(count=found["count"]),
    ),
)
"""Every phrase, in the order of the step reference. There are fewer than 70."""


class Match(msgspec.Struct, frozen=True):
    """The phrase that a step's text is, with its parameters."""

    phrase: Phrase
    found: dict[str, Any]


@lru_cache(maxsize=4096)
def match(text: str, role: Role) -> Match:
    """Find the phrase of a step's text; raise `StepError` with the nearest phrases if there is none.

    A `when` phrase may also be used as a Given.
    """
    for phrase in PHRASES:
        if phrase.role == role or (role == "given" and phrase.role == "when"):
            found = phrase.arguments(text)
            if found is not None:
                return Match(phrase, found)
    raise StepError(_unknown(text, role))


def compile_step(text: str, role: Role, argument: Argument) -> Step:
    """Turn a step into the action or expectation that it makes; raise `StepError` if it is not one."""
    matched = match(text, role)
    phrase = matched.phrase
    has = "a table" if argument.table is not None else "a doc string" if argument.docstring is not None else "nothing"
    if has not in phrase.takes:
        wrong(f"the phrase “{phrase.shown}” takes {phrase.takes} under it, but there is {has}")
    try:
        made = phrase.make(matched.found, argument)
    except NotationError as error:
        wrong(str(error))
    if _has_brackets(text, argument):
        left_over = next(
            (found for name in made.__struct_fields__ if (found := stray(_plain(getattr(made, name))))), ""
        )
        if left_over:
            wrong(f"{left_over} is neither a column of the Examples nor a role; roles are {_ROLE_NAMES}")
    return made


def _has_brackets(text: str, argument: Argument) -> bool:
    return (
        "<" in text
        or "<" in (argument.docstring or "")
        or any("<" in cell for row in argument.table or () for cell in row)
    )


def _plain(value: Value) -> Value:
    return list(value) if isinstance(value, tuple) else value


def _unknown(text: str, role: Role) -> str:
    others = [phrase for phrase in PHRASES if phrase.arguments(text) is not None]
    if others:
        return f"“{readable(text)}” is a {others[0].role.title()} step, not a {role.title()} step"
    smaller = _LONG_NUMBER.sub("1", text)
    if any(phrase.arguments(smaller) is not None for phrase in PHRASES):
        return f"“{readable(text)}” has a number that is too long; a number has at most 9 digits"
    shown = {phrase.shown: phrase for phrase in PHRASES}
    blanked = readable(re.sub(_TEXT, '"…"', text))
    close = get_close_matches(blanked, shown, n=3, cutoff=0.5)
    named = "; ".join(f"“{one}”" for one in close)
    hint = f" The nearest {'is' if len(close) == 1 else 'are'}: {named}." if close else ""
    if close and close[0].startswith(_KINDS["source"].shown):
        hint += " Besides an ios app there are a web app, an android app, a server source, and an app, which is any."
    return f"no phrase reads “{readable(text)}”.{hint} `devicemode steps` lists them all"


_LONG_NUMBER: Final = re.compile(r"[0-9]{10,}")
