"""The sources of a workspace, read from a TOML file: each with its write key and its destination's settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, get_args

import msgspec

from simulator.conformance.reading import read_text
from simulator.documentation import settings as destination
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.documentation.settings import Settings
from simulator.errors import SettingsError, UsageError, nearest, quoted, readable
from simulator.model.segment.servers import ConnectionMode
from simulator.values import JSONObject, describe

MODES: Final[tuple[ConnectionMode, ...]] = get_args(ConnectionMode)
FIELDS: Final = ("write_key", "platform", "mode", "settings")
LONGEST_KEY: Final = 200
"""Characters that a write key may have."""

_KEY: Final = re.compile(rf"[!-.0-~]{{1,{LONGEST_KEY}}}")
"""A write key stands in paths and in credentials: no spaces, no slash."""

EXAMPLE: Final = """\
[shop]                      # any name; the live view shows it
write_key = "shop-key"      # the library's write key
platform = "server"         # web, ios, android or server
mode = "cloud"              # the connection mode: device or cloud

[shop.settings]             # of the Amplitude destination, as its page names them
"API Key" = "0123456789abcdef0123456789abcdef"
"Track All Pages" = true
"""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A source: an app, a page or a server with a write key, and its Amplitude destination."""

    name: str
    write_key: str
    platform: Platform
    mode: ConnectionMode
    settings: Settings = Settings()


class Sources:
    """The sources of a workspace by their write keys."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_key = {source.write_key: source for source in sources}

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_key.values())

    def with_key(self, write_key: str) -> Source | None:
        """Return the source of a write key."""
        return self._by_key.get(write_key)

    def like(self, write_key: str) -> str:
        """Return ` Did you mean "…"?` with the write key that is most like another; empty if none is."""
        return nearest(write_key, self._by_key)

    def put(self, source: Source) -> None:
        """Add a source, or put it in place of the one with its write key."""
        self._by_key[source.write_key] = source


def made_source(
    platform: object = "server", mode: object = None, settings: Settings | None = None, *, name: str = "devicemode"
) -> Source:
    """Return a source by itself, its write key its name; raise `UsageError` if there is no such platform or mode.

    `mode` is by default `cloud` for a server, `device` for an app.
    """
    if platform not in PLATFORMS:
        given = "none" if platform is None else quoted(platform)
        near = nearest(platform, PLATFORMS)
        raise UsageError(f"a source's platform is one of {', '.join(PLATFORMS)}, not {given}.{near}")
    chosen = mode or ("cloud" if platform == "server" else "device")
    if chosen not in MODES:
        raise UsageError(f"a source's mode is device or cloud, not {quoted(chosen)}.{nearest(chosen, MODES)}")
    if platform == "server" and chosen == "device":
        raise UsageError("a server has no device mode; write cloud as its mode")
    return Source(name=name, write_key=name, platform=platform, mode=chosen, settings=settings or Settings())


def read_sources(path: Path) -> Sources:
    """Read a file of sources; raise `UsageError` that names the line of a mistake and the nearest right word."""
    return parse_sources(read_text(path, UsageError), str(path))


def parse_sources(text: str, where: str) -> Sources:
    """Read sources from TOML; `where` names it in errors."""
    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise UsageError(f"{where}: it nests too deeply to be a list of sources") from None
    except ValueError as error:
        raise UsageError(f"{where}: is not valid TOML: {readable(error)}") from None
    if not tables:
        raise UsageError(f"{where}: has no source; one begins with [shop], and has write_key and platform")
    lines = _Lines(text, where)
    sources: dict[str, Source] = {}
    for name, table in tables.items():
        source = _source(name, table, lines)
        if source.write_key in sources:
            other = sources[source.write_key].name
            raise lines.error(
                (name, "write_key"), f"the write key {quoted(source.write_key)} is that of {quoted(other)} already"
            )
        sources[source.write_key] = source
    return Sources(sources.values())


def _source(name: str, table: object, lines: _Lines) -> Source:
    if not isinstance(table, dict):
        raise lines.error((name,), f"{quoted(name)} must be a source, a table [{name}], not {describe(table)}")
    for field in table:
        if field not in FIELDS:
            has = ", ".join(FIELDS)
            raise lines.error((name, field), f"a source has no {quoted(field)}.{nearest(field, FIELDS)} It has {has}")
    write_key = table.get("write_key")
    if not isinstance(write_key, str) or not _KEY.fullmatch(write_key):
        raise lines.error((name, "write_key"), f"{quoted(name)} needs a write_key, a string without spaces and slashes")
    try:
        made = made_source(table.get("platform"), table.get("mode"), name=name)
    except UsageError as error:
        field = "mode" if "mode" in str(error) else "platform"
        raise lines.error((name, field), f"{quoted(name)}: {error}") from None
    return msgspec.structs.replace(
        made, write_key=write_key, settings=_settings(name, table.get("settings", {}), lines)
    )


def _settings(name: str, values: object, lines: _Lines) -> Settings:
    if not isinstance(values, dict):
        given_as = describe(values)
        sentence = f"the settings of {quoted(name)} must be a table [{name}.settings], not {given_as}"
        raise lines.error((name, "settings"), sentence)
    settings = Settings()
    given: set[str] = set()
    for setting, value in values.items():
        try:
            key = destination.find(setting).key
            settings = destination.parse({setting: value}, base=settings)
        except SettingsError as error:
            raise lines.error((name, "settings", setting), str(error)) from None
        if key in given:
            raise lines.error(
                (name, "settings", setting), f'the setting "{setting}" is given under two names; keep one'
            )
        given.add(key)
    return settings


def settings_json(settings: Settings) -> JSONObject:
    """Return settings under Segment's keys, as its settings endpoint has them; without the secret key."""
    return {
        one.key: msgspec.to_builtins(getattr(settings, one.field))
        for one in destination.SETTINGS
        if one.key != "secretKey"
    }


class _Lines:
    """Finds the line of a TOML key, for errors about its value: the parser keeps none."""

    def __init__(self, text: str, where: str) -> None:
        self._where = where
        self._found: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), 1):
            written = line.strip()
            if written.startswith("["):
                table = _path(written)
                self._found.setdefault(table, number)
            elif path := _key_path(written):
                for length in range(1, len(path) + 1):
                    self._found.setdefault(table + path[:length], number)

    def error(self, path: tuple[str, ...], sentence: str) -> UsageError:
        """Return the error about a key, at its line or at that of the table that lacks it."""
        line = next((self._found[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self._found), None)
        return UsageError(f"{self._where}:{line or 1}: {sentence}")


def _key_path(line: str) -> tuple[str, ...]:
    """Return the path of the key that a line begins with; empty if it begins with none."""
    at = line.find("=")
    while at > 0:
        if path := _path(f"{line[:at]}= 0"):
            return path
        at = line.find("=", at + 1)
    return ()


def _path(line: str) -> tuple[str, ...]:
    """Return the keys that a line of TOML leads through; empty if it can't be read by itself."""
    try:
        found: object = tomllib.loads(line)
    except (ValueError, RecursionError):
        return ()
    path: list[str] = []
    while isinstance(found, Mapping) and found:
        [(key, found)] = list(found.items())[:1]
        path.append(key)
    return tuple(path)
