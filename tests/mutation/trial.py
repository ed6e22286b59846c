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
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.mutation.mutants import PATHS, ROOT, Mutant, files_of

if TYPE_CHECKING:
    from simulator.conformance.cases import Case

DIALECTS: Final = ("documented", "printed", "shipped", "latest")

PROCESSOR_SECONDS: Final = 60
"""How long a mutant may compute: twenty times as long as the whole suite takes in all dialects."""
DEADLINE: Final = 300.0
"""After how many seconds one that waits is ended."""
MEMORY: Final = 2 << 30

FIRST_RUNS: Final = 60
"""How many of the runs that come to a line go before all others."""

Run = tuple[str, str]
"""A dialect and the id of a case."""


class Finding(NamedTuple):
    """What the features make of a mutant."""

    noticed: bool
    #: `failed`, `error`, `no start`, `timeout`, `crash`; empty if nobody noticed.
    how: str = ""
    dialect: str = ""
    case: str = ""
    rules: tuple[str, ...] = ()
    #: The step that failed, or what was raised.
    step: str = ""


class Baseline(NamedTuple):
    """What a passing tree does."""

    #: The runs that fail without any mutant; they notice nothing.
    failing: tuple[Run, ...]
    #: For each line of each module, the runs that come there, those first that come to the fewest lines.
    covering: Mapping[str, Mapping[str, Sequence[Run]]]


def _fork(work: Callable[[Connection], None]) -> tuple[Any, Connection]:
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(sending,))
    process.start()
    sending.close()
    return process, receiving


def baseline(dialects: Sequence[str]) -> Baseline:
    """Run the features as they are, once with a trace of each line; kept in a file until something changes."""
    kept = ROOT / "build" / "mutation" / f"{_state()}.json"
    if not kept.exists():
        process, receiving = _fork(lambda sending: sending.send_bytes(json.dumps(_traced()).encode()))
        made = receiving.recv_bytes()
        process.join()
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("*.json"):
            old.unlink()
        kept.write_bytes(made)
    failing, covering = json.loads(kept.read_bytes())
    return Baseline(
        tuple((dialect, case) for dialect, case in failing),
        {
            file: {line: [(d, case) for d, case in runs if d in dialects] for line, runs in lines.items()}
            for file, lines in covering.items()
        },
    )


def _state() -> str:
    """Return a digest of all that the baseline depends on."""
    digest = hashlib.sha256()
    for folder, pattern in (("simulator", "*.py"), ("features", "*.feature"), ("fixtures", "*.json")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            digest.update(path.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def findings(
    mutants: Sequence[Mutant], base: Baseline, dialects: Sequence[str], jobs: int
) -> Iterator[tuple[Mutant, Finding]]:
    """Try each mutant in a process of its own, so many at once, and yield them as they are done."""
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
    """Take what a child says; one that says nothing was ended, which nobody can fail to notice."""
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
        from simulator.conformance import suite

        cases = {case.id: case for case in suite.load(ROOT / "features")}
    except BaseException as error:  # noqa: BLE001 — whatever it is, `conform` would end with it
        sending.send((True, "no start", "", "", (), _said(error)))
        return
    sending.send(_first_to_notice(cases, _order(mutant, base, dialects, cases), set(base.failing)))


def _first_to_notice(cases: Mapping[str, Case], order: Iterator[Run], failing: set[Run]) -> Finding:
    from simulator.conformance.runner import run

    for dialect, name in order:
        case = cases[name]
        if dialect not in case.dialects or (dialect, name) in failing:
            continue
        try:
            verdict = run(case, dialect=dialect)
        except Exception as error:  # noqa: BLE001 — any exception is noticed
            return Finding(True, "error", dialect, name, case.rules, _said(error))
        if verdict.failures:
            return Finding(True, "failed", dialect, name, case.rules, verdict.failures[0].step)
    return Finding(noticed=False)


def _order(mutant: Mutant, base: Baseline, dialects: Sequence[str], cases: Mapping[str, Case]) -> Iterator[Run]:
    """Yield the runs that come to the changed line, then all others: what is cached was made in some earlier run."""
    first = base.covering.get(mutant.key.file, {}).get(str(mutant.line), ())
    yield from first
    done = set(first)
    yield from ((dialect, name) for dialect in dialects for name in cases if (dialect, name) not in done)


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


def _traced() -> tuple[list[Run], dict[str, dict[int, list[Run]]]]:
    """Run every case in every dialect; return those that fail, and the runs that come to each line."""
    from simulator.conformance import suite
    from simulator.conformance.runner import run

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
    for dialect in DIALECTS:
        for case in suite.load(ROOT / "features"):
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
    covering: dict[str, dict[int, list[Run]]] = {name: {} for name in names.values()}
    for one in sorted(came, key=lambda one: len(came[one])):
        for path, line in came[one]:
            runs = covering[names[path]].setdefault(line, [])
            if len(runs) < FIRST_RUNS:
                runs.append(one)
    return failing, covering
