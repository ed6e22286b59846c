"""Options that belong together: a command is handed each group of them as one frozen object."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import msgspec

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]


def grouped(name: str, into: type[msgspec.Struct], *options: Decorator) -> Callable[[Command], Callable[..., Any]]:
    """Add click's options to a command, which gets one argument `name` in place of one for each.

    The fields of `into` are named like the options' parameters. Options at another place in the help are added by hand
    above this decorator, and are gathered here all the same.
    """

    def add(command: Command) -> Callable[..., Any]:
        @wraps(command)
        def gathered(*arguments: Any, **given: Any) -> Any:
            group = into(**{field: given.pop(field) for field in into.__struct_fields__})
            return command(*arguments, **given, **{name: group})

        decorated: Callable[..., Any] = gathered
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return add
