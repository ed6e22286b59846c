"""Counts of cases by outcome, section and platform. The numbers in a report add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

from simulator.conformance.records.grouping import Group, code
from simulator.conformance.records.stream import BROKEN, OUTCOMES, CaseRecord, Outcome, Run, SectionTitle
from simulator.documentation.platforms import PLATFORMS, TITLES

TOTAL: Final = "total"
SEVERAL: Final = "several"
"""The column of the cases on more than one platform, each counted once."""
OPEN: Final = "open"
"""The column of the cases that say only “an app”."""

COLUMN_TITLES: Final[Mapping[str, str]] = {**dict(TITLES.items()), SEVERAL: "Several", OPEN: "Open", TOTAL: "Total"}

INTERRUPTED: Final = "the run was interrupted: its report has no end"

Counts = Mapping[tuple[str, str], Counter[Outcome]]
"""The number of cases of each outcome, by section and column; both have a total."""


def column_of(record: CaseRecord) -> str:
    """Return the one column that a case is counted in."""
    if len(record.platforms) == 1:
        return record.platforms[0]
    return SEVERAL if record.platforms else OPEN


def count(records: Iterable[CaseRecord], *, column: Callable[[CaseRecord], str] = column_of) -> Counts:
    """Count cases by section and column, and both in total."""
    counts: dict[tuple[str, str], Counter[Outcome]] = {}
    for record in records:
        for section in (record.section, TOTAL):
            for one in (column(record), TOTAL):
                counts.setdefault((section, one), Counter())[record.outcome] += 1
    return counts


def columns(records: Iterable[CaseRecord]) -> tuple[str, ...]:
    """Return the columns for these cases: the platforms, several, open if there are any, and the total."""
    is_open = any(column_of(record) == OPEN for record in records)
    return (*PLATFORMS, SEVERAL, *((OPEN,) if is_open else ()), TOTAL)


def applying(runs: Sequence[Run]) -> tuple[str, ...]:
    """Return the columns in which a case of some run applies; all of them if there is none."""
    cases = [record for run in runs for record in run.cases]
    met = {column_of(record) for record in cases if record.outcome != "not applicable"}
    return tuple(one for one in columns(cases) if one in met or one == TOTAL or not met)


def folded(runs: Sequence[Run]) -> str:
    """Return a sentence that names the columns without applicable cases, which are left out; or an empty one."""
    cases = [record for run in runs for record in run.cases]
    kept = applying(runs)
    gone = [COLUMN_TITLES[one] for one in columns(cases) if one not in kept and any(column_of(r) == one for r in cases)]
    return f"Left out, since nothing applies there: {', '.join(gone)}." if gone else ""


def sections(runs: Sequence[Run]) -> tuple[SectionTitle, ...]:
    """Return the sections that have cases in some run: in the order of the page, then others by name."""
    met = {record.section for run in runs for record in run.cases}
    known = {one.folder: one for run in runs for one in run.begin.sections if one.folder in met}
    others = (SectionTitle(folder=folder, title=folder, platforms=PLATFORMS) for folder in sorted(met - known.keys()))
    return (*known.values(), *others)


def never_applies(section: SectionTitle, column: str) -> bool:
    """Tell whether a column is a platform that no rule of a section names."""
    return column in PLATFORMS and column not in section.platforms


def totals(run: Run) -> Counter[Outcome]:
    """Return the number of a run's cases by outcome; with `not_run` they add up to the cases discovered."""
    return Counter(record.outcome for record in run.cases)


def not_run(run: Run) -> int:
    """Return the number of cases that were not chosen, or not reached."""
    return run.begin.discovered - len(run.cases)


ALWAYS_SAID: Final[frozenset[Outcome]] = frozenset({"passed", "failed", "not applicable"})


def sentence(counts: Counter[Outcome], *, discovered: int) -> str:
    """Write counts that add up: `3 passed, 1 failed, 0 not applicable, 2 not run of 6 cases`."""
    parts = [f"{counts[one]} {one}" for one in OUTCOMES if counts[one] or one in ALWAYS_SAID]
    left = discovered - counts.total()
    if left:
        parts.append(f"{left} not run")
    return f"{', '.join(parts)} of {discovered} cases"


