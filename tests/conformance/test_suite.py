"""The suite about itself: complete, well formed, and the same through both of its front doors."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from freezegun import freeze_time

from simulator.conformance import suite
from simulator.conformance.judging.expectations import Expectation, ExpectEvents
from simulator.conformance.judging.judge import judge
from simulator.conformance.judging.matching import Roles
from simulator.conformance.language.actions import MakeCall
from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.language.vocabulary import PHRASES
from simulator.conformance.running.exploration import explore
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation import resources
from simulator.documentation import rules as rules_module
from simulator.documentation.api_rules import api_rules
from simulator.documentation.platforms import PLATFORMS
from simulator.model.dialects import DIALECTS
from tests import ROOT

CASES = suite.load()
SHARES = pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["some", "all"])
"""The share of the cases or features that a test takes: one in N, or all of them."""


def test_every_rule_is_proven_on_every_platform_that_it_names() -> None:
    assert suite.coverage(CASES).missing() == ()


def test_the_ids_of_rules_and_wire_rules_are_apart() -> None:
    ids = [rule.id for rule in rules_module.all_rules()]
    assert len(ids) == len(set(ids))
    written = msgspec.json.decode(resources.fixture("wire-rules.json").read_bytes())
    assert [rule["id"] for rule in written] == list(rules_module.wire_rules())


def test_every_wire_rule_is_complete() -> None:
    for rule in rules_module.wire_rules().values():
        assert rule.id.startswith("upload."), rule.id
        assert rule.platforms, rule.id
        assert list(rule.platforms) == [one for one in PLATFORMS if one in rule.platforms], rule.id
        assert rule.says.endswith("."), rule.id
        assert rule.source, rule.id


def test_a_wire_rule_without_a_scenario_on_a_platform_is_missed() -> None:
    without = [case for case in CASES if "upload.too-large.last" not in case.wire_rules]
    assert suite.coverage(without).missing() == (("upload.too-large.last", "android"),)


def test_there_are_102_rules_and_219_pairs() -> None:
    rules = rules_module.rules().values()
    assert len(rules) == 102
    assert sum(len(rule.platforms) for rule in rules) == 219


def test_every_heading_of_a_rule_belongs_to_one_section() -> None:
    headings = [heading for section in rules_module.sections() for heading in section.headings]
    assert len(headings) == len(set(headings))
    assert {rule.section for rule in rules_module.rules().values()} == set(headings)


def test_every_section_has_a_folder_and_every_folder_is_a_section() -> None:
    assert {case.folder for case in CASES} == {section.folder for section in rules_module.sections()}


def test_every_case_proves_a_rule_of_its_section() -> None:
    of_section = {one.folder: {rule.id for rule in one.rules} for one in rules_module.sections()}
    assert [case.id for case in CASES if not of_section[case.folder].intersection(case.proves)] == []
    assert [case.id for case in CASES if not case.platforms] == []


def test_every_adjudicated_scenario_rests_on_a_rule_that_carries_the_reasoning() -> None:
    bare = [
        case.id
        for case in CASES
        if "adjudicated" in case.tags
        and not any(rules_module.rule(rule).note for rule in case.rules)
        and not any(api_rules()[rule].note for rule in case.api_rules)
    ]
    assert bare == []


def test_every_scenario_that_judges_judges_something() -> None:
    assert [case.id for case in CASES if not any(isinstance(one.step, Expectation) for one in case.steps)] == []


def test_the_vocabulary_has_fewer_than_70_phrases_and_all_are_used() -> None:
    assert len(PHRASES) < 70
    assert len({phrase.expression for phrase in PHRASES}) == len(PHRASES)
    texts = {(one.text) for case in CASES for one in case.steps}
    unused = [phrase.shown for phrase in PHRASES if not any(phrase.parameters(text) is not None for text in texts)]
    assert unused == []


def test_no_step_of_the_suite_reads_as_two_phrases() -> None:
    texts = {one.text for case in CASES for one in case.steps}
    ambiguous = {
        text: [phrase.shown for phrase in PHRASES if phrase.parameters(text) is not None]
        for text in texts
        if sum(phrase.parameters(text) is not None for phrase in PHRASES) > 1
    }
    # A phrase with a table has a text of its own: `an ios app` and `an ios app with the settings`.
    assert ambiguous == {}


def test_a_call_that_is_made_several_times_is_made_one_at_a_time() -> None:
    source = """
        Feature: x
          Scenario: y
            Given a server source
            When the server tracks "Song Played" 3 times
            And the server tracks "" 2 times
    """
    [case] = compile_text(source, "x.feature", "x")
    explored = explore(case)
    assert [one.event["event_type"] for one in explored.events] == ["Song Played"] * 3
    assert len({one.event["insert_id"] for one in explored.events}) == 3
    assert [refusal.line for refusal in explored.refusals] == [6, 6]


class Example(msgspec.Struct, frozen=True):
    """A call that the documentation prints."""

    id: str
    section: str
    line: int
    library: str
    calls: list[dict[str, object]]
    settings: dict[str, object] = {}
    note: str = ""


EXAMPLES = msgspec.json.decode(resources.fixture("examples.json").read_bytes(), type=list[Example])


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.calls], ids=lambda one: one.id)
def test_every_printed_example_is_a_scenario_with_the_same_calls(example: Example) -> None:
    [case] = [case for case in CASES if case.key() == example.id]
    made = [(one.step.method, one.step.fields) for one in case.steps if isinstance(one.step, MakeCall)]
    printed = [(call["method"], call["fields"]) for call in example.calls]
    assert [call for call in made if call in printed] == printed
    assert (example.library if example.library in PLATFORMS else "server") in case.platforms


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_suite_holds_in_every_dialect(dialect: str) -> None:
    verdicts = list(suite.perform(CASES, suite.Manner(dialect=dialect)))
    assert [verdict.case for verdict in verdicts if verdict.status == "failed"] == []
    not_applicable = {verdict.case for verdict in verdicts if verdict.status == "not applicable"}
    assert not_applicable == {case.id for case in CASES if dialect not in case.dialects}


def test_the_printed_dialect_differs_in_the_contradictory_cells_alone() -> None:
    printed_alone = [case for case in CASES if "printed" in case.dialects and "documented" not in case.dialects]
    documented_alone = [case for case in CASES if "documented" in case.dialects and "printed" not in case.dialects]
    assert printed_alone
    assert documented_alone
    cells = {"device-id.prefer-advertising.ios", "device-id.prefer-advertising.android"}
    assert all(cells & set(case.rules) for case in printed_alone)


def all_that_came_of(cases: Sequence[Case]) -> bytes:
    """Perform cases and return everything that they caused."""
    return b"\n".join(explore(case).to_json().encode() for case in cases)


@SHARES
def test_the_suite_gives_the_same_bytes_at_any_date(every: int) -> None:
    with freeze_time("1999-12-31 23:59:59"):
        before = all_that_came_of(CASES[::every])
    with freeze_time("2038-01-19 03:14:08", tz_offset=9):
        after = all_that_came_of(CASES[::every])
    assert len(before) > 100_000
    assert before == after


@SHARES
def test_every_case_is_the_same_alone_shuffled_and_in_parallel(every: int) -> None:
    cases = CASES[::every]
    straight = {verdict.case: verdict for verdict in suite.perform(cases)}
    mixed = {verdict.case: verdict for verdict in suite.perform(suite.shuffled(cases, "7"))}
    parallel = {verdict.case: verdict for verdict in suite.perform(cases, suite.Manner(jobs=2))}
    assert straight == mixed == parallel


def verdicts_of_pytest(folder: Path, report: Path) -> dict[str, str]:
    """Run pytest on a folder and read each case's verdict from its JUnit report."""
    root = ROOT
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", str(folder)]
    subprocess.run(command, cwd=root, capture_output=True, check=False)
    verdicts = {}
    for test in ET.parse(report).iter("testcase"):
        [case] = [one.get("value") for one in test.iter("property") if one.get("name") == "case"]
        assert case is not None
        assert case not in verdicts
        verdicts[case] = "passed" if test.find("failure") is None and test.find("error") is None else "failed"
    return verdicts


