"""`python -m tests.mutation`: tries mutants and lists those that nobody notices."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final, TextIO

from tests import ROOT
from tests.mutation import known
from tests.mutation.mutants import PATHS, Key, Mutant, mutants_of, sample
from tests.mutation.trial import DIALECTS, Finding, baseline, findings

GOAL: Final = 95.0
"""The percentage of the mutants that touch the destination's behavior that the features have to notice."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants; return 0 if enough were noticed, else 1."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.resume and not options.report:
        parser.error("--resume goes on with a report: name it with --report")
    chosen = _chosen(options)
    if not chosen:
        print("there is nothing to change below these paths", file=sys.stderr)
        return 2
    began = time.monotonic()
    base = baseline()
    if base.failing:
        print(f"{len(base.failing)} cases fail without any mutant; they are left out", file=sys.stderr)
    records = _tried(chosen, options.report) if options.resume else []
    done = {_key(one) for one in records}
    rest = [mutant for mutant in chosen if mutant.key not in done]
    mode = "a" if options.resume else "w"
    with options.report.open(mode, encoding="utf-8") if options.report else nullcontext() as report:
        for mutant, finding in findings(rest, base, options.dialects, options.jobs):
            records.append(record(mutant, finding))
            if report:
                print(json.dumps(records[-1], ensure_ascii=False), file=report, flush=True)
            if sys.stderr.isatty():
                print(f"\r{len(records)} of {len(chosen)}", end="", file=sys.stderr)
    records.sort(key=lambda one: (one["file"], one["line"]))
    if options.list_survivors:
        list_survivors(records, sys.stdout)
    for entry in known.unused(mutants_of(PATHS)):
        print(f"{known.FILE.name}: no mutant is like this any more: {entry.file} {entry.where} {entry.before or ''}")
    score = summary(records, sys.stdout)
    print(f"{len(records)} mutants in {time.monotonic() - began:.0f} s")
    return 0 if score >= GOAL else 1


def record(mutant: Mutant, finding: Finding) -> dict[str, Any]:
    """Return a line of the report. A mutant that somebody notices is not equivalent, whatever its entry says."""
    entry = known.entry_of(mutant.key)
    verdict: str = mutant.subject if mutant.subject != "behavior" else ""
    if not verdict and entry and (entry.kind == "aside" or not finding.noticed):
        verdict = entry.kind
    return {
        **mutant.key._asdict(),
        "line": mutant.line,
        "noticed": finding.noticed,
        # The reason for leaving it out of the score, if there is one.
        "left_out": verdict,
        "reason": entry.reason if entry and verdict in ("aside", "equivalent") else "",
        **{name: value for name, value in finding._asdict().items() if name != "noticed"},
    }


def list_survivors(records: Sequence[dict[str, Any]], out: TextIO) -> None:
    """Print the mutants that nobody noticed, those that count first."""
    survivors = [one for one in records if not one["noticed"]]
    for one in sorted(survivors, key=lambda one: bool(one["left_out"])):
        left_out = f"  [{one['left_out']}] {one['reason']}" if one["left_out"] else ""
        print(f"{one['file']}:{one['line']} {one['where']} ({one['operator']}){left_out}", file=out)
        print(f"    - {_shortened(one['before'])}\n    + {_shortened(one['after'])}", file=out)


def summary(records: Sequence[dict[str, Any]], out: TextIO) -> float:
    """Print the numbers of noticed mutants; return the percentage of those that touch the destination's behavior."""
    print(f"{_noticed(records)} of all", file=out)
    for left_out, count in sorted(Counter(one["left_out"] for one in records if one["left_out"]).items()):
        alike = [one for one in records if one["left_out"] == left_out]
        print(f"  {count} {left_out}: {_noticed(alike)}", file=out)
    counted = [one for one in records if not one["left_out"]]
    print(f"{_noticed(counted)} of those that are not equivalent and touch the destination's behavior", file=out)
    return 100 * sum(one["noticed"] for one in counted) / len(counted) if counted else 100.0


def _noticed(records: Sequence[dict[str, Any]]) -> str:
    noticed = sum(one["noticed"] for one in records)
    return f"{noticed} of {len(records)} noticed, {100 * noticed / max(len(records), 1):.1f} %"


def _shortened(code: str) -> str:
    return code if len(code) <= 160 else f"{code[:157]}..."


def _chosen(options: argparse.Namespace) -> list[Mutant]:
    mutants = mutants_of(options.only or PATHS)
    if options.survivors_of:
        lines = options.survivors_of.read_text("utf-8").splitlines()
        wanted = {_key(one) for one in map(json.loads, lines) if not one["noticed"]}
        mutants = [mutant for mutant in mutants if mutant.key in wanted]
    return sample(mutants, options.sample, options.seed) if options.sample else mutants


def _tried(chosen: Sequence[Mutant], report: Path) -> list[dict[str, Any]]:
    """Return an interrupted run's findings about the chosen ones; an incomplete last line counts for nothing."""
    if not report.exists():
        return []
    wanted = {mutant.key for mutant in chosen}
    whole = "".join(line for line in report.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n"))
    report.write_text(whole, "utf-8")
    return [one for one in map(json.loads, whole.splitlines()) if _key(one) in wanted]


def _key(one: Mapping[str, Any]) -> Key:
    return Key(*(one[name] for name in Key._fields))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument(
        "--sample", type=int, metavar="N", help="lines of code to change, one mutant each; all, if not given"
    )
    parser.add_argument("--seed", default="1", help="another seed draws another sample")
    parser.add_argument("--only", nargs="+", metavar="PATH", help=f"modules or folders below {ROOT.name}")
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N", help="how many at once")
    parser.add_argument("--dialects", nargs="+", choices=DIALECTS, default=DIALECTS)
    parser.add_argument("--report", type=Path, metavar="FILE", help="write a line of JSON for each mutant")
    parser.add_argument(
        "--resume", action="store_true", help="go on where the run that wrote the report was interrupted"
    )
    parser.add_argument("--survivors-of", type=Path, metavar="FILE", help="try again what a report says nobody noticed")
    parser.add_argument("--list-survivors", action="store_true", help="show each that nobody noticed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
