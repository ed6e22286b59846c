"""The tables of `docs/amplitude-api.md`: the rules of Amplitude's current API, and the scenarios that prove them.

`python -m tools.api_page FILE` rewrites them between the page's markers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.conformance import suite
from simulator.documentation.api_rules import APIPassage, APIRule, api_documentation, api_rules
from simulator.documentation.source_files import SourceFile

MARKS: Final = re.compile(r"(<!-- made: ([\w-]+) -->\n).*?(?=<!-- end -->)", re.DOTALL)


def renewed(page: str) -> str:
    """Return a page with up-to-date tables."""
    return MARKS.sub(lambda found: f"{found[1]}\n{_MADE[found[2]]()}\n", page)


def release() -> str:
    """Return the release of the documentation that is followed, page by page."""
    followed = api_documentation()
    rows = [
        f"| [{name}]({one.address}) | [{one.file}]({_at(one.file)}) | {one.changed} |"
        for name, one in followed.pages.items()
    ]
    return "\n".join(
        (
            (
                f"The rules follow [{followed.repository}](https://github.com/{followed.repository}) at commit "
                f"`{followed.commit[:8]}` of {followed.date}:\n"
            ),
            "| page, as it is today | its source, as it was | last changed |\n|---|---|---|",
            *rows,
            "",
        )
    )


def rules() -> str:
    """Return a table of rules for each endpoint; a rule of two endpoints is in both."""
    parts = []
    for path in ENDPOINTS:
        about = [rule for rule in api_rules().values() if path in rule.endpoints]
        if about:
            parts.append(f"### `{path}`\n")
            parts.append("| rule | what it says | source | scenarios |\n|---|---|---|---|")
            parts += [_row(rule) for rule in about]
            parts.append("")
    return "\n".join(parts)


def decisions() -> str:
    """Return the decisions where the documentation is silent or contradicts itself."""
    return "\n".join(f"- `{rule.id}`: {rule.note}" for rule in api_rules().values() if rule.note) + "\n"


def _row(rule: APIRule) -> str:
    sources = [_lines(one) for one in rule.lines] or ["not said"]
    sources += map(_file, rule.files)
    mark = "\\*" if rule.note else ""
    return f"| `{rule.id}`{mark} | {_cell(rule.says)} | {'<br>'.join(sources)} | {'<br>'.join(_scenarios(rule))} |"


def _scenarios(rule: APIRule) -> Iterator[str]:
    """Yield the scenarios that prove a rule, by feature: the name of each once."""
    named: dict[str, list[str]] = {}
    for case in suite.load():
        if rule.id in case.api_rules:
            feature = case.id.partition("#")[0].partition("/")[2]
            named.setdefault(feature, []).append(re.sub(r" \([^)]*\)$", "", case.scenario))
    for feature, scenarios in named.items():
        yield f"{feature}: {_cell('; '.join(dict.fromkeys(scenarios)))}"


def _lines(passage: APIPassage) -> str:
    file = api_documentation().pages[passage.page].file
    return f"[{passage}]({_at(file)}?plain=1#L{passage.first}-L{passage.last})"


def _file(one: SourceFile) -> str:
    """Return a link to a file of an SDK, by its last name."""
    at = one.version if re.fullmatch(r"[0-9a-f]{8}", one.version) else f"v{one.version}"
    name = f"{one.repository.partition('/')[2]}: {one.file.rpartition('/')[2]}"
    return f"[{name}](https://github.com/{one.repository}/blob/{at}/{one.file})"


def _at(file: str) -> str:
    followed = api_documentation()
    return f"https://github.com/{followed.repository}/blob/{followed.commit}/{file}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("$", "&#36;")


_MADE: Final = {"release": release, "rules": rules, "decisions": decisions}


def main() -> None:
    """Rewrite the tables of a page."""
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
