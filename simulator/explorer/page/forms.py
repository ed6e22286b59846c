"""The form of a Segment call: its fields, printed examples and lifelike values; it makes a line of Gherkin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, Final

import msgspec
from msgspec import json
from nicegui import ui

from simulator.errors import DevicemodeError
from simulator.explorer import acts
from simulator.explorer.acts import Field, Form
from simulator.explorer.page import parts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View
from simulator.values import JSONObject, Value

_seeds: Final = count(1)

RARE: Final = ("anonymousId", "timestamp", "integrations", "context")
"""Fields that are folded away at first."""


class CallForm:
    """A dialog with the fields of one call."""

    def __init__(self, view: View, form: Form) -> None:
        self._view = view
        self._form = form
        self._read: dict[str, Callable[[], Value]] = {}
        self._write: dict[str, Callable[[Value], object]] = {}
        with ui.dialog() as self._dialog, Tag("form", "dialog form-of-call") as form_element:
            with Tag("header"):
                Tag("span", "mono", form.method)
                Tag("span", "faint", form.help)
            with Tag("div", "within"):
                self._examples()
                with Tag("div", "form"):
                    for field in form.fields:
                        if field.name not in RARE:
                            self._field(field)
                    rare = [field for field in form.fields if field.name in RARE]
                    if rare:
                        with Tag("details"):
                            Tag("summary", "", f"More: {', '.join(field.label.lower() for field in rare)}")
                            with Tag("div"):
                                for field in rare:
                                    self._field(field)
                self._wrong = Tag("div", "box wrong", hidden="hidden", role="alert")
                self._preview = Tag(
                    "div", "gherkin", hidden="hidden", role="region", aria_label="The lines", tabindex="0"
                )
            with Tag("footer"):
                with Tag("button", "button primary", type="submit"):
                    Tag("span", "", "Add the step")
                    Tag("kbd", "", "Enter")
                parts.button("Cancel", self._dialog.close)
        form_element.on("submit.prevent", self._add)
        self._dialog.on("hide", self._dialog.delete)

    def open(self) -> None:
        """Show the form."""
        self._preview_now()
        self._dialog.open()

    def _examples(self) -> None:
        with Tag("div", "examples"):
            parts.button("Lifelike", self._lifelike, classes="small", says="Fill in what a made-up person might do")
            if not self._form.examples:
                return
            with (
                parts.button("As documented", None, classes="small", says="Fill in a printed example"),
                ui.menu().props("auto-close"),
                Tag("div", "menu"),
            ):
                for one in self._form.examples:
                    with Tag("button", "", type="button") as made:
                        Tag("span", "", one.title)
                        Tag("small", "", one.section)
                    made.on("click", lambda one=one: self.fill(one.fields))

    def _field(self, field: Field) -> None:
        label = field.label if field.required else f"{field.label}, optional"
        if field.kind == "flag":
            flag = ui.checkbox(label).props("dense")
            self._read[field.name] = lambda: bool(flag.value) or None
            self._write[field.name] = lambda value: flag.set_value(bool(value))
        elif field.kind == "choice":
            chosen = ui.select(list(field.choices), label=label, clearable=not field.required).props(
                "outlined options-dense"
            )
            self._read[field.name] = lambda: chosen.value
            self._write[field.name] = lambda value: chosen.set_value(value if value in field.choices else None)
        else:
            text = ui.textarea(label=label) if field.kind == "json" else ui.input(label=label)
            text.props("outlined dense stack-label" + (" autogrow" if field.kind == "json" else ""))
            if field.kind == "json":
                text.props["input-class"] = "mono"
            if field.help:
                text.props["hint"] = field.help
            self._read[field.name] = partial(_marked, text, field)
            self._write[field.name] = lambda value: text.set_value(_written(value))

    def fill(self, fields: JSONObject) -> None:
        """Fill in the fields of a call."""
        for name, write in self._write.items():
            write(fields.get(name))
        self._preview_now()

    def _lifelike(self) -> None:
        self.fill(acts.lifelike(self._form.method, next(_seeds)))

    def _lines(self) -> tuple[str, ...]:
        """Return the lines of the call; raises `CallError` or `ValueError` in a sentence."""
        fields: dict[str, Value] = {}
        for name, read in self._read.items():
            value = read()
            if value is not None and value != "":
                fields[name] = value
        return acts.call_lines(self._form.method, fields)

    def _preview_now(self) -> None:
        try:
            lines = self._lines()
        except (DevicemodeError, ValueError):
            self._preview.props["hidden"] = "hidden"
            return
        self._preview.props.pop("hidden", None)
        self._preview.text = "\n".join(lines)

    async def _add(self) -> None:
        try:
            lines = self._lines()
        except DevicemodeError as error:
            self._wrong.props.pop("hidden", None)
            self._wrong.text = parts.sentence(str(error))
            return
        except ValueError:
            # The message is shown beside the field.
            self._wrong.props["hidden"] = self._preview.props["hidden"] = "hidden"
            return
        self._dialog.close()
        await self._view.add(lines, lines[0].strip())


def _marked(shown: ui.input | ui.textarea, field: Field) -> Value:
    """Read a field; mark it and raise `ValueError` if its text can't be read."""
    try:
        value = _read(field, str(shown.value or ""))
    except ValueError as error:
        shown.props["error"] = True
        shown.props["error-message"] = parts.sentence(str(error))
        raise
    shown.props.set_optional("error", None)
    return value


def _read(field: Field, text: str) -> Value:
    """Read the text in a field; raises `ValueError` with a sentence."""
    text = text.strip()
    if not text:
        return None
    if field.kind == "number":
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            raise ValueError(f"{field.label} is not a number: {text[:40]}") from None
    if field.kind == "json":
        try:
            value: Value = json.decode(text)
        except msgspec.DecodeError as error:
            raise ValueError(f"{field.label} is not valid JSON: {_plainly(error)}") from None
        return value
    return text


def _plainly(error: msgspec.DecodeError) -> str:
    """Return the mistake in JSON, without repeating that it is JSON."""
    said = str(error).removeprefix("JSON is malformed: ")
    return "it ends too early" if said == "Input data was truncated" else said


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.format(json.encode(value), indent=2).decode()
