"""The scenario as text: an editor with marks for the effects of each line, and for lines that can't be read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from gherkin.dialect import Dialect
from nicegui import events

from simulator.explorer import editing
from simulator.explorer.completion import complete
from simulator.explorer.document import Document, Mistake, read
from simulator.explorer.page import parts, payload
from simulator.explorer.page.assets import GherkinEditor
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View
from simulator.explorer.playing import Play

PAUSE: Final = 0.12
"""Seconds without a key after which the text is played."""


class Editor:
    """The pane in place of the step column."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._typed = 0
        self._noted: object = None
        self._shown = False
        with Tag("div", "pane", hidden="hidden", aria_label="Scenario as text") as self.root:
            with Tag("div", "bar"):
                with Tag("span", "segments", role="group", aria_label="Scenario as"):
                    with Tag("button", "", type="button", aria_pressed="false", title="Back to the steps (T)").on(
                        "click", self._leave
                    ):
                        parts.icon("same")
                        Tag("span", "", "Steps")
                    with Tag("button", "", type="button", aria_pressed="true"):
                        parts.icon("text")
                        Tag("span", "", "Text")
                self._repairs = Tag("span", "chip bad", hidden="hidden")
            self._editor = GherkinEditor(view.draft.text, language=None, line_wrapping=True, on_change=self._change)
            self._editor.props["keywords"] = keywords(view.draft.text)
            self._editor.on("complete", self._complete)
            self._editor.on("repair", self._repair)
            self._editor.on("leave", self._leave)
            self._editor.on("cursor", self._cursor)

    def update(self) -> None:
        """Show the text, and the effects of its lines."""
        view = self._view
        if view.textual != self._shown:
            self._shown = view.textual
            if view.textual:
                self.root.props.pop("hidden", None)
                self._editor.run_method("focus")
            else:
                self.root.props["hidden"] = "hidden"
        if not view.textual:
            return
        if self._editor.value != view.draft.text and not self._typed:
            self._editor.value = view.draft.text
        noted = (view.draft.text, view.play, view.now)
        if noted == self._noted:
            return
        self._noted = noted
        document = view.draft.document
        mistakes = document.mistakes
        count = len(mistakes)
        self._repairs.text = "1 line to repair" if count == 1 else f"{count} lines to repair"
        self._repairs.props.set_optional("hidden", None if count else "hidden")
        self._editor.run_method("setNotes", msgspec.json.encode(notes(view, document)).decode())

    async def _change(self, event: events.ValueChangeEventArguments[str]) -> None:
        self._typed += 1
        typed, text = self._typed, event.value or ""
        if text == self._view.draft.text:
            self._typed = 0
            return
        await asyncio.sleep(PAUSE)
        if typed != self._typed:
            return
        view = self._view
        view.step = None
        self._typed = 0
        draft = editing.with_text(view.draft, text)
        await view.page.go(view.page.history.typed(draft))

    def _complete(self, event: events.GenericEventArguments) -> None:
        asked: Mapping[str, Any] = event.args
        document = read(self._editor.value or "")
        found = complete(document, asked["line"], asked["column"])
        self._editor.run_method("completed", asked["id"], msgspec.to_builtins(found))

    async def _repair(self, event: events.GenericEventArguments) -> None:
        line, text = event.args["line"], event.args["text"]
        await self._view.act(lambda draft: editing.repair(draft, line, text), f"put line {line} back")

    def _cursor(self, event: events.GenericEventArguments) -> None:
        """Bring the events that the cursor's line caused into view in the grid."""
        line = event.args["line"]
        script = self._view.draft.script
        if script is None:
            return
        for number, step in enumerate(script.steps, 1):
            if step.line <= line <= step.last_line:
                for region in self._view.regions:
                    reveal = getattr(region, "reveal_step", None)
                    if reveal is not None:
                        reveal(number)

    def _leave(self) -> None:
        self._view.textual = False
        self._view.show()


def notes(view: View, document: Document) -> dict[str, Any]:
    """Return the notes beside the editor's lines: the play's position, mistakes, and the effects of each step."""
    play, script = view.play, view.draft.script
    made: dict[str, Any] = {
        "now": 0,
        "later": 0,
        "last": 0,
        "mistakes": [_mistake(one) for one in document.mistakes],
        "did": [],
    }
    if play is None or script is None or not script.steps:
        return made
    made["did"] = [done for step in range(1, play.steps + 1) if (done := _did(play, step, script.steps[step - 1].line))]
    now = view.now
    made["now"] = script.steps[now - 1].line if now else 0
    if now < len(script.steps):
        made["later"], made["last"] = script.steps[now].line, script.steps[-1].last_line
    return made


def _mistake(one: Mistake) -> dict[str, Any]:
    return {
        "line": one.line,
        "column": one.column,
        "end": one.end,
        "sentence": parts.sentence(one.sentence),
        "instead": list(one.instead),
    }


def _did(play: Play, step: int, line: int) -> dict[str, Any] | None:
    counts = []
    for track in play.tracks:
        events_of = next((moment.events for moment in track.moments if moment.step == step), ())
        counts.append([track.platform, track.title, len(events_of)])
    moved = play.clock(step) != play.clock(step - 1)
    if not moved and not any(count for _, _, count in counts):
        return None
    return {
        "line": line,
        "events": counts if any(count for _, _, count in counts) else [],
        "says": payload.when(play.clock(step), play.clock(step - 1)) if moved else "",
    }


def keywords(text: str) -> list[str]:
    """Return Gherkin's keywords in the language of a text, the longest first."""
    language = "en"
    first = text.lstrip().partition("\n")[0].replace(" ", "")
    if first.startswith("#language:"):
        language = first.removeprefix("#language:")
    dialect = Dialect.for_name(language) or Dialect.for_name("en")
    assert dialect is not None, "Gherkin knows English"  # noqa: S101 — for the type
    words = {
        word.strip()
        for group in (
            dialect.feature_keywords,
            dialect.rule_keywords,
            dialect.background_keywords,
            dialect.scenario_keywords,
            dialect.scenario_outline_keywords,
            dialect.examples_keywords,
            dialect.given_keywords,
            dialect.when_keywords,
            dialect.then_keywords,
            dialect.and_keywords,
            dialect.but_keywords,
        )
        for word in group
    }
    return sorted(words - {"*"}, key=len, reverse=True)
