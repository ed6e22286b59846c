"""Scenarios written for their clients, as Gherkin that names them: an outline with a row for each, and back.

Scenario: A visit                        Scenario Outline: A visit
  Given an app with the settings           Given <client> with the settings
    | Log Revenue V2 | on |                  | Log Revenue V2 | <Log Revenue V2> |
  …                                        …
                                           @dialect:documented
                                           Examples:
                                             | case            | client     | Log Revenue V2 |
                                             | A visit, on Web | a web app  | on             |
                                             | A visit, on iOS | an ios app | off            |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from simulator.conformance.language.actions import AddSource, ChangeDevice
from simulator.conformance.language.writing import Keywords, Lines, begun, cell_text, cells_of, table_lines
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import Platform
from simulator.documentation.settings import Settings
from simulator.explorer.clients import ON, Client, dialect_of, key_of, title
from simulator.explorer.document import Script, ScriptStep

SOURCES: Final[dict[Platform, tuple[str, str]]] = {
    "web": ("a web app", "a second web app"),
    "ios": ("an ios app", "a second ios app"),
    "android": ("an android app", "a second android app"),
    "server": ("a server source", "a second server source"),
}
"""The phrases with which Given steps name the first and the second source of each platform."""

CASE: Final = "case"
CLIENT: Final = ("client", "second client")
"""The columns of Examples that have the clients."""
WITH_SETTINGS: Final = " with the settings"
DEVICE: Final = "the device has"
DIALECT: Final = "@dialect:"

OPEN: Final = re.compile(r"\ban? (second )?app\b")
"""The source of a Given step that leaves open which platform it is."""

Pairs = list[tuple[str, str]]
"""Names and cells of a table of two columns, as they are written."""


class Block(msgspec.Struct, frozen=True):
    """Some lines of a scenario: a step with its argument, or the lines between steps."""

    lines: tuple[str, ...]
    step: ScriptStep | None = None

    @property
    def indent(self) -> str:
        """The indentation of the first line."""
        return self.lines[0][: len(self.lines[0]) - len(self.lines[0].lstrip())]

    @property
    def pairs(self) -> Pairs:
        """The names and cells under a step."""
        under = [line.strip() for line in self.lines[1:]]
        if under and not under[0].startswith("|"):
            values = (
                getattr(self.step.step, "settings", None) or getattr(self.step.step, "attributes", {})
                if self.step
                else {}
            )
            return [(name, cell_text(value)) for name, value in values.items()]
        return [(cells[0], cells[1]) for line in under if len(cells := cells_of(line)) == 2]

    def with_pairs(self, pairs: Pairs, ending: str = "") -> Block:
        """Return the step with other names and cells under it; `ending` ends its text if there are any."""
        text = self.lines[0].removesuffix(ending) + (ending if pairs else "")
        return Block((text, *(f"{self.indent}  {row}" for row in table_lines(pairs))), self.step)


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario as it is written, in blocks."""

    script: Script
    blocks: tuple[Block, ...]
    words: Keywords


def blocks_of(lines: Sequence[str], script: Script, offset: int) -> tuple[Block, ...]:
    """Return the blocks of a scenario's lines, before which a text has `offset` lines."""
    found, at = [], 0
    for step in script.steps:
        begins, ends = step.line - 1 - offset, step.last_line - offset
        if begins >= at:
            found += [Block((line,)) for line in lines[at:begins]]
            found.append(Block(tuple(lines[begins:ends]), step))
            at = ends
    return (*found, *(Block((line,)) for line in lines[at:]))


def for_one(scenario: Written, client: Client, ending: str, extra: Sequence[Lines]) -> list[str]:
    """Return a scenario's lines for one client, with an ending behind its name and those of its rows."""
    settings = {name: cell_text(value) for name, value in client.settings.items()}
    device = {} if client.platform == "server" else {name: cell_text(one) for name, one in client.device.items()}
    blocks = _for_sources(scenario, SOURCES[client.platform], settings, device, extra)
    lines = [line for block in blocks for line in block.lines]
    if ending:
        lines = [_with_ending(line, scenario.words, ending) for line in lines]
        lines = _with_cases(lines, scenario.words, ending)
    return tagged(lines, scenario, client.dialect)


def _with_ending(line: str, words: Keywords, ending: str) -> str:
    """Return a line with an ending behind it if it has the scenario's name."""
    return f"{line.rstrip()}{ending}" if ending and begun(line, (*words.scenarios, *words.outlines)) else line


def _with_cases(lines: list[str], words: Keywords, ending: str) -> list[str]:
    """Return the lines of an outline with an ending behind the names of its rows, which have to be unique."""
    done, place = list[str](), ""
    for line in lines:
        text = line.strip()
        if begun(text, words.tables):
            place = "header"
        elif text.startswith("|") and place == "header":
            place = "rows"
        elif text.startswith("|") and place == "rows":
            first, _, rest = text[1:].partition("|")
            line = f"{line[: len(line) - len(line.lstrip())]}| {first.strip()}{ending} |{rest}"  # noqa: PLW2901
        done.append(line)
    return done


def tagged(lines: list[str], scenario: Written, dialect: str) -> list[str]:
    """Return a scenario's lines with the tag of a dialect, unless it has one."""
    if any(tag.startswith(DIALECT) for tag in scenario.script.tags):
        return lines
    at = next(index for index, line in enumerate(lines) if line.strip() and not line.strip().startswith("@"))
    return [*lines[:at], f"{lines[at][: len(lines[at]) - len(lines[at].lstrip())]}{DIALECT}{dialect}", *lines[at:]]