def judged(counts: Counter[Outcome]) -> int:
    """Return the number of cases that were judged, or should have been."""
    return counts.total() - counts["skipped"] - counts["not applicable"]


def passed(counts: Counter[Outcome]) -> int:
    """Return the number of cases that passed, whatever the list of known failures says."""
    return counts["passed"] + counts["passes although listed"]


def share(counts: Counter[Outcome]) -> str:
    """Write the share of applicable cases that pass: `94 %`, never rounded up to 100; a dash where nothing applies."""
    applicable = judged(counts)
    return f"{100 * passed(counts) // applicable} %" if applicable else "–"


def broken(counts: Counter[Outcome]) -> int:
    """Return the number of cases that keep a run from conforming."""
    return sum(counts[one] for one in BROKEN)


def reasons(run: Run, groups: Iterable[Group]) -> Mapping[str, tuple[CaseRecord, ...]]:
    """Return the cases that fail by reason: broken ones by their likely cause, then known ones by their listed reason.

    `groups` are those of the broken ones. Quotations in a reason are between backticks.
    """
    found = {group.says: group.cases for group in groups}
    known: dict[str, list[CaseRecord]] = {}
    for record in run.cases:
        if record.outcome == "known failure":
            known.setdefault(f"known: {code(record.reason)}", []).append(record)
    return found | {said: tuple(known[said]) for said in sorted(known, key=lambda said: -len(known[said]))}


def left_out(run: Run) -> Mapping[str, int]:
    """Return the number of cases that are not applicable for each reason, the most frequent first."""
    counts = Counter(
        _ELSEWHERE if record.dialect not in record.dialects else record.reason or "it does not apply"
        for record in run.cases
        if record.outcome == "not applicable"
    )
    return dict(counts.most_common())


def deviations(run: Run) -> Mapping[str, int]:
    """Return the number of cases that rest on each declared deviation, the most frequent first."""
    return dict(Counter(one for record in run.cases for one in record.deviations).most_common())


_ELSEWHERE: Final = "it holds in other dialects only"

RunVerdict = Literal["conforms", "does not conform", "nothing ran", "interrupted"]


def verdict(run: Run) -> RunVerdict:
    """Return the verdict on a run."""
    counts = totals(run)
    if broken(counts):
        return "does not conform"
    if run.end is None:
        return "interrupted"
    return "conforms" if judged(counts) else "nothing ran"


def label(run: Run) -> str:
    """Return the name of a run among others: its port with its version, and the dialect if it had one."""
    begin = run.begin
    name = f"{begin.port.name} {begin.port.version}".strip() or "a port without a name"
    return f"{name} · {begin.dialect}" if begin.dialect else name


def labels(runs: Sequence[Run]) -> tuple[str, ...]:
    """Return a name for each of several runs, no two the same."""
    names = [label(run) for run in runs]
    seen: Counter[str] = Counter()
    made = []
    for name in names:
        seen[name] += 1
        made.append(name if names.count(name) == 1 else f"{name} ({seen[name]})")
    return tuple(made)


def short_labels(runs: Sequence[Run], most: int = 24) -> tuple[str, ...]:
    """Return the shortest labels that tell several runs apart, at most `most` characters each; if none do, numbers."""
    parts = [(run.begin.port.name, run.begin.port.version, run.begin.dialect) for run in runs]
    for chosen in _TELLING:
        made = tuple(" · ".join(each[index] for index in chosen if each[index]) for each in parts)
        if all(0 < len(one) <= most for one in made) and len(set(made)) == len(made):
            return made
    return tuple(f"run {number}" for number in range(1, len(runs) + 1))


_TELLING: Final = ((0,), (2,), (1,), (0, 2), (0, 1), (1, 2), (0, 1, 2))
"""Combinations of a port's name, its version and the dialect that can tell runs apart, the best first."""
