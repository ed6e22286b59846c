"""Bad input through the Python API and in features: one sentence that can be printed, and nothing half-changed."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from simulator.conformance.language.cases import compile_file, compile_text, slug
from simulator.conformance.running.runner import run
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import (
    CallError,
    DeviceError,
    DevicemodeError,
    FeatureError,
    SettingsError,
    UsageError,
    quoted,
)
from simulator.model.dialects import DIALECTS, DialectName
from simulator.model.simulation import Simulation
from simulator.model.sources import ServerSource

KEY = "0123456789abcdef0123456789abcdef"


def simulate(**options: Any) -> Simulation:
    return Simulation(**options)


class Identity(StrEnum):
    """Ids as an app may keep them."""

    JANE = "jane"


class Unprintable:
    def __str__(self) -> str:
        raise ValueError("there is no text of it")


CIRCLE: dict[str, Any] = {}
CIRCLE["circle"] = CIRCLE
NESTED: list[Any] = []
for _ in range(100_000):
    NESTED = [NESTED]


REFUSED: dict[str, tuple[Callable[[], object], type[DevicemodeError], str]] = {
    "a dialect that is null": (lambda: simulate(dialect=None), UsageError, 'there is no dialect "None"'),
    "a start that is text": (lambda: simulate(start="now"), UsageError, "from 1970 to 9999"),
    "a start beyond time": (lambda: simulate(start=10**20), UsageError, "from 1970 to 9999"),
    "an option of no app": (lambda: simulate().ios(mod="cloud"), UsageError, 'no option "mod". Did you mean "mode"?'),  # type: ignore[call-arg]
    "an unknown mode": (lambda: simulate().ios(mode="clod"), UsageError, "device or cloud, not"),  # type: ignore[arg-type]
    "a device that is a list": (lambda: simulate().ios(device=[1]), UsageError, "object of attributes"),  # type: ignore[arg-type]
    "an attribute that is a number": (lambda: simulate().ios(device={1: "x"}), UsageError, "object of attributes"),  # type: ignore[dict-item]
    "a place of flags": (lambda: simulate().ios(device={"place": [True, False]}), DeviceError, "a place is [latitude"),
    "a method that is a number": (lambda: simulate().ios().native(3), CallError, 'no SDK method "3"'),  # type: ignore[arg-type]
    "a method that is a list": (lambda: simulate().ios().native(["x"]), CallError, "no SDK method"),  # type: ignore[arg-type]
    "a call that is null": (lambda: simulate().ios().make(None, {}), CallError, 'no Segment call "None"'),  # type: ignore[arg-type]
    "traits that are text": (lambda: simulate().ios().identify("u", ""), CallError, "traits must be a JSON object"),  # type: ignore[arg-type]
    "properties that are a list": (lambda: simulate().ios().screen("x", "y", []), CallError, "not a list"),  # type: ignore[arg-type]
    "a method that is nested without end": (lambda: simulate().ios().native(NESTED), CallError, "no SDK method"),  # type: ignore[arg-type]
    "a method that has no text": (lambda: simulate().ios().native(Unprintable()), CallError, "a Python Unprintable"),  # type: ignore[arg-type]
    "a call that is a circle": (lambda: simulate().ios().make(CIRCLE, {}), CallError, "no Segment call"),  # type: ignore[arg-type]
    "fields that are a circle": (
        lambda: simulate().ios().make("track", CIRCLE),
        CallError,
        'track has no field "circle"',
    ),
    "traits that are a circle": (
        lambda: simulate().ios().make("identify", {"traits": CIRCLE}),
        CallError,
        "check it for a cycle",
    ),
    "an id that is a circle": (
        lambda: simulate().ios().make("identify", {"userId": CIRCLE}),
        CallError,
        "userId: must be a string",
    ),
    "a dialect that is nested without end": (lambda: simulate(dialect=NESTED), UsageError, "there is no dialect"),
    "a name that is a list": (
        lambda: simulate().ios(name=["phone"]),  # type: ignore[arg-type]
        UsageError,
        "the name of a source is a string, not a list",
    ),
    "a deletion of nobody": (
        lambda: simulate().server({"Secret Key": KEY}).delete_user(""),
        CallError,
        "needs a user id",
    ),
    "a deletion of a list": (
        lambda: simulate().server({"Secret Key": KEY}).delete_user(["u"]),  # type: ignore[arg-type]
        CallError,
        "not a list",
    ),
}


@pytest.mark.parametrize(("attempt", "kind", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said(attempt: Callable[[], object], kind: type[DevicemodeError], says: str) -> None:
    with pytest.raises(kind) as refusal:
        attempt()
    assert says in str(refusal.value)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_ids_of_a_subclass_of_str_are_their_text(platform: Platform, dialect: DialectName) -> None:
    simulation = Simulation(dialect=dialect)
    source = simulation.server({"Secret Key": KEY}) if platform == "server" else simulation.app(platform)
    source.identify(Identity.JANE, {"who": Identity.JANE})
    who = {"userId": Identity.JANE} if platform == "server" else {}
    source.make("track", {**who, "event": Identity.JANE, "properties": {"who": Identity.JANE}})
    source.make("group", {**who, "groupId": Identity.JANE})
    source.drain()
    assert {logged.to_json()["user_id"] for logged in source.events[1:]} == {"jane"}
    if isinstance(source, ServerSource):
        source.delete_user(Identity.JANE)


def test_two_sources_of_one_name_would_be_one_device() -> None:
    simulation = Simulation()
    first = simulation.ios()
    with pytest.raises(UsageError, match='there is already a source named "ios app"'):
        simulation.ios()
    assert simulation.ios(name="second ios app").device_id != first.device_id
    simulation.server(name="shop")
    with pytest.raises(UsageError, match="already"):
        simulation.server(name="shop")


def test_an_app_that_is_refused_takes_no_name() -> None:
    simulation = Simulation()
    with pytest.raises(SettingsError):
        simulation.ios({"API Key": "short"})
    with pytest.raises(DeviceError):
        simulation.ios(device={"ip": "nowhere"})
    assert simulation.ios().running


@pytest.mark.parametrize("url", ["http://[x", 3])
def test_a_page_that_cannot_be_opened_leaves_the_one_that_is_open(url: Any) -> None:
    page = Simulation().web()
    device_id = page.device_id
    with pytest.raises(DeviceError):
        page.open_page(url)
    assert page.running
    assert page.device_id == device_id
    assert page.device.page.url == "https://example.com/"


def test_what_is_quoted_stays_part_of_a_printable_sentence() -> None:
    assert quoted("Track All Pages") == '"Track All Pages"'
    assert quoted("歌") == '"歌"'
    assert quoted("a\nb\x1b[31m\ud800") == r'"a\nb\x1b[31m\ud800"'
    assert len(quoted("x" * 10**6)) < 130


@pytest.mark.parametrize("value", ["x" * 10**6, "\ud800", "a" * 32 + "\n"])
def test_a_value_is_shown_on_one_line(value: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        Simulation().ios({"API Key": value})
    sentence = str(refusal.value)
    assert len(sentence) < 300
    assert sentence.isprintable()


SCENARIO = "Feature: f\n  Scenario: s\n    Given an ios app\n"
PROPERTIES = SCENARIO + '    When the app tracks "x" with the properties\n'
OUTLINE = 'Feature: f\n  Scenario Outline: s\n    Given an ios app\n    When the app tracks "<e>"\n'

MALFORMED: dict[str, tuple[str, str]] = {
    "no Feature": ("hello\n", "f.feature:1: 'hello' can't stand here; begin with Feature"),
    "an unknown language": ("# language: xx\nFeature: f\n", "f.feature:1: xx is not a language of Gherkin"),
    "an open doc string": (PROPERTIES + '      """\n      {}\n', "f.feature:7: the file ends inside a doc string"),
    "a ragged table": (PROPERTIES + "      | a | 1 |\n      | b |\n", "f.feature:6: this row has more or fewer cells"),
    "a table and a doc string": (
        PROPERTIES + '      | a | 1 |\n      """\n      {}\n      """\n',
        "f.feature:4: a step has both a table and a doc string",
    ),
    "an outline without rows": (OUTLINE, 'f.feature:2: the outline "s" has no Examples'),
    "an outline in German": (
        "# language: de\nFunktion: f\n  Szenariogrundriss: s\n    Angenommen an ios app\n",
        'f.feature:3: the outline "s" has',
    ),
    "a column twice": (
        OUTLINE + "    Examples:\n      | case | e | e |\n      | a | x | y |\n",
        "f.feature:5: a column appears twice",
    ),
    "an empty case": (
        OUTLINE + "    Examples:\n      | case | e |\n      |  | x |\n",
        "f.feature:7: the case needs a name",
    ),
    "a name of signs": (SCENARIO.replace(": s", ": !?"), "f.feature:2: the scenario needs a name"),
    "slugs that collide": (
        OUTLINE + "    Examples:\n      | case | e |\n      | A b | x |\n      | a_b | y |\n",
        'the case "a-b" is taken by line 7',
    ),
    "a very long step": (SCENARIO + f"    When {'the app tracs ' * 50_000}\n", "no phrase matches “the app tracs"),
}


