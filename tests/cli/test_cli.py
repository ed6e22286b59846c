"""The command line as its users meet it: its output and its exit codes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from pkgutil import iter_modules

import click
import pytest

import simulator.cli
from simulator import __version__
from simulator.cli import cli
from simulator.conformance import suite
from simulator.conformance.language.vocabulary import PHRASES
from simulator.documentation.api_rules import segment_rules
from simulator.documentation.platforms import PLATFORMS
from simulator.documentation.rules import wire_rules
from simulator.documentation.settings import SETTINGS, effective
from simulator.model.divergences import divergences
from tests.support.commands import devicemode

BROKEN = """\
Feature: Broken on purpose

  @rule:screen.ios.all-pages
  Scenario: the name is wrong
    Given an ios app with the settings
      | Track All Pages | on |
    When the app calls screen with name "Settings"
    Then Amplitude receives exactly these events
      | event_type             |
      | Viewed Settings Screen |

  @rule:session.client
  Scenario: this one holds
    Given an ios app
    When the app tracks "Song Played"
    Then Amplitude sees 1 user
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "features"
    folder.mkdir()
    (folder / "broken.feature").write_text(BROKEN)
    return folder


def test_the_version_is_the_package_s() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "simulator", "--version"], capture_output=True, text=True, check=True
    )
    assert answer.stdout == f"devicemode {__version__}\n"
    assert devicemode("--version").output == answer.stdout


def test_the_version_needs_no_other_package() -> None:
    code = "import sys; sys.argv[1:] = ['--version']\nfrom simulator.__main__ import main\nmain()\nprint(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"click", "rich", "msgspec", "gherkin"} & set(answer.stdout.split())


NO_COMMANDS = {
    "__init__",
    "boundary",
    "conforming",
    "console",
    "files",
    "listening",
    "options",
    "screen",
    "seconds",
    "self_check",
    "uploads",
}
"""The modules beside the commands."""


def modules_of_commands() -> list[str]:
    names = {module.name for module in iter_modules(simulator.cli.__path__)}
    return sorted(names - NO_COMMANDS)


def test_every_module_of_a_command_is_one() -> None:
    assert sorted(cli.list_commands(click.Context(cli))) == modules_of_commands()


