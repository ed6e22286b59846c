"""One mutant on trial: a child process in which the changed module stands in for the real one runs the features.

The process that forks has imported nothing of the simulator, so whatever a child imports sees the mutant, from the
constants at the top of the modules on.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests import ROOT
from tests.mutation.mutants import PATHS, Mutant, files_of

if TYPE_CHECKING:
    from simulator.conformance.language.cases import Case

DIALECTS: Final = ("documented", "printed", "shipped", "latest")

CASE_SECONDS: Final = 2.0
"""The longest time that one case may compute; it takes a thousandth of that."""
PROCESSOR_SECONDS: Final = 30
"""The longest time that a mutant may compute in all."""
DEADLINE: Final = 300.0
"""Seconds after which a mutant that waits is killed."""
MEMORY: Final = 1 << 30

Run = tuple[str, str]
"""A dialect and the id of a case."""


class Finding(NamedTuple):
    """The features' verdict on a mutant."""

    noticed: bool
    #: `failed`, `error`, `no start`, `timeout`, `crash`; empty if nobody noticed.
    how: str = ""
    dialect: str = ""
    case: str = ""
    rules: tuple[str, ...] = ()
    #: The step that failed, or the exception.
    step: str = ""


class _TooLong(BaseException):
    """A case takes too long."""


class Baseline(NamedTuple):
    """The runs of a tree without mutants, and the lines that they reach."""

    #: All runs, those that reach the fewest lines first: they are about one thing.
    runs: tuple[Run, ...]
    #: The runs that fail without any mutant; they notice nothing.
    failing: frozenset[Run]
    #: For each line of each module a number whose bits say which of the runs reach it.
    coming: Mapping[str, Mapping[int, int]]

    def those_for(self, mutant: Mutant) -> list[Run]:
        """Return the runs that can notice a mutant, the likeliest first."""
        coming = self.coming.get(mutant.key.file)
        if coming is None:
            return list(self.runs)
        bits = 0
        for line in mutant.lines:
            bits |= coming.get(line, 0)
        those = [run for at, run in enumerate(self.runs) if bits >> at & 1]
        return list(dict.fromkeys((*those, *self.runs))) if mutant.runs_once else those


def _fork(work: Callable[[Connection], None]) -> tuple[Any, Connection]:
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(sending,))
    process.start()
    sending.close()
    return process, receiving


def baseline() -> Baseline:
    """Run the unchanged features once with a trace of each line; cached in a file until something changes."""
    kept = ROOT / "build" / "mutation" / f"{_state()}.json"
    if not kept.exists():
        process, receiving = _fork(lambda sending: sending.send_bytes(json.dumps(_traced()).encode()))
        made = receiving.recv_bytes()
        process.join()
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("*.json"):
            old.unlink()
        kept.write_bytes(made)
    runs, failing, coming = json.loads(kept.read_bytes())
    return Baseline(
        tuple((dialect, case) for dialect, case in runs),
        frozenset((dialect, case) for dialect, case in failing),
        {file: {int(line): int(bits, 16) for line, bits in lines.items()} for file, lines in coming.items()},
    )


