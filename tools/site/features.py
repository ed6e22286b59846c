"""The executable specification as pages: each feature with its scenarios, which links address by line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from gherkin import Parser

from simulator.documentation import resources, rules
from simulator.documentation.rules import Section
from tools.site.text import plain

_BEGIN: Final = "````gherkin {data-search-exclude}\n"


def pages() -> dict[str, str]:
    """Return the page of each feature, and the index of all."""
    made = {"features/index.md": _index()}
    for path in _paths():
        made[f"features/{_name(path)}.md"] = _page(path)
    return made


def scenarios() -> Mapping[str, tuple[int, ...]]:
    """Return the lines of the scenarios of each feature, by its file in the repository."""
    return {f"features/{_name(path)}.feature": tuple(_children(path)) for path in _paths()}


def title(path: Path) -> str:
    """Return the name of a feature."""
    name: str = _feature(path)["name"]
    return name


@cache
def _paths() -> tuple[Path, ...]:
    return tuple(sorted(resources.features().rglob("*.feature")))


def _name(path: Path) -> str:
    return path.relative_to(resources.features()).with_suffix("").as_posix()


@cache
def _feature(path: Path) -> dict[str, Any]:
    return dict(Parser().parse(path.read_text("utf-8"))["feature"])


def _children(path: Path) -> dict[int, dict[str, Any]]:
    """Return the scenarios and backgrounds of a feature by their lines, those within a Gherkin Rule too."""
    found = {}
    for child in _feature(path)["children"]:
        for one in child.get("rule", {}).get("children", ()) or (child,):
            [node] = one.values()
            found[node["location"]["line"]] = node
    return found


def _page(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    feature, children = _feature(path), _children(path)
    # A scenario begins with its tags.
    begins = [min([one["location"]["line"] for one in node.get("tags", ())] + [at]) for at, node in children.items()]
    ends = [*(begin - 1 for begin in begins[1:]), len(lines)]
    parts = [f"# {plain(feature['name'])}\n", f"`features/{_name(path)}.feature`\n"]
    parts.append(_code(lines[: begins[0] - 1] if begins else lines))
    for (at, node), begin, end in zip(children.items(), begins, ends, strict=True):
        parts += [f"## {plain(node['name'] or node['keyword'])} {{#L{at}}}\n", _code(lines[begin - 1 : end])]
    return "\n".join(parts)


def _code(lines: list[str]) -> str:
    return f"{_BEGIN}{chr(10).join(lines).strip(chr(10))}\n````\n"


def _index() -> str:
    parts = [
        "# The specification\n",
        (
            "Every table and every normative sentence of the page as scenarios, and what the SDKs do on the wire. "
            "`devicemode conform` performs them all.\n"
        ),
    ]
    for section in rules.sections():
        listed = [path for path in _paths() if _name(path).startswith(f"{section.folder}/")]
        parts.append(f"## {section.title}\n")
        parts.append(_about(section))
        parts += [f"- [{plain(title(path))}]({_name(path)}.md)" for path in listed]
        parts.append("")
    return "\n".join(parts)


def _about(section: Section) -> str:
    return f"[Rules of this section](../rules/{section.folder}.md)\n"
