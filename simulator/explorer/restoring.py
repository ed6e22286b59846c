"""Restoring: the original draft of a scenario that was saved as an outline with its clients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from simulator.conformance.judging.matching import cell
from simulator.conformance.language.writing import Keywords, begun, cells_of, keywords_of
from simulator.documentation.platforms import PLATFORMS, TITLES, Platform
from simulator.explorer.clients import MOST_CLIENTS, ON, Client, title
from simulator.explorer.document import read
from simulator.explorer.drafts import Draft
from simulator.explorer.outlines import CASE, CLIENT, DEVICE, DIALECT, SOURCES, WITH_SETTINGS, default_of
from simulator.model.device import ATTRIBUTES
from simulator.model.dialects import DIALECTS, DialectName
from simulator.values import JSONObject


def restored(text: str, case: str = "") -> Draft | None:
    """Return the draft that a text was saved from, with the scenario of a case; `None` if it was not saved from one."""
    script = read(text).script(case)
    if script is None:
        return None
    lines, words = text.split("\n"), keywords_of(text)
    ends = next((one.line - 1 for one in read(text).scripts if one.line > script.line), len(lines))
    examples = [at for at in range(script.line, ends) if begun(lines[at], words.tables)]
    blocks = [_Examples.read(lines, at) for at in examples]
    if not blocks or any(block is None for block in blocks):
        return None
    found = [block for block in blocks if block is not None]
    clients = _clients(found)
    if not clients:
        return None
    first = examples[0]
    while first and (not lines[first - 1].strip() or lines[first - 1].strip().startswith("@")):
        first -= 1
    last = found[-1].ends
    names = found[0].names
    scenario = _plain(lines[script.line - 1 : first], words, names)
    whole = "\n".join([*lines[: script.line - 1], *scenario, *lines[last:]])
    plain = read(whole)
    chosen = next((one for one in plain.scripts if one.line == script.line), None)
    if plain.mistakes or chosen is None:
        return None
    return Draft(text=whole, clients=clients, scenario=chosen.key if len(plain.scripts) > 1 else "")


class _Examples(msgspec.Struct, frozen=True):
    """A table of clients."""

    dialect: DialectName
    #: The columns for settings and attributes.
    names: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    #: The line after it, counted from 0.
    ends: int

    @classmethod
    def read(cls, lines: Sequence[str], at: int) -> _Examples | None:
        """Read the table below a line; `None` if it is not one of clients."""
        ends = at + 1
        while ends < len(lines) and lines[ends].strip().startswith("|"):
            ends += 1
        rows = [cells_of(line.strip()) for line in lines[at + 1 : ends]]
        if len(rows) < 2 or rows[0][:2] != [CASE, CLIENT[0]]:
            return None
        tag = lines[at - 1].strip().removeprefix(DIALECT) if at else ""
        dialect: DialectName = next((one for one in DIALECTS if one == tag), "documented")
        names = tuple(name for name in rows[0] if name not in (CASE, *CLIENT))
        return cls(dialect, names, tuple(dict(zip(rows[0], row, strict=False)) for row in rows[1:]), ends)


_PLATFORM_OF: Mapping[str, Platform] = {first: platform for platform, (first, _) in SOURCES.items()}


def _clients(blocks: Sequence[_Examples]) -> tuple[Client, ...]:
    """Return the clients of the rows, in the order of the platforms; none if a row names no client."""
    made: list[Client] = []
    titles: dict[str, str] = {}
    for block in blocks:
        for row in block.rows:
            platform = _PLATFORM_OF.get(row[CLIENT[0]])
            if platform is None or len(made) >= MOST_CLIENTS:
                return ()
            count = sum(one.platform == platform for one in made)
            client = Client(
                key=f"{platform}-{count + 1}" if count else platform, platform=platform, dialect=block.dialect
            )
            settings = {name: cell(row[name]) for name in block.names if _is_setting(name)}
            device = {name: cell(row[name]) for name in block.names if not _is_setting(name)}
            made.append(msgspec.structs.replace(client, settings=_own(settings, client), device=device))
            titles[client.key] = row[CASE].rpartition(ON)[2]
    made.sort(key=lambda one: PLATFORMS.index(one.platform))
    return _named(tuple(made), titles)


def _named(clients: tuple[Client, ...], titles: Mapping[str, str]) -> tuple[Client, ...]:
    """Return clients with the names that people gave them, except those that are their titles anyway."""
    by_people = tuple(
        one if _UNNAMED.fullmatch(titles[one.key]) else msgspec.structs.replace(one, name=titles[one.key])
        for one in clients
    )
    return tuple(
        one if title(one, by_people) == titles[one.key] else msgspec.structs.replace(one, name=titles[one.key])
        for one in by_people
    )


_UNNAMED: Final = re.compile(rf"({'|'.join(TITLES.values())})( as ({'|'.join(DIALECTS)}))?( \d+)?")
"""The titles of unnamed clients."""


def _is_setting(name: str) -> bool:
    return name not in ATTRIBUTES


def _own(settings: JSONObject, client: Client) -> JSONObject:
    return {name: value for name, value in settings.items() if value != default_of(name, client)}


def _plain(lines: Sequence[str], words: Keywords, names: Sequence[str]) -> list[str]:
    """Return an outline's lines as a scenario about “an app”, without its clients' own settings and attributes."""
    holes = {f"<{name}>" for name in names}
    made: list[str] = []
    for line in lines:
        text = line.strip()
        if text.startswith("|") and cells_of(text)[-1] in holes and len(cells_of(text)) == 2:
            continue
        if begun(text, words.outlines):
            line = line.replace(f"{begun(text, words.outlines)}:", f"{words.scenario}:", 1)  # noqa: PLW2901
        line = line.replace(f"<{CLIENT[0]}>", "an app").replace(f"<{CLIENT[1]}>", "a second app")  # noqa: PLW2901
        made.append(line)
    return [
        _without_settings(made, at)
        for at in range(len(made))
        if not (_has_nothing(made, at) and made[at].rstrip().endswith(DEVICE))
    ]


def _without_settings(lines: Sequence[str], at: int) -> str:
    """Return a line; a step about settings whose table is gone drops the words about them."""
    return lines[at].rstrip().removesuffix(WITH_SETTINGS) if _has_nothing(lines, at) else lines[at]


def _has_nothing(lines: Sequence[str], at: int) -> bool:
    """Tell whether there is no table and no doc string under a line."""
    follows = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return not follows.startswith(("|", '"""', "```"))
