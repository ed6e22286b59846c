"""Every rule is found by its id in the code that carries it out, and every id in the code is a rule's."""

from __future__ import annotations

import re

import pytest

from simulator.documentation import rule_places
from simulator.documentation.api_rules import APIRule, segment_rules
from simulator.documentation.rules import Rule, WireRule, all_rules
from simulator.model.divergences import DEFAULTS, Divergence, code_of, defaults_of, divergences, entries

RULES = (*all_rules(), *segment_rules().values())
IDS = frozenset(rule.id for rule in RULES)
SUBJECTS = frozenset(rule.id.partition(".")[0] for rule in RULES)
FILES = tuple(sorted(rule_places.PACKAGE.rglob("*.py")))
#: Names of files that begin like the id of a rule.
FILE_NAMES = re.compile(r".*\.(json|html|c?js)")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_found_where_it_is_carried_out(rule: Rule | WireRule | APIRule) -> None:
    found = rule_places.places_of(rule.id)
    assert found
    for place in found:
        line = (rule_places.PACKAGE.parent / place.path).read_text("utf-8").splitlines()[place.line - 1]
        assert rule.id in line
        assert place.name, f"{place} is in no function, class or table"


def test_every_id_in_the_code_is_a_rule_s_or_a_divergence_s() -> None:
    named = {(name, str(place)) for path in FILES for name, place in rule_places.named_in(path)}
    ids = {(name, place) for name, place in named if name.partition(".")[0] in SUBJECTS and not FILE_NAMES.match(name)}
    assert {(name, place) for name, place in ids if name not in IDS and name not in divergences()} == set()


def test_no_id_is_put_together_from_parts() -> None:
    """A search finds only ids in one piece."""
    begun = re.compile(rf"""f["'](?:{"|".join(sorted(SUBJECTS))})[a-z0-9.-]*\.\{{""")
    carrying = [*rule_places.sources(), *rule_places.DIVERGENCES.glob("*.py")]
    assert [path.name for path in carrying if begun.search(path.read_text("utf-8"))] == []


def test_an_id_is_found_in_a_string_a_comment_and_a_docstring_over_two_lines(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path_factory.mktemp("package")
    monkeypatch.setattr(rule_places, "PACKAGE", root / "simulator")
    path = root / "simulator" / "model" / "one.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        'TABLE = {"a": "page.all"}\n'
        '"""Rule page.named."""\n\n\n'
        "class Uploader:\n"
        '    """Rules upload.form,\n'
        '    upload.time and upload.resend.\n    """\n\n'
        "    def send(self) -> None:\n"
        "        # It goes on (rules\n"
        "        # upload.merging, flush.upload).\n"
        '        print("of page.categorized nothing is said", "flush.upload")\n',
        "utf-8",
    )
    assert [(name, place.line, place.name) for name, place in rule_places.named_in(path)] == [
        ("page.all", 1, "TABLE"),
        ("page.named", 2, "TABLE"),
        ("upload.form", 6, "Uploader"),
        ("upload.resend", 7, "Uploader"),
        ("upload.time", 7, "Uploader"),
        ("flush.upload", 12, "Uploader.send"),
        ("upload.merging", 12, "Uploader.send"),
        ("flush.upload", 13, "Uploader.send"),
    ]


@pytest.mark.parametrize("entry", divergences().values(), ids=lambda entry: entry.id)
def test_a_divergence_names_its_code_and_its_code_names_it(entry: Divergence) -> None:
    classes = [path for path in entry.code if not path.endswith(f".{DEFAULTS}")]
    assert [f"{code.__module__.rpartition('.')[2]}.{code.__name__}" for code in code_of(entry.id)] == classes
    assert [entries()[code] for code in code_of(entry.id)] == [entry.id] * len(classes)
    assert bool(defaults_of(entry.id)) == (len(classes) < len(entry.code))
    assert len(rule_places.divergence_places(entry.id)) == len(entry.code)


def test_every_class_that_is_marked_as_a_divergence_s_code_is_named_by_its_entry() -> None:
    assert {code for code, name in entries().items() if code not in code_of(name)} == set()
