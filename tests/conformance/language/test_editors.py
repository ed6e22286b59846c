"""The glue: the Cucumber extensions of editors read it, complete every phrase and mark no step of the suite."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from simulator.conformance.language.glue import javascript
from simulator.conformance.language.parameters import PARAMETERS
from simulator.conformance.language.phrases import words
from simulator.conformance.language.vocabulary import PHRASES
from tests import ROOT
from tests.support.commands import devicemode

EDITORS = Path(__file__).parent / "editors"


def test_the_glue_has_each_phrase_and_each_parameter_type_once() -> None:
    glue = javascript()
    defined = re.findall(r'^(Given|When|Then)\((".*"), function', glue, re.MULTILINE)
    assert [(kind.lower(), json.loads(text)) for kind, text in defined] == [
        (phrase.type, phrase.expression) for phrase in PHRASES
    ]
    types = re.findall(r"^defineParameterType\(\{ name: \"(\w+)\", regexp: /(.*)/ \}\);$", glue, re.MULTILINE)
    assert types == [(one.name, one.regexp) for one in PARAMETERS]
    # Language servers read a quote after a backslash as the quote alone, and a slash would end the expression.
    assert not [one.name for one in PARAMETERS if re.search(r'/|(?<!\\)(?:\\\\)*\\"', one.regexp)]


def test_the_glue_goes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    assert devicemode("steps", "--glue", "-").output == javascript()
    written = devicemode("steps", "--glue", str(tmp_path / "steps.js"))
    assert (written.exit_code, written.output) == (0, "")
    assert (tmp_path / "steps.js").read_text("utf-8") == javascript()
    nowhere = devicemode("steps", "--glue", str(tmp_path / "none" / "steps.js"))
    assert nowhere.exit_code == 2
    assert "can't be written" in nowhere.output


@pytest.mark.node
def test_an_editor_marks_no_step_of_the_suite_and_completes_every_phrase(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "features", tmp_path / "features")
    (tmp_path / "steps.js").write_text(javascript(), "utf-8")
    wrong = 'Feature: wrong\n  Scenario: x\n    Given an ios app\n    When the app trakcs "Song Played"\n'
    (tmp_path / "features" / "wrong.feature").write_text(wrong, "utf-8")
    typed = {phrase.expression: " ".join(map(str.strip, words(phrase.expression))) or "an" for phrase in PHRASES}
    driven = subprocess.run(
        ["node", "drive.js", str(tmp_path)],
        cwd=EDITORS,
        input=json.dumps({"completions": sorted(set(typed.values()))}),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    seen = json.loads(driven.stdout)
    assert seen["server"]["name"] == "Cucumber Language Server"
    assert seen["problems"] == []
    assert seen["marked"] == {"features/wrong.feature": ['Undefined step: the app trakcs "Song Played"']}
    missing = [phrase for phrase, text in typed.items() if phrase not in seen["completions"][text]]
    assert missing == []