@pytest.mark.parametrize("name", modules_of_commands())
def test_every_command_has_help(name: str) -> None:
    result = devicemode(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: cli {name}" in result.output
    assert re.search(rf"^  {name} ", devicemode("--help").output, re.MULTILINE)


def test_conform_prints_a_matrix_whose_totals_add_up() -> None:
    result = devicemode("conform")
    assert result.exit_code == 0
    total = len(suite.load())
    assert f"{total} passed, 0 failed, 0 not applicable of {total} cases" in result.output
    lines = result.output.splitlines()
    [total_line] = [line for line in lines if line.startswith("Total")]
    *columns, last = map(int, re.findall(r"\d+", total_line))
    assert sum(columns) == last == total
    header = next(number for number, line in enumerate(lines) if line.startswith("Section"))
    rows = [line.split() for line in lines[header + 1 : lines.index(total_line)]]
    assert sum(int(row[-1]) for row in rows) == total


def test_conform_in_the_printed_dialect_counts_what_is_not_applicable() -> None:
    result = devicemode("conform", "--dialect", "printed", "--platform", "server")
    assert result.exit_code == 0
    cases = [case for case in suite.load() if "server" in case.platforms]
    alone = sum("printed" not in case.dialects for case in cases)
    left = len(suite.load()) - len(cases)
    assert f"0 failed, {alone} not applicable, {left} not run of {len(suite.load())} cases" in result.output


def test_a_failure_shows_case_rule_difference_and_how_to_repeat_it(broken: Path) -> None:
    result = devicemode("conform", "--features", str(broken))
    assert result.exit_code == 1
    assert "FAILED broken#the-name-is-wrong" in result.output
    assert "rule screen.ios.all-pages (iOS): Track All Pages: always, 'Viewed (Name)'." in result.output
    assert re.search(r"event 1: event_type +Viewed Settings Screen +Viewed Settings\b", result.output)
    assert "1 passed, 1 failed, 0 not applicable of 2 cases" in result.output
    [repeat] = re.findall(r"repeat: devicemode (.+)", result.output.replace("\n  ", " "))
    again = devicemode(*repeat.replace("'", "").split())
    assert again.exit_code == 1
    assert "0 passed, 1 failed, 0 not applicable, 1 not run of 2 cases" in again.output


def test_stop_at_the_first_failure(broken: Path) -> None:
    result = devicemode("conform", "-x", "--features", str(broken))
    assert result.exit_code == 1
    assert "0 passed, 1 failed, 0 not applicable, 1 not run of 2 cases" in result.output


def test_cases_are_chosen_by_text_tag_id_and_platform() -> None:
    everything = devicemode("conform", "--list").output.split()
    assert everything == [case.id for case in suite.load()]
    by_text = devicemode("conform", "--list", "-k", "Page-And").output.split()
    assert by_text == [one for one in everything if "page-and" in one]
    by_tag = devicemode("conform", "--list", "--tag", "@rule:page.all").output.split()
    assert by_tag == [case.id for case in suite.load() if "page.all" in case.rules]
    by_platform = devicemode("conform", "--list", "--platform", "server").output.split()
    assert by_platform == [case.id for case in suite.load() if "server" in case.platforms]
    assert devicemode("conform", "--list", "--case", everything[7]).output.split() == [everything[7]]


def test_shuffle_changes_the_order_and_nothing_else() -> None:
    straight = devicemode("conform", "--list").output.split()
    mixed = devicemode("conform", "--list", "--shuffle", "3").output.split()
    assert mixed != straight
    assert sorted(mixed) == sorted(straight)
    assert mixed == devicemode("conform", "--list", "--shuffle", "3").output.split()


def test_jobs_give_the_same_report() -> None:
    of_servers = ("conform", "--platform", "server")
    assert devicemode(*of_servers, "-j", "2").output == devicemode(*of_servers).output


def test_nothing_to_run_is_an_exit_of_its_own() -> None:
    result = devicemode("conform", "-k", "no such case")
    assert result.exit_code == 4
    assert "nothing ran" in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("conform", "--case", "page-and-screen/ios#all-page"), 'no case has the id "page-and-screen/ios#all-page"'),
        (
            ("conform", "--tag", "rule:page.name"),
            'no case has the tag "rule:page.name". Did you mean "rule:page.named"?',
        ),
        (("conform", "--platform", "androd"), "'androd' is not one of"),
        (("conform", "--dialect", "spoken"), "'spoken' is not one of"),
        (("conform", "-j", "0"), "0 is not in the range"),
        (("conform", "--features", "nowhere"), "nowhere is not a folder of features"),
        (("run", "nowhere.feature"), "nowhere.feature: can't be read: No such file or directory"),
        (("rules", "page.name"), 'Did you mean "page.named"?'),
        (("rules", "upload.treshold"), 'Did you mean "upload.threshold"?'),
        (("rules", "segment.limit.mesage"), 'Did you mean "segment.limit.message"?'),
        (("settings", "windows"), "'windows' is not one of"),
        (("divergences", "group.ios.swaped"), 'no divergence has the id "group.ios.swaped". Did you mean "group.ios'),
        (("divergences", "group.ios.swapped", "--platform", "web"), "group.ios.swapped is about iOS"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    result = devicemode(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--compare", "documented"), '"documented" names one side; a comparison has two'),
        (("--compare", ""), '"" names one side'),
        (("--compare", "web,ios,android"), '"web,ios,android" names 3 sides'),
        (("--compare", "web:shiped,web"), '"shiped" is neither a dialect nor a platform. Did you mean "shipped"?'),
        (("--compare", "documented,shipped", "--dialect", "latest"), "--compare names the dialects itself"),
    ],
)
def test_what_can_t_be_compared_is_said(tmp_path: Path, options: tuple[str, ...], sentence: str) -> None:
    result = devicemode("run", *options, feature(tmp_path, "Given an ios app", 'When the app tracks "x"'))
    assert result.exit_code == 2
    assert result.output.startswith("Error: ")
    assert sentence in result.output


