"""The marker `devicemode`: the options with which a test's fixtures start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import pytest

MARKER: Final = "devicemode"
OPTIONS: Final = ("settings", "dialect", "device", "seed", "locale", "platform", "mode")


def check(item: pytest.Item) -> None:
    """Fail a test whose marker is wrong; mistakes that depend on a platform show when an app is made."""
    if item.get_closest_marker(MARKER) is not None:
        _check(options_of(item))


def options_of(item: pytest.Item) -> dict[str, Any]:
    """Return the marker's options; the one nearest to the test wins."""
    options: dict[str, Any] = {}
    for mark in reversed(list(item.iter_markers(MARKER))):
        unknown = set(mark.kwargs) - set(OPTIONS)
        if mark.args or unknown:
            wrong = f"has no {', '.join(sorted(unknown))}" if unknown else "takes keyword arguments only"
            _refuse(f"{wrong}; it takes {', '.join(OPTIONS)}")
        options |= mark.kwargs
    return options


def _check(options: Mapping[str, Any]) -> None:
    from simulator.documentation import settings
    from simulator.model.dialects import Dialect, dialect
    from simulator.people.personas import check_locale
    from simulator.ports.segment.sources import made_source
    from simulator.values import describe

    for name, value in options.items():
        if name == "seed" and type(value) not in (int, str):
            _refuse(f"has a seed that is {describe(value)}; it is a whole number or a text")
        if name == "device" and not (value is None or isinstance(value, Mapping)):
            _refuse(f"has a device that is {describe(value)}; it is a dict of attributes and values")
    with explained():
        if not isinstance(options.get("dialect"), Dialect | None):
            dialect(options["dialect"])
        if not isinstance(options.get("settings"), settings.Settings | None):
            settings.parse(options["settings"])
        if "platform" in options or "mode" in options:
            made_source(options.get("platform", "server"), options.get("mode"))
        if options.get("locale") is not None:
            check_locale(options["locale"])


def _refuse(wrong: str) -> NoReturn:
    pytest.fail(f"the marker {MARKER} {wrong}", pytrace=False)


@contextmanager
def explained() -> Iterator[None]:
    """Fail a test with just the sentence that says what is wrong with its marker's options."""
    from simulator.errors import DevicemodeError

    try:
        yield
    except DevicemodeError as error:
        pytest.fail(f"the marker {MARKER}: {error}", pytrace=False)
