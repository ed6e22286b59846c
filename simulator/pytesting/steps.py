"""The vocabulary's phrases as pytest-bdd steps.

`pytest_plugins = ["simulator.pytesting.steps"]` in a conftest.py is all that a suite needs. Each scenario is
performed on the reference, in its own dialect and with its case id as the seed, exactly as `devicemode conform`
does it; with `--devicemode-adapter COMMAND` by a port. The case id is recorded as a property of the test, so that JUnit
reports have it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

try:
    import pytest_bdd  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "pytest_bdd":
        raise
    raise pytest.UsageError(
        'simulator.pytesting.steps needs pytest-bdd, which is not installed; run: pip install "devicemode[pytest]"'
    ) from None

from pytest_bdd import parsers, step
from pytest_bdd.parser import Feature, Scenario, Step

from simulator.conformance.defects import defect
from simulator.conformance.judging.matching import Difference
from simulator.conformance.language.arguments import Argument, StepError, Table
from simulator.conformance.language.cases import slug
from simulator.conformance.language.phrases import StepType
from simulator.conformance.language.step_matching import compile_step, match
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.errors import LINES, DevicemodeError, printable
from simulator.model.dialects import DIALECTS, dialect
from simulator.pytesting import marks, speed
from simulator.pytesting.plugin import ADAPTER, ADAPTER_URL, STEPS_LOADED

if TYPE_CHECKING:
    from simulator.pytesting.ports import Door

CASE = "case"
"""The name of the recorded property that holds the case id."""

_performance: ContextVar[Performance | None] = ContextVar("performance", default=None)
"""The performance of the running scenario; none where a port performs the scenario as a whole.

It is neither a fixture nor in a stash: asking pytest for a request takes longer than most steps.
"""
_DOOR: pytest.StashKey[Door] = pytest.StashKey()
"""The port that performs the scenarios in place of the reference."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the tags of features as markers, make ready for the scenarios, and open the port if there is one."""
    config.stash[STEPS_LOADED] = True
    marks.register(config)
    speed.quick_tables()
    for name in DIALECTS:
        # Import the code of a dialect now, so that no scenario has to wait for it.
        dialect(name)
    if any(config.getoption(name, None) is not None for name in (ADAPTER, ADAPTER_URL)):
        from simulator.pytesting.ports import open_door

        config.stash[_DOOR] = open_door(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the connection to the port."""
    door = config.stash.get(_DOOR, None)
    if door is not None:
        door.close()


def pytest_collection_finish() -> None:
    """Keep the garbage collector away from the collected tests: they live to the end, and each pass would visit all."""
    gc.freeze()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
    """Set up the target before the first step."""
    case = _case_id(request, feature, scenario)
    request.node.user_properties.append((CASE, case))
    door = request.config.stash.get(_DOOR, None)
    tags = {mark.name for mark in request.node.iter_markers()}
    home = next((known for known in DIALECTS if f"dialect:{known}" in tags), DIALECTS[0])
    with _boundary():
        if door is not None:
            door.perform(Path(feature.filename), _feature_id(feature.filename), case)
        else:
            _performance.set(Performance(Reference(dialect=home, seed=case)))


def pytest_bdd_step_func_lookup_error(feature: Feature, step: Step) -> None:
    """Name the nearest phrases where a step matches none, as `devicemode conform` does."""
    try:
        match(step.name, step.type)
    except StepError as error:
        pytest.fail(printable(f"{feature.filename}:{step.line_number}: {error}", keep=LINES), pytrace=False)


def pytest_bdd_after_scenario() -> None:
    """Fail if a step was refused or an app crashed, and no step expected it."""
    performance = _performance.get()
    if performance is None:
        return
    _performance.set(None)
    with _boundary():
        differences = [*performance.unexpected_refusals(), *performance.unexpected_crashes()]
    if differences:
        pytest.fail(_readable(differences), pytrace=False)


@contextmanager
def _boundary() -> Iterator[None]:
    """Fail the present test with a sentence for any error in the context, including a defect of this project."""
    try:
        yield
    except DevicemodeError as error:
        pytest.fail(printable(str(error), keep=LINES), pytrace=False)
    except Exception as error:  # noqa: BLE001 — this is the boundary
        pytest.fail(defect(error), pytrace=False)


def _case_id(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> str:
    """Return the id that the compiler gives the case: the feature, then the row or the scenario's name.

    The row is in a private fixture of pytest-bdd; a test here fails if it ever moves.
    """
    row: dict[str, str] = request.getfixturevalue("_pytest_bdd_example")
    return f"{_feature_id(feature.filename)}#{slug(row.get('case') or scenario.name)}"


@cache
def _feature_id(filename: str) -> str:
    """Return a feature's place below the folder `features`, or its bare name where there is no such folder."""
    path = Path(filename).with_suffix("")
    parts = path.parts
    if "features" not in parts:
        return path.name
    last = len(parts) - 1 - parts[::-1].index("features")
    return "/".join(parts[last + 1 :])


class _VocabularyParser(parsers.StepParser):
    """Lets pytest-bdd ask the vocabulary whether a step of one kind is one of its phrases."""

    def __init__(self, role: StepType) -> None:
        super().__init__(f"any {role} phrase of the vocabulary")
        self._role = role

    def is_matching(self, name: str) -> bool:
        try:
            match(name, self._role)
        except StepError:
            return False
        return True

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        return {"text": name}


def _step_function(role: StepType) -> Callable[..., None]:
    def perform(text: str, datatable: Table | None = None, docstring: str | None = None) -> None:
        performance = _performance.get()
        if performance is None:
            return
        with _boundary():
            differences = performance.step(compile_step(text, role, Argument(datatable, docstring)))
        if differences:
            pytest.fail(_readable(differences), pytrace=False)

    return speed.with_signature(perform)


# pytest-bdd tries each step against every definition it knows, so a definition for each phrase would make a suite
# take twice as long; and the vocabulary alone says, for both front doors, which phrase a step is.
for _role in get_args(StepType):
    step(_VocabularyParser(_role), _role)(_step_function(_role))


def _readable(differences: list[Difference]) -> str:
    lines = (f"{one.path}: expected {one.expected}, actual {one.actual}" for one in differences)
    return printable("\n".join(lines), keep=LINES)
