"""The printed report of a port that fails: the scenario, the rule, the difference, and how to repeat it."""

from __future__ import annotations

import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from simulator.conformance.records.stream import DivergenceText, Run
from simulator.reports import terminal
from tests.support.commands import devicemode
from tests.support.runs import ONE_OF_EACH, PAUSED, PLAYED, conform, failure, hostile_run, port, record, run, save


def printed(made: Run, width: int = 120, *, color: bool = False) -> str:
    out = Console(file=StringIO(), width=width, force_terminal=color, markup=False, emoji=False, highlight=False)
    for one in terminal.report(made):
        out.print(one)
    text = out.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return "\n".join(line.rstrip() for line in text.splitlines())


def test_a_port_that_fails_sees_what_it_did_what_it_should_and_how_to_do_it_again(tmp_path: Path) -> None:
    answer = conform(tmp_path)
    lines = [line.rstrip() for line in answer.output.splitlines()]
    assert lines[0] == "songs .F-"
    at = lines.index(f"FAILED {PAUSED}  in documented")
    text = " ".join(line.strip() for line in lines[at : lines.index("", at)])
    for part in (
        "songs.feature:12 paused",
        'Given a web app When the app tracks "Song Paused"',
        "rule track.event (Track):",
        "line 15: Amplitude receives exactly these events",
        "event 1: event_type    Song Paused    Song Played",
        f"repeat: devicemode conform --case '{PAUSED}' --dialect documented --adapter",
    ):
        assert part in text
    assert lines[-1] == "1 passed, 1 failed, 1 not applicable of 3 cases"


def test_the_command_that_repeats_a_case_repeats_it(tmp_path: Path) -> None:
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    output = conform(folder).output
    [command] = [line for line in _unwrapped(output) if line.startswith("repeat: ")]
    program, *arguments = shlex.split(command.removeprefix("repeat: "))
    assert program == "devicemode"
    again = devicemode(*arguments)
    assert again.exit_code == 1
    assert "0 passed, 1 failed, 0 not applicable, 2 not run of 3 cases" in again.output


def _unwrapped(output: str) -> list[str]:
    """Return the paragraphs of a failure with their lines joined."""
    made: list[str] = []
    for line in output.splitlines():
        text = line.strip()
        if made and line.startswith("  ") and not text.startswith(("rule ", "line ", "repeat: ")) and text:
            made[-1] += f" {text}"
        else:
            made.append(text)
    return made


def test_an_adapter_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    text = conform(tmp_path, "--case", PLAYED, mode="crash").output
    assert f"ERRORED {PLAYED}  in documented" in text
    assert "exited with 139" in text
    assert "last message: → " in text
    assert "standard error of the adapter:" in text
    assert "Segmentation fault in the port" in text


def test_a_failure_that_is_another_dialect_s_way_is_explained() -> None:
    one = record("a#1", "failed", follows=("shipped",), divergences=("pages.web.verb",))
    text = printed(run(one, divergences=(DivergenceText(id="pages.web.verb", says="It is Viewed.", rows=("1.3",)),)))
    assert "explained: it does what shipped does: pages.web.verb (1.3)\n    pages.web.verb: It is Viewed.\n" in text


def test_the_form_of_an_id_is_named_as_a_rule_of_the_sdks() -> None:
    about = failure(
        "<generated id> (a UUID followed by R, as Amplitude generates it)", "9ZsiTDgjUl7", "event 1: device_id"
    )
    text = " ".join(printed(run(record("a#1", "failed", failures=(about,)))).split())
    assert (
        "a rule of Amplitude's SDKs of 2018, not of the documentation: a port may declare another (--deviations)"
        in text
    )
    assert "a rule of Amplitude's SDKs" not in printed(run(record("a#1", "failed")))


def test_only_what_breaks_a_run_is_shown_and_everything_is_counted() -> None:
    lines = printed(run(*ONE_OF_EACH, more=2), 200).splitlines()
    assert [line for line in lines if "songs/all#" in line and not line.startswith(" ")] == [
        "FAILED songs/all#failed  in documented",
        "ERRORED songs/all#errored  in documented",
        "PASSES ALTHOUGH LISTED songs/all#listed  in documented",
    ]
    assert lines[-1] == (
        "1 passed, 1 failed, 1 errored, 1 known failure, 1 passes although listed, 1 skipped, 1 not applicable, "
        "2 not run of 9 cases"
    )


