"""The divergences as pages, one for each platform, and the introduction from `docs/divergences.md`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from simulator.conformance import suite
from simulator.documentation.platforms import TITLES
from simulator.model.divergences import Divergence, divergences
from simulator.reports.divergences import cases_of
from tools.readme import ROOT
from tools.site import rules
from tools.site.text import escaped


def pages(scenarios: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    """Return a page for each platform, and the introduction with links to them."""
    made = {}
    counts = {}
    for platform, entries in groupby(divergences().values(), key=lambda entry: entry.platform):
        listed = list(entries)
        counts[platform] = len(listed)
        made[f"divergences/{platform}.md"] = "\n".join(
            [f"# {TITLES[platform]}: what ships differently\n", *(_entry(one, scenarios) for one in listed)]
        )
    whole = (ROOT / "docs" / "divergences.md").read_text("utf-8")
    introduction = whole[: whole.index(f"\n## {TITLES['web']}\n")]
    links = [f"- [{TITLES[platform]}]({platform}.md): {count} divergences" for platform, count in counts.items()]
    made["divergences/index.md"] = "\n".join([introduction, "", *links, ""])
    return made


def _entry(entry: Divergence, scenarios: Mapping[str, tuple[int, ...]]) -> str:
    facts = {
        "The documentation": escaped(entry.docs),
        "What ships": escaped(entry.ships),
        "Where": " and ".join(entry.dialects) + (f", changed in {entry.changed_in}" if entry.changed_in else ""),
        "Rules": ", ".join(f"[`{one}`](../{rules.page_of(one)})" for one in entry.rules),
        "Known by": escaped(f"{', '.join(entry.rows)}; {entry.known_by}" if entry.rows else entry.known_by),
    }
    lines = [f"- **{name}**: {text}" for name, text in facts.items()]
    touched = cases_of(entry.id, suite.load())
    # The others are about something else, although their outcome differs, too.
    cases = [case for case in touched if "/as-shipped-" in case.id] or touched
    more = len(touched) - len(cases)
    shown = [f"    - {rules.scenario_link(case, scenarios)} ({', '.join(case.dialects)})" for case in cases]
    title = f"{len(cases)} {'case shows' if len(cases) == 1 else 'cases show'} it"
    title += f", and it changes {more} more" if more else ""
    return "\n".join([f"## `{entry.id}` {{#{entry.id}}}\n", *lines, "", f'??? note "{title}"\n', *shown, ""])
