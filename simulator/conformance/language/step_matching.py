"""Steps read by the vocabulary: the phrase that a text is, and its action or expectation."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final

import msgspec

from simulator.conformance.judging.matching import ROLE_KINDS, stray
from simulator.conformance.judging.notation import NotationError
from simulator.conformance.language.arguments import Argument, StepError, wrong
from simulator.conformance.language.parameters import EXAMPLES
from simulator.conformance.language.phrases import Phrase, Step, StepType
from simulator.conformance.language.vocabulary import PHRASES
from simulator.errors import readable
from simulator.values import Value


class Match(msgspec.Struct, frozen=True):
    """The phrase that a step's text is, with its parameters."""

    phrase: Phrase
    parameters: list[Any]


@lru_cache(maxsize=4096)
def match(text: str, step_type: StepType) -> Match:
    """Find the phrase of a step's text; raise `StepError` with the nearest phrases if there is none.

    A `when` phrase may also be used as a Given.
    """
    for phrase in PHRASES:
        if phrase.type == step_type or (step_type == "given" and phrase.type == "when"):
            parameters = phrase.parameters(text)
            if parameters is not None:
                return Match(phrase, parameters)
    raise StepError(_unknown(text, step_type))


def compile_step(text: str, step_type: StepType, argument: Argument) -> Step:
    """Turn a step into its action or expectation; raise `StepError` if no phrase matches."""
    matched = match(text, step_type)
    try:
        made = matched.phrase.step(matched.parameters, argument)
    except NotationError as error:
        wrong(str(error))
    if _has_brackets(text, argument):
        left_over = next(
            (found for name in made.__struct_fields__ if (found := stray(_plain(getattr(made, name))))), ""
        )
        if left_over:
            wrong(f"{left_over} is neither a column of the Examples nor a role; roles are {_ROLE_NAMES}")
    return made


_ROLE_NAMES: Final = ", ".join(f"<{kind}>" for kind in sorted(ROLE_KINDS))


def _has_brackets(text: str, argument: Argument) -> bool:
    return (
        "<" in text
        or "<" in (argument.docstring or "")
        or any("<" in cell for row in argument.table or () for cell in row)
    )


def _plain(value: Value) -> Value:
    return list(value) if isinstance(value, tuple) else value


def _unknown(text: str, step_type: StepType) -> str:
    if not text:
        return "a step needs a phrase after its keyword. `devicemode steps` lists them all"
    others = [phrase for phrase in PHRASES if phrase.parameters(text) is not None]
    if others:
        return f"“{readable(text)}” is a {others[0].type.title()} step, not a {step_type.title()} step"
    smaller = _LONG_NUMBER.sub("1", text)
    if any(phrase.parameters(smaller) is not None for phrase in PHRASES):
        return f"“{readable(text)}” has a number that is too long; a number has at most 9 digits"
    shown = {phrase.shown: phrase for phrase in PHRASES}
    blanked = readable(_STRING.sub('"…"', text))
    close = get_close_matches(blanked, shown, n=3, cutoff=0.5)
    named = "; ".join(f"“{one}”" for one in close)
    hint = f" The nearest {'is' if len(close) == 1 else 'are'}: {named}." if close else ""
    if close and close[0].startswith(EXAMPLES["source"]):
        hint += " Besides an ios app there are a web app, an android app, a server source, and an app, which is any."
    return f"no phrase matches “{readable(text)}”.{hint} `devicemode steps` lists them all"


_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_LONG_NUMBER: Final = re.compile(r"[0-9]{10,}")
