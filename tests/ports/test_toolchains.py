"""The starting points that are compiled: each is generated, filled in, checked, and gets its first verdict.

`tests/ports/filled` has an author's code for each. The other starting points are followed in `test_ports_guide.py`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from simulator.ports.starting_points import STARTING_POINTS
from tests import ROOT

pytestmark = pytest.mark.toolchains

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "go": ("go",),
    "java": ("java", "mvn"),
    "kotlin": ("java", "mvn"),
    "rust": ("cargo",),
}
"""The programs that each language needs."""
FILLED: Final = ROOT / "tests" / "ports" / "filled"


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def devicemode(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "simulator", *arguments, folder=folder)


@pytest.mark.parametrize("language", NEEDS)
def test_from_an_empty_folder_to_a_verdict(language: str, tmp_path: Path) -> None:
    lacking = [program for program in NEEDS[language] if shutil.which(program) is None]
    if lacking:
        why = f"the port in {language} needs {' and '.join(lacking)}, which this machine does not have"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    assert devicemode("adapter", "new", "--language", language, ".", folder=tmp_path).returncode == 0
    point = STARTING_POINTS[language]
    [yours] = point.yours
    text = (FILLED / Path(yours).name).read_text("utf-8")
    assert 0 < len(text.splitlines()) <= 60
    (tmp_path / yours).write_text(text, "utf-8")

    built = run(*shlex.split(point.build), folder=tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    command = shlex.split(point.run)
    checked = devicemode("adapter", "check", "--timeout", "20", "--", *command, folder=tmp_path)
    assert checked.stdout.endswith("the adapter is right\n"), checked.stdout + checked.stderr
    assert "✓ it takes messages before it has answered earlier ones" in checked.stdout

    options = ("-k", "track/events#", "--timeout", "20")
    judged = devicemode("conform", "--adapter", point.run, *options, folder=tmp_path)
    assert judged.returncode in (0, 1), judged.stdout + judged.stderr
    assert "0 passed" not in judged.stdout.splitlines()[-1].split(", ")[0]
    assert " passed, " in judged.stdout.splitlines()[-1]
    assert "errored" not in judged.stdout


def test_every_compiled_starting_point_is_tried() -> None:
    assert set(NEEDS) == {name for name, point in STARTING_POINTS.items() if point.build} - {"page"}
