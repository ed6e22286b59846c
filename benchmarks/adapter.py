"""The cost of a separate process: the reference behind a stdio adapter, as a ratio to the reference in this process.

`python -m benchmarks.adapter [ROUNDS]` prints the scenarios per second of both and their ratio, at level events and at
level wire, where each upload also crosses a socket to the backend. The two of a pair run alternately.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.port_runner import PortRunner
from simulator.ports.protocol.claims import lacking_for
from simulator.ports.upload_server import upload_server

AIM = 1 / 2
DIALECT = "documented"


def applicable(level: str) -> list[Case]:
    """Return the cases that the adapter can perform at a level."""
    with upload_server() as place:
        port = PortRunner(lambda: StdioConnection(adapter(level)), upload_server=place, timeout=60)
        welcome = port.welcome()
        port.close()
    return [case for case in suite.load() if DIALECT in case.dialects and not lacking_for(case, welcome)]


def adapter(level: str) -> list[str]:
    """Return the command of the reference behind the protocol."""
    return [sys.executable, "-m", "simulator.ports.reference", "--level", level]


def in_process(cases: list[Case]) -> float:
    """Return the seconds that the cases take here."""
    begin = perf_counter()
    passed = sum(verdict.status == "passed" for verdict in suite.perform(cases, suite.Manner(dialect=DIALECT)))
    if passed != len(cases):
        raise SystemExit(f"{len(cases) - passed} cases fail in this process; there is nothing to compare")
    return perf_counter() - begin


def behind_adapter(cases: list[Case], level: str) -> float:
    """Return the seconds that the cases take through an adapter that is already running, as this process is."""
    with upload_server() as place:
        port = PortRunner(lambda: StdioConnection(adapter(level)), upload_server=place, timeout=60, observations=False)
        port.welcome()
        begin = perf_counter()
        passed = sum(record.status == "passed" for record in port.run_all(cases, dialect_of=lambda case: DIALECT))
        took = perf_counter() - begin
        port.close()
    if passed != len(cases):
        raise SystemExit(f"{len(cases) - passed} cases fail behind the adapter; there is nothing to compare")
    return took


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for level in ("events", "wire"):
        cases = applicable(level)
        pairs = [(in_process(cases), behind_adapter(cases, level)) for _ in range(rounds)]
        here, there = (len(cases) / median(times) for times in zip(*pairs, strict=True))
        ratio = median(inside / outside for inside, outside in pairs)
        aim = f" (aim: at least {AIM:.2f})" if level == "events" else ""
        print(
            f"level {level}: {len(cases)} scenarios, {here:,.0f}/s in this process, "
            f"{there:,.0f}/s through the adapter, ratio {ratio:.2f}{aim}"
        )


if __name__ == "__main__":
    main()