def copied(folder: Path, every: int, change: Callable[[str], str] = str) -> Path:
    """Copy every nth feature into a project of its own that has pytest perform them; return their folder."""
    features = folder / "features"
    for path in sorted(resources.features().rglob("*.feature"))[::every]:
        copy = features / path.relative_to(resources.features())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(change(path.read_text("utf-8")), "utf-8")
    (folder / "conftest.py").write_text('pytest_plugins = ["simulator.pytesting.steps"]\n')
    (folder / "test_copied.py").write_text(f"from pytest_bdd import scenarios\nscenarios({str(features)!r})\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    return features


@pytest.mark.exhaustive
def test_both_front_doors_run_the_same_cases_with_the_same_verdicts(tmp_path: Path) -> None:
    folder = copied(tmp_path, every=1)
    through_pytest = verdicts_of_pytest(tmp_path, tmp_path / "report.xml")
    assert through_pytest == {verdict.case: verdict.status for verdict in suite.perform(suite.load(folder))}
    assert set(through_pytest.values()) == {"passed"}
    assert through_pytest.keys() == {case.id for case in CASES}


def test_the_features_are_collected_as_they_are() -> None:
    """test_features.py performs every feature of the suite, so that all verdicts of pytest's door are in its own report."""
    source = (ROOT / "tests" / "conformance" / "test_features.py").read_text("utf-8")
    [folder] = re.findall(r'^scenarios\("(.+)"\)$', source, re.MULTILINE)
    assert (ROOT / "tests" / "conformance" / folder).resolve() == resources.features()


@SHARES
def test_both_front_doors_agree_on_a_broken_suite(every: int, tmp_path: Path) -> None:
    """Break every fifth expectation of the real features; both doors must see the same cases fail, and the others pass."""
    folder = copied(tmp_path, every, broken)
    through_pytest = verdicts_of_pytest(tmp_path, tmp_path / "report.xml")
    through_interpreter = {verdict.case: verdict.status for verdict in suite.perform(suite.load(folder))}
    assert through_pytest == through_interpreter
    assert 20 < list(through_interpreter.values()).count("failed") < len(through_interpreter)


def broken(source: str) -> str:
    """Change some of the expectations in a feature: a name here, a number there, a refusal that never comes."""
    lines = source.splitlines()
    for index, line in enumerate(lines):
        if index % 5 == 0 and line.lstrip().startswith("|"):
            lines[index] = (
                line.replace("Viewed", "Seen").replace("$identify", "$identity").replace("| Song Played", "| Song Paid")
            )
        elif index % 5 == 0 and "Amplitude sees" in line:
            lines[index] = line.replace(" 1 ", " 3 ").replace(" 2 ", " 1 ")
    return "\n".join(lines) + "\n"


BEHIND_NOTHING = {
    "start.api-key": "a refusal",
    "start.web-sdk-loads": "when events are sent, not which",
    "start.server-at-once": "when events are sent, not which",
    "page.off-by-default": "no event at all",
    "page.no-screen-on-web": "a refusal",
    "identify.anonymous-merge-client": "what Amplitude makes of two ids",
    "identify.anonymous-merge-server": "what Amplitude makes of two ids",
    "device-id.prefer-anonymous.not-bundled-mobile": "a setting without an effect",
    "device-id.merge.same": "what Amplitude makes of two ids",
    "device-id.merge.ready": "what a page reads",
    "device-id.merge.login": "what Amplitude makes of two ids",
    "order.minimum": "a warning",
    "order.example": "an example of other rules",
    "group.accounts-add-on": "what Amplitude makes of a group",
    "group.id-required": "a refusal",
    "group.example": "an example of other rules",
    "alias.off-by-default": "no request at all",
    "alias.client-previous-id": "what the library fills in, before anything is made of the call",
    "alias.separate-profiles": "what Amplitude makes of two ids",
    "location.never-prompts": "no location at all",
    "location.ip-anyway": "a call of the SDK's start, and what Amplitude makes of an address",
    "advertising.android-null": "what an app reads",
    "out-of-session.example": "an example of other rules",
}
"""The rules that no event and no call after the start carries, and their subjects."""


def rules_asked_for(case: Case) -> set[str]:
    """Return the rules that a case expects behind its events and calls."""
    cells = [str(row["because"]) for one in case.steps for row in getattr(one.step, "rows", ()) if "because" in row]
    return {rule for cell in cells for rule in cell.split(", ")}


def test_each_rule_that_makes_something_has_a_scenario_that_says_what() -> None:
    asked = {
        rule for case in CASES if "documented" in case.dialects for rule in rules_asked_for(case) & set(case.rules)
    }
    assert asked == set(rules_module.rules()) - set(BEHIND_NOTHING)


def test_the_other_rules_are_behind_nothing() -> None:
    made: set[str] = set()
    for case in CASES:
        if "documented" in case.dialects:
            target = Reference(seed=case.id)
            performance = Performance(target)
            for one in case.steps:
                performance.step(one.step, one.line)
            target.drain()
            made.update(*target.rules_behind_events().values(), *(one["because"] for one in target.commands()))
    assert made & set(BEHIND_NOTHING) == set()
    assert made == set(rules_module.rules()) - set(BEHIND_NOTHING)


def test_a_port_is_not_asked_why() -> None:
    [case] = [case for case in CASES if case.id == "track/reasons#an-event-of-a-page"]
    [step] = [one.step for one in case.steps if rules_asked_for(case) and hasattr(one.step, "rows")]
    assert isinstance(step, ExpectEvents)
    target = Reference(seed=case.id)
    for one in case.steps[:-1]:
        Performance(target).step(one.step, one.line)
    other = msgspec.structs.replace(step, rows=({"event_type": "Song Played", "because": "order.split"},))
    assert [found.path for found in judge(other, target, Roles(), [], [])] == ["event 1: because"]
    target.own_sentences = False
    assert judge(other, target, Roles(), [], []) == []
