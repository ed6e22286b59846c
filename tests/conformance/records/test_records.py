"""The stream of records: written, read back, interrupted, and wrong in one sentence that names the line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from simulator import schemas
from simulator.conformance import suite
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import BROKEN, OUTCOMES, CaseRecord
from simulator.errors import UsageError
from simulator.reports import tally
from tests.support.commands import devicemode
from tests.support.runs import (
    ONE_OF_EACH,
    PAUSED,
    PHONE,
    PLAYED,
    conform,
    failure,
    features,
    hostile_run,
    lines_of,
    record,
    run,
    save,
)

LINE = Draft202012Validator(json.loads(schemas.text("run")))


def parsed(lines: list[bytes]) -> records.Run:
    return records.parse(b"".join(lines), "run.jsonl")


@pytest.mark.parametrize("made", [run(*ONE_OF_EACH, more=2), run(), hostile_run()], ids=["each", "none", "hostile"])
def test_a_stream_is_read_back_as_it_was_written(made: records.Run) -> None:
    assert parsed(lines_of(made)) == made


@given(
    st.text(),
    st.text(),
    st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.none()),
)
def test_any_text_survives_the_stream(one: str, other: str, message: dict[str, object]) -> None:
    made = run(
        record(
            "songs/all#any",
            "failed",
            scenario=one,
            reason=other,
            stderr=one,
            failures=(failure(one, other, one),),
            transcript=({"sent": message},),
        )
    )
    assert parsed(lines_of(made)) == made


def test_every_record_is_one_line_for_every_reader() -> None:
    made = hostile_run()
    assert len(b"".join(lines_of(made)).decode().splitlines()) == len(made.cases) + 2


def test_the_same_run_gives_the_same_bytes() -> None:
    assert lines_of(run(*ONE_OF_EACH)) == lines_of(run(*ONE_OF_EACH))


def test_a_run_of_a_port_is_written_line_by_line_and_every_line_fits_the_schema(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    answer = conform(tmp_path, "--report", report)
    assert answer.exit_code == 1
    lines = [json.loads(line) for line in report.read_bytes().splitlines()]
    assert [line["record"] for line in lines] == ["begin", "case", "case", "case", "end"]
    for line in lines:
        LINE.validate(line)
    read = records.read(report)
    assert {case.case: case.outcome for case in read.cases} == {
        PLAYED: "passed",
        PAUSED: "failed",
        PHONE: "not applicable",
    }
    assert read.end is not None
    assert read.end.totals == {"passed": 1, "failed": 1, "not applicable": 1}
    assert read.begin.port.name == "miniature"
    assert read.begin.again.startswith("--adapter ")


def test_a_run_of_the_reference_fits_the_schema(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    assert devicemode("conform", "-k", "api-key", "--report", report).exit_code == 0
    lines = report.read_bytes().splitlines()
    assert len(lines) > 10
    for line in lines:
        LINE.validate(json.loads(line))
    end = json.loads(lines[-1])
    assert sum(end["totals"].values()) + end["notRun"] == len(suite.load())


@pytest.mark.parametrize("made", [run(*ONE_OF_EACH, more=2), hostile_run()], ids=["each", "hostile"])
def test_records_of_every_outcome_fit_the_schema(made: records.Run) -> None:
    for line in lines_of(made):
        LINE.validate(json.loads(line))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "lost"},
        {"record": "cases"},
        {"line": "3"},
        {"platforms": ["windows"]},
        {"failures": [{"step": "x", "line": 1}]},
        {"looks": [{"found": 1}]},
        {"known": "yes"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_schema_refuses_what_is_no_record(change: dict[str, object]) -> None:
    right = json.loads(lines_of(run(record()))[1])
    assert LINE.is_valid(right)
    assert not LINE.is_valid(right | change)


def test_the_totals_add_up_to_the_cases_discovered() -> None:
    made = run(*ONE_OF_EACH, record("songs/all#deviates", deviations=("name: it is another product",)), more=5)
    assert made.end is not None
    assert made.end.not_run == 5
    assert made.end.totals == dict.fromkeys(OUTCOMES, 1)
    assert sum(made.end.totals.values()) + made.end.not_run == made.begin.discovered


def test_a_list_that_is_out_of_date_breaks_a_run_as_a_failure_does() -> None:
    assert [one.outcome for one in ONE_OF_EACH if one.outcome in BROKEN] == [
        "failed",
        "errored",
        "passes although listed",
    ]


@pytest.mark.parametrize("left", [1, 10, 200, -2])
def test_a_last_line_that_is_interrupted_is_left_out(left: int) -> None:
    lines = lines_of(run(*ONE_OF_EACH))[:4]
    read = parsed([*lines[:3], lines[3][:left]])
    assert read.end is None
    assert len(read.cases) == 2
    assert tally.verdict(read) == "does not conform"


def test_a_stream_without_an_end_was_interrupted(tmp_path: Path) -> None:
    path = save(run(record(), ended=False, more=3), tmp_path / "run.jsonl")
    read = records.read(path)
    assert read.end is None
    assert tally.verdict(read) == "interrupted"
    assert "the run was interrupted: its report has no end" in devicemode("report", path).output


def test_a_last_line_without_a_newline_counts_if_it_is_whole() -> None:
    lines = lines_of(run(record()))
    assert parsed([*lines[:-1], lines[-1].rstrip()]).end is not None


BEGIN, FIRST, SECOND, END = lines_of(run(*ONE_OF_EACH[:2]))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "run.jsonl: the file is empty; a run's report begins with a line whose record is begin"),
        ([b"{}\n"], "run.jsonl:1: this is not a line of a run's report: Object missing required field `record`"),
        ([b"\xff\n", BEGIN], "run.jsonl:1: this is not a line of a run's report: JSON is malformed"),
        ([BEGIN[:-20]], "run.jsonl:1: this is not a line of a run's report: Input data was truncated"),
        ([BEGIN, b"\n", END], "run.jsonl:2: this is not a line of a run's report"),
        (
            [BEGIN, FIRST, b'{"record":"lost"}\n'],
            "run.jsonl:3: this is not a line of a run's report: Invalid value 'lost'",
        ),
        (
            [BEGIN, FIRST.replace(b'"passed"', b'"gone"')],
            "run.jsonl:2: this is not a line of a run's report: Invalid enum value",
        ),
        (
            [BEGIN, FIRST.replace(b"#passed", b"#\\ud800")],
            "run.jsonl:2: this is not a line of a run's report: JSON is malformed",
        ),
        ([BEGIN, b"[" * 100_000 + b"\n"], "run.jsonl:2: this"),
        ([FIRST, END], "run.jsonl:1: a run's report begins with a line whose record is begin, and has one of them"),
        ([BEGIN, BEGIN], "run.jsonl:2: a run's report begins with a line whose record is begin, and has one of them"),
        ([BEGIN, FIRST, FIRST], 'run.jsonl:3: the case "songs/all#passed" is in this report twice'),
        ([BEGIN, FIRST, END], "run.jsonl:3: the totals are not those of the cases; lines were added or taken out"),
        ([BEGIN, FIRST, SECOND, END, FIRST], "run.jsonl:5: a run's report ends with the line whose record is end"),
        (
            [BEGIN.replace(b'"format":1', b'"format":2')],
            "run.jsonl:1: the report has format 2; this version reads up to 1",
        ),
    ],
)
def test_a_wrong_line_is_named_in_one_sentence(lines: list[bytes], says: str) -> None:
    with pytest.raises(UsageError) as refused:
        parsed(lines)
    assert str(refused.value).startswith(says)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("path", "says"), [("nothing.jsonl", "No such file or directory"), (".", "Is a directory")])
def test_a_report_that_can_not_be_read_is_a_wrong_argument(tmp_path: Path, path: str, says: str) -> None:
    missing = tmp_path / path
    for answer in (
        devicemode("report", missing),
        devicemode("diff", missing, missing),
        devicemode("replay", missing, "--case", "x"),
    ):
        assert answer.exit_code == 2
        assert answer.output.startswith("Error: ")
        assert f"can't be read: {says}" in answer.output


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("nowhere/run.jsonl", "No such file or directory; name a file in a folder that exists"),
        (".", "Is a directory; name a file"),
        ("-", "lines can't go to standard output, where the progress goes; name a file"),
    ],
)
def test_a_report_that_can_not_be_written_is_a_wrong_option(tmp_path: Path, file: str, says: str) -> None:
    path = file if file == "-" else tmp_path / file
    answer = devicemode("conform", "-k", "api-key", "--report", path)
    assert answer.exit_code == 2
    assert answer.output.endswith(f"{says}\n")


def test_a_full_disk_is_one_sentence() -> None:
    answer = devicemode("conform", "-k", "api-key", "--report", "/dev/full")
    assert answer.exit_code == 2
    assert answer.output.endswith("Error: /dev/full: can't be written: No space left on device\n")


def test_a_folder_that_is_not_named_in_unicode_is_one_sentence(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    answer = devicemode("conform", "--features", features(folder), "--report", tmp_path / "run.jsonl")
    assert answer.exit_code == 2
    assert "has bytes that are not; rename what it names" in answer.output


def test_the_digest_of_a_suite_knows_no_order_and_misses_no_step() -> None:
    cases = suite.load()[:50]
    digest = records.digest_of(cases)
    assert records.digest_of(reversed(cases)) == digest
    assert records.digest_of(cases[1:]) != digest
    changed = msgspec.structs.replace(cases[0], scenario="another name")
    assert records.digest_of([changed, *cases[1:]]) != digest
    fewer = msgspec.structs.replace(cases[0], steps=cases[0].steps[:-1])
    assert records.digest_of([fewer, *cases[1:]]) != digest


def test_a_record_holds_all_that_a_report_shows_of_its_scenario(tmp_path: Path) -> None:
    [case] = [case for case in suite.load() if case.id == "getting-started/api-key#too-long"]
    made: CaseRecord = records.record_of(case, status="passed", dialect="documented")
    assert [(step.text, step.line) for step in made.steps] == [(one.text, one.line) for one in case.steps]
    assert made.path == "getting-started/api-key.feature"
    assert set(made.rules) >= set(case.rules)
    assert not [tag for tag in made.tags if tag.startswith(("rule:", "wire:", "dialect:"))]
