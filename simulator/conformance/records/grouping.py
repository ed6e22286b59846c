"""The failures of a run by their likely cause, the largest group first.

A cause shows in its symptoms. A first pass lets the commonest of them choose its cases, then the commonest of the rest,
and so on. A second one joins groups that are alike: a cause shows as several symptoms, and seldom all of them in each
case. Likeness is judged by common symptoms, from the same values down to the same manner of differing at different
places, by the options in the cases' calls, and by the rules that the cases prove.

Where the cause of a failure is known, since another dialect does just the same, or since somebody has stated it, that
cause counts. A setting with which the reference would fail in the same way is a symptom like others, and comes first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias

import msgspec

from simulator.conformance.records.stream import BROKEN, CaseRecord
from simulator.conformance.records.symptoms import COMMON, NOTHING, Symptom, general, manner, options, symptoms


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Cases that seem to fail for one reason."""

    #: The reason: what differs, what the port does instead, or why there is no verdict. Markdown's `…` are around code.
    says: str
    cases: tuple[CaseRecord, ...]
    #: The case that shows the reason best.
    example: CaseRecord


def _group(says: str, cases: Iterable[CaseRecord], showing: Iterable[CaseRecord] = ()) -> Group:
    """Return a group; its example is the simplest of those that show the reason itself, or of all."""
    cases = tuple(cases)
    example = min(
        tuple(showing) or cases,
        key=lambda one: (sum(len(each.differences) for each in one.failures), len(one.steps)),
    )
    return Group(says=says, cases=cases, example=example)


def groups(records: Iterable[CaseRecord]) -> tuple[Group, ...]:
    """Return the cases that keep a run from conforming, each in one group, the largest groups first."""
    broken = [record for record in records if record.outcome in BROKEN]
    named: dict[str, list[CaseRecord]] = defaultdict(list)
    unnamed = []
    for record in broken:
        known = _named(record)
        if known:
            named[known].append(record)
        else:
            unnamed.append(record)
    found = [_group(says, cases) for says, cases in named.items()]
    found += _of_known_causes([record for record in unnamed if _causes(record)])
    found += _by_symptoms([record for record in unnamed if not _causes(record)])
    order = {record.case: place for place, record in enumerate(broken)}
    return tuple(sorted(found, key=lambda one: (-len(one.cases), order[one.cases[0].case])))


def _named(record: CaseRecord) -> str:
    """Return the reason that was given for a case, or that of one without symptoms to go by; empty if neither is."""
    if record.outcome == "passes although listed":
        return "it passes, although the list of known failures includes it"
    if record.status == "errored":
        return f"no verdict: {code(_without_numbers(record.reason))}"
    # Where a dialect does the same, its divergences, which more cases share, are the reason.
    return "" if record.follows or not record.reason else code(record.reason)


def _without_numbers(reason: str) -> str:
    return re.sub(r"\d+(\.\d+)?", "…", reason)


# Cases whose cause is known ------------------------------------------------------------------------------------------


def _causes(record: CaseRecord) -> tuple[str, ...]:
    """Return the divergences of a dialect that does just what the port does in a case; empty where no dialect does."""
    return (record.divergences or (_NONE_NAMED,)) if record.follows else ()


_NONE_NAMED: Final = ""
"""Stands in for a dialect's divergences where no single one of them makes the difference."""
_FEW: Final = 3
"""Divergences of one subject with fewer cases than this are reported together."""


def _of_known_causes(records: Sequence[CaseRecord]) -> list[Group]:
    """Return groups of cases by the divergence that most of them share; one that rests on several is in the largest.

    Divergences with few cases are reported together if they are of one subject, `settings.web`.
    """
    left = list(records)
    chosen: dict[str, list[CaseRecord]] = {}
    while left:
        [(cause, _)] = Counter(cause for record in left for cause in _causes(record)).most_common(1)
        chosen[cause] = [record for record in left if cause in _causes(record)]
        left = [record for record in left if cause not in _causes(record)]
    told: dict[str, list[str]] = defaultdict(list)
    for cause, cases in chosen.items():
        told[cause if len(cases) >= _FEW else ".".join(cause.split(".")[:2])].append(cause)
    return [
        _group(_like_a_dialect(causes, chosen[causes[0]][0]), (one for cause in causes for one in chosen[cause]))
        for causes in told.values()
    ]


def _like_a_dialect(causes: Sequence[str], record: CaseRecord) -> str:
    says = f"it does what {record.follows[-1]} does"
    named = ", ".join(code(cause) for cause in causes if cause)
    return f"{says}: {named}" if named else says


# Cases that have their symptoms in common ----------------------------------------------------------------------------

Mark: TypeAlias = tuple[str | Symptom, ...]
"""Something that cases can have in common: a kind of mark, and its value."""