@pytest.mark.parametrize(("text", "says"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_feature_is_refused_by_file_and_line(text: str, says: str) -> None:
    with pytest.raises(FeatureError) as refusal:
        compile_text(text, "f.feature", "f")
    assert says in str(refusal.value)
    assert len(str(refusal.value)) < 500


@pytest.mark.parametrize(("prefix", "newline"), [(b"\xef\xbb\xbf", "\n"), (b"", "\r\n"), (b"\xef\xbb\xbf", "\r\n")])
def test_a_feature_from_windows_is_read(tmp_path: Path, prefix: bytes, newline: str) -> None:
    path = tmp_path / "f.feature"
    path.write_bytes(prefix + SCENARIO.replace("\n", newline).encode())
    (case,) = compile_file(path)
    assert case.id == "f#s"


def test_names_of_every_script_are_ids() -> None:
    assert slug("A screen call!") == "a-screen-call"
    assert slug("歌を再生 – 二") == "歌を再生-二"
    assert slug("a _ b") == "a-b"


@pytest.mark.parametrize("line", [5, 6])
def test_an_app_is_held_back_once_and_before_it_is_launched(line: int) -> None:
    steps = ["Given an ios app", "Given the ios app has not been launched yet", "When the app is launched"]
    steps.insert(line - 3, "Given the ios app has not been launched yet")
    (case,) = compile_text("Feature: f\n  Scenario: s\n" + "\n".join(steps), "f.feature", "f")
    (failure,) = run(case).failures
    assert [(one.path, one.actual.partition(";")[0]) for one in failure.differences] == [
        (f"line {line}", "the ios app is held back or launched already")
    ]


@pytest.mark.parametrize(
    ("method", "fields"), [("track", {"event": "x"}), ("identify", {"traits": {"a": 1}}), ("group", {"groupId": "g"})]
)
def test_a_session_that_is_no_moment_is_told_whatever_the_call(method: str, fields: dict[str, Any]) -> None:
    server = Simulation().server()
    server.make(method, {**fields, "userId": "u", "integrations": {"Amplitude": {"session_id": "soon"}}})
    assert [warning.text for warning in server.warnings] == [
        "the option session_id must be a session's start in milliseconds, not a string; it is ignored"
    ]
    assert "session_id" not in server.events[0].to_json()
