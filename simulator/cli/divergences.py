"""`devicemode divergences`: the differences of the shipped integrations from the documentation."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli import files
from simulator.conformance import suite
from simulator.documentation.platforms import TITLES
from simulator.documentation.releases import releases
from simulator.documentation.rule_places import divergence_places
from simulator.documentation.source_files import written
from simulator.errors import UsageError
from simulator.model import divergences as divergences_module
from simulator.reports.divergences import cases_of, page


@click.command("divergences")
@click.option("--platform", type=click.Choice(("web", "ios", "android")), help="Only this platform.")
@click.option("--markdown", is_flag=True, help="Write the page docs/divergences.md.")
@click.argument("name", metavar="[ID]", required=False)
def command(platform: str | None, markdown: bool, name: str | None) -> None:
    """List where the shipped integrations differ from the documentation, or show one divergence."""
    if markdown:
        files.write(Path("-"), page(suite.load()))
        return
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    entries = [divergences_module.divergence(name)] if name else list(divergences_module.divergences().values())
    if name and platform not in (None, entries[0].platform):
        raise UsageError(f"{name} is about {TITLES[entries[0].platform]}; leave out --platform")
    chosen = [entry for entry in entries if platform in (None, entry.platform)]
    for entry in chosen:
        where = f"{TITLES[entry.platform]}, {' and '.join(entry.dialects)}"
        out.print(Text.assemble((entry.id, "bold cyan"), f"  {where}"))
        lines = [f"documented: {entry.docs}", f"shipped: {entry.ships}"]
        if entry.changed_in:
            lines.append(f"changed in: {entry.changed_in}")
        listed = f"listed as {', '.join(entry.rows)}; " if entry.rows else ""
        lines += [f"rules: {', '.join(entry.rules)}", f"known by: {listed}{entry.known_by}"]
        lines += [f"code: {place}" for place in divergence_places(entry.id)]
        if name:
            lines += [f"read in: {file}" for file in written(entry.files)]
            lines += [f"case: {case.id}  ({', '.join(case.dialects)})" for case in cases_of(entry.id, suite.load())]
        out.print(Padding(Text("\n".join(lines)), (0, 0, 0, 4)))
    if not name:
        out.print(Text(f"\n{len(chosen)} divergences", style="bold"))
        out.print(Text("\nthe releases that each dialect stands for", style="bold"))
        for one in dict.fromkeys(one for one in releases().values() if platform in (None, one.platform)):
            out.print(Text.assemble(("  " + ", ".join(one.dialects), "cyan"), f"  {TITLES[one.platform]}: {one.title}"))
