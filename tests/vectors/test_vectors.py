"""The exported vectors: they say what the features say, they can fail, and they are the same bytes everywhere."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import jsonschema
import jsonschema_rs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cli import files
from simulator.conformance import suite
from simulator.conformance.judging.matching import ROLE_KINDS, kind_of
from simulator.conformance.language.cases import Case
from simulator.documentation.platforms import Platform
from simulator.errors import UsageError
from simulator.model.dialects import DIALECTS, DialectName
from simulator.ports.protocol.capabilities import CAPABILITIES
from simulator.vectors import export, form
from simulator.vectors.export import Export, exported, json_text
from simulator.vectors.form import Feature, Index
from simulator.vectors.markers import KINDS, marked
from simulator.vectors.performing import vector_of
from simulator.vectors.repeats import folded
from tests import ROOT
from tests.support.commands import devicemode
from tests.vectors.judge import JSON, Bindings, same, spread
from tests.vectors.port import Performed

SCHEMA = ROOT / "simulator" / "schemas" / "vectors.json"
EXAMPLE = ROOT / "adapters" / "vectors-example"
TEST = "vectors.test.mjs"


OTHERS: Final = [one for one in DIALECTS if one != "documented"]
SOME: Final = 5
"""One in this many of the other dialects' cases is tried, unless all are; none of `printed`, which differs from
`documented` in a few cells."""
SHARES: Final = [
    *(pytest.param(one, SOME, id=f"some-{one}") for one in OTHERS if one != "printed"),
    *(pytest.param(one, 1, id=f"all-{one}", marks=pytest.mark.exhaustive) for one in OTHERS),
]
OF_OTHERS = pytest.mark.parametrize(("dialect", "every"), SHARES)
OF_EACH = pytest.mark.parametrize(("dialect", "every"), [pytest.param("documented", 1, id="documented"), *SHARES])


def exported_in(dialect: DialectName, every: int = 1) -> Export:
    return exported_once(dialect, every)


@cache
def exported_once(dialect: DialectName, every: int) -> Export:
    return exported(suite.load()[::every], dialect=dialect)


def index_of(made: Export) -> JSON:
    return json.loads(made.files["index.json"])


def vectors_of(made: Export) -> Iterator[JSON]:
    for listed in index_of(made)["files"]:
        if listed["cases"]:
            yield from json.loads(made.files[listed["path"]])["vectors"]


def vector(case: str, dialect: DialectName = "documented") -> JSON:
    return next(one for one in vectors_of(exported_in(dialect)) if one["id"] == case)


def problems(changed: JSON) -> list[str]:
    return Performed(changed, index_of(exported_in("documented"))).problems


def wrong_among(vectors: Iterable[JSON], made: Export) -> dict[str, list[str]]:
    """Perform vectors of an export and return the mistakes, by case."""
    index = index_of(made)
    found = {one["id"]: Performed(one, index).problems for one in vectors}
    return {case: problems for case, problems in found.items() if problems}


@OF_EACH
def test_there_is_a_vector_for_each_case(dialect: DialectName, every: int) -> None:
    ids = [one["id"] for one in vectors_of(exported_in(dialect, every))]
    # A port has no part in cases about Amplitude's API alone.
    assert ids == [case.id for case in suite.load()[::every] if dialect in case.dialects and not case.api_rules]


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["some", "all"])
def test_vectors_say_what_the_features_say(every: int) -> None:
    """Read from the JSON alone, performed with other ids than those of the export, judged by a comparer of its own."""
    made = exported_in("documented")
    assert wrong_among(list(vectors_of(made))[::every], made) == {}


@OF_OTHERS
def test_vectors_of_the_other_dialects_say_what_the_features_say(dialect: DialectName, every: int) -> None:
    documented = {one["id"]: one for one in vectors_of(exported_in("documented"))}
    made = exported_in(dialect, every)
    assert any(one != documented.get(one["id"]) for one in vectors_of(made))
    assert wrong_among(vectors_of(made), made) == {}


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["some", "all"])
def test_no_change_of_what_is_expected_goes_unnoticed(every: int) -> None:
    made = exported_in("documented")
    index = index_of(made)
    unnoticed = []
    tried: Counter[str] = Counter()
    for one in list(vectors_of(made))[::every]:
        performed = Performed(one, index)
        for what, changed in changed_made(one["made"]):
            tried[what] += 1
            if performed.makes(changed):
                unnoticed.append((one["id"], what))
        for judged in performed.judged:
            for what, expect in changed_expectations(judged.expect):
                tried[what] += 1
                if judged.holds(expect):
                    unnoticed.append((one["id"], what))
    assert unnoticed == []
    assert {what: count for what, count in tried.items() if count < 20 // every} == {}
    assert set(tried) == {
        "command lost",
        "event lost",
        "field lost",
        "field changed",
        "moment moved",
        "two of one",
        "number off",
        "row lost",
        "cell changed",
        "value changed",
        "group lost",
        "words changed",
    }


def changed_made(made: JSON) -> Iterator[tuple[str, JSON]]:
    """Yield the `made` part with one mistake."""
    for at, part in enumerate(made):
        for what in ("command", "event"):
            entries = part[f"{what}s"]
            if not entries:
                continue
            yield f"{what} lost", _with(made, (at, f"{what}s"), entries[:-1])
            first = entries[0][what]
            for field, value in first.items():
                where = (at, f"{what}s", 0, what)
                yield "field lost", _with(made, where, {key: first[key] for key in first if key != field})
                if isinstance(value, dict) and value.keys() == {"ms"}:
                    yield "moment moved", _with(made, (*where, field), {"ms": value["ms"] + 1})
                elif type(value) is int:
                    yield "number off", _with(made, (*where, field), value + 1)
                elif not (isinstance(value, dict) and value.keys() == {"role"}):
                    yield "field changed", _with(made, (*where, field), [value])
            roles = [entry["event"].get("uuid") for entry in entries if what == "event"]
            if len(roles) > 1 and None not in roles:
                yield "two of one", _with(made, (at, "events", 1, "event", "uuid"), roles[0])


def changed_expectations(expect: JSON) -> Iterator[tuple[str, JSON]]:
    """Yield an expectation with one mistake."""
    for number in ("count", "amount"):
        if number in expect:
            yield "number off", expect | {number: expect[number] + 1}
    if expect["expect"] == "cross-project-view":
        yield "row lost", expect | {"rows": expect["rows"][:-1]}
    elif "rows" in expect:
        if expect["rows"] and expect.get("exactly", True):
            yield "row lost", expect | {"rows": expect["rows"][:-1]}
        for at, row in enumerate(expect["rows"]):
            for path in row:
                yield "cell changed", _with(expect, ("rows", at, path), "nobody said that")
    for name in expect.get("properties", ()):
        yield "value changed", _with(expect, ("properties", name), "nobody said that")
    for name in expect.get("event", ()):
        yield "value changed", _with(expect, ("event", name), "nobody said that")
    if "value" in expect:
        yield "value changed", expect | {"value": "nobody said that"}
    if expect.get("groups"):
        yield "group lost", expect | {"groups": expect["groups"][:-1]}
    if expect["expect"] == "warning":
        yield "words changed", expect | {"says": "nobody said that"}


def _with(value: JSON, where: tuple[str | int, ...], new: JSON) -> JSON:
    """Return a value with a part of it replaced; all else is shared."""
    changed = copy.copy(value)
    changed[where[0]] = new if len(where) == 1 else _with(value[where[0]], where[1:], new)
    return changed


def test_a_refusal_is_noticed_where_none_is_marked_and_missed_where_one_is() -> None:
    refused = vector("group/group-id#ios-empty")
    [at] = [at for at, step in enumerate(refused["steps"]) if step.get("refused")]
    assert problems(refused) == []
    assert problems(_with(refused, ("steps", at, "refused"), False)) != []
    calm = vector("track/events#web")
    [at] = [at for at, step in enumerate(calm["steps"]) if step.get("send", {}).get("do") == "call"]
    assert problems(calm) == []
    assert problems(_with(calm, ("steps", at, "refused"), True)) != []


def test_a_role_in_a_call_stands_for_the_value_that_the_role_has() -> None:
    handed_on = vector("sessions/server#a-server-hands-on-the-session-of-a-page-and-amplitude-sees-one-session")
    [call] = [
        step["send"]
        for step in handed_on["steps"]
        if step.get("send", {}).get("do") == "call" and step["send"]["app"] == "server source"
    ]
    assert call["args"]["integrations"] == {"Amplitude": {"session_id": {"role": "session 1"}}}


@OF_EACH
def test_no_moment_of_the_case_itself_is_left_in_what_was_made(dialect: DialectName, every: int) -> None:
    """Times that steps state are long before or after; those of the clock are within the days of the case."""
    made = exported_in(dialect, every)
    begins = index_of(made)["begins"]
    for one in vectors_of(made):
        for part in one["made"]:
            for value in leaves([part["commands"], part["events"]]):
                if isinstance(value, int) and not isinstance(value, bool):
                    assert not begins <= value <= begins + 1000 * 86_400_000, one["id"]


@OF_EACH
def test_every_role_is_of_a_kind_that_the_index_describes(dialect: DialectName, every: int) -> None:
    assert KINDS.keys() >= ROLE_KINDS
    made = exported_in(dialect, every)
    bindings = Bindings(index_of(made), {})
    roles = {role for one in vectors_of(made) for role in roles_in(one)}
    assert {"session 1", "uuid 1", "insert id 1", "anonymous id", "generated id", "vendor id"} <= roles
    for role in roles:
        assert bindings.kind(role) == kind_of(role)
        assert bindings.kind(role) in KINDS


def roles_in(value: JSON) -> Iterator[str]:
    if isinstance(value, dict):
        if value.keys() == {"role"} and isinstance(value["role"], str):
            yield value["role"]
        for item in value.values():
            yield from roles_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from roles_in(item)


def leaves(value: JSON) -> Iterator[JSON]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)
    else:
        yield value


def nested(inside: st.SearchStrategy[JSON]) -> st.SearchStrategy[JSON]:
    keys = st.sampled_from(["role", "ms", "absent", "literal", "a", "b"]) | st.text()
    return st.lists(inside, max_size=3) | st.dictionaries(keys, inside, max_size=2)


numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(st.none() | st.booleans() | numbers | st.text(), nested, max_leaves=8)


@given(json_values, json_values)
def test_whatever_looks_like_a_marker_is_compared_as_what_it_is(value: JSON, other: JSON) -> None:
    bindings = Bindings(index_of(exported_in("documented")), {})
    written = marked(value, lambda leaf: leaf)
    assert bindings.fits(written, value)
    assert bindings.fits(written, other) == same(value, other)


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.booleans(), st.sampled_from(["rule", "other"]))))
def test_what_is_written_once_is_read_as_often_as_it_came(said: list[tuple[str, bool, str]]) -> None:
    made = [
        ({"event_type": name, "event_id": number if counts else 1, "uuid": {"role": f"uuid {number}"}}, (because,))
        for number, (name, counts, because) in enumerate(said, 1)
    ]
    entries: list[JSON] = [
        {"event": event, "because": because, "times": times} for event, because, times in folded(made)
    ]
    index = index_of(exported_in("documented"))
    assert list(spread(entries, "event", index)) == [event for event, _ in made]
    assert [because for entry in entries for because in [entry["because"]] * entry["times"]] == [one for _, one in made]


def test_a_thousand_events_in_a_row_are_one_entry() -> None:
    overflow = vector("uploads/queue-limits#overflow-ios")
    assert max(step.get("times", 1) for step in overflow["steps"]) == 1000
    [made] = overflow["made"]
    assert made["events"][0]["times"] == 1000
    assert len(made["events"]) < 10


def test_the_schema_goes_with_the_files() -> None:
    assert exported_in("documented").files["schema.json"] == SCHEMA.read_text("utf-8")


@OF_EACH
def test_every_file_is_of_the_published_schema(dialect: DialectName, every: int) -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
    files = {path: text for path, text in exported_in(dialect, every).files.items() if path.endswith(".json")}
    del files["schema.json"]
    assert len(files) == exported_in(dialect, every).index.counts.features + 1
    for path, text in files.items():
        problems = [f"{path}: {one.instance_path}: {one.message}" for one in validator.iter_errors(json.loads(text))]
        assert problems == []


@pytest.mark.parametrize(
    ("where", "new"),
    [
        (("file",), "list"),
        (("format",), 2),
        (("dialect",), "spoken"),
        (("vectors", 0, "title"), "a field that there is not"),
        (("vectors", 0, "platforms"), ["windows"]),
        (("vectors", 0, "roles"), ["anonymous id"]),
        (("vectors", 0, "steps", 0), {"text": "neither sends nor expects"}),
        (("vectors", 0, "steps", 0, "times"), "twice"),
        (("vectors", 0, "steps", 0, "send", "do"), "dance"),
        (("vectors", 0, "steps", 0, "expect"), {"expect": "user-count", "count": 1}),
        (("vectors", 0, "steps", -1, "expect", "expect"), "the worst"),
        (("vectors", 0, "made", 0, "by"), "hand"),
        (("vectors", 0, "made", 0, "events", 0, "event"), "Song Played"),
    ],
)
def test_what_is_of_another_form_is_not_of_the_schema(where: tuple[str | int, ...], new: JSON) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    good = json.loads(exported_in("documented").files["track/events.json"])
    good["vectors"] = good["vectors"][:1]
    for validator in (jsonschema.Draft202012Validator(schema), jsonschema_rs.validator_for(schema)):
        assert validator.is_valid(good)
        assert not validator.is_valid(_with(good, where, new))


@OF_EACH
def test_every_file_reads_back_into_the_classes(dialect: DialectName, every: int) -> None:
    for path, text in exported_in(dialect, every).files.items():
        if path.endswith(".json") and path != "schema.json":
            read = msgspec.json.decode(text, type=Index | Feature)
            assert json_text(read) == text


def test_the_index_says_what_there_is() -> None:
    made = exported_in("documented")
    index = index_of(made)
    assert {listed["path"] for listed in index["files"]} == made.files.keys() - {"index.json"}
    for listed in index["files"]:
        assert listed["sha256"] == hashlib.sha256(made.files[listed["path"]].encode()).hexdigest()
    vectors = list(vectors_of(made))
    assert index["counts"]["cases"] == len(vectors)
    assert index["counts"]["expectations"] == sum("expect" in step for one in vectors for step in one["steps"])
    events = [entry for one in vectors for part in one["made"] for entry in part["events"]]
    assert index["counts"]["events"] == sum(entry.get("times", 1) for entry in events)
    assert {rule for one in vectors for rule in one["rules"]} <= index["rules"].keys()
    assert {rule for entry in events for rule in entry["because"]} <= index["rules"].keys()
    assert {one for vector in vectors for one in vector["divergences"]} == index["divergences"].keys()
    assert {one for vector in vectors for one in vector["needs"]["capabilities"]} <= index["capabilities"].keys()
    assert index["capabilities"].keys() == CAPABILITIES.keys()
    comparison = index["comparison"]
    # As documented no app crashes.
    assert {step["expect"]["expect"] for one in vectors for step in one["steps"] if "expect" in step} == (
        set(comparison["expectations"]) - {"crash"}
    )
    assert {kind["about"] for kind in comparison["expectations"].values()} == comparison["about"].keys()


@pytest.mark.parametrize("platform", ["server", pytest.param(None, marks=pytest.mark.exhaustive)])
def test_another_process_at_another_time_and_place_writes_the_same_bytes(
    platform: Platform | None, tmp_path: Path
) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"}
    subprocess.run(
        [
            sys.executable,
            "-m",
            "simulator",
            "vectors",
            "export",
            "out",
            *(("--platform", platform) if platform else ()),
        ],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    here = exported(suite.load(), dialect="documented", platforms=(platform,) if platform else ())
    expected = {path: text.encode() for path, text in here.files.items()}
    assert tree(tmp_path / "out") == expected
    for path, content in expected.items():
        for machine in (str(ROOT), str(Path.home()), str(tmp_path)):
            assert f"{machine}/".encode() not in content, path


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_case_to_which_the_reference_does_not_conform_has_no_vector() -> None:
    [case] = [case for case in suite.load() if case.id == "group/group-id#ios-empty"]
    assert "shipped" not in case.dialects
    with pytest.raises(UsageError, match="the reference does not conform to group/group-id#web-empty in shipped"):
        vector_of(next(case for case in suite.load() if case.id == "group/group-id#web-empty"), "shipped")


def test_a_later_export_takes_the_place_of_an_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = tuple(case for case in suite.load() if case.folder in ("alias", "location"))
    monkeypatch.setattr(suite, "load", lambda root=None: some)
    everything = devicemode("vectors", "export", str(tmp_path))
    cases = sum("documented" in case.dialects for case in some)
    assert (
        everything.output
        == f"{cases} cases of {len(documented_features(some))} features in {tmp_path}, as documented\n"
    )
    assert (tmp_path / "alias").is_dir()
    (tmp_path / "notes.txt").write_text("mine")
    fewer = tuple(case for case in some if case.folder == "location")
    monkeypatch.setattr(suite, "load", lambda root=None: fewer)
    assert devicemode("vectors", "export", str(tmp_path), "--platform", "ios").exit_code == 0
    assert not (tmp_path / "alias").exists()
    left = tree(tmp_path)
    assert left.pop("notes.txt") == b"mine"
    on_ios = exported(fewer, dialect="documented", platforms=("ios",))
    assert left == {path: text.encode() for path, text in on_ios.files.items()}
    assert on_ios.index.platforms == ("ios",)
    assert all("ios" in one["platforms"] for one in vectors_of(on_ios))


@pytest.mark.parametrize("begun", ["anew", "over an earlier one"])
def test_an_export_that_was_interrupted_can_be_made_again(
    begun: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = tuple(case for case in suite.load() if case.folder in ("alias", "location"))
    fewer = tuple(case for case in some if case.folder == "location")
    monkeypatch.setattr(suite, "load", lambda root=None: some)
    if begun == "over an earlier one":
        assert devicemode("vectors", "export", str(tmp_path)).exit_code == 0
    write, written = files.write, []

    def interrupted(path: Path, text: str) -> None:
        written.append(path)
        if len(written) == 4:
            # As when the process is killed in the middle of a file.
            path.with_name(f".{path.name}.4711.part").write_text("half")
            raise KeyboardInterrupt
        write(path, text)

    with monkeypatch.context() as broken:
        broken.setattr(files, "write", interrupted)
        assert devicemode("vectors", "export", str(tmp_path)).exit_code == 130
    # The remains can't be taken for an export.
    assert not (tmp_path / "index.json").exists()
    monkeypatch.setattr(suite, "load", lambda root=None: fewer)
    assert devicemode("vectors", "export", str(tmp_path)).exit_code == 0
    assert tree(tmp_path) == {path: text.encode() for path, text in exported(fewer, dialect="documented").files.items()}


def documented_features(cases: tuple[Case, ...]) -> set[str]:
    return {case.id.partition("#")[0] for case in cases if "documented" in case.dialects}


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text('{"name": "mine"}')
    refused = devicemode("vectors", "export", str(tmp_path))
    assert refused.exit_code == 2
    assert refused.output == (
        f"Error: {tmp_path} is neither empty nor an earlier export; name a new folder, or empty this one\n"
    )
    assert tree(tmp_path) == {"index.json": b'{"name": "mine"}'}


@pytest.mark.parametrize("path", ["../precious.txt", "/precious.txt", "a/../../precious.txt"])
def test_an_index_can_t_have_files_removed_outside_of_its_folder(path: str, tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "index.json").write_text(json.dumps({"file": "index", "files": [{"path": path}]}))
    refused = devicemode("vectors", "export", str(folder), "--platform", "server")
    assert refused.exit_code == 2
    assert "which is not in the folder; empty the folder" in refused.output
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_a_folder_that_can_t_be_made_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "load", lambda root=None: suite_of_one())
    (tmp_path / "file").write_text("mine")
    refused = devicemode("vectors", "export", str(tmp_path / "file" / "out"))
    assert refused.exit_code == 2
    assert refused.output.startswith("Error: ")
    assert refused.output.count("\n") == 1


@cache
def suite_of_one() -> tuple[Case, ...]:
    return suite.select(_suite(), suite.Selection(ids=("track/events#web",)))


_suite = suite.load


def test_the_guide_names_every_file_and_every_part() -> None:
    made = exported_in("documented")
    guide = made.files[export.GUIDE]
    for name in (
        "index.json",
        "schema.json",
        *form.Vector.__struct_encode_fields__,
        "send",
        "fault",
        "expect",
        "times",
        "refused",
        "because",
        *index_of(made)["comparison"]["markers"],
    ):
        if name not in ("scenario", "line", "divergences"):
            assert name in guide, name


def test_the_guide_s_example_is_a_vector_with_parts_left_out() -> None:
    made = exported_in("documented")
    [example] = re.findall(r"```json\n(.+?)```", made.files[export.GUIDE], re.DOTALL)
    lines = [line.strip() for line in example.splitlines() if line.strip() != "…"]
    [case] = re.findall(r'"id": "(.+?)"', lines[1])
    feature = made.files[f"{case.partition('#')[0]}.json"]
    text = iter(line.strip() for line in feature[feature.index(lines[1]) :].splitlines())
    for line in lines[1:]:
        # A part that is left out may have had the comma, or have come after it.
        assert any(line.rstrip(",") == other.rstrip(",") for other in text), line


def node(vectors: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the example's test in a folder with nothing but the test and its port."""
    program = shutil.which("node")
    if program is None:
        pytest.fail("these tests need Node 20 or later on the path; leave them out with -m 'not node'")
    folder.mkdir()
    for name in (TEST, "port.mjs"):
        shutil.copy(EXAMPLE / name, folder)
    return subprocess.run(
        [program, "--test", "--test-reporter=tap", TEST],
        cwd=folder,
        env=os.environ | {"VECTORS": str(vectors), "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )


def write(made: Export, folder: Path) -> Path:
    for path, text in made.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


@pytest.mark.node
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_test_of_forty_lines_in_node_passes_for_every_vector(dialect: DialectName, tmp_path: Path) -> None:
    made = exported_in(dialect)
    run = node(write(made, tmp_path / "vectors"), tmp_path / "test")
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr
    assert f"# pass {made.index.counts.cases}\n" in run.stdout


@pytest.mark.node
@pytest.mark.parametrize(
    ("case", "where", "new"),
    [
        ("track/events#web", ("made", 0, "events", 0, "event", "event_type"), "Song Paused"),
        ("track/events#web", ("made", 0, "events", 0, "event", "timestamp"), {"ms": 1}),
        ("track/events#web", ("made", 0, "events", 0, "event", "event_id"), 2),
        ("track/events#web", ("made", 0, "events", 0, "event", "device_id"), {"role": "uuid 1"}),
        ("track/events#web", ("made", 0, "events", 0, "event", "uuid"), {"role": "session 1"}),
        ("track/events#web", ("made", 0, "events", 0, "event", "session_id"), -1),
        ("track/events#web", ("made", 0, "events", 0, "event", "user_id"), "nobody said that"),
        ("track/events#web", ("made", 0, "events", 0, "event", "event_properties"), {"nobody": "said that"}),
        ("track/events#web", ("made", 0, "events", 0, "times"), 2),
        ("track/events#web", ("made", 0, "events"), []),
        ("track/events#web", ("made", 0, "commands", 0, "command", "method"), "logRevenue"),
        ("track/events#web", ("made", 0, "commands"), []),
        ("track/events#web", ("steps", 1, "send", "args", "event"), "Song Paused"),
        ("track/events#web", ("steps", 1, "refused"), True),
        ("group/group-id#ios-empty", ("steps", 1, "refused"), False),
    ],
)
def test_a_test_of_forty_lines_in_node_fails_for_the_one_vector_that_was_changed(
    case: str, where: tuple[str | int, ...], new: JSON, tmp_path: Path
) -> None:
    feature = case.partition("#")[0]
    made = exported([one for one in _suite() if one.id.startswith(f"{feature}#")], dialect="documented")
    content = json.loads(made.files[f"{feature}.json"])
    [at] = [at for at, one in enumerate(content["vectors"]) if one["id"] == case]
    changed = _with(content, ("vectors", at, *where), new)
    assert changed != content
    write(made, tmp_path / "vectors")
    (tmp_path / "vectors" / f"{feature}.json").write_text(json.dumps(changed))
    run = node(tmp_path / "vectors", tmp_path / "test")
    assert run.returncode == 1
    # TAP puts a backslash before a number sign.
    assert f"not ok {at + 1} - {case.replace('#', chr(92) + '#')}\n" in run.stdout
    assert "# fail 1\n" in run.stdout


@pytest.mark.node
def test_the_test_in_node_has_forty_lines_and_no_help() -> None:
    test = (EXAMPLE / TEST).read_text("utf-8")
    assert len(test.splitlines()) <= 40
    assert {one for one in re.findall(r"from '(.+)'", test) if not one.startswith("node:")} == {"./port.mjs"}
