"""The mutants of the simulator, and the features' verdicts on a few of them."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from simulator.conformance.suite import load
from tests import ROOT
from tests.mutation import known
from tests.mutation.__main__ import list_survivors, main, record, summary
from tests.mutation.mutants import Key, Mutant, mutants_of, sample
from tests.mutation.operators import OPERATORS, Classes, inherited, text
from tests.mutation.trial import Baseline, Finding

HELD = Key("simulator/model/destinations/traits.py", "operations", "constant", "'$setOnce'", "'$setOnce~'", 1)
CACHED = Key("simulator/model/device.py", "", "decorator", "@cache default_profile", "default_profile", 1)
HANGS = Key(
    "simulator/model/segment/client.py", "SegmentClient.send", "statement", "del self._store.queue[0]", "pass", 1
)
NO_START = Key("simulator/model/destinations/pages.py", "", "argument", "because=('page.named',)", "", 1)


def changes(code: str) -> set[tuple[str, str, str]]:
    tree = ast.parse(code)
    return {
        (change.operator, change.before, change.after)
        for node in ast.walk(tree)
        for operator in OPERATORS
        for change in operator(node)
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("y = a < b", {("comparison", "a < b", "a <= b"), ("comparison", "a < b", "a >= b")}),
        ("y = a is b", {("comparison", "a is b", "a is not b")}),
        ("y = a and b", {("boolean", "a and b", "a or b"), ("boolean", "a and b", "a"), ("boolean", "a and b", "b")}),
        ("y = not a", {("boolean", "not a", "a")}),
        ("y = a - b", {("arithmetic", "a - b", one) for one in ("a + b", "a", "b")}),
        ("y = a | b", {("arithmetic", "a | b", one) for one in ("b | a", "a", "b")}),
        ("7", {("constant", "7", "8"), ("constant", "7", "6")}),
        ("x = True", {("constant", "True", "False")}),
        ("x = None", {("constant", "None", "''")}),
        ("x = 'plan'", {("constant", "'plan'", "'plan~'")}),
        ("y = x[:n]", {("slice", "x[:n]", "x")}),
        ("x = (a, b)", {("element", "a", ""), ("element", "b", ""), ("order", "a, b", "b, a")}),
        ("x = {a: b, **c}", {("entry", "a: b", ""), ("entry", "**c", "")}),
        ("x = f(a, b)", {("arguments", "f(a, b)", "f(b, a)")}),
        ("x = f(a, b=c)", {("argument", "b=c", "")}),
        ("x = f(a)", {("call", "f(a)", "a")}),
        ("f()", {("statement", "f()", "pass")}),
        ("a.b = c", {("statement", "a.b = c", "pass")}),
        ("a = b", set()),
        ("x = a if b else c", {("condition", "b", one) for one in ("not b", "True", "False")}),
        ("x = [a for a in b if a]", {("condition", "a", "not a"), ("condition", "a", "True")}),
        ("for a in b: a", {("loop", "b", "()"), ("statement", "a", "pass")}),
    ],
)
def test_operators(code: str, expected: set[tuple[str, str, str]]) -> None:
    assert changes(code) == expected


def test_a_method_and_an_attribute_become_those_of_the_base() -> None:
    classes = Classes({"Base": frozenset({"track", "limit"})}, {"Client": ("Middle",), "Middle": ("Base",)})
    body = ast.parse(
        "class Client(Middle):\n  limit = 5\n  def track(self, call, *, at): pass\n  def other(self): pass"
    )
    client = body.body[0]
    assert isinstance(client, ast.ClassDef)
    found = [change for node in client.body for change in inherited(node, "Client", classes)]
    assert [change.after for change in found] == ["pass", "super().track(call, at=at)"]
    assert text(found[1].new) == "def track(self, call, *, at):"


def test_each_mutant_is_another_module() -> None:
    for mutant in mutants_of(["simulator/model/destinations/groups.py"])[::10]:
        [again] = [one for one in mutants_of(["simulator/model/destinations/groups.py"]) if one.key == mutant.key]
        before = ast.unparse(again.tree)
        assert ast.unparse(again.apply()) != before, again.key


def test_keys_are_unique_and_survive_a_shift_of_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "simulator" / "one.py"
    path.parent.mkdir()
    monkeypatch.setattr("tests.mutation.mutants.ROOT", tmp_path)
    code = "class A:\n    def f(self, x):\n        return x == 1 or x == 1\n"
    path.write_text(code)
    before = mutants_of(["simulator/one.py"])
    path.write_text(f'"""A module."""\n\n{code}')
    after = mutants_of(["simulator/one.py"])
    assert [one.key for one in before] == [one.key for one in after]
    assert len({one.key for one in after}) == len(after)
    assert [one.line + 2 for one in before] == [one.line for one in after]
    assert {one.key.where for one in after} == {"A.f"}


def test_subjects() -> None:
    subjects = {
        mutant.key: mutant.subject
        for mutant in mutants_of(["simulator/model/destinations", "simulator/model/segment/client.py"])
    }
    assert subjects[HELD] == "behavior"
    refusal = "'track needs an event name, for example \"Song Played\"'"
    wording = Key("simulator/model/segment/client.py", "check_complete", "constant", refusal, f"{refusal[:-1]}~'", 1)
    assert subjects[wording] == "wording"
    because = Key(
        "simulator/model/destinations/mobile.py", "MobileDestination.flush", "element", "'flush.upload'", "", 1
    )
    assert subjects[because] == "reasons"


def test_a_sample_is_of_different_lines_and_the_same_for_a_seed() -> None:
    mutants = mutants_of(["simulator/model/destinations"])
    drawn = sample(mutants, 50, "1")
    assert len({(one.key.file, one.line) for one in drawn}) == 50
    assert drawn == sample(mutants, 50, "1")
    assert drawn != sample(mutants, 50, "2")


def test_what_is_known_by_hand_has_a_reason() -> None:
    assert {entry.kind for entry in known.entries()} == {"equivalent", "aside"}
    for entry in known.entries():
        assert (ROOT / entry.file).is_file(), entry
        assert len(entry.reason) > 15, entry


def test_an_entry_covers_a_mutant_or_several_and_is_unused_without() -> None:
    whole = known.Entry("aside", "", HELD.file, HELD.where)
    some = whole._replace(before=["'$add'", HELD.before])
    other = whole._replace(before="'$add'")
    gone = whole._replace(where="operations_of")
    mutants = [one for one in mutants_of([HELD.file]) if one.key == HELD]
    assert [whole.covers(HELD), some.covers(HELD), other.covers(HELD)] == [True, True, False]
    assert known.unused(mutants, [whole, some, other, gone]) == [other, gone]


def test_score() -> None:
    [mutant] = [one for one in mutants_of(["simulator/model/destinations/traits.py"]) if one.key == HELD]
    [reason, *_] = [one for one in mutants_of(["simulator/model/destinations/traits.py"]) if one.subject == "reasons"]
    noticed = Finding(True, "failed", "documented", "traits/set-once#a", ("set-once.first-wins",), "Then …")
    records = [record(mutant, noticed), record(mutant, Finding(noticed=False)), record(reason, Finding(noticed=False))]
    assert json.loads(json.dumps(records[0])) == {
        **HELD._asdict(),
        "line": mutant.line,
        "noticed": True,
        "left_out": "",
        "reason": "",
        "how": "failed",
        "dialect": "documented",
        "case": "traits/set-once#a",
        "rules": ["set-once.first-wins"],
        "step": "Then …",
    }
    out = StringIO()
    assert summary(records, out) == 50.0
    assert "1 of 2 noticed, 50.0 % of those that" in out.getvalue()
    list_survivors(records, out)
    assert out.getvalue().count("\n    + ") == 2


def tried(keys: list[Key], tmp_path: Path, seconds: float) -> dict[Key, dict[str, Any]]:
    """Try mutants as the command does, in a process that has imported nothing of the simulator."""
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    runs = [("documented", case.id) for case in load() if case.folder == "traits" and "documented" in case.dialects]
    before.write_text("".join(json.dumps({**key._asdict(), "noticed": False}) + "\n" for key in keys))
    code = (
        "from tests.mutation import trial, __main__ as command\n"
        f"trial.CASE_SECONDS = {seconds}\n"
        f"command.baseline = lambda: trial.Baseline({runs!r}, frozenset(), {{}})\n"
        f"command.main(['--survivors-of', {str(before)!r}, '--report', {str(after)!r}, '--dialects', 'documented'])\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, timeout=120)
    records = [json.loads(line) for line in after.read_text().splitlines()]
    return {Key(*(one[name] for name in Key._fields)): one for one in records}


def test_trials(tmp_path: Path) -> None:
    found = tried([HELD, CACHED, HANGS, NO_START], tmp_path, seconds=1)
    assert found[HELD]["how"] == "failed"
    assert "set-once.first-wins" in found[HELD]["rules"]
    assert found[HELD]["case"].startswith("traits/")
    assert found[HELD]["left_out"] == ""
    assert not found[CACHED]["noticed"]
    assert (found[CACHED]["left_out"], found[HANGS]["how"]) == ("equivalent", "timeout")
    assert found[NO_START]["how"] == "no start"


def test_an_interrupted_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, report = tmp_path / "before.jsonl", tmp_path / "report.jsonl"
    before.write_text("".join(json.dumps({**key._asdict(), "noticed": False}) + "\n" for key in (HELD, HANGS)))
    [mutant] = [one for one in mutants_of([HELD.file]) if one.key == HELD]
    done = json.dumps(record(mutant, Finding(noticed=True, how="failed")))
    report.write_text(f"{done}\n{done[:30]}")
    tried: list[Key] = []

    def findings(mutants: list[Mutant], *_: object) -> Iterator[tuple[Mutant, Finding]]:
        tried.extend(mutant.key for mutant in mutants)
        return ((mutant, Finding(noticed=False)) for mutant in mutants)

    monkeypatch.setattr("tests.mutation.__main__.findings", findings)
    monkeypatch.setattr("tests.mutation.__main__.baseline", lambda: Baseline((), frozenset(), {}))
    assert main(["--survivors-of", str(before), "--report", str(report), "--resume"]) == 1
    assert tried == [HANGS]
    assert [json.loads(line)["noticed"] for line in report.read_text().splitlines()] == [True, False]
    with pytest.raises(SystemExit):
        main(["--survivors-of", str(before), "--resume"])
