"""The pages that are made from data are complete, and links work on the site as they do on GitHub."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest

from simulator.conformance import suite
from simulator.conformance.language.vocabulary import PHRASES
from simulator.documentation import resources
from simulator.documentation.rules import all_rules
from simulator.documentation.settings import SETTINGS
from simulator.model.divergences import divergences
from tools import port_records, port_reports
from tools.site import commands, diagrams, features, language, rules, settings
from tools.site import divergences as divergence_pages
from tools.site.links import rewritten
from tools.site.text import plain

Scenarios: TypeAlias = Mapping[str, tuple[int, ...]]
"""The lines of each feature's scenarios."""


@pytest.fixture(scope="module")
def scenarios() -> Scenarios:
    return features.scenarios()


def test_every_phrase_is_on_the_page_with_an_example(scenarios: Scenarios) -> None:
    page = language.pages(scenarios)["language.md"]
    parts = page.split("\n### ")[1:]
    assert [part.partition("\n")[0] for part in parts] == [plain(phrase.shown) for phrase in PHRASES]
    assert [part for part in parts if "```gherkin\n" not in part] == []
    takes_table = [part for part in parts if "Under it: a table" in part]
    assert takes_table
    assert [part for part in takes_table if "olumns" not in part] == []


def test_every_rule_is_on_a_page_with_what_proves_it(scenarios: Scenarios) -> None:
    whole = "\n".join(rules.pages(scenarios).values())
    for rule in all_rules():
        assert f"\n## `{rule.id}` {{#{rule.id}}}\n" in whole
        assert rules.page_of(rule.id).endswith(f".md#{rule.id}")
    assert whole.count("cases prove it") + whole.count("case proves it") == len(all_rules())


def test_every_divergence_and_setting_is_on_a_page(scenarios: Scenarios) -> None:
    whole = "\n".join(divergence_pages.pages(scenarios).values())
    assert [one for one in divergences() if f"\n## `{one}` {{#{one}}}\n" not in whole] == []
    page = settings.pages()["settings.md"]
    assert [one.key for one in SETTINGS if f"`{one.key}`" not in page] == []


def test_every_scenario_can_be_linked_to(scenarios: Scenarios) -> None:
    pages = features.pages()
    for case in suite.load():
        link = rules.scenario_link(case, scenarios)
        page, _, line = link.partition("](../")[2].removesuffix(")").partition("#")
        assert f"{{#{line}}}\n" in pages[page]


def test_a_feature_is_whole_on_its_page() -> None:
    for name, page in features.pages().items():
        if name != "features/index.md":
            shown = [line for line in page.splitlines() if line.strip().startswith(("Given ", "When ", "Then "))]
            path = resources.features() / f"{name.removeprefix('features/').removesuffix('.md')}.feature"
            written = path.read_text("utf-8").splitlines()
            assert shown == [line for line in written if line.strip().startswith(("Given ", "When ", "Then "))]


def test_every_command_is_on_the_page() -> None:
    page = commands.pages()["commands.md"]
    for command in ("devicemode conform", "devicemode adapter check", "devicemode backend export"):
        assert f"# {command}\n" in page


@pytest.mark.parametrize(
    ("path", "page", "text", "made"),
    [
        ("README.md", "index.md", "[a](docs/ports.md#levels)", "[a](ports.md#levels)"),
        ("README.md", "index.md", "![a](docs/assets/run.svg)", "![a](assets/run.svg)"),
        ("docs/tutorials/qa.md", "tutorials/qa.md", "[a](../../examples/song-bought.feature)", "a"),
        ("docs/divergences.md", "divergences/index.md", "[a](../features/track)", "[a](../features/index.md)"),
        ("docs/ports.md", "ports.md", "[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("docs/ports.md", "ports.md", "[a](nothing.md)", "[a](nothing.md)"),
        ("docs/ports.md", "ports.md", "```\n[a](../adapters)\n```", "```\n[a](../adapters)\n```"),
    ],
)
def test_links_lead_to_pages(path: str, page: str, text: str, made: str, scenarios: Scenarios) -> None:
    assert rewritten(text, path=path, page=page, scenarios=scenarios) == made


def test_a_line_of_a_feature_leads_to_its_scenario(scenarios: Scenarios) -> None:
    feature, lines = next((name, lines) for name, lines in scenarios.items() if len(lines) > 1)
    text = f"[a](../{feature}#L{lines[1] + 1})"
    made = rewritten(text, path="docs/x.md", page="x.md", scenarios=scenarios)
    assert made == f"[a]({feature.removesuffix('.feature')}.md#L{lines[1]})"


def test_a_flowchart_of_arrows_is_drawn_and_another_stays() -> None:
    arrows = "```mermaid\nflowchart TD\n    a --> b\n    a --> c\n    b --> c\n```\n"
    assert diagrams.drawn(arrows).count("<polyline") == 3
    assert diagrams.drawn(arrows).count("<rect") == 3
    other = "```mermaid\nflowchart TD\n    a -->|says| b\n```\n"
    assert diagrams.drawn(other) == other


# The records of real ports


@pytest.mark.parametrize("port", port_reports.PORTS, ids=lambda port: port.name)
def test_a_report_stays_below_a_megabyte(port: port_reports.Port) -> None:
    assert len(port_reports.page(port).encode()) < 1_000_000


@pytest.mark.parametrize("port", port_reports.PORTS, ids=lambda port: port.name)
def test_a_record_is_of_a_whole_run_of_todays_suite(port: port_reports.Port) -> None:
    """When this fails: `npm ci --ignore-scripts` in adapters/, then `python -m tools.port_reports`."""
    kept = port_reports.kept(port)
    for made in kept:
        assert [record.case for record in made.cases] == [case.id for case in suite.load()]
    for name, text in port_reports.summaries(port, kept).items():
        assert (port_reports.FOLDER / name).read_text("utf-8") == text


def test_a_record_read_back_is_the_record() -> None:
    for file in port_records.FOLDER.glob("*.xz"):
        assert port_records.condensed(port_records.recorded(file)) == port_records.read(file)


def test_the_records_are_small_and_there_is_one_for_each_run() -> None:
    names = {port_records.path(port.name, dialect) for port in port_reports.PORTS for dialect in port.judged}
    assert set(port_records.FOLDER.iterdir()) == names
    assert sum(file.stat().st_size for file in names) < 1_000_000
    overview = (port_reports.FOLDER / "README.md").read_text("utf-8")
    assert [port.name for port in port_reports.PORTS if f"({port.name}.md)" not in overview] == []
