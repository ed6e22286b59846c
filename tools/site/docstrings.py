"""Docstrings as Markdown: an extension that mkdocstrings loads with the code."""

from __future__ import annotations

import re
from typing import Any, Final

import griffe

_DOCTEST: Final = re.compile(r"(?:^>>> .*\n?(?:^(?!>>> |\n).+\n?)*)+", re.MULTILINE)


class Doctests(griffe.Extension):
    """Shows the doctests of docstrings as code; Markdown would read them as quotations."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Put the doctests of one docstring into blocks."""
        del kwargs
        if obj.docstring is not None:
            value = obj.docstring.value
            obj.docstring.value = _DOCTEST.sub(lambda found: f"```pycon\n{found[0].rstrip()}\n```\n", value)
