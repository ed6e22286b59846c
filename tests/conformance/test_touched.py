"""Data about packaged scenarios that may differ in a shipped dialect: it names existing things that nothing else names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator.conformance.language.cases import compile_file, compile_text
from simulator.conformance.language.touched import Touched, touched, touched_in
from simulator.documentation import resources
from simulator.errors import FeatureError
from simulator.model.divergences import divergences
from simulator.pytesting import marks

ENTRIES = [one for entries in touched().values() for one in entries]

FEATURE = """
Feature: Words
  Scenario Outline: a word (<case>)
    Given a web app
    Examples: short
      | case |
      | hi   |
    Examples: long
      | case      |
      | good-luck |
"""


def test_the_data_names_features_divergences_and_findings_that_exist() -> None:
    """Scenarios and tables of Examples that do not exist are refused when a feature is compiled."""
    root = resources.features()
    assert [name for name in touched() if not (root / f"{name}.feature").is_file()] == []
    assert {name for entry in ENTRIES for name in entry.divergences} <= divergences().keys()
    assert {tag.removeprefix("@") for entry in ENTRIES for tag in entry.tags()} <= set(marks.tags())
    places = [(entry.feature, entry.scenario, entry.examples) for entry in ENTRIES]
    assert len(places) == len(set(places))
    assert all(list(entry.tags()) for entry in ENTRIES)


def test_the_tags_stand_either_in_the_features_or_in_the_data() -> None:
    """Features that show a divergence say so themselves; the others are documentation and leave it to the data."""
    assert [name for name in touched() if "/as-shipped-" in name] == []
    root = resources.features()
    others = [path for path in root.rglob("*.feature") if not path.name.startswith("as-shipped-")]
    assert len(others) > 100
    assert [path.name for path in others if {"@divergence:", "@finding:"} & set(_kinds(path))] == []


def _kinds(path: Path) -> list[str]:
    words = [word for line in path.read_text("utf-8").splitlines() if line.strip()[:1] == "@" for word in line.split()]
    return [word.partition(":")[0] + ":" for word in words]


def test_a_packaged_feature_is_compiled_with_the_tags_of_the_data() -> None:
    path = resources.features() / "alias/forwarding.feature"
    [whole, scenario] = touched_in(path)
    assert (whole.scenario, scenario.scenario) == (None, "the bundled SDK hears nothing of an alias (<case>)")
    for case in compile_file(path, "alias/forwarding"):
        within = case.scenario.startswith("the bundled SDK hears nothing of an alias")
        assert case.divergences == (*whole.divergences, *(scenario.divergences if within else ()))
        assert {f"divergence:{name}" for name in case.divergences} <= set(case.tags)


def test_a_feature_of_the_user_s_own_has_the_tags_that_stand_in_it(tmp_path: Path) -> None:
    copy = tmp_path / "features" / "alias" / "forwarding.feature"
    copy.parent.mkdir(parents=True)
    shutil.copy(resources.features() / "alias/forwarding.feature", copy)
    cases = compile_file(copy, "alias/forwarding")
    assert cases
    assert {case.divergences for case in cases} == {()}


def test_tags_may_be_a_whole_feature_s_a_scenario_s_or_those_of_some_examples() -> None:
    entries = (
        Touched(feature="words", divergences=("identify.web.id-trait",)),
        Touched(feature="words", scenario="a word (<case>)", divergences=("settings.web.utm",), findings=("5",)),
        Touched(feature="words", scenario="a word (<case>)", examples="long", divergences=("traits.web.increment",)),
    )
    short, long = compile_text(FEATURE, "words.feature", "words", entries)
    assert short.divergences == ("identify.web.id-trait", "settings.web.utm")
    assert short.tags[-1] == "finding:5"
    assert long.divergences == ("identify.web.id-trait", "settings.web.utm", "traits.web.increment")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (
            Touched(feature="words", scenario="a wort (<case>)"),
            (
                'words.feature:2: fixtures/divergences/touched.json has tags for the scenario "a wort (<case>)", '
                'and there is none of that name. Did you mean "a word (<case>)"?'
            ),
        ),
        (
            Touched(feature="words", scenario="a word (<case>)", examples="longer"),
            (
                'words.feature:3: fixtures/divergences/touched.json has tags for the Examples "longer", '
                'and there is none of that name. Did you mean "long"?'
            ),
        ),
        (
            Touched(feature="words", divergences=("settings.web.utn",)),
            'words.feature:7: the tag @divergence:settings.web.utn names no divergence. Did you mean "settings.web.utm"?',
        ),
    ],
)
def test_data_that_names_what_does_not_exist_is_refused(entry: Touched, says: str) -> None:
    with pytest.raises(FeatureError) as refused:
        compile_text(FEATURE, "words.feature", "words", [entry])
    assert str(refused.value) == says
