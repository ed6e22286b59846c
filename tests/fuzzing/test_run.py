"""Runs: the same findings however many workers there are, kept, known the next time, and gone on with."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulator.conformance.language.cases import compile_file
from simulator.fuzzing.executors import processes
from simulator.fuzzing.playing import ReferencePlayer
from simulator.fuzzing.run import Budget, Progress, Run
from simulator.fuzzing.searching import Setup, Task, search_with
from simulator.fuzzing.subjects import DialectSubject
from simulator.model.dialects import dialect

SETUP = Setup(subject=DialectSubject("printed"), dialect="documented", platforms=("android",), seed="1")
A_FEW = Budget(journeys=200)


def found(progress: Progress) -> list[tuple[str, str]]:
    return [(one.name, one.find.text) for one in progress.findings]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Progress]:
    folder = tmp_path_factory.mktemp("findings")
    return folder, Run(SETUP, folder=folder).go(A_FEW)


def test_findings_are_features_that_tell_the_two_apart(alone: tuple[Path, Progress]) -> None:
    folder, progress = alone
    assert len(progress.findings) >= 2
    assert {path.stem for path in folder.glob("*.feature")} == {one.name for one in progress.findings}
    for path in folder.glob("*.feature"):
        [case] = compile_file(path)
        assert not ReferencePlayer("documented").fails(case)
        assert ReferencePlayer("printed").fails(case)


def test_the_rule_that_is_broken_is_named(alone: tuple[Path, Progress]) -> None:
    _, progress = alone
    assert all("device-id.prefer-advertising.android" in one.find.rules for one in progress.findings)
    assert len({one.find.kind for one in progress.findings}) == len(progress.findings)


def test_the_divergence_that_explains_it_is_named() -> None:
    setup = Setup(subject=DialectSubject("latest"), dialect="shipped", platforms=("web",), seed="1")
    player = setup.subject.open()
    results = (search_with(setup, Task(number=number, journeys=25), player, until_found=True) for number in range(20))
    find = next(one.finds[0] for one in results if one.finds)
    [name] = find.divergences
    assert name in dialect("latest").divergences ^ dialect("shipped").divergences
    assert f"# The divergence {name} explains it." in find.text


def test_each_journey_is_counted_once(alone: tuple[Path, Progress]) -> None:
    _, progress = alone
    assert progress.agreed + progress.differed + progress.skipped == progress.played == 200
    assert progress.counts.journeys == 200
    assert sum(progress.shown.values()) >= len(progress.findings)


def test_a_known_finding_is_not_found_again(alone: tuple[Path, Progress], tmp_path: Path) -> None:
    folder, first = alone
    for path in folder.glob("*.feature"):
        (tmp_path / path.name).write_text(path.read_text())
    again = Run(SETUP, folder=tmp_path).go(A_FEW)
    assert not again.findings
    assert again.differed == first.differed


def test_a_run_goes_on_where_it_stopped(alone: tuple[Path, Progress], tmp_path: Path) -> None:
    # The first round has two hundred journeys; what a run knows is told to the next round.
    Run(SETUP, folder=tmp_path).go(Budget(journeys=200))
    second = Run(SETUP, folder=tmp_path).go(Budget(journeys=400))
    assert second.played == 200
    assert second.counts.journeys == 400
    whole = Run(SETUP).go(Budget(journeys=400))
    assert (whole.agreed, whole.differed) == (second.agreed, second.differed)


def test_interrupted_it_keeps_what_it_has(tmp_path: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.findings:
            raise KeyboardInterrupt

    run = Run(SETUP, folder=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run.go(A_FEW, interrupt)
    assert list(tmp_path.glob("*.feature"))
    assert run.progress.findings


@contextmanager
def _one_dies() -> Iterator[Executor]:
    """Open two processes, of which one is killed once: at the third task that it is given."""
    with ProcessPoolExecutor(2) as pool:
        yield _Killing(pool)


class _Killing(Executor):
    given = 0

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]  # whatever an executor takes
        future = self._pool.submit(fn, *args, **kwargs)
        _Killing.given += 1
        if _Killing.given == 3:
            os.kill(next(iter(self._pool._processes)), signal.SIGKILL)  # noqa: SLF001 - who they are, nothing else says
        return future


def test_a_killed_worker_loses_no_journey(alone: tuple[Path, Progress]) -> None:
    _Killing.given = 0
    assert found(Run(SETUP, workers=_one_dies).go(A_FEW)) == found(alone[1])
    assert _Killing.given > 8


def test_several_processes_find_the_same(alone: tuple[Path, Progress]) -> None:
    progress = Run(SETUP, workers=processes(2)).go(A_FEW)
    assert found(progress) == found(alone[1])
    assert progress.shown == alone[1].shown


def test_a_time_is_kept() -> None:
    progress = Run(SETUP).go(Budget(seconds=0.001))
    assert progress.played == 200
