"""Play drawn sequences on the real Android stack and on the simulator, and print the differences.

python -m tests.real.played_android [--dialect shipped] [--number 100] [--seed 1] [--only 1/7]
python -m tests.real.played_android --number 5000 --record played.jsonl    what the real stack does, kept; an interrupted
                                                                           run goes on where it was
python -m tests.real.played_android --recorded played.jsonl                compared with today's simulator
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import click

from tests.real.compared_android import Difference, differences, simulated
from tests.real.drawn_android import DOCUMENT, draw
from tests.real.real_android import EDITIONS, RealAndroid


def played(names: list[str], edition: str, record: Path | None) -> Iterator[tuple[str, Any]]:
    """Yield the name of each sequence and its result on the real stack; `record` is a file that keeps them.

    Sequences in the file are not played again.
    """
    had = set[str]()
    if record and record.exists():
        for name, seen in recorded(record):
            had.add(name)
            yield name, seen
    real = RealAndroid(edition)
    try:
        for name in names:
            if name in had:
                continue
            seen = real.perform(draw(name), DOCUMENT)
            if record:
                with record.open("ab") as file:
                    file.write(json.dumps([name, seen]).encode() + b"\n")
            yield name, seen
    finally:
        real.close()


def recorded(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield the results of an earlier run. An unfinished last line is cut off."""
    with path.open("r+b") as file:
        whole = 0
        for line in file:
            if not line.endswith(b"\n"):
                file.truncate(whole)
                return
            whole += len(line)
            name, seen = json.loads(line)
            yield name, seen


def held(name: str, dialect: str, theirs: Any) -> list[Difference]:
    """Return the differences of the simulator."""
    try:
        return [*differences(simulated(draw(name), DOCUMENT, dialect), theirs)]
    except Exception as error:  # noqa: BLE001 - whatever goes wrong in the simulator is a difference
        return [Difference("the simulator failed", f"{type(error).__name__}: {error}", None)]


@click.command()
@click.option("--dialect", type=click.Choice([*EDITIONS]), default="shipped")
@click.option("--edition", help="The stack that is played: the one of the dialect, if not given.")
@click.option("--number", default=100)
@click.option("--seed", default="1")
@click.option("--from", "first", default=0, help="The first one's number.")
@click.option("--only", metavar="NAME", help="Play this one, and show it.")
@click.option("--record", type=click.Path(path_type=Path), help="Keep what the real stack does.")
@click.option("--recorded", "kept", type=click.Path(path_type=Path), help="Play nothing: it has been kept.")
@click.option("--show", default=3, help="How many differences of each are shown.")
def main(
    *,
    dialect: str,
    edition: str | None,
    number: int,
    seed: str,
    first: int,
    only: str | None,
    record: Path | None,
    kept: Path | None,
    show: int,
) -> None:
    """Print the differences between the real stack and the simulator."""
    began = monotonic()
    names = [only] if only else [f"{seed}/{i}" for i in range(first, first + number)]
    causes, total = Counter[str](), 0
    for name, theirs in recorded(kept) if kept else played(names, edition or EDITIONS[dialect], record):
        if only and name != only:
            continue
        total += 1
        found = held(name, dialect, theirs)
        if found:
            # The first difference, whichever event it is in.
            causes[re.sub(r"^(event|upload) \d+ ?[^.]*\.?|after step.*", "", found[0].where) or "events"] += 1
            click.echo(f"{name}: {len(found)} differences")
        for one in found[:show]:
            click.echo(
                f"    {one.where}\n        simulator {str(one.ours)[:300]}\n        real      {str(one.theirs)[:300]}"
            )
        if only:
            click.echo(json.dumps(draw(name), indent=1, ensure_ascii=False))
    equal = total - causes.total()
    click.echo(f"{dialect}: {equal} of {total} equal, {total / (monotonic() - began):.1f} per second")
    for cause, count in causes.most_common():
        click.echo(f"    {count:5} {cause}")


if __name__ == "__main__":
    main()
