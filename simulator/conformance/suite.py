"""The suite as a whole: which cases there are, which are chosen, and what they prove."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from simulator import resources
from simulator import rules as rules_module
from simulator.conformance.cases import Case, compile_folder
from simulator.conformance.runner import Verdict, run
from simulator.errors import UsageError, nearest, quoted
from simulator.platforms import Platform


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases to run; every part that is given must hold."""

    #: Texts of which one must be in the case's id or name, in any letter case.
    keywords: tuple[str, ...] = ()
    #: Tags, with or without @, of which the case must have one.
    tags: tuple[str, ...] = ()
    #: Exact ids.
    ids: tuple[str, ...] = ()
    platforms: tuple[Platform, ...] = ()


@cache
def load(root: Path | None = None) -> tuple[Case, ...]:
    """Compile the packaged suite, or the features below `root`."""
    folder = root or resources.features()
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of features")
    return compile_folder(folder)


def select(cases: Sequence[Case], selection: Selection) -> tuple[Case, ...]:
    """Return the chosen cases in their order; raise `UsageError` for an id or a tag that no case has."""
    keywords = [keyword.casefold() for keyword in selection.keywords]
    tags = {tag.removeprefix("@") for tag in selection.tags}
    _check_known("id", selection.ids, {case.id for case in cases})
    _check_known("tag", tags, {tag for case in cases for tag in case.tags})
    return tuple(
        case
        for case in cases
        if (not selection.ids or case.id in selection.ids)
        and (not keywords or any(keyword in f"{case.id} {case.scenario}".casefold() for keyword in keywords))
        and (not tags or tags & set(case.tags))
        and (not selection.platforms or set(selection.platforms) & set(case.platforms))
    )


def _check_known(what: str, wanted: Iterable[str], known: Collection[str]) -> None:
    for one in wanted:
        if one not in known:
            raise UsageError(f"no case has the {what} {quoted(one)}.{nearest(one, known)} --list shows the cases")


def shuffled(cases: Sequence[Case], seed: str) -> tuple[Case, ...]:
    """Return the cases in another order; the same seed gives the same one."""
    mixed = list(cases)
    Random(seed).shuffle(mixed)
    return tuple(mixed)


def perform(
    cases: Sequence[Case], *, dialect: str | None = None, jobs: int = 1, root: Path | None = None
) -> Iterator[Verdict]:
    """Run cases and yield their verdicts in order, as they come; with `jobs`, in that many processes."""
    if jobs <= 1 or len(cases) < 2:
        for case in cases:
            yield run(case, dialect=dialect)
        return
    from concurrent.futures import ProcessPoolExecutor

    size = max(1, min(32, len(cases) // (jobs * 2)))
    chunks = [tuple(case.id for case in cases[at : at + size]) for at in range(0, len(cases), size)]
    with ProcessPoolExecutor(jobs) as pool:
        futures = [pool.submit(_perform_chunk, chunk, dialect, root) for chunk in chunks]
        try:
            for future in futures:
                yield from msgspec.json.decode(future.result(), type=list[Verdict])
        finally:
            pool.shutdown(cancel_futures=True)


def _perform_chunk(ids: tuple[str, ...], dialect: str | None, root: Path | None) -> bytes:
    by_id = {case.id: case for case in load(root)}
    return msgspec.json.encode([run(by_id[one], dialect=dialect) for one in ids])


Pair = tuple[str, Platform]
"""A rule on one platform that it names."""


class Coverage(msgspec.Struct, frozen=True):
    """Which cases prove which rule on which platform."""

    cases: Mapping[Pair, tuple[Case, ...]]

    def missing(self) -> tuple[Pair, ...]:
        """Return the pairs that no case proves."""
        return tuple(
            (rule.id, platform)
            for rule in rules_module.rules().values()
            for platform in rule.platforms
            if not self.cases.get((rule.id, platform))
        )


def coverage(cases: Iterable[Case]) -> Coverage:
    """Collect what cases prove, by their tags and their sources' platforms; the page's readings alone prove a rule."""
    found: dict[Pair, list[Case]] = {}
    for case in cases:
        if not {"documented", "printed"} & set(case.dialects):
            continue
        for rule in case.rules:
            for platform in case.platforms:
                found.setdefault((rule, platform), []).append(case)
    return Coverage({pair: tuple(proving) for pair, proving in found.items()})
