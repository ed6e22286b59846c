"""A phrase of the scenario language: a Cucumber expression, and the action or expectation that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final, Literal

import msgspec

from simulator.conformance.judging.expectations import AnyExpectation
from simulator.conformance.language.actions import AnyAction
from simulator.conformance.language.arguments import NOTHING, Argument, Takes, wrong
from simulator.conformance.language.parameters import EXAMPLES, compiled

StepType = Literal["given", "when", "then"]
Step = AnyAction | AnyExpectation


class Phrase(msgspec.Struct, frozen=True):
    """One phrase of the language."""

    #: `given` phrases set up the scenario, `when` phrases act (and may be used as Given), `then` phrases judge.
    type: StepType
    #: A Cucumber expression: `{name}` is a parameter of that type, `(s)` is optional, `a/b` is either word.
    expression: str
    help: str
    #: Takes the parameters in their order, then the step's argument, if the phrase takes one.
    make: Callable[..., Step]
    takes: Takes = NOTHING

    @property
    def shown(self) -> str:
        """The expression for people: `the app tracks "…"`."""
        return _PARAMETER.sub(lambda match: EXAMPLES[match[1]], self.expression)

    def parameters(self, text: str) -> list[Any] | None:
        """Return the parameters in a step's text, or `None` if the text is another phrase."""
        if not all(part in text for part in words(self.expression)):
            return None
        found = compiled(self.expression).match(text)
        return None if found is None else [one.value for one in found]

    def step(self, parameters: list[Any], argument: Argument) -> Step:
        """Return a step's action or expectation; raise `StepError` or `NotationError` if its argument can't be read."""
        if argument.shown not in self.takes.shown:
            wrong(f"the phrase “{self.shown}” takes {self.takes.shown} under it, but there is {argument.shown}")
        if self.takes is NOTHING:
            return self.make(*parameters)
        return self.make(*parameters, self.takes.read(argument))


_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_NOT_VERBATIM: Final = re.compile(r"\{\w+\}|\(\w+\)|\w+(?:/\w+)+")


@cache
def words(expression: str) -> tuple[str, ...]:
    """Return the words that every text matching an expression contains.

    Most phrases are told apart by these: their expressions need be neither compiled nor tried.
    """
    return tuple(filter(None, _NOT_VERBATIM.split(expression)))
