"""A feature as far as it can be read, as data: scripts, their steps, and mistakes."""

from __future__ import annotations

import msgspec

from simulator.conformance.language.actions import AddSource
from simulator.conformance.language.arguments import Argument
from simulator.conformance.language.phrases import Step, StepType


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can't be read, and where. Lines and columns count from 1, columns in characters."""

    line: int
    column: int
    #: The column after its last character.
    end: int
    sentence: str
    #: Replacements for it, nearest first: texts of steps, without their keyword.
    instead: tuple[str, ...] = ()


class ScriptStep(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a script: its text, and its action or expectation."""

    #: `Given`, `And`, `*`, … as written, in any language of Gherkin.
    keyword: str
    type: StepType
    text: str
    argument: Argument
    #: Its first and its last line in the text, including its table or doc string.
    line: int
    last_line: int
    #: `None` for a step that can't be read.
    step: Step | None
    mistake: Mistake | None = None


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario, or one row of an outline, with the steps of the Background before its own."""

    #: The part of the case's id after `#`.
    key: str
    name: str
    line: int
    last_line: int
    tags: tuple[str, ...]
    steps: tuple[ScriptStep, ...]

    @property
    def playable(self) -> int:
        """The number of steps that can be played: those before the first mistake."""
        return next((index for index, one in enumerate(self.steps) if one.step is None), len(self.steps))

    @property
    def names_its_apps(self) -> bool:
        """Whether it names its apps, so that clients of other platforms have no part in it."""
        added = self.sources
        return bool(added) and all(one.platform for one in added)

    @property
    def sources(self) -> tuple[AddSource, ...]:
        """The steps that install an app or start a server."""
        return tuple(one.step for one in self.steps if isinstance(one.step, AddSource))


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A feature as far as it can be read."""

    text: str
    name: str
    scripts: tuple[Script, ...]
    #: All of them, by line; those of steps are also with their steps.
    mistakes: tuple[Mistake, ...]

    def script(self, key: str) -> Script | None:
        """Return the script with a key; the first one if there is none with it, `None` if there is none at all."""
        return next((one for one in self.scripts if one.key == key), self.scripts[0] if self.scripts else None)