def _for_sources(
    scenario: Written,
    sources: tuple[str, str],
    settings: Mapping[str, str],
    device: Mapping[str, str],
    extra: Sequence[Lines],
) -> list[Block]:
    """Return the blocks with other sources in place of “an app”, more settings and attributes, and extra steps."""
    last = max((at for at, block in enumerate(scenario.blocks) if block.step), default=-1)
    described = next((one for one in scenario.blocks if one.step and isinstance(one.step.step, ChangeDevice)), None)
    blocks: list[Block] = []
    placed = not device
    for at, block in enumerate(scenario.blocks):
        step = block.step.step if block.step else None
        if isinstance(step, AddSource):
            blocks.append(_source(block, sources, settings))
            if not placed and described is None:
                text = f"{block.indent}{scenario.words.and_} {DEVICE}"
                blocks.append(Block((text,)).with_pairs(list(device.items())))
                placed = True
        elif block is described and device and block.step and block.step.text == DEVICE:
            blocks.append(block.with_pairs(_merged(block.pairs, device, plain=True)))
        else:
            blocks.append(block)
        if at == last:
            blocks += _extra(block, extra, scenario.words)
    return blocks


def _source(block: Block, sources: tuple[str, str], settings: Mapping[str, str]) -> Block:
    first = OPEN.sub(lambda match: sources[bool(match[1])], block.lines[0], count=1)
    named = Block((first, *block.lines[1:]), block.step)
    return named.with_pairs(_merged(block.pairs, settings), WITH_SETTINGS) if settings else named


def _extra(last: Block, extra: Sequence[Lines], words: Keywords) -> list[Block]:
    kind = last.step.type if last.step else "given"
    made = []
    for text, *under in extra:
        keyword = words.and_ if kind == "then" else words.then
        made.append(Block((f"{last.indent}{keyword} {text}", *(f"{last.indent}  {line}" for line in under))))
        kind = "then"
    return made


def _merged(pairs: Pairs, own: Mapping[str, str], *, plain: bool = False) -> Pairs:
    """Return names and cells with others in place of those of the same name, or of the same setting."""
    named = set(own) if plain else {key_of(name) for name in own}
    return [*((name, cell) for name, cell in pairs if (name if plain else key_of(name)) not in named), *own.items()]


def outline(
    scenario: Written, clients: Sequence[Client], everyone: tuple[Client, ...], ending: str, extra: Sequence[Lines]
) -> list[str]:
    """Return a scenario's lines as an outline with a row for each of some clients, and an ending behind its name."""
    settings = list(dict.fromkeys(name for client in clients for name in client.settings))
    device = list(dict.fromkeys(name for client in clients for name in client.device))
    holes = {name: f"<{name}>" for name in (*settings, *device)}
    blocks = _for_sources(
        scenario,
        (f"<{CLIENT[0]}>", f"<{CLIENT[1]}>"),
        {name: holes[name] for name in settings},
        {name: holes[name] for name in device},
        extra,
    )
    words = scenario.words
    lines = [_as_outline(_with_ending(line, words, ending), words) for block in blocks for line in block.lines]
    while not lines[-1].strip():
        lines.pop()
    both = f"<{CLIENT[1]}>" in "\n".join(lines)
    given = {key_of(name): cell for block in scenario.blocks if _is_source(block) for name, cell in block.pairs}
    indent = next(line for line in lines if begun(line, words.outlines)).partition(words.outline)[0] + "  "
    for dialect in dict.fromkeys(client.dialect for client in clients):
        rows = [[CASE, *(CLIENT if both else CLIENT[:1]), *settings, *device]]
        rows += [
            [
                f"{scenario.script.name}{ending}{ON}{title(client, everyone)}",
                *SOURCES[client.platform][: 1 + both],
                *(_setting_cell(name, client, given) for name in settings),
                *(cell_text(client.device.get(name)) for name in device),
            ]
            for client in clients
            if client.dialect == dialect
        ]
        tagged = any(tag.startswith(DIALECT) for tag in scenario.script.tags)
        tags = [] if tagged else [f"{indent}{DIALECT}{dialect}"]
        lines += ["", *tags, f"{indent}{words.examples}:", *(f"{indent}  {row}" for row in table_lines(rows))]
    return lines


def _is_source(block: Block) -> bool:
    return block.step is not None and isinstance(block.step.step, AddSource)


def _as_outline(line: str, words: Keywords) -> str:
    begins = begun(line, words.scenarios)
    return line.replace(f"{begins}:", f"{words.outline}:", 1) if begins else line


def _setting_cell(name: str, client: Client, scenario: Mapping[str, str]) -> str:
    """Return a client's value of a setting: its own, else the scenario's, else the default."""
    if name in client.settings:
        return cell_text(client.settings[name])
    return scenario.get(key_of(name)) or cell_text(default_of(name, client))


def default_of(name: str, client: Client) -> object:
    """Return a setting's default for a client, as the documentation writes it."""
    defaults = Settings() if client.platform == "server" else dialect_of(client).clients[client.platform].defaults
    value = getattr(defaults, settings_module.find(name).field)
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(value) if isinstance(value, tuple) else value


def group_of(client: Client, extra: Sequence[Lines]) -> object:
    """Return a key that clients share if they can be rows of one outline."""
    optional = frozenset(name for name in client.settings if default_of(name, client) is None)
    return tuple(extra), frozenset(client.device), optional, client.platform == "server" and bool(client.device)
