"""The id of a project: an API key, or `run-` and the name of a run."""

from __future__ import annotations

import re
from typing import Final

API_KEY: Final = re.compile(r"[0-9A-Za-z]{32}")
RUN: Final = re.compile(r"[A-Za-z0-9._~-]{1,80}")
"""The name of a run."""
RUN_PREFIX: Final = "run-"


def is_project_id(text: str) -> bool:
    """Tell whether a text is an API key, or the name of a run after `run-`."""
    if text.startswith(RUN_PREFIX):
        return RUN.fullmatch(text.removeprefix(RUN_PREFIX)) is not None
    return API_KEY.fullmatch(text) is not None
