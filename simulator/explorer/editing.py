"""Acts on a draft: each returns another draft, in whose text each act is a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from simulator.conformance.language.actions import AddSource, ChangeDevice
from simulator.conformance.language.cases import slug
from simulator.conformance.language.phrases import StepType
from simulator.conformance.language.writing import (
    Keywords,
    Lines,
    begun,
    keywords_of,
    lines_of,
    pairs_lines,
    split_steps,
    step_type,
)
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import Platform
from simulator.errors import UsageError, quoted
from simulator.explorer.casting import with_settings
from simulator.explorer.clients import ON, Client, another, client_of, title
from simulator.explorer.device import check_attribute
from simulator.explorer.document import Script, ScriptStep
from simulator.explorer.drafts import Draft
from simulator.model.dialects import DialectName
from simulator.model.divergences import divergence
from simulator.values import JSONObject, Value


def with_text(draft: Draft, text: str) -> Draft:
    """Replace the whole text."""
    return msgspec.structs.replace(draft, text=text)


def add_lines(draft: Draft, lines: Sequence[str], *, after: int | None = None) -> Draft:
    """Add the lines of one or more steps as `acts` writes them, without keywords and indentation.

    `after` is the number of the step that they follow, 0 for before the first; by default they go to the end. Given,
    When and And are chosen to fit.
    """
    draft = draft if draft.script else _with_scenario(draft)
    script = draft.script
    if script is None:
        return draft
    at = len(script.steps) if after is None else min(max(after, 0), len(script.steps))
    return _replaced(draft, script, at, at, split_steps(lines))


def remove_step(draft: Draft, step: int) -> Draft:
    """Remove a step (its number from 1) with its table or doc string."""
    script = _script(draft, step)
    return _replaced(draft, script, step - 1, step, [])


def replace_step(draft: Draft, step: int, lines: Sequence[str]) -> Draft:
    """Put the lines of another step in place of one."""
    script = _script(draft, step)
    return _replaced(draft, script, step - 1, step, split_steps(lines))


def step_lines(draft: Draft, step: int) -> Lines:
    """Return a step's lines as `add_lines` takes them, for `Copy as a step` and for editing it in a form."""
    written = _script(draft, step).steps[step - 1]
    return lines_of(written.text, written.argument)


def without_steps(draft: Draft) -> Draft:
    """Return a draft whose scenario has no steps of its own."""
    script = draft.script
    return draft if script is None else _replaced(draft, script, 0, len(script.steps), [])


def repair(draft: Draft, line: int, text: str) -> Draft:
    """Replace the text of the step at a line, after its keyword."""
    script = draft.script
    number = next((at for at, one in enumerate(script.steps if script else (), 1) if one.line == line), 0)
    if not script or not number:
        raise UsageError(f"there is no step on line {line}")
    return replace_step(draft, number, (text, *step_lines(draft, number)[1:]))


def rename(draft: Draft, name: str) -> Draft:
    """Give the feature another name."""
    words = keywords_of(draft.text)
    lines = draft.text.split("\n")
    at = next((at for at, line in enumerate(lines) if begun(line, words.features)), None)
    written = f"{words.feature}: {' '.join(name.split())}".rstrip()
    text = [written, "", *lines] if at is None else [*lines[:at], written, *lines[at + 1 :]]
    return with_text(draft, "\n".join(text))


def set_setting(draft: Draft, name: str, value: Value, *, client: str | None = None) -> Draft:
    """Set a setting for a client, by its key, or in the scenario for all; `None` takes it out again.

    For all clients, the table under `Given an app with the settings` is changed. Raises `SettingsError` for a setting
    or value that does not exist.
    """
    setting = settings_module.find(name)
    written = {setting.names[0]: value}
    if value is not None:
        settings_module.parse(written)
    if client is not None:
        chosen = client_of(draft.clients, client)
        return change_client(
            draft, msgspec.structs.replace(chosen, settings=_changed(chosen.settings, setting.names[0], value))
        )
    script = draft.script
    numbers = [
        number for number, one in enumerate(script.steps if script else (), 1) if isinstance(one.step, AddSource)
    ]
    for number in numbers:
        step = draft.script.steps[number - 1] if draft.script else None
        if step and isinstance(step.step, AddSource):
            draft = replace_step(
                draft, number, _source_lines(step, _changed(step.step.settings, setting.names[0], value))
            )
    return draft


