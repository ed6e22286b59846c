"""The reports of the real ports as pages, made from the kept records."""

from __future__ import annotations

from tools.port_reports import PORTS, page


def files() -> dict[str, str]:
    """Return the HTML of each port's report, by its address on the site."""
    return {f"reports/{port.name}.html": page(port) for port in PORTS}


def link(page_address: str) -> str:
    """Return the link from a port's summary to its report; empty for any other page."""
    for port in PORTS:
        if page_address == f"reports/{port.name}.md":
            return f"[The whole report: every rule, case and difference]({port.name}.html){{.md-button}}\n\n"
    return ""