def test_a_section_that_no_rule_names_a_platform_for_is_not_applicable_there() -> None:
    phones = [record(f"b#{one}", section="other", platforms=(one,)) for one in ("ios", "android")]
    lines = printed(run(record(), *phones)).splitlines()
    [row] = [line for line in lines if line.startswith("Track")]
    assert row.split("  ")[0] == "Track"
    assert row.count("n/a") == 1  # Android, which the section does not name.
    assert "–" in row  # iOS, which it names.


def test_a_run_of_nothing_says_so() -> None:
    assert printed(run(more=4)) == (
        "nothing ran: no case was chosen (0 passed, 0 failed, 0 not applicable, 4 not run of 4 cases)"
    )


@pytest.mark.parametrize("width", [40, 120])
def test_hostile_text_moves_no_cursor_and_rings_no_bell(width: int) -> None:
    text = printed(hostile_run(), width)
    assert all(one.isprintable() or one == "\n" for one in text)
    joined = text.replace("\n", "").replace(" ", "")
    assert r"\x1b[31mred\x1b]8;;https://evil.example\x07link" in joined
    assert "[boldred]rich[/]:boom:" in joined


def test_the_only_escapes_of_a_colored_report_are_colors() -> None:
    text = printed(hostile_run(), color=True)
    rest = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert all(one.isprintable() or one == "\n" for one in rest)


def test_the_report_of_a_file_is_that_of_the_run(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    ran = conform(tmp_path, "--report", report).output
    assert ran.endswith(devicemode("report", report).output)


def test_several_runs_are_printed_one_after_the_other_under_their_names(tmp_path: Path) -> None:
    one = save(run(record()), tmp_path / "one")
    other = save(run(record(status="failed"), dialect="latest"), tmp_path / "other")
    text = devicemode("report", one, other).output
    assert text.index("a port 2.0 · documented") < text.index("1 passed") < text.index("a port 2.0 · latest")


def test_the_adapter_s_command_is_quoted_in_the_command_that_repeats() -> None:
    text = printed(run(record(status="failed"), again=shlex.join(["--adapter", port()])), 400)
    assert f"--adapter {shlex.quote(port())}" in text


def test_what_fails_and_what_is_not_applicable_is_counted_by_its_reason() -> None:
    ships = DivergenceText(id="pages.web.verb", says="Viewed", rows=("1.3",))
    explained = [
        record(f"a#{number}", "failed", follows=("latest",), divergences=("pages.web.verb",)) for number in range(2)
    ]
    lacking = [record(f"b#{number}", "not applicable", reason="the port has no platform ios") for number in range(12)]
    text = printed(run(record(), *explained, record("c", "failed"), *lacking, divergences=(ships,)))
    lines = text.splitlines()
    at = lines.index("Cases    Why it is not applicable")
    assert lines[at + 1] == "   12    the port has no platform ios"
    assert [line for line in lines if " case" in line and ": " in line and not line.startswith(" ")] == [
        "2 cases: it does what latest does: `pages.web.verb`",
        "1 case: the event is `Song Played`, not `Song Paused`",
    ]
    assert lines[-1] == "1 passed, 3 failed, 12 not applicable of 16 cases"


def test_failures_take_up_a_screen_and_all_are_shown_on_demand() -> None:
    many = [
        record(f"songs/all#{number}", "failed", failures=(failure("a", f"{number}", f"event 1: field_{number % 30}"),))
        for number in range(90)
    ]
    made = run(*many)
    shown = terminal.failures(made, width=80, height=24)
    out = Console(file=StringIO(), width=80)
    assert sum(len(out.render_lines(one, pad=False)) for one in shown) <= 24
    whole = terminal.failures(made, width=80, height=None)
    assert len(whole) > 90  # Each case, and a heading for each cause.


def test_a_run_that_finds_out_what_a_port_follows_counts_it_by_section() -> None:
    records = [
        record("a#1", follows=("documented", "printed")),
        record("a#2", follows=("latest",)),
        record("a#3", "failed"),
        record("a#4", "skipped"),
    ]
    lines = printed(run(*records, dialect="")).splitlines()
    at = lines.index("It does what the reference does in    documented    printed    shipped    latest    none")
    assert [line.split() for line in lines[at + 1 : at + 3]] == [
        ["Track", "1", "1", "–", "1", "1"],
        ["Total", "1", "1", "–", "1", "1"],
    ]
    assert "It does what the reference does in" not in printed(run(*records))
