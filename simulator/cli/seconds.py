"""An option that is a number of seconds."""

from __future__ import annotations

from math import isnan
from typing import Any, Final

import click

LONGEST: Final = 86_400.0
"""A day: nobody waits longer."""


class _Seconds(click.FloatRange):
    """A number of seconds between a tenth and a day."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(f"{value!r} is not a number of seconds.", param, ctx)
        return found


SECONDS: Final = _Seconds(min=0.1, max=LONGEST)
