"""The table of `docs/segment.md`: each endpoint of Segment's, its rules with their sources, and what proves them.

`python -m tools.segment_rules docs/segment.md` rewrites it between the page's marks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from gherkin.parser import Parser

from simulator.documentation.api_rules import APIPassage, APIRule, segment_documentation, segment_rules
from simulator.documentation.source_files import SourceFile
from simulator.ports.segment.requests import ENDPOINTS
from tools.readme import ROOT
from tools.site.text import escaped

FEATURES: Final = ROOT / "tests" / "ports" / "segment" / "features"
SETTINGS_PATH: Final = "/v1/projects/{key}/settings"
LOADER_PATH: Final = "/analytics.js/v1/{key}/analytics.min.js"
PATHS: Final = (*ENDPOINTS, SETTINGS_PATH, LOADER_PATH)
"""Every path that has rules."""

MARKS: Final = re.compile(r"(<!-- made: segment-rules -->\n).*?(?=<!-- end -->)", re.DOTALL)

_NAMED: Final = re.compile(r"(?<![\w/])/(?:v1|analytics\.js)/[\w./-]+")
_PATTERNS: Final = {path: re.compile(re.escape(path).replace(r"\{key\}", r"[\w-]+")) for path in PATHS}


class Proof(msgspec.Struct, frozen=True):
    """A scenario that is tagged with rules."""

    file: Path
    line: int
    name: str
    rules: tuple[str, ...]
    #: The paths that its steps and examples name.
    paths: frozenset[str]


@cache
def proofs() -> tuple[Proof, ...]:
    """Return the scenarios, in the order of the features."""
    return tuple(_proofs())


def _proofs() -> Iterator[Proof]:
    for file in sorted(FEATURES.glob("*.feature")):
        feature: Any = Parser().parse(file.read_text("utf-8"))["feature"]
        for child in feature["children"]:
            scenario = child["scenario"]
            named = _NAMED.findall(json.dumps(scenario))
            yield Proof(
                file=file,
                line=scenario["location"]["line"],
                name=scenario["name"].removesuffix(" (<case>)"),
                rules=tuple(tag["name"].removeprefix("@segment:") for tag in scenario["tags"]),
                paths=frozenset(path for path, pattern in _PATTERNS.items() if any(map(pattern.fullmatch, named))),
            )


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
    scenarios = [_scenario(one) for one in proofs() if rule.id in one.rules]
    return f"| {'<br>'.join(said)} | {'<br>'.join(sources)} | {'<br>'.join(scenarios)} |"


def _file(one: SourceFile) -> str:
    """Return the name of a file that was read; `docs/sources` has the rest."""
    return f"{one.repository.partition('/')[2]} {one.version}, {one.file.rpartition('/')[2]}"


def _passage(passage: APIPassage) -> str:
    """Return a link to the lines that say something, in the commit that the rules follow."""
    release = segment_documentation()
    address = f"https://github.com/{release.repository}/blob/{release.commit}/{release.pages[passage.page].file}"
    return f"[{passage}]({address}?plain=1#L{passage.first}-L{passage.last})"


def _scenario(proof: Proof) -> str:
    where = proof.file.relative_to(ROOT).as_posix()
    return f"[{escaped(proof.name)}](../{where}#L{proof.line})"


def main() -> None:
    """Rewrite the page."""
    page = Path(sys.argv[1])
    page.write_text(renewed(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
