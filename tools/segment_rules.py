"""The table of `docs/segment.md`: each of Segment's endpoints, its rules with their sources, and their proofs.

`python -m tools.segment_rules docs/segment.md` rewrites it between the page's marks.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from simulator.documentation.api_rules import APIPassage, APIRule, segment_documentation, segment_rules
from simulator.documentation.source_files import SourceFile
from simulator.ports.segment.proofs import Proof, proofs_of
from tools.site.text import escaped

MARKS: Final = re.compile(r"(<!-- made: segment-rules -->\n).*?(?=<!-- end -->)", re.DOTALL)


def renewed(page: str) -> str:
    """Return the page with an up-to-date table."""
    return MARKS.sub(lambda found: f"{found[1]}\n{table()}\n", page)


def table() -> str:
    """Return a table of the rules."""
    rows = ["| rule | source | proven by |", "|---|---|---|", *map(_row, segment_rules().values())]
    return "\n".join(rows) + "\n"


def _row(rule: APIRule) -> str:
    endpoints = ", ".join(f"`{path}`" for path in rule.endpoints)
    said = [f"**{rule.id}**", escaped(rule.says), *([f"*{escaped(rule.note)}*"] if rule.note else ()), endpoints]
    sources = [*map(_passage, rule.lines), *map(_file, rule.files)]
    scenarios = map(_scenario, proofs_of(rule.id))
    return f"| {'<br>'.join(said)} | {'<br>'.join(sources)} | {'<br>'.join(scenarios)} |"


def _file(one: SourceFile) -> str:
    """Return the name of a file that a rule cites; `docs/sources` has the rest."""
    return f"{one.repository.partition('/')[2]} {one.version}, {one.file.rpartition('/')[2]}"


def _passage(passage: APIPassage) -> str:
    """Return a link to a rule's lines, in the commit that the rules follow."""
    release = segment_documentation()
    address = f"https://github.com/{release.repository}/blob/{release.commit}/{release.pages[passage.page].file}"
    return f"[{passage}]({address}?plain=1#L{passage.first}-L{passage.last})"


def _scenario(proof: Proof) -> str:
    return f"[{escaped(proof.name)}](../{proof.file}#L{proof.line})"


def main() -> None:
    """Rewrite the page."""
    page = Path(sys.argv[1])
    page.write_text(renewed(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