_WEIGHTS: Final[Mapping[str, float]] = {
    "setting": 1,
    "symptom": 1,
    # The manner of differing at a place; in a field, whatever its name on another surface.
    "place and manner": 0.9,
    "field and manner": 0.8,
    "place": 0.5,
    "manner": 0.5,
    # A missing event alone is common to many causes.
    "entry": 0.35,
    "subject": 0.4,
    # A port that doesn't read an option of a call differs in whatever way it asks for.
    "option": 0.45,
    "common manner": 0.25,
}
"""The weight of each kind of mark: from a certain common cause down to hardly a hint of one."""

_CHOOSERS: Final = ("setting", "symptom", "place and manner")
"""The marks by which cases are first chosen; one that names no value counts for less."""
_VAGUE: Final = 0.8

_ALIKE: Final = 0.3
"""The likeness from which two groups are joined."""
_OF_RULES: Final = 0.4
"""The share of rules in a resemblance; the rest is that of symptoms."""
_OF_SIZE: Final = 0.5
"""The factor on the likeness of a group to one that is much larger: few cases are seldom a cause of their own."""
_RARE: Final = 0.2
"""The power that makes a mark count for less if few cases of a group have it."""
_SECTION: Final = 0.6
"""The weight of the same part of the suite, where the same rule weighs 1."""


def _by_symptoms(records: Sequence[CaseRecord]) -> list[Group]:
    by_id = {record.case: record for record in records}
    marks = {record.case: _marks(record) for record in records}
    about = {record.case: frozenset((*record.rules, f"in {record.section}")) for record in records}
    joined = _joined(_chosen(marks), marks, about)
    order = {case: place for place, case in enumerate(by_id)}
    return [_told([by_id[case] for case in sorted(cases, key=order.__getitem__)]) for cases in joined]


def _marks(record: CaseRecord) -> Mapping[Mark, float]:
    """Return what a case may have in common with others, with the weight of each mark."""
    found: dict[Mark, float] = {("setting", one): _WEIGHTS["setting"] for one in record.settings}
    for one in symptoms(record):
        where, how = general(one.where), manner(one)
        entry = one.where in _ENTRIES
        subject = _subject(f"{one.expected} {one.actual}" if entry else where)
        kinds: list[tuple[str, Mark]] = [("symptom", (one,)), ("subject", (subject,))]
        if entry:
            kinds.append(("entry", (one.where, how)))
        else:
            kinds += [("place and manner", (where, how)), ("place", (where,))]
            field = _field(where)
            if field:
                kinds.append(("field and manner", (field, how)))
        kinds.append(("common manner" if how in COMMON else "manner", (how,)))
        found.update({(kind, *mark): _WEIGHTS[kind] for kind, mark in kinds})
    found.update({("option", one): _WEIGHTS["option"] for one in options(record)})
    return found


_ENTRIES: Final = frozenset({"event", "call", "message", "request", "usermap request"})
"""The places of symptoms that are about an entry of a list as a whole."""


def _field(where: str) -> str:
    """Return the name of a field on any surface, `productid` for `$productId` and `product_id`; empty for an app's."""
    return re.sub(r"[^a-z]", "", re.split(r"[.:] ?", where)[-1].casefold())


_SUBJECTS: Final = (
    ("revenue", ("revenue", "price", "quantity", "product", "receipt")),
    ("a device", ("device",)),
    ("sessions", ("session",)),
    ("user properties", ("user_propert", "user property", "operation", "$identify", "identify")),
    ("groups", ("group",)),
    ("location", ("location",)),
    ("users", ("user",)),
    ("event properties", ("event_propert", "eventpropert")),
)


def _subject(text: str) -> str:
    """Return the subject of a path or of the names of events and calls; the text itself if it is unknown."""
    lower = text.casefold()
    return next((subject for subject, words in _SUBJECTS if any(word in lower for word in words)), text)


def _chosen(marks: Mapping[str, Mapping[Mark, float]]) -> list[frozenset[str]]:
    """Return cases in groups: those with the commonest mark, then of the rest those with the commonest, and so on."""
    left, found = dict.fromkeys(marks), []
    while left:
        having: dict[Mark, list[str]] = defaultdict(list)
        for case in left:
            for mark in marks[case]:
                if mark[0] in _CHOOSERS:
                    having[mark].append(case)
        # A case without symptoms is one that an old report has no differences of.
        best = max(
            having, key=lambda mark: len(having[mark]) * (_VAGUE if mark[0] == "place and manner" else 1), default=None
        )
        found.append(frozenset(left if best is None else having[best]))
        left = {case: None for case in left if case not in found[-1]}
    return found


