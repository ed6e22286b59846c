"""Cucumber messages: Cucumber's own tools read them, and see the same verdicts."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from simulator.conformance import suite
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import CaseRecord, Run
from simulator.reports.cucumber import PROTOCOL, messages
from tests.support.commands import devicemode
from tests.support.runs import FEATURE, HOSTILE, PAUSED, PHONE, PLAYED, conform, failure, features

Envelope = dict[str, Any]
CUCUMBER = Path(__file__).parent / "cucumber"


def with_outcomes(folder: Path) -> tuple[Run, dict[str, str]]:
    """Return a run of the feature in which each outcome has a case, and the feature itself."""
    paused = FEATURE.split("  @rule:track.event\n")[2]
    names = ("passed", "failed", "errored", "known", "listed", "skipped", "inapplicable", "refused", "interrupted")
    text = "Feature: Songs\n\n" + "".join(
        f"  @rule:track.event\n{paused.replace('Scenario: paused', f'Scenario: {name}')}" for name in names
    )
    cases = suite.load(features(folder, text))
    hostile = "\n".join(HOSTILE)[:5000]
    status: dict[str, dict[str, Any]] = {
        "passed": {},
        "failed": {"status": "failed"},
        "errored": {
            "status": "errored",
            "reason": hostile,
            "stderr": hostile,
            "transcript": ({"sent": {"do": hostile}},),
        },
        "known": {"status": "failed", "known": True, "reason": "not built yet"},
        "listed": {"known": True, "reason": "not built yet"},
        "skipped": {"status": "skipped", "reason": "no pages"},
        "inapplicable": {"status": "not applicable", "reason": "no platform"},
        "refused": {"status": "failed"},
    }
    made: list[CaseRecord] = []
    for case, (name, changes) in zip(cases, status.items(), strict=False):
        line = case.steps[-1].line if name != "refused" else case.line
        failures = (failure(hostile, hostile, hostile),) if changes.get("status") == "failed" else ()
        failed = tuple(msgspec.structs.replace(one, line=line) for one in failures)
        one = records.record_of(case, status="passed", dialect="documented")
        made.append(msgspec.structs.replace(one, failures=failed, **changes))
    begin = records.begin_of(cases, dialect="documented")
    return Run(begin, tuple(made), records.end_of(made, discovered=len(cases))), {"songs.feature": text}


STATUS = {
    "songs#passed": "PASSED",
    "songs#failed": "FAILED",
    "songs#errored": "FAILED",
    "songs#known": "SKIPPED",
    "songs#listed": "FAILED",
    "songs#skipped": "SKIPPED",
    "songs#inapplicable": "SKIPPED",
    "songs#refused": "FAILED",
}
"""Cucumber's name for each outcome; the case that was not run is absent."""


def envelopes(text: str) -> list[Envelope]:
    return [json.loads(line) for line in text.splitlines()]


def of(kind: str, all_of_them: list[Envelope]) -> list[Envelope]:
    return [one[kind] for one in all_of_them if kind in one]


def verdicts(all_of_them: list[Envelope]) -> dict[str, str]:
    """Return the most severe status of each pickle, by its id, worked out from the messages alone."""
    severity = ["UNKNOWN", "PASSED", "SKIPPED", "PENDING", "UNDEFINED", "AMBIGUOUS", "FAILED"]
    cases = {one["id"]: one["pickleId"] for one in of("testCase", all_of_them)}
    started = {one["id"]: cases[one["testCaseId"]] for one in of("testCaseStarted", all_of_them)}
    made = dict.fromkeys(started.values(), "UNKNOWN")
    for one in of("testStepFinished", all_of_them):
        pickle = started[one["testCaseStartedId"]]
        made[pickle] = max(made[pickle], one["testStepResult"]["status"], key=severity.index)
    return made