def _changed(values: JSONObject, name: str, value: Value) -> JSONObject:
    """Return settings with one changed, or taken out, whichever of its names it was given by."""
    plain = {name: _shown(value)}
    merged = with_settings(values, plain)
    if value is None:
        del merged[name]
    return merged


def _shown(value: Value) -> Value:
    """Write a setting's value as the documentation does: on, off, names with commas."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(value) if isinstance(value, list | tuple) else value


_WITH_SETTINGS: Final = " with the settings"


def _source_lines(written: ScriptStep, settings: JSONObject) -> Lines:
    text = written.text.removesuffix(_WITH_SETTINGS)
    return (text + _WITH_SETTINGS, *pairs_lines(settings)) if settings else (text,)


def set_device(draft: Draft, name: str, value: Value, *, client: str | None = None) -> Draft:
    """Set an attribute of the device, as `set_setting` does; for all clients, under `Given the device has`.

    `None` takes it out again. Raises `DeviceError` for an attribute or value that does not exist.
    """
    if client is not None:
        chosen = client_of(draft.clients, client)
        if value is not None:
            check_attribute(name, value, chosen.platform)
        device = {key: one for key, one in chosen.device.items() if key != name}
        return change_client(
            draft, msgspec.structs.replace(chosen, device=device if value is None else device | {name: value})
        )
    if value is not None:
        check_attribute(name, value, None)
    steps = draft.script.steps if draft.script else ()
    for number, one in enumerate(steps, 1):
        if isinstance(one.step, ChangeDevice) and one.text == _DEVICE:
            values = {key: kept for key, kept in one.step.attributes.items() if key != name}
            values = values if value is None else values | {name: value}
            return replace_step(draft, number, (_DEVICE, *pairs_lines(values)) if values else ())
    if value is None:
        return draft
    after = next((number for number, one in enumerate(steps, 1) if isinstance(one.step, AddSource)), 0)
    return add_lines(draft, (_DEVICE, *pairs_lines({name: value})), after=after)


_DEVICE: Final = "the device has"


def add_client(
    draft: Draft, platform: Platform, *, like: str | None = None, dialect: DialectName = "documented"
) -> Draft:
    """Add a client, beside the others of its platform."""
    made = another(draft.clients, platform, like=like, dialect=dialect)
    last = max((at for at, one in enumerate(draft.clients) if one.platform == platform), default=len(draft.clients) - 1)
    return msgspec.structs.replace(draft, clients=(*draft.clients[: last + 1], made, *draft.clients[last + 1 :]))


def change_client(draft: Draft, client: Client) -> Draft:
    """Replace the client with the same key."""
    client_of(draft.clients, client.key)
    return msgspec.structs.replace(
        draft, clients=tuple(client if one.key == client.key else one for one in draft.clients)
    )


def name_client(draft: Draft, key: str, name: str) -> Draft:
    """Give a client another name, by which it is known on the page and in a saved feature; empty for its own.

    Raises `UsageError` for a name that another client has, or that a feature can't contain.
    """
    client = client_of(draft.clients, key)
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"a client's name has at most {LONGEST_NAME} characters, all of them printable")
    if ON in name:
        raise UsageError(f"a client's name can't contain {quoted(ON)}, by which a saved feature knows where it begins")
    changed = change_client(draft, msgspec.structs.replace(client, name=name))
    titles = [title(one, changed.clients) for one in changed.clients]
    if name and titles.count(name) > 1:
        raise UsageError(f"another client is called {quoted(name)} already")
    return changed


LONGEST_NAME: Final = 40
"""Characters of a client's name."""


def remove_client(draft: Draft, key: str) -> Draft:
    """Remove a client."""
    client_of(draft.clients, key)
    return msgspec.structs.replace(draft, clients=tuple(one for one in draft.clients if one.key != key))


def switch_divergence(draft: Draft, key: str, name: str) -> Draft:
    """Take a divergence out of a client's dialect, or add it; or back."""
    divergence(name)
    client = client_of(draft.clients, key)
    switched = tuple(sorted(set(client.switched) ^ {name}))
    return change_client(draft, msgspec.structs.replace(client, switched=switched))


