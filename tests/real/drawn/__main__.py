"""Draw sequences, play them on the real stack and on the reference, and print the differences.

python -m tests.real.drawn [--number 100] [--seed 1] [-j 1] [--show 20] [--only 1/7]
python -m tests.real.drawn --number 10000 -j 2 --record played.jsonl.gz      what the real stack does, kept
python -m tests.real.drawn --recorded played.jsonl.gz                        and compared with today's reference
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Sequence as List
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import click

from simulator.conformance.language.actions import Action
from tests.real.drawn.playing import COMMAND, Outcome, Stack, differences, reference, stack
from tests.real.drawn.sequences import draw

SHARE = 250
"""The number of sequences that one process of the adapter plays."""


class Played(NamedTuple):
    """A sequence that the real stack has played."""

    name: str
    outcome: Outcome


def play(names: List[str], command: List[str]) -> list[Played]:
    """Play the sequences of some names on the real stack."""
    with stack(command) as real:
        return [Played(name, real.play(draw(name).actions, name)) for name in names]


def recorded(path: Path) -> Iterator[Played]:
    """Read sequences that the real stack has played."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            name, batches, refused = json.loads(line)
            yield Played(name, Outcome(batches, refused))


def keep(path: Path, played: List[Played]) -> None:
    """Add sequences that the real stack has played to a file."""
    with gzip.open(path, "at", encoding="utf-8") as file:
        for name, (batches, refused) in played:
            file.write(json.dumps([name, batches, refused]) + "\n")


def shrunk(real: Stack, actions: tuple[Action, ...], name: str, dialect: str) -> tuple[Action, ...]:
    """Return the actions without those that are not needed for a difference."""
    index = len(actions) - 1
    while index > 0:
        fewer = actions[:index] + actions[index + 1 :]
        if differences(real.play(fewer, name), reference(fewer, name, dialect)):
            actions = fewer
        index -= 1
    return actions


def show(names: List[str], dialect: str, command: List[str]) -> None:
    """Shrink the sequences that differ, and print them with their differences."""
    with stack(command) as real:
        for name in names:
            actions = shrunk(real, draw(name).actions, name, dialect)
            click.echo(name)
            for line in differences(real.play(actions, name), reference(actions, name, dialect))[:6]:
                click.echo(f"  {line}")
            for action in actions:
                click.echo(f"    {written(action)}")


def written(action: Action) -> str:
    """Return an action on a line."""
    fields = {name: getattr(action, name) for name in action.__struct_fields__ if name not in ("app", "times")}
    return f"{type(action).__name__}({', '.join(f'{name}={value!r}' for name, value in fields.items() if value)})"[:900]


def cause(line: str) -> str:
    """Return the kind of a difference from its line, without the particular values."""
    where, _, what = line.partition(": ")
    return f"{' '.join(where.split()[2:])}: {what.split(':')[0]}" if where.startswith("event") else where


@click.command()
@click.option("--number", default=100, help="How many sequences.")
@click.option("--seed", default="1", help="Which ones: others for another seed.")
@click.option("-j", "workers", default=1, help="How many at a time.")
@click.option("--dialect", default="latest", help="Of the reference.")
@click.option("--show", "shown", default=20, help="How many differing sequences are made smaller and shown.")
@click.option("--only", multiple=True, help="These sequences alone.")
@click.option("--record", type=click.Path(path_type=Path), help="Keep what the real stack does.")
@click.option("--recorded", "read", type=click.Path(path_type=Path, exists=True), help="Read what it did.")
@click.argument("command", nargs=-1)
def main(
    number: int,
    seed: str,
    workers: int,
    dialect: str,
    shown: int,
    only: tuple[str, ...],
    record: Path | None,
    read: Path | None,
    command: tuple[str, ...],
) -> None:
    """Print the number of sequences that are equal, and the causes of the others' differences."""
    begin = monotonic()
    names = only or [f"{seed}/{index}" for index in range(number)]
    command = command or COMMAND
    count, differing = 0, dict[str, list[str]]()
    with ProcessPoolExecutor(workers) as pool:
        size = min(SHARE, -(-len(names) // workers))
        shares = [] if read else [names[start : start + size] for start in range(0, len(names), size)]
        played = pool.map(play, shares, [command] * len(shares))
        for share in (recorded(read),) if read else played:
            for one in share:
                count += 1
                if lines := differences(one.outcome, reference(draw(one.name).actions, one.name, dialect)):
                    differing[one.name] = lines
            if record and not read:
                keep(record, list(share))
    show(list(differing)[:shown], dialect, command)
    groups: dict[str, list[str]] = defaultdict(list)
    for name, lines in differing.items():
        groups[cause(lines[0])].append(name)
    for what, where in sorted(groups.items(), key=lambda item: -len(item[1])):
        click.echo(f"{len(where):6}  {what}  ({', '.join(where[:5])})")
    equal = count - len(differing)
    click.echo(f"{equal} of {count} sequences are equal ({equal / count:.2%}), in {monotonic() - begin:.0f} s")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