def test_two_dialects_side_by_side_with_what_explains_the_difference(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given an ios app", 'When the app groups "initech"')
    result = devicemode("run", "--compare", "documented,shipped", path)
    assert result.exit_code == 0
    assert "≠ groups.[Segment] Group: initech" in result.output
    assert "group.ios.swapped\n  documented: The user joins" in result.output
    [line] = devicemode("run", "--compare", "documented,shipped", "--json", path).output.splitlines()
    assert json.loads(line)["divergences"] == ["group.ios.swapped"]
    assert "no difference" in devicemode("run", "--compare", "documented,printed", path).output


def test_a_scenario_that_names_its_platform_is_compared_on_no_other(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given a web app", 'When the app tracks "x"')
    result = devicemode("run", "--compare", "web,ios", path)
    assert result.exit_code == 4
    assert result.stdout == ""
    assert result.stderr == (
        f'left out: {path}:2: the scenario names its platform itself, web; begin it with "Given an app", or compare '
        "dialects\nnothing ran: no scenario can be performed on both sides\n"
    )
    assert "no difference" in devicemode("run", "--compare", "web:documented,web:printed", path).output


def test_an_object_that_is_empty_on_one_side_differs_by_what_is_in_it_on_the_other(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given an app", 'When the app tracks "x"')
    output = devicemode("run", "--compare", "server,ios", path).output
    assert "≠ amplitude.place.city: Paris" in output
    assert "≠ amplitude.place: " not in output


def test_a_comparison_shows_what_one_side_refuses(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given a web app", 'When the app tracks ""')
    output = devicemode("run", "--compare", "documented,shipped", path).output
    assert "1 (refused)" in output
    assert "track needs an event name" in output
    assert "(nothing)" in output


@pytest.mark.parametrize("options", [(), ("--compare", "documented,shipped")])
def test_what_a_terminal_would_obey_is_written_as_an_escape(tmp_path: Path, options: tuple[str, ...]) -> None:
    hostile = '{"event": "A\\u001b[2JB", "properties": {"revenue": 2, "note\\u0007": "one\\ntwo"}}'
    path = feature(tmp_path, "Given a web app", "When the app calls track with", '  """', f"  {hostile}", '  """')
    result = devicemode("run", *options, path)
    assert result.exit_code == 0
    assert "A\\x1b[2JB" in result.output
    assert all(one.isprintable() or one == "\n" for one in result.output)


def feature(tmp_path: Path, *steps: str) -> str:
    path = tmp_path / "try.feature"
    path.write_text("Feature: Try\n  Scenario: one\n" + "".join(f"    {step}\n" for step in steps))
    return str(path)


def test_run_needs_no_then_and_shows_every_platform(tmp_path: Path) -> None:
    result = devicemode("run", feature(tmp_path, "Given an app", 'When the app tracks "Song Played"'))
    assert result.exit_code == 0
    for title in ("Web", "iOS", "Android", "Server"):
        assert title in result.output
    assert result.output.count("1 Song Played") == 4
    assert "device-id.default.ios" in result.output


def test_run_on_one_platform_as_json(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given an app", 'When the app tracks "Song Played"')
    [line] = devicemode("run", path, "--platform", "android", "--json").output.splitlines()
    explored = json.loads(line)
    assert explored["platforms"] == ["android"]
    [event] = explored["events"]
    assert event["event"]["event_type"] == "Song Played"
    assert "track.event" in event["because"]


def test_run_leaves_out_scenarios_of_other_platforms(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given an ios app", 'When the app tracks "Song Played"')
    assert devicemode("run", path, "--platform", "ios").exit_code == 0
    other = devicemode("run", path, "--platform", "web")
    assert other.exit_code == 4
    assert "no scenario" in other.output


def test_run_judges_then_steps(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given an ios app", 'When the app tracks "Song Played"', "Then Amplitude sees 2 users")
    result = devicemode("run", path)
    assert result.exit_code == 1
    assert "users: expected 2, actual 1" in result.output


def test_run_shows_a_refusal_and_goes_on(tmp_path: Path) -> None:
    result = devicemode(
        "run", feature(tmp_path, "Given a web app", "When the app calls screen", 'And the app tracks "x"')
    )
    assert result.exit_code == 0
    assert "line 4 is refused: the Web library has no screen call; call page instead" in result.output
    assert "1 x" in result.output


def test_a_refusal_that_no_step_expects_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "f.feature").write_text(
        "Feature: f\n  Scenario: s\n    Given a web app\n    When the app calls screen\n    Then Amplitude sees 0 users\n"
    )
    result = devicemode("conform", "--features", str(tmp_path))
    assert result.exit_code == 1
    assert re.search(r"line 4 +no refusal +the Web library has no screen call; call page instead", result.output)
    as_json = json.loads(devicemode("run", str(tmp_path / "f.feature"), "--json").output)
    assert as_json["refusals"] == [{"says": "the Web library has no screen call; call page instead", "line": 4}]


def test_run_stops_where_the_stage_can_t_be_set(tmp_path: Path) -> None:
    path = feature(tmp_path, "Given an app with the settings", "  | Track Al Pages | on |", 'When the app tracks "x"')
    result = devicemode("run", path)
    assert result.exit_code == 2
    assert result.output.startswith(f'Error: {path}:3: there is no setting "Track Al Pages". Did you mean')
    assert result.output.count("\n") == 1


def test_run_in_the_printed_dialect(tmp_path: Path) -> None:
    path = feature(
        tmp_path,
        "Given an ios app with the settings",
        "  | Prefer Advertising ID for Device ID | on |",
        'When the app tracks "x"',
    )
    documented, printed = (
        json.loads(devicemode("run", path, "--json", "--dialect", name).output) for name in ("documented", "printed")
    )
    ids = [one["events"][0]["event"]["device_id"] for one in (documented, printed)]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (
            ("Given an ios app", 'When the app trackss "x"'),
            ':4: no phrase matches “the app trackss "x"”. The nearest are',
        ),
        (("Given a windows app", 'When the app tracks "x"'), "Besides an ios app there are a web app, an android app"),
        (("Given an ios app", "When 99999999999999 days pass"), "has a number that is too long"),
        (("Given an ios app", "Then the device id of the app reads as <devise id>"), "<devise id> is neither a column"),
        (("Given an ios app", "When Amplitude sees 1 user"), "is a Then step, not a When step"),
        (("Given an ios app with the settings",), "takes a table or a doc string under it, but there is nothing"),
        (("Given an ios app", "  | a | b |"), "takes nothing under it, but there is a table"),
        (
            ("Given an ios app", "When the app calls track with", '"""', "{nope", '"""'),
            ":4: the doc string is not valid JSON",
        ),
        (
            ("Given an ios app", "Then Amplitude receives these events", "  | event_type |"),
            "needs a header and at least",
        ),
    ],
)
def test_a_step_that_does_not_compile_names_file_line_and_what_is_right(
    tmp_path: Path, steps: tuple[str, ...], sentence: str
) -> None:
    path = feature(tmp_path, *steps)
    result = devicemode("run", path)
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {path}:")
    assert sentence in result.output


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ":1: there is no Feature in this file"),
        ("Feature: x\n  Scenario: a\n    Given an app\n  Scenario: a\n    Given an app\n", ':4: the name "a" is taken'),
        ("Feature: x\n  Scenario: a\n", 'the scenario "a" has no steps'),
        (
            "Feature: x\n  @rule:page.nam\n  Scenario: a\n    Given an app\n",
            "@rule:page.nam names no rule. Did you mean",
        ),
        (
            "Feature: x\n  @wire:upload.treshold\n  Scenario: a\n    Given an app\n",
            '@wire:upload.treshold names no wire rule. Did you mean "upload.threshold"?',
        ),
        (
            'Feature: x\n  Scenario: a\n    Given an app\n    When the app tracks "A" 0 times\n',
            "a call is made 1 to 10000 times, not 0 times",
        ),
        (
            'Feature: x\n  Scenario: a\n    Given an app\n    When the app tracks "A" 10001 times\n',
            "a call is made 1 to 10000 times, not 10001 times",
        ),
        ("Feature: x\n  @slow\n  Scenario: a\n    Given an app\n", "the tag @slow means nothing here"),
        (
            "Feature: x\n  Scenario Outline: a\n    Given an app\n    Examples:\n      | b |\n      | c |\n",
            'must be "case"',
        ),
        ("Feature: x\n  Scenario: a\n    Given an app\n    | x\n    nonsense\n", "can't stand here"),
        (
            "Feature: x\n  Scenario: a\n    Given an app\n      | a | b |\n      | c |\n",
            "more or fewer cells than those above",
        ),
    ],
)
def test_a_malformed_feature_names_file_and_line(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "bad.feature"
    path.write_text(text)
    result = devicemode("run", str(path))
    assert result.exit_code == 2
    assert result.output.startswith(f"Error: {path}:")
    assert sentence in result.output
    assert result.output.count("\n") == 1


def test_steps_lists_every_phrase_with_its_help() -> None:
    output = devicemode("steps").output
    for phrase in PHRASES:
        assert phrase.shown[:40] in output.replace("\n", " ")


def test_every_rule_is_proven() -> None:
    result = devicemode("rules")
    assert result.exit_code == 0
    assert "102 of 102 rules proven; 219 of 219 rule × platform pairs" in result.output
    count = len(wire_rules())
    pairs = sum(len(rule.platforms) for rule in wire_rules().values())
    assert f"{count} of {count} upload rules proven; {pairs} of {pairs} rule × platform pairs" in result.output
    count = len(segment_rules())
    assert f"{count} of {count} Segment rules have scenarios, which pytest runs" in " ".join(result.output.split())


def test_one_upload_rule_with_its_cases() -> None:
    result = devicemode("rules", "upload.too-large.last")
    assert result.exit_code == 0
    assert "upload rule, Android\n" in result.output
    assert "source: sdk-facts 5.2 (in docs/sources)\n" in result.output
    assert "amplitude/Amplitude-Android 2.19.1, src/com/amplitude/api/AmplitudeClient.java" in result.output
    assert "AndroidUploader._last_of_each_queue" in result.output
    assert "2 cases prove it:" in result.output
    assert "✓ uploads/too-large#down-to-batches-of-one" in result.output


def test_one_rule_of_segment_s_api_with_its_scenarios() -> None:
    result = devicemode("rules", "segment.message.once")
    assert result.exit_code == 0
    assert "rule of Segment's API: /v1/track, /v1/batch\n" in result.output
    assert "A messageId that has come within 24 hours is dropped" in result.output
    assert "lines of segmentio/segment-docs, 2025-11-07:\n  duplicate-data 9-11\n" in result.output
    assert re.search(r"simulator/ports/segment/journal\.py:[0-9]+  Journal\.claim", result.output)
    assert "1 scenario proves it, which pytest runs:\n  tests/ports/segment/features/messages.feature:" in result.output


def test_the_rules_of_a_line_of_the_page_are_listed() -> None:
    result = devicemode("rules", "--line", "304")
    assert result.exit_code == 0
    assert "under “Revenue”" in result.output
    assert "revenue-v1.quantity  (line 304)" in result.output
    silent = devicemode("rules", "--line", "2")
    assert silent.exit_code == 0
    assert "under “Amplitude”, states no rule; those of its section:" in " ".join(silent.output.split())
    assert devicemode("rules", "--line", "100000").exit_code == 2
    assert devicemode("rules", "page.all", "--line", "3").exit_code == 2


def test_one_rule_with_its_cases() -> None:
    result = devicemode("rules", "screen.ios.all-pages")
    assert result.exit_code == 0
    assert "Track All Pages: always, 'Viewed (Name)'." in result.output
    assert "page: line 99 of https://segment.com/docs/destinations/amplitude/, 18 September 2018\n" in result.output
    assert re.search(r"simulator/model/destinations/pages\.py:[0-9]+  IOS_SCREEN_EVENTS", result.output)
    assert "pages.ios.viewed-screen  (shipped, latest)" in result.output
    proof, others = result.output.split("more show what ships instead:")
    assert "✓ page-and-screen/ios#all-pages" in proof
    assert "✓ page-and-screen/as-shipped-ios#named-documented" in proof
    assert "-shipped\n" not in proof
    assert "✓ page-and-screen/as-shipped-ios#named-shipped" in others


@pytest.mark.parametrize("arguments", [(), *((platform,) for platform in PLATFORMS)])
def test_settings_are_listed_with_their_defaults(arguments: tuple[str, ...]) -> None:
    result = devicemode("settings", *arguments)
    assert result.exit_code == 0
    listed = [one for one in SETTINGS if not arguments or one in effective(PLATFORMS[PLATFORMS.index(arguments[0])])]
    for setting in listed:
        assert f"{setting.names[0]}  {setting.key}" in result.output
    assert result.output.count("by default") == len(listed)


def test_every_divergence_is_listed_by_platform_and_shown_alone() -> None:
    entries = divergences()
    assert f"{len(entries)} divergences" in devicemode("divergences").output
    on_web = devicemode("divergences", "--platform", "web").output
    for entry in entries.values():
        assert (f"{entry.id}  Web" in on_web) == (entry.platform == "web")
    alone = devicemode("divergences", "group.ios.swapped").output
    assert "case: group/as-shipped-ios#swapped-shipped  (shipped)" in alone
    assert "pages.web" not in alone


def test_settings_of_a_platform() -> None:
    output = devicemode("settings", "ios").output
    assert "Track All Screens  trackAllPagesV2" in output
    assert "without effect there: Track Named Pages" in output
    assert "Track Named Pages  trackNamedPages" not in output
