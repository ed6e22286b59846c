"""Draw sequences, play them on the real stack and on the reference, and say where they differ.

python -m tests.drawn [--number 100] [--seed 1] [-j 1] [--dialect latest] [--show 20] [-- node adapter.js]
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence as List
from concurrent.futures import ProcessPoolExecutor
from time import monotonic

import click
import msgspec

from simulator.conformance.actions import Action
from tests.drawn.playing import COMMAND, Stack, differences, reference, stack
from tests.drawn.sequences import draw


def differ(real: Stack, actions: List[Action], name: str, dialect: str) -> list[str]:
    """Return where the two differ for some actions."""
    theirs, refused = real.play(actions, name)
    ours, refused_here = reference(actions, name, dialect)
    if refused != refused_here:
        return [f"refused: real {refused}, reference {refused_here}"]
    return differences(theirs, ours)


def shrunk(real: Stack, actions: tuple[Action, ...], name: str, dialect: str) -> tuple[Action, ...]:
    """Return the actions without those that don't matter for there being a difference."""
    index = len(actions) - 1
    while index > 0:
        fewer = actions[:index] + actions[index + 1 :]
        if differ(real, fewer, name, dialect):
            actions = fewer
        index -= 1
    return actions


def play(names: list[str], dialect: str, command: tuple[str, ...], shrink: int) -> list[tuple[str, list[str], str]]:
    """Play the sequences of some names; return name, differences and what is left of the sequence for each that differs."""
    found: list[tuple[str, list[str], str]] = []
    with stack(command) as real:
        for name in names:
            sequence = draw(name)
            lines = differ(real, sequence.actions, name, dialect)
            if lines:
                kept = sequence.actions
                if len(found) < shrink:
                    kept = shrunk(real, kept, name, dialect)
                    lines = differ(real, kept, name, dialect)
                found.append((name, lines, "\n".join(f"    {written(one)}" for one in kept)))
    return found


def written(action: Action) -> str:
    """Return an action on a line."""
    fields = {name: getattr(action, name) for name in action.__struct_fields__ if name != "app"}
    return f"{type(action).__name__}({', '.join(f'{name}={value!r}' for name, value in fields.items() if value)})"[:900]


def cause(line: str) -> str:
    """Return what kind of difference a line tells of, without the values of this one."""
    where, _, what = line.partition(": ")
    return f"{' '.join(where.split()[2:])}: {what.split(':')[0]}" if where.startswith("event") else where


@click.command()
@click.option("--number", default=100, help="How many sequences.")
@click.option("--seed", default="1", help="Which ones: others for another seed.")
@click.option("-j", "workers", default=1, help="How many at a time.")
@click.option("--dialect", default="latest", help="Of the reference.")
@click.option("--show", default=20, help="How many differing sequences are made smaller and shown.")
@click.argument("command", nargs=-1)
def main(number: int, seed: str, workers: int, dialect: str, show: int, command: tuple[str, ...]) -> None:
    """Say how many sequences are equal, and what the others differ in, by cause."""
    names = [f"{seed}/{index}" for index in range(number)]
    begin = monotonic()
    parts = [names[start::workers] for start in range(workers)]
    shares = (len(parts), [dialect] * workers, [command or COMMAND] * workers, [show // workers] * workers)
    with ProcessPoolExecutor(workers) as pool:
        found = [one for part in pool.map(play, parts, *shares[1:]) for one in part]
    groups: dict[str, list[str]] = defaultdict(list)
    for name, lines, _ in found:
        groups[cause(lines[0])].append(name)
    for name, lines, kept in found[:show]:
        print(name, *(f"  {line}" for line in lines[:6]), kept, sep="\n")
    for what, where in sorted(groups.items(), key=lambda item: -len(item[1])):
        print(f"{len(where):6}  {what}  ({', '.join(where[:5])})")
    equal = number - len(found)
    print(f"{equal} of {number} sequences are equal ({equal / number:.2%}), in {monotonic() - begin:.0f} s")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