def test_every_outcome_has_the_status_that_cucumber_calls_it(tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    made = envelopes(messages(run, texts))
    names = {one["id"]: f"songs#{one['name'].replace(' ', '-')}" for one in of("pickle", made)}
    assert {names[pickle]: status for pickle, status in verdicts(made).items()} == STATUS
    [finished] = of("testRunFinished", made)
    assert finished["success"] is False


def test_there_is_one_kind_in_each_message_and_they_come_in_order(tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    made = envelopes(messages(run, texts))
    kinds = []
    for one in made:
        [kind] = one
        kinds.append(kind)
    assert kinds[0] == "meta"
    assert kinds[-1] == "testRunFinished"
    assert made[0]["meta"]["protocolVersion"] == PROTOCOL
    first = {kind: kinds.index(kind) for kind in kinds}
    assert first["source"] < first["gherkinDocument"] < first["pickle"] < first["testRunStarted"] < first["testCase"]


def ids(value: Any) -> Iterator[str]:
    """Yield each id that is defined anywhere in a message."""
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        for item in value.values():
            yield from ids(item)
    elif isinstance(value, list):
        for item in value:
            yield from ids(item)


def references(value: Any) -> Iterator[str]:
    """Yield each id that is referred to anywhere in a message."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name.endswith("Id"):
                yield item
            elif name == "astNodeIds":
                yield from item
            else:
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def test_every_id_is_given_once_and_before_it_is_referred_to(tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    given: set[str] = set()
    referred = 0
    for one in envelopes(messages(run, texts)):
        new = list(ids(one))
        assert not given & set(new)
        assert len(new) == len(set(new))
        given |= set(new)
        for reference in references(one):
            assert reference in given
            referred += 1
    assert referred > 100


def test_what_no_step_stands_for_is_the_result_of_a_hook(tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    made = envelopes(messages(run, texts))
    hooks = {step["id"] for one in of("testCase", made) for step in one["testSteps"] if "hookId" in step}
    says = [one["testStepResult"]["message"] for one in of("testStepFinished", made) if one["testStepId"] in hooks]
    assert len(says) == 3
    assert says[0].startswith("</script>")  # Why the adapter failed.
    assert says[1] == "passes, although the list of known failures includes it: not built yet"
    assert "expected" in says[2]  # The refusal, which stands at the scenario's line.


def test_what_broke_a_run_has_its_rules_and_how_to_repeat_it_attached(tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    attached = of("attachment", envelopes(messages(run, texts)))
    assert len(attached) == 4
    for one in attached:
        assert one["mediaType"] == "text/plain"
        assert one["body"].startswith("rule track.event: ")
        assert "repeat: devicemode conform --case 'songs#" in one["body"]


def test_a_run_that_conforms_is_a_success_and_one_that_was_interrupted_is_not(tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    good = Run(run.begin, run.cases[:1], records.end_of(run.cases[:1], discovered=run.begin.discovered))
    [finished] = of("testRunFinished", envelopes(messages(good, texts)))
    assert finished["success"] is True
    [finished] = of("testRunFinished", envelopes(messages(Run(run.begin, run.cases[:1], None), texts)))
    assert (finished["success"], finished["message"]) == (False, "the run was interrupted: its report has no end")


def test_the_messages_of_a_port_through_the_command_line(tmp_path: Path) -> None:
    report, path = tmp_path / "run.jsonl", tmp_path / "messages.ndjson"
    conform(tmp_path, "--report", report)
    assert devicemode("report", report, "--messages", path).exit_code == 0
    made = envelopes(path.read_text("utf-8"))
    assert sorted(verdicts(made).values()) == ["FAILED", "PASSED", "SKIPPED"]
    assert of("meta", made)[0]["runtime"] == {"name": "miniature", "version": "1"}


def test_messages_need_the_features_that_were_run(tmp_path: Path) -> None:
    report, path = tmp_path / "run.jsonl", tmp_path / "messages.ndjson"
    conform(tmp_path, "--report", report)
    moved = tmp_path / "moved"
    shutil.copytree(tmp_path / "features", moved)
    features(tmp_path, FEATURE.replace("Song Paused", "Song Stopped"))
    answer = devicemode("report", report, "--messages", path)
    assert answer.exit_code == 2
    assert answer.output == (
        "Error: the features differ from those of that run, and Cucumber messages need their text; "
        "name the folder with --features, or run again\n"
    )
    assert not path.exists()
    assert devicemode("report", report, "--messages", path, "--features", moved).exit_code == 0
    assert {PLAYED, PAUSED, PHONE} == set(records.read(report).by_id())


def test_features_that_can_not_be_read_are_one_sentence(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    (tmp_path / "features" / "latin.feature").write_bytes(b"Feature: caf\xe9\n")
    answer = devicemode("report", report, "--messages", "-")
    assert answer.exit_code == 2
    assert answer.output.endswith("latin.feature: is not UTF-8 text (byte 12); save it as UTF-8\n")


# Cucumber itself


@pytest.fixture(scope="module")
def cucumber(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install Cucumber's packages in a folder of their own and return it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.fail("these tests need Node 20 or later and npm on the path; leave them out with -m 'not node'")
    folder = tmp_path_factory.mktemp("cucumber")
    for name in ("package.json", "package-lock.json", ".npmrc", "verdicts.js"):
        shutil.copy(CUCUMBER / name, folder)
    subprocess.run([npm, "ci", "--ignore-scripts"], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.node
def test_every_message_fits_cucumber_s_schema(cucumber: Path, tmp_path: Path) -> None:
    package = cucumber / "node_modules" / "@cucumber" / "messages"
    assert json.loads((package / "package.json").read_text("utf-8"))["version"] == PROTOCOL
    envelope = Draft202012Validator(json.loads((package / "messages.schema.json").read_text("utf-8")))
    run, texts = with_outcomes(tmp_path)
    made = envelopes(messages(run, texts))
    for one in made:
        envelope.validate(one)
    assert not envelope.is_valid({"pickle": {}})
    assert not envelope.is_valid({"pickel": made[-1]})


@pytest.mark.node
def test_cucumber_sees_the_same_verdicts(cucumber: Path, tmp_path: Path) -> None:
    run, texts = with_outcomes(tmp_path)
    path = tmp_path / "messages.ndjson"
    path.write_text(messages(run, texts), "utf-8")
    seen = subprocess.run(
        ["node", "verdicts.js", str(path)], cwd=cucumber, check=True, capture_output=True, text=True
    ).stdout
    lines = {f"{one.path}:{one.line}": STATUS[one.case] for one in run.cases}
    assert json.loads(seen) == {"success": False, "verdicts": lines}


@pytest.mark.node
def test_cucumber_sees_the_same_verdicts_in_a_run_of_the_suite(cucumber: Path, tmp_path: Path) -> None:
    report, path = tmp_path / "run.jsonl", tmp_path / "messages.ndjson"
    assert devicemode("conform", "-k", "group", "--dialect", "latest", "--report", report).exit_code == 0
    assert devicemode("report", report, "--messages", path).exit_code == 0
    seen = subprocess.run(
        ["node", "verdicts.js", str(path)], cwd=cucumber, check=True, capture_output=True, text=True
    ).stdout
    status = {"passed": "PASSED", "not applicable": "SKIPPED"}
    lines = {f"{one.path}:{one.line}": status[one.outcome] for one in records.read(report).cases}
    assert len(lines) > 50
    assert json.loads(seen) == {"success": True, "verdicts": lines}
