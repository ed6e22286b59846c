"""The cost of the harness itself, as ratios to doing nothing in the same places.

`python -m benchmarks.suite [ROUNDS]` prints how long the suite takes

- per scenario under pytest-bdd, to suites of empty scenarios in a folder of the same depth: first as many scenarios in
  the same outlines, with the same tags and as many steps, all with the same text and nothing under them, which saves
  pytest-bdd its work for tables and for each text; then the same scenarios with steps that do nothing. The measure is
  processor time: of the whole run, from start to end; and, more strictly, of the tests alone, without the part that
  all runs share, mainly reading the features;
- under `devicemode conform`, to a process that only parses and compiles the same features with gherkin-official.

The commands run alternately, so that the ratio holds when the machine's speed drifts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from simulator.conformance import suite
from simulator.documentation import resources

ROOT = Path(__file__).parent.parent

EMPTY_STEPS = """
from pytest_bdd import parsers, step

@step(parsers.re(".*"))
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
    """Return the processor seconds that a command takes, with its subprocesses; it must succeed."""
    return output_and_seconds(*command)[1]


def output_and_seconds(*command: str) -> tuple[str, float]:
    """Return a command's output, and the processor seconds that it takes, with its subprocesses."""
    before = os.times()
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    after = os.times()
    return done.stdout, after.children_user + after.children_system - before.children_user - before.children_system


def empty_suite(folder: Path, text_of: Callable[[str], str]) -> str:
    """Write scenarios whose steps do nothing, with the text that `text_of` makes of each feature; return the tests."""
    for path in resources.features().rglob("*.feature"):
        copy = folder / "features" / path.relative_to(resources.features())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text_of(path.read_text("utf-8")), "utf-8")
    tests = folder / "tests"
    tests.mkdir()
    (tests / "__init__.py").touch()
    (tests / "conftest.py").write_text(EMPTY_STEPS)
    (tests / "test_features.py").write_text('from pytest_bdd import scenarios\n\nscenarios("../features")\n')
    (folder / "pytest.ini").write_text("[pytest]\n")
    return str(tests / "test_features.py")


def bare(source: str) -> str:
    """Replace each step of a feature with the same one, without its table or doc string."""
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


def scenario_seconds(tests: str) -> tuple[float, float]:
    """Return the processor seconds of a run of a file's scenarios, and those of its tests alone."""
    printed, whole = output_and_seconds(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "benchmarks.processor_time", tests
    )
    return whole, float(printed.split()[-1])


def paired(ours: tuple[str, ...], base: tuple[str, ...], rounds: int) -> tuple[float, float, float]:
    """Return the medians of two commands, run alternately, and of their ratio, without the first pair, the warm-up."""
    pairs = [(seconds(*ours), seconds(*base)) for _ in range(rounds + 1)][1:]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def main(rounds: int = 5) -> None:
    """Print a line per ratio."""
    cases = len(suite.load())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        tests = ("tests/conformance/test_features.py", empty_suite(Path(one), bare), empty_suite(Path(other), str))
        measured = [[scenario_seconds(each) for each in tests] for _ in range(rounds + 1)][1:]
    print(f"{cases} cases")
    for index, part in enumerate(("whole run (aim: within 1.5)", "tests alone")):
        rows = [[times[index] for times in row] for row in measured]
        ours, empty, same = (median(column) / cases * 1000 for column in zip(*rows, strict=True))
        to_empty, to_same = median(a / b for a, b, _ in rows), median(a / b for a, _, b in rows)
        print(
            f"pytest-bdd, per case, {part}: {ours:.2f} ms; "
            f"empty, with as many steps {empty:.2f} ms, ratio {to_empty:.2f}; "
            f"the same with steps that do nothing {same:.2f} ms, ratio {to_same:.2f}"
        )
    conform = (sys.executable, "-m", "simulator", "conform")
    parse = (sys.executable, "-c", PARSE_ONLY, str(resources.features()))
    ours, base, ratio = paired(conform, parse, rounds)
    print(
        f"devicemode conform: {ours:.2f} s, parsing and compiling alone {base:.2f} s, ratio {ratio:.2f} (aim: within 3)"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