def _state() -> str:
    """Return a digest of everything that the baseline depends on."""
    digest = hashlib.sha256()
    for folder, pattern in (("simulator", "*.py"), ("features", "*.feature"), ("fixtures", "*.json")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def findings(
    mutants: Sequence[Mutant], base: Baseline, dialects: Sequence[str], jobs: int
) -> Iterator[tuple[Mutant, Finding]]:
    """Try each mutant in a process of its own, a number at a time, and yield findings as they come."""
    waiting = list(reversed(mutants))
    running: dict[Connection, tuple[Mutant, Any, float]] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            process, receiving = _fork(lambda sending, mutant=mutant: _try(mutant, base, dialects, sending))  # type: ignore[misc]
            running[receiving] = (mutant, process, time.monotonic() + DEADLINE)
        soonest = min(deadline for _, _, deadline in running.values())
        ready = wait(list(running), max(0.0, soonest - time.monotonic()))
        for connection, (mutant, process, deadline) in list(running.items()):
            if connection in ready or time.monotonic() >= deadline:
                yield mutant, _received(connection, process, in_time=connection in ready)
                del running[connection]


def _received(connection: Connection, process: Any, *, in_time: bool) -> Finding:
    """Read a child's finding; one without a finding was killed, which counts as noticed."""
    found: Finding | None = None
    if in_time:
        with suppress(EOFError):
            found = Finding(*connection.recv())
    process.kill()
    process.join()
    connection.close()
    if found:
        return found
    timeout = not in_time or process.exitcode == -signal.SIGXCPU
    return Finding(noticed=True, how="timeout" if timeout else "crash")


def _try(mutant: Mutant, base: Baseline, dialects: Sequence[str], sending: Connection) -> None:
    """Run the cases in this process, until one notices."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout = sys.stderr = Path("/dev/null").open("w")  # noqa: SIM115 — it lasts as long as the process
    path = ROOT / mutant.key.file
    try:
        # Not all mutants are Python: `break` may be left without its loop.
        code = compile(mutant.apply(), str(path), "exec", dont_inherit=True)
        sys.meta_path.insert(0, _Finder(path, code))
        import_module("simulator.conformance.running.runner")  # with it comes all that every case needs
    except BaseException as error:  # noqa: BLE001 — whatever it is, `conform` would end with it
        sending.send((True, "no start", "", "", (), _said(error)))
        return
    runs = [run for run in base.those_for(mutant) if run[0] in dialects and run not in base.failing]
    sending.send(_first_to_notice(runs))


def _first_to_notice(runs: Sequence[Run]) -> Finding:
    from simulator.conformance.running.runner import run

    signal.signal(signal.SIGPROF, _interrupt)
    for dialect, name in runs:
        try:
            case = _cases_of(name.partition("#")[0])[name]
        except Exception as error:  # noqa: BLE001 — `conform` would end with it
            return Finding(True, "no start", dialect, name, (), _said(error))
        try:
            signal.setitimer(signal.ITIMER_PROF, CASE_SECONDS)
            verdict = run(case, dialect=dialect)
            signal.setitimer(signal.ITIMER_PROF, 0)
        except _TooLong:
            return Finding(True, "timeout", dialect, name, case.rules, "")
        except Exception as error:  # noqa: BLE001 — any exception is noticed
            return Finding(True, "error", dialect, name, case.rules, _said(error))
        if verdict.failures:
            return Finding(True, "failed", dialect, name, case.rules, verdict.failures[0].step)
    return Finding(noticed=False)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _TooLong


@cache
def _cases_of(feature: str) -> Mapping[str, Case]:
    """Compile one feature: most mutants are noticed by a case of the first, and compiling all takes longer than that."""
    from simulator.conformance.language.cases import compile_file

    return {case.id: case for case in compile_file(ROOT / "features" / f"{feature}.feature", feature)}


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]


class _Finder(MetaPathFinder):
    """Finds one module, changed."""

    def __init__(self, path: Path, code: CodeType) -> None:
        self._path = path
        self._name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self._code = code

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return how the module is loaded; `None` for any other."""
        del path, target
        if fullname != self._name:
            return None
        return spec_from_file_location(fullname, self._path, loader=_Loader(fullname, str(self._path), self._code))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, code: CodeType) -> None:
        super().__init__(name, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        del fullname
        return self._code


def _traced() -> tuple[list[Run], list[Run], dict[str, dict[int, str]]]:
    """Run every case in every dialect; return the runs, those that fail, and for each line those that reach it."""
    from simulator.conformance import suite
    from simulator.conformance.running.runner import run
    from simulator.model import dialects

    names = {str(path): path.relative_to(ROOT).as_posix() for path in files_of(PATHS)}
    lines: set[tuple[str, int]] = set()

    def trace_call(frame: FrameType, event: str, argument: object) -> Any:
        del event, argument
        return trace_line if frame.f_code.co_filename in names else None

    def trace_line(frame: FrameType, event: str, argument: object) -> Any:
        del event, argument
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return trace_line

    failing: list[Run] = []
    came: dict[Run, frozenset[tuple[str, int]]] = {}
    cases = suite.load(ROOT / "features")
    for dialect in DIALECTS:
        # Import its modules, so that no case reaches the lines at their top.
        dialects.dialect(dialect)
        for case in cases:
            if dialect not in case.dialects:
                continue
            lines.clear()
            sys.settrace(trace_call)
            try:
                passed = not run(case, dialect=dialect).failures
            except Exception:  # noqa: BLE001 — a case that does not even end notices nothing
                passed = False
            finally:
                sys.settrace(None)
            if not passed:
                failing.append((dialect, case.id))
            came[dialect, case.id] = frozenset(lines)
    runs = sorted(came, key=lambda one: len(came[one]))
    coming: dict[str, dict[int, int]] = {name: {} for name in names.values()}
    for at, one in enumerate(runs):
        for path, line in came[one]:
            of_file = coming[names[path]]
            of_file[line] = of_file.get(line, 0) | 1 << at
    return runs, failing, {name: {line: f"{bits:x}" for line, bits in of.items()} for name, of in coming.items()}
