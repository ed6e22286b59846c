"""Rereading: of a text that differs from an earlier one in some steps of one scenario, only these are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from simulator.conformance.language.arguments import Argument
from simulator.conformance.language.writing import Keywords, begun, keywords_of
from simulator.explorer.reading import compiled, frozen, read_whole
from simulator.explorer.script import Document, Mistake, Script, ScriptStep


def spliced(before: Document, text: str) -> Document | None:
    """Return what a text reads as; `None` unless it differs from `before` in steps of one scenario alone.

    The changed steps are read in a feature of their own. The steps after them are moved, and inherit another type where
    their keyword says so.
    """
    old, new = before.text.split("\n"), text.split("\n")
    words = keywords_of(text)
    if not _only_steps_are_wrong(before):
        return None
    first, last = _common(old, new)
    script = next((one for one in reversed(before.scripts) if one.line <= first), None)
    if script is None or not _is_plain(script, before, old, words):
        return None
    own = [one for one in script.steps if one.line > script.line]
    kept = [one for one in own if one.last_line <= first]
    moved = [one for one in own if one.line > len(old) - last]
    replaced = own[len(kept) : len(own) - len(moved)]
    begins = min([first, *(one.line - 1 for one in replaced)])
    # Up to the next step: the scenario's description would be under a step that is put above it.
    ends = moved[0].line - 1 if moved else max([len(old) - last, *(one.last_line for one in replaced)])
    others = [one.line for one in before.scripts if one.line > script.line]
    by = len(new) - len(old)
    if begins < script.line or (others and ends >= min(others) - 1) or (not own and not moved):
        return None
    made = _read_alone(new[begins : ends + by], kept[-1] if kept else None, words, text, begins)
    if made is None:
        return None
    steps = [*(one for one in script.steps if one.line <= script.line), *kept, *made]
    again = _typed_again(moved, steps[-1] if steps else None, by, words)
    if again is None:
        return None
    steps += again
    return _with_steps(before, text, script, steps, by)


def _only_steps_are_wrong(document: Document) -> bool:
    of_steps = {one.mistake for script in document.scripts for one in script.steps if one.mistake}
    return len(of_steps) == len(document.mistakes)


def _is_plain(script: Script, document: Document, lines: Sequence[str], words: Keywords) -> bool:
    """Tell whether a script is a scenario of its own, and not a row of an outline."""
    alike = sum(one.line == script.line for one in document.scripts)
    return alike == 1 and bool(begun(lines[script.line - 1], words.scenarios))


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return the number of lines that two texts share at their beginnings, and at their ends."""
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    last = next((at for at in range(most - first) if old[-1 - at] != new[-1 - at]), most - first)
    return first, last


_HEADER = 3
"""Lines before the steps that are read alone."""


def _read_alone(
    lines: Sequence[str], before: ScriptStep | None, words: Keywords, text: str, offset: int
) -> list[ScriptStep] | None:
    """Read lines as steps; `None` if they are anything else as well."""
    if any(begun(line, words.tables) for line in lines):
        return None
    kind = words.of(before.type if before else "given")
    language = next((line for line in text.split("\n")[:1] if line.strip().startswith("#")), "")
    header = [f"{language}\n{words.feature}: x" if language else f"{words.feature}: x"]
    header += [f"{words.scenario}: y", f"{kind} an app"]
    alone = read_whole("\n".join([*header, *lines]))
    if len(alone.scripts) != 1 or not _only_steps_are_wrong(alone) or alone.scripts[0].name != "y":
        return None
    in_front, *steps = alone.scripts[0].steps
    if in_front.argument != Argument():
        # A table or a doc string comes first: it belongs to the step before, which has been read without it.
        return None
    down = offset - _HEADER - bool(language)
    return [_moved(one, down) for one in steps]


def _moved(step: ScriptStep, by: int) -> ScriptStep:
    mistake = step.mistake and msgspec.structs.replace(step.mistake, line=step.mistake.line + by)
    return msgspec.structs.replace(step, line=step.line + by, last_line=step.last_line + by, mistake=mistake)


def _typed_again(
    steps: Iterable[ScriptStep], before: ScriptStep | None, by: int, words: Keywords
) -> list[ScriptStep] | None:
    """Return steps further down; those that inherit the type of the one before get its present type.

    `None` if that makes one of them wrong, or mends one.
    """
    made: list[ScriptStep] = []
    kind = before.type if before else "given"
    for one in steps:
        step = _moved(one, by) if by else one
        if one.keyword in words.joining and one.type != kind:
            again, _ = compiled(one.text, kind, one.argument.docstring, frozen(one.argument.table))
            if again is None or one.step is None:
                return None
            step = msgspec.structs.replace(step, type=kind, step=again)
        kind = step.type
        made.append(step)
    return made


def _with_steps(before: Document, text: str, script: Script, steps: Sequence[ScriptStep], by: int) -> Document:
    changed = msgspec.structs.replace(
        script, steps=tuple(steps), last_line=max([script.line, *(one.last_line for one in steps)])
    )
    scripts = tuple(
        changed if one is script else _script_moved(one, by) if one.line > script.line else one
        for one in before.scripts
    )
    mistakes: dict[Mistake, None] = dict.fromkeys(step.mistake for one in scripts for step in one.steps if step.mistake)
    return Document(
        text=text, name=before.name, scripts=scripts, mistakes=tuple(sorted(mistakes, key=lambda one: one.line))
    )


def _script_moved(script: Script, by: int) -> Script:
    steps = tuple(_moved(one, by) if one.line > script.line else one for one in script.steps)
    return msgspec.structs.replace(script, line=script.line + by, last_line=script.last_line + by, steps=steps)