def own_copy(draft: Draft) -> Draft:
    """Return a draft with a copy of the scenario that is looked at, for `Keep as my scenario`; it is in no file yet."""
    script = draft.script
    if script is None:
        return draft
    words = keywords_of(draft.text)
    language = draft.text.partition("\n")[0] if draft.text.lstrip().startswith("#") else ""
    top = [*([language] if language else []), f"{words.feature}: {draft.document.name}", ""]
    text = "\n".join([*top, *_copied(script, script.steps, words)]) + "\n"
    return msgspec.structs.replace(draft, text=text, scenario="", path="")


def with_row_apart(draft: Draft) -> Draft:
    """Return a draft in which the row of an outline that is looked at is a scenario of its own, at the end."""
    script = draft.script
    if script is None or not is_row(draft, script):
        return draft
    own = [one for one in script.steps if one.line > script.line]
    lines = _copied(script, own, keywords_of(draft.text))
    text = draft.text.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"
    made = with_text(draft, text)
    return msgspec.structs.replace(made, scenario=made.document.scripts[-1].key)


def is_row(draft: Draft, script: Script) -> bool:
    """Tell whether a script is a row of an outline."""
    words = keywords_of(draft.text)
    return bool(begun(draft.text.split("\n")[script.line - 1], words.outlines))


def _copied(script: Script, steps: Sequence[ScriptStep], words: Keywords) -> list[str]:
    """Return a script as a scenario, with what the Examples fill in."""
    name = script.name if slug(script.name) == script.key else f"{script.name}: {script.key}"
    lines = [f"  {' '.join(script.tags)}"] if script.tags else []
    lines.append(f"  {words.scenario}: {name}")
    for one in steps:
        lines += _indented(one.keyword, lines_of(one.text, one.argument), "    ")
    return lines


def _with_scenario(draft: Draft) -> Draft:
    """Return a draft with a scenario in it, for the first step."""
    words = keywords_of(draft.text)
    has_feature = any(begun(line, words.features) for line in draft.text.split("\n"))
    top = draft.text.rstrip("\n") if has_feature else f"{words.feature}: New scenario"
    return with_text(draft, f"{top}\n\n  {words.scenario}: New scenario\n    {words.given} an app\n")


def _script(draft: Draft, step: int) -> Script:
    script = draft.script
    if script is None or not 1 <= step <= len(script.steps):
        raise UsageError(f"there is no step {quoted(step)} in this scenario")
    return script


def _replaced(draft: Draft, script: Script, first: int, last: int, made: Sequence[Lines]) -> Draft:
    """Replace the steps from index `first` up to `last`, which is not among them, by others."""
    words = keywords_of(draft.text)
    lines = draft.text.split("\n")
    before, after = script.steps[:first], script.steps[last:]
    kind = before[-1].type if before else None
    written: list[str] = []
    indent = _indent(lines, script)
    for step in made:
        own = step_type(step[0])
        if own == "when" and first < last and script.steps[first].type == "given":
            # A step that acts may be a Given as well.
            own = "given"
        written += _indented(words.and_ if own == kind else words.of(own), step, indent)
        kind = own
    if after and after[0].keyword in words.joining and after[0].type != kind:
        _reword(lines, after[0], words)
    begins, ends = _place(script, first, last)
    return with_text(draft, "\n".join([*lines[:begins], *written, *lines[ends:]]))


def _place(script: Script, first: int, last: int) -> tuple[int, int]:
    """Return the range of lines, counted from 0, of the steps from `first` up to `last`."""
    steps = script.steps
    if first < last:
        return steps[first].line - 1, steps[last - 1].last_line
    follows = steps[first].line - 1 if first < len(steps) else None
    if first and (steps[first - 1].line > script.line or (follows is not None and follows < script.line)):
        at = steps[first - 1].last_line
    else:
        at = script.line if follows is None else follows
    return at, at


def _indent(lines: list[str], script: Script) -> str:
    """Return the indentation of a script's steps."""
    if script.steps:
        line = lines[script.steps[-1].line - 1]
        return line[: len(line) - len(line.lstrip())]
    line = lines[script.line - 1]
    return line[: len(line) - len(line.lstrip())] + "  "


def _indented(keyword: str, step: Lines, indent: str) -> list[str]:
    text, *under = step
    return [f"{indent}{keyword} {text}", *(f"{indent}  {line}".rstrip() for line in under)]


def _reword(lines: list[str], step: ScriptStep, words: Keywords) -> None:
    """Give a step that inherits the type of the one before a keyword of its own."""
    kind: StepType = step.type
    lines[step.line - 1] = lines[step.line - 1].replace(step.keyword, words.of(kind), 1)
