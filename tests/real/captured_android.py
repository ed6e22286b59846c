"""Performs recorded sequences of calls on the simulator and compares the results with the real Android stack's.

`tests/real/captures/` has the sequences, and what Segment's core, the integration and Amplitude's SDK did with them
when they were run in virtual time. By hand: `python -m tests.real.captured_android latest map-3-14` shows where it
differs.
"""

from __future__ import annotations

import json
import lzma
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.real.compared_android import Difference, simulated
from tests.real.compared_android import differences as compared

JSON = Any

_FOLDER: Final = Path(__file__).parent / "captures"


@cache
def read(name: str) -> JSON:
    """Return `android-sequences`, with their common part, or `android-shipped`, `android-latest`."""
    return json.loads(lzma.decompress((_FOLDER / f"{name}.json.xz").read_bytes()))


@cache
def captured(dialect: str) -> dict[str, JSON]:
    """Return the result of each sequence on the real stack."""
    return {one["id"]: one for one in read(f"android-{dialect}")["captures"]}


def performed(sequence: JSON, dialect: str) -> JSON:
    """Return the result of a sequence on the simulator."""
    return simulated(sequence, read("android-sequences"), dialect)


def differences(sequence: JSON, dialect: str) -> list[Difference]:
    """Return the differences of the simulator from the real stack."""
    return held(performed(sequence, dialect), captured(dialect)[sequence["id"]])


def held(ours: JSON, real: JSON) -> list[Difference]:
    """Return the differences of a performance from the recorded one, which also has the requests without a network."""
    sent = [one for one in real["uploads"] if one["answer"].get("error") != "unknownhost"]
    return list(compared(ours, {"refused": [], **real, "uploads": sent}, release=True))


def shown(difference: Difference) -> str:
    """Return a difference as one line."""
    return f"{difference.where}: simulator {str(difference.ours)[:200]}, real {str(difference.theirs)[:200]}"


def main(dialect: str, *names: str) -> None:
    """Print the differences of sequences."""
    equal = 0
    for sequence in read("android-sequences")["cases"]:
        if not names or sequence["id"] in names:
            found = differences(sequence, dialect)
            equal += not found
            for one in found[:8]:
                print(f"{sequence['id']} {shown(one)}")  # noqa: T201
    print(f"{equal} are equal")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
