"""`devicemode vectors`: the suite as JSON, for the unit tests of a port in any language."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final, Literal

import click
import msgspec

from simulator.cli import files
from simulator.conformance import suite
from simulator.conformance.reading import UNREADABLE
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import UsageError, readable
from simulator.model.dialects import DIALECTS, DialectName
from simulator.vectors import export


@click.group("vectors")
def command() -> None:
    """Export the suite as JSON, for the unit tests of a port in any language."""


@command.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--dialect",
    type=click.Choice(DIALECTS),
    default="documented",
    show_default=True,
    help="Which reading of the truth the reference follows.",
)
@click.option("--platform", "platforms", multiple=True, type=click.Choice(PLATFORMS), help="Only this platform.")
def export_(folder: Path, dialect: DialectName, platforms: tuple[Platform, ...]) -> None:
    """Write the vectors into DIR: a file for each feature, the index, the schema and a guide.

    An earlier export in DIR is replaced, even one that was interrupted; any other folder must be empty. The same suite
    gives the same bytes.
    """
    earlier = _earlier(folder)
    made = export.exported(suite.load(), dialect=dialect, platforms=platforms)
    _begin(folder, earlier | made.files.keys())
    for path in sorted(earlier - made.files.keys()):
        _remove(folder, path)
    for path, text in made.files.items():
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{target.parent}: can't be created: {error.strerror}") from None
        files.write(target, text)
    _remove(folder, _UNFINISHED)
    counts = made.index.counts
    click.echo(f"{counts.cases} cases of {counts.features} features in {folder}, as {dialect}")


_UNFINISHED: Final = ".unfinished.json"
"""Lists the files of an export, earlier ones among them, from its beginning to its end."""


class _File(msgspec.Struct):
    path: str


class _Index(msgspec.Struct):
    """As much of an index as it takes to know its files, whatever version wrote it."""

    file: Literal["index"]
    files: tuple[_File, ...]


def _earlier(folder: Path) -> frozenset[str]:
    """Return the files of the export in the folder; raise `UsageError` if the folder has anything else."""
    try:
        if not folder.exists() or all(one.match(f".{_UNFINISHED}.*.part") for one in folder.iterdir()):
            return frozenset()
        listed, paths = _listed(folder)
    except (OSError, *UNREADABLE):
        raise UsageError(
            f"{folder} is neither empty nor an earlier export; name a new folder, or empty this one"
        ) from None
    for path in paths:
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise UsageError(f"{listed} lists {readable(path)}, which is not in the folder; empty the folder")
    return frozenset(paths)


def _listed(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """Return the file that lists those of an export, and its contents."""
    unfinished, index = folder / _UNFINISHED, folder / export.INDEX
    if unfinished.exists():
        return unfinished, msgspec.json.decode(unfinished.read_bytes(), type=tuple[str, ...])
    found = msgspec.json.decode(index.read_bytes(), type=_Index)
    return index, tuple(one.path for one in found.files)


def _begin(folder: Path, paths: Iterable[str]) -> None:
    """List the files to come, so that the export can be made again if it is interrupted.

    A half-written export must not look whole: so the index is removed first, and written last.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Temporary files of an export that was killed in the middle of a file.
        for path in (*paths, export.INDEX, _UNFINISHED):
            for left in (folder / path).parent.glob(f".{glob.escape(PurePosixPath(path).name)}.*.part"):
                left.unlink()
    except OSError as error:
        raise UsageError(f"{folder}: can't be written to: {error.strerror}") from None
    files.write(folder / _UNFINISHED, msgspec.json.encode(sorted(paths)).decode())
    _remove(folder, export.INDEX)


def _remove(folder: Path, path: str) -> None:
    """Remove a file that the export no longer has, and its folder with the last one."""
    target = folder / path
    try:
        target.unlink(missing_ok=True)
        if target.parent != folder and target.parent.is_dir() and not any(target.parent.iterdir()):
            target.parent.rmdir()
    except OSError as error:
        raise UsageError(f"{target}: can't be removed: {error.strerror}") from None