def _joined(
    chosen: Sequence[frozenset[str]], marks: Mapping[str, Mapping[Mark, float]], about: Mapping[str, frozenset[str]]
) -> list[frozenset[str]]:
    """Join the two groups that are most alike, until no two are alike enough."""

    @cache
    def profile(group: frozenset[str]) -> tuple[Counter[Mark], Counter[str]]:
        marked = Counter(mark for case in group for mark in marks[case])
        return marked, Counter(rule for case in group for rule in about[case])

    @cache
    def alike(small: frozenset[str], large: frozenset[str]) -> float:
        """Return how alike the cases of a group are to a larger one, 1 for the same symptom and rule in all."""
        marked, ruled = profile(large)
        whole = len(large)
        total = 0.0
        for case in small:
            by_symptoms = max(
                (weight * (marked[mark] / whole) ** _RARE for mark, weight in marks[case].items() if marked[mark]),
                default=0,
            )
            by_rules = max(
                (ruled[one] / whole * (_SECTION if one.startswith("in ") else 1) for one in about[case]), default=0
            )
            total += by_symptoms * (1 - _OF_RULES) + by_rules * _OF_RULES
        return total / len(small) / (1 - _OF_SIZE + _OF_SIZE * len(small) / whole)

    found = sorted(chosen, key=len, reverse=True)
    while len(found) > 1:
        closest, large, small = max(
            ((alike(small, large), large, small) for at, small in enumerate(found) for large in found[:at]),
            key=lambda one: one[0],
        )
        if closest < _ALIKE:
            break
        rest = [one for one in found if one not in (large, small)]
        found = sorted([large | small, *rest], key=len, reverse=True)
    return found


# In words ------------------------------------------------------------------------------------------------------------


_TOLD_FROM: Final = 0.3
"""The share of a group's cases above which their common symptom is reported to the letter, not by its kind."""


def _told(records: Sequence[CaseRecord]) -> Group:
    """Return a group that says what differs in most of its cases: a setting, the commonest symptom, or in general."""
    settings = Counter(one for record in records for one in record.settings).most_common(1)
    if settings and settings[0][1] >= _TOLD_FROM * len(records):
        name = settings[0][0]
        return _group(f"as if {name}", records, [one for one in records if name in one.settings])
    shown = {record.case: symptoms(record) for record in records}
    widely = {case: {(general(one.where), manner(one)) for one in each} for case, each in shown.items()}
    exact = Counter(one for each in shown.values() for one in each)
    if not exact:
        return _group("it differs from the scenario", records)
    [(symptom, count)] = exact.most_common(1)
    [(mark, often)] = Counter(one for each in widely.values() for one in each).most_common(1)
    if count >= _TOLD_FROM * len(records) or often * _VAGUE <= count:
        return _group(in_words(symptom), records, [one for one in records if symptom in shown[one.case]])
    return _group(_in_general(*mark), records, [one for one in records if mark in widely[one.case]])


def code(text: str) -> str:
    """Write text between backticks, so that the quotations in a reason can be recognized."""
    return f"`{text.replace('`', chr(39)) or chr(34) * 2}`"


def in_words(symptom: Symptom) -> str:
    """Say what differs: `` `session_id` is `-1`, not `<session>` ``."""
    where, expected, actual = symptom.where, code(symptom.expected), code(symptom.actual)
    if where in _ENTRIES and "…" in (symptom.expected, symptom.actual):
        return _in_general(where, manner(symptom))
    if where in _ENTRIES:
        if symptom.actual == NOTHING:
            return f"the {where} {expected} is missing"
        if symptom.expected == NOTHING:
            return f"the {where} {actual} is there, and should not be"
        if symptom.actual == "elsewhere":
            return f"the {where} {expected} is at another place"
        return f"the {where} is {actual}, not {expected}"
    if where == "refusal":
        unasked = symptom.expected == "no refusal"
        return f"a step is {'refused that should not be' if unasked else 'not refused as it should be'}"
    place = code(where)
    if manner(symptom) == "under another name":
        return f"{place} is {code(symptom.actual.removeprefix('→ '))}"
    if symptom.actual == NOTHING:
        return f"{place} is missing"
    if symptom.expected == NOTHING:
        return f"{place} is {actual}, and should not be there"
    if expected == actual:
        return f"{place} is another {code(symptom.expected)}"
    return f"{place} is {actual}, not {expected}"


def _in_general(where: str, how: str) -> str:
    got, _, wanted = how.partition(" for ")
    if where in _ENTRIES:
        said = _ANOTHER[how] if how in ("missing", "too much") else "another"
        return f"{'an' if where == 'event' else 'a'} {where} is {said}"
    if where == "refusal":
        return "a step is refused or not, other than it should be"
    said = f"{got}, not {wanted}" if wanted and got != wanted else _ANOTHER.get(how, how)
    return f"{code(where)} is {said.replace('<', '').replace('>', '')}"


_ANOTHER: Final = {
    "missing": "missing",
    "too much": "there, and should not be",
    "null put in": "null, and should not be there",
    "null left out": "left out where it is null",
    "a text for a text": "another text",
    "a number for a number": "another number",
    "a list for a list": "another list",
}
