"""Carries out the Dockerfile without Docker: `python -m tools.dockerfile`.

The image's folders become folders in a temporary one, its Python a virtual environment of this interpreter, its files
copies of the repository's, except those in .dockerignore. Only `docker build` can test the base image itself (this
machine's libraries and interpreter take its place), users and permissions, and programs that a slim image lacks.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

ROOT: Final = Path(__file__).parent.parent
BASE: Final = re.compile(r"python:(\d+\.\d+)-slim")
KNOWN: Final = ("FROM", "WORKDIR", "COPY", "RUN", "ENTRYPOINT", "CMD")


class Step(msgspec.Struct, frozen=True):
    """One instruction of a Dockerfile."""

    line: int
    instruction: str
    rest: str


class Image(msgspec.Struct):
    """The image so far."""

    root: Path
    environment: dict[str, str]
    folder: str = "/"
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()

    def place(self, path: str) -> Path:
        """Return the place of an image's path on this machine."""
        absolute = PurePosixPath(self.folder) / path
        return self.root.joinpath(*absolute.parts[1:])


def steps(text: str) -> Iterator[Step]:
    """Yield the steps of a Dockerfile; raise `ValueError` for an instruction that this tool can't carry out."""
    number, waiting = 0, ""
    for at, line in enumerate(text.splitlines(), 1):
        if not waiting and (not line.strip() or line.startswith("#")):
            continue
        number = number if waiting else at
        waiting += line.removesuffix("\\")
        if line.endswith("\\"):
            continue
        instruction, _, rest = waiting.strip().partition(" ")
        if instruction not in KNOWN:
            raise ValueError(f"Dockerfile:{number}: {instruction} is not supported; add it to tools/dockerfile.py")
        yield Step(number, instruction, rest.strip())
        waiting = ""


def ignored(path: Path, lines: Sequence[str]) -> bool:
    """Tell whether .dockerignore excludes a path: the last line that matches it or a folder above it decides."""
    left_out = False
    for line in lines:
        pattern = line.removeprefix("!")
        whole = PurePosixPath(path.as_posix())
        if any(one.match(pattern) for one in (whole, *whole.parents) if one.parts):
            left_out = not line.startswith("!")
    return left_out


def carry_out(step: Step, image: Image) -> None:
    """Carry out one step."""
    match step.instruction:
        case "FROM":
            found = BASE.fullmatch(step.rest)
            if found is None:
                raise ValueError(f"Dockerfile:{step.line}: the base is a slim image of Python, not {step.rest}")
            here = f"{sys.version_info.major}.{sys.version_info.minor}"
            note = "" if found[1] == here else f", which is Python {here} and not {found[1]}"
            print(f"    in place of the image: this machine{note}")
        case "WORKDIR":
            image.folder = str(PurePosixPath(image.folder) / step.rest)
            image.place(".").mkdir(parents=True, exist_ok=True)
        case "COPY":
            copy(step, image)
        case "RUN":
            subprocess.run(["/bin/sh", "-c", step.rest], cwd=image.place("."), env=image.environment, check=True)
        case "ENTRYPOINT":
            image.entrypoint = tuple(json.loads(step.rest))
        case "CMD":
            image.command = tuple(json.loads(step.rest))


def copy(step: Step, image: Image) -> None:
    """Copy files of the repository; of a folder, its contents."""
    *sources, target = shlex.split(step.rest)
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line]
    for source in sources:
        within = ROOT / source
        files = [within] if within.is_file() else [path for path in within.rglob("*") if path.is_file()]
        kept = [path for path in files if not ignored(path.relative_to(ROOT), lines)]
        if not kept:
            raise ValueError(f"Dockerfile:{step.line}: there is no {source}, or .dockerignore excludes it")
        for path in kept:
            below = Path(path.name) if within.is_file() else path.relative_to(within)
            place = image.place(target) / below
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def main() -> int:
    """Carry out all steps, then run the image as `docker run` does; return its exit code."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        venv.create(root / "python", with_pip=True)
        keep = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "LANG"))}
        image = Image(root, {**keep, "HOME": made, "PATH": f"{root / 'python' / 'bin'}:/usr/bin:/bin"})
        for step in steps((ROOT / "Dockerfile").read_text("utf-8")):
            print(f"{step.instruction} {step.rest}", flush=True)
            carry_out(step, image)
        run = [*image.entrypoint, *image.command]
        print(shlex.join(run), flush=True)
        program = shutil.which(run[0], path=image.environment["PATH"]) or run[0]
        return subprocess.run([program, *run[1:]], cwd=image.place("."), env=image.environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
