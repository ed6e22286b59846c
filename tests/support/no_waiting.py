"""Schemathesis does not wait for arrivals: `wait` is 0 in each query in which it is valid."""

from __future__ import annotations

from typing import Any

import schemathesis

from simulator.backend.reading.queries import WAIT


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    del context, kwargs
    wait = str(case.query.get(WAIT.name, "")) if case.query else ""
    if wait.isascii() and wait.isdigit() and int(wait) <= WAIT.most:
        case.query[WAIT.name] = 0
