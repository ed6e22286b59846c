"""What the harness itself costs, as ratios to doing nothing in the same places.

`python -m benchmarks.suite [ROUNDS]` prints how long the suite takes

- per scenario under pytest-bdd, to a suite of empty scenarios: as many of them, with as many steps and the same tags,
  in the same outlines, and nothing under a step. What counts is what pytest reports as the time of each test: setting
  up, running and tearing down;
- under `devicemode conform`, to a process that only parses and compiles the same features with gherkin-official.

The two of a pair run in turn, so that the ratio holds when the machine's speed drifts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as ET

from simulator import resources
from simulator.conformance import suite

ROOT = Path(__file__).parent.parent

EMPTY_STEPS = """
from pytest_bdd import parsers, step

@step(parsers.re("nothing happens"))
def _():
    pass
"""

PARSE_ONLY = """
import sys
from pathlib import Path
from gherkin import Compiler, Parser

for path in sorted(Path(sys.argv[1]).rglob("*.feature")):
    document = Parser().parse(path.read_text("utf-8"))
    document["uri"] = str(path)
    Compiler().compile(document)
"""


def seconds(*command: str) -> float:
    """Return how many seconds of the processor a command takes, its processes together; it must succeed."""
    before = os.times()
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def empty_suite(folder: Path) -> Path:
    """Write scenarios that do nothing: as many as the suite has, with as many steps and the same outlines."""
    features = folder / "features"
    for path in resources.features().rglob("*.feature"):
        copy = features / path.relative_to(resources.features())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(emptied(path.read_text("utf-8")), "utf-8")
    (folder / "conftest.py").write_text(EMPTY_STEPS)
    (folder / "test_empty.py").write_text(f"from pytest_bdd import scenarios\nscenarios({str(features)!r})\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    return folder


def emptied(source: str) -> str:
    """Replace each step of a feature by one that does nothing, without what stands under it."""
    lines: list[str] = []
    in_examples = in_docstring = False
    for line in source.splitlines():
        text = line.strip()
        if text.startswith('"""'):
            in_docstring = not in_docstring
            continue
        if in_docstring:
            continue
        in_examples = text.startswith("Examples:") or (in_examples and (text.startswith("|") or not text))
        keyword = text.partition(" ")[0]
        if keyword in ("Given", "When", "Then", "And", "But"):
            lines.append(f"    {keyword} nothing happens")
        elif in_examples or not text.startswith("|"):
            lines.append(line)
    return "\n".join(lines) + "\n"


def scenario_seconds(folder: str) -> float:
    """Return how long the scenarios of a folder or file take under pytest, by its own report, all together."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.xml"
        seconds(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", folder)
        return sum(float(test.attrib["time"]) for test in ET.parse(report).iter("testcase"))


def medians(pairs: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the medians of both sides and of the ratio, without the first pair, which warms up."""
    counted = pairs[1:]
    return median(a for a, _ in counted), median(b for _, b in counted), median(a / b for a, b in counted)


def paired(ours: tuple[str, ...], base: tuple[str, ...], rounds: int) -> tuple[float, float, float]:
    """Return the medians of two commands, run in turn, and of the ratio."""
    return medians([(seconds(*ours), seconds(*base)) for _ in range(rounds + 1)])


def main(rounds: int = 5) -> None:
    """Print a line per ratio."""
    cases = len(suite.load())
    with tempfile.TemporaryDirectory() as name:
        empty = str(empty_suite(Path(name)))
        scenarios = [(scenario_seconds("tests/test_features.py"), scenario_seconds(empty)) for _ in range(rounds + 1)]
    ours, base, ratio = medians(scenarios)
    print(f"{cases} cases")
    print(f"pytest-bdd, per case: {ours / cases * 1000:.2f} ms, empty {base / cases * 1000:.2f} ms, "
          f"ratio {ratio:.2f} (aim: within 1.5)")  # fmt: skip
    conform = (sys.executable, "-m", "simulator", "conform")
    parse = (sys.executable, "-c", PARSE_ONLY, str(resources.features()))
    ours, base, ratio = paired(conform, parse, rounds)
    print(f"devicemode conform: {ours:.2f} s, parsing and compiling alone {base:.2f} s, "
          f"ratio {ratio:.2f} (aim: within 3)")  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
