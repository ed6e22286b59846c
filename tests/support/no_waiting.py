"""Schemathesis asks, and does not wait for what may arrive: `wait` is 0 in each query in which it is valid."""

from __future__ import annotations

from typing import Any

import schemathesis

from simulator.backend.reading.queries import WAIT


@schemathesis.hook
def map_query(context: schemathesis.HookContext, query: dict[str, Any] | None) -> dict[str, Any] | None:
    del context
    if (
        query
        and isinstance(wait := query.get(WAIT.name), int)
        and not isinstance(wait, bool)
        and 0 <= wait <= WAIT.most
    ):
        return {**query, WAIT.name: 0}
    return query
