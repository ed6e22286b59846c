"""The page of all divergences, for someone who knows neither the documentation nor the code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from simulator.conformance.judging.expectations import ExpectCrash
from simulator.conformance.language.cases import Case
from simulator.documentation.platforms import TITLES
from simulator.documentation.releases import releases
from simulator.model.divergences import Divergence, divergences

_INTRODUCTION = """\
# What the documentation says, and what ships

Segment's documentation of its Amplitude destination (18 September 2018) and the open-source integrations that ran in
apps at that time do not always agree. A port has to choose whom to follow; this page lists every place where the
choice matters.

- **shipped**: what an app got if it followed the installation pages on that day.
- **latest**: what the integrations' last releases do, with the SDKs that they pin.

@releases
## What ended apps

In September 2018 neither `outOfSession` nor `groups` could be used in an iOS app through Segment: **a call with either
option crashed the app.** Segment's core (analytics-ios 3.5.7 to 3.7.1) sent `boolValue` to whatever stood under
`integrations.Amplitude`, and an object has no such method: `-[__NSDictionaryM boolValue]: unrecognized selector sent to
instance`. It was reported from the field, and 3.8.0 put it right. The documentation's own example of an out-of-session
event ended the app that made it. What else ended an app is listed here, too:

@crashes

A scenario says it with `Then the app crashes on track`; `devicemode run` and every report show it.

## Every difference

Each row has scenarios that show both sides with the same calls. To see one for yourself:
`devicemode run --compare documented,shipped FILE.feature`, and to hold a dialect to all of its scenarios:
`devicemode conform --dialect shipped`. This page is made by `devicemode divergences --markdown`.
"""

_SUBJECTS = {
    "settings": "Settings",
    "pages": "Pages and screens",
    "identify": "Identify",
    "traits": "Traits",
    "device-id": "Device ids",
    "track": "Track",
    "revenue": "Revenue",
    "orders": "Orders",
    "group": "Groups",
    "groups": "Groups by option",
    "alias": "Alias",
    "sessions": "Sessions",
    "location": "Location",
    "properties": "Values of properties",
    "upload": "Uploads",
    "reset": "Reset",
}


def cases_of(name: str, cases: Sequence[Case]) -> list[Case]:
    """Return the cases that are about a divergence, those that are about few others first."""
    return sorted((case for case in cases if name in case.divergences), key=lambda case: len(case.divergences))


def page(cases: Sequence[Case]) -> str:
    """Return the page as Markdown, with links to the scenarios as seen from `docs/`."""
    parts = [_INTRODUCTION.replace("@releases", _releases()).replace("@crashes", _crashes(cases))]
    for platform, entries in groupby(divergences().values(), key=lambda entry: entry.platform):
        listed = list(entries)
        parts.append(f"## {TITLES[platform]}\n")
        subjects = list(dict.fromkeys(entry.id.partition(".")[0] for entry in listed))
        for subject in subjects:
            rows = [_row(entry, cases) for entry in listed if entry.id.partition(".")[0] == subject]
            heading = _SUBJECTS.get(subject, subject.replace("-", " ").capitalize())
            parts.append("\n".join([f"### {heading}\n", _HEADER, *rows, ""]))
    return "\n".join(parts)


def _crashes(cases: Sequence[Case]) -> str:
    """Return a line for each entry that can crash an app: one with a scenario that expects a crash when shipped."""
    ended = [case for case in cases if any(isinstance(one.step, ExpectCrash) for one in case.steps)]
    lines = []
    for entry in divergences().values():
        shown = [case for case in ended if entry.id in case.divergences and "crash" in entry.ships]
        if shown:
            lines.append(f"- {TITLES[entry.platform]}, {' and '.join(entry.dialects)} (`{entry.id}`): {entry.ships}")
    return "\n".join(lines)


def _releases() -> str:
    """Return the releases of each dialect that is real code, as a table."""
    rows = [
        f"| {', '.join(one.dialects)} | {TITLES[one.platform]} | {one.title} |"
        for one in dict.fromkeys(releases().values())
        if one.integration
    ]
    return "\n".join(["| dialect | platform | releases |\n|---|---|---|", *rows, ""])


_HEADER = "| divergence | the documentation | what ships | where | scenarios |\n|---|---|---|---|---|"


def _row(entry: Divergence, cases: Sequence[Case]) -> str:
    where = " and ".join(entry.dialects) + (f" ({entry.changed_in})" if entry.changed_in else "")
    links: dict[str, str] = {}
    for case in cases_of(entry.id, cases):
        feature, _, _ = case.id.partition("#")
        if "/as-shipped-" not in feature:
            continue
        side = "documented" if "documented" in case.dialects else "shipped"
        links.setdefault(side, f"[{side}](../features/{feature}.feature#L{case.line})")
    cells = (f"`{entry.id}`", entry.docs, entry.ships, where, " ".join(links[side] for side in sorted(links)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
