"""The vocabulary as step definitions of cucumber-js, which the Cucumber extensions of editors read.

The extensions complete and check steps by these; their support for Python does not see the steps of pytest-bdd. Nobody
is meant to run them: `devicemode conform`, `devicemode run` and pytest know the phrases themselves.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Final

from simulator import __version__
from simulator.conformance.language.arguments import NOTHING
from simulator.conformance.language.parameters import PARAMETERS, Parameter
from simulator.conformance.language.phrases import Phrase
from simulator.conformance.language.vocabulary import PHRASES

_WIDTH: Final = 117

_HEADER: Final = """\
// The phrases of devicemode {version}, for the Cucumber extensions of VS Code and JetBrains, which complete steps by
// this file and mark undefined ones. It is written by `devicemode steps --glue FILE`: do so again after an update.
// The steps are carried out by `devicemode run`, `devicemode conform` and pytest, not by cucumber-js: here all are
// pending.
import {{ defineParameterType, Given, Then, When }} from "@cucumber/cucumber";
"""


def javascript() -> str:
    """Return the glue: a parameter type for each of the vocabulary's, a step definition for each phrase."""
    blocks = [
        _HEADER.format(version=__version__),
        "".join(map(_parameter_type, PARAMETERS)),
        *map(_step_definition, PHRASES),
    ]
    return "\n".join(blocks)


def _parameter_type(parameter: Parameter) -> str:
    return f"defineParameterType({{ name: {json.dumps(parameter.name)}, regexp: /{parameter.regexp}/ }});\n"


def _step_definition(phrase: Phrase) -> str:
    return "\n".join(
        (
            *(f"// {line}" for said in _help(phrase) for line in textwrap.wrap(said, _WIDTH)),
            f"{phrase.type.title()}({json.dumps(phrase.expression)}, function () {{",
            '  return "pending";',
            "});\n",
        )
    )


def _help(phrase: Phrase) -> Iterator[str]:
    yield phrase.help
    if phrase.takes is not NOTHING:
        yield f"Takes {phrase.takes.shown} under it."
    if phrase.takes.columns:
        yield f"Columns: {', '.join(column.name for column in phrase.takes.columns)}."
