"""A step: its effects on each client, and its lines to change or remove."""

from __future__ import annotations

from nicegui import ui

from simulator.explorer import editing
from simulator.explorer.page import event_panel, parts, payload
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View


def show(view: View, step: int) -> None:
    """Fill the inspector with a step."""
    script = view.draft.script
    if script is None or not 1 <= step <= len(script.steps):
        return
    one = script.steps[step - 1]
    lines = editing.step_lines(view.draft, step)
    with Tag("header"):
        with Tag("h2"):
            Tag("span", "", f"Step {step} of {len(script.steps)}")
            event_panel.close_button(view)
        Tag("p", "", f"Line {one.line} · {one.keyword.strip()} {one.text}")
    if one.mistake:
        with Tag("section"), parts.box("This line is not played", "wrong"):
            Tag("p", "", parts.sentence(one.mistake.sentence))
            for text in one.mistake.instead[:3]:
                parts.link(f"Use “{text}”", lambda text=text: _repair(view, one.line, text))
    elif view.play is not None and step <= view.play.steps:
        with Tag("section"):
            parts.heading("What it did", right=payload.clock(view.play.clock(step)))
            for track in view.play.tracks:
                moment = next((each for each in track.moments if each.step == step), None)
                names = ", ".join(str(event.event.get("event_type", "")) for event in moment.events) if moment else ""
                with Tag("div", "did"):
                    parts.platform(track.client, track.title)
                    Tag("span", "faint", names or "nothing")
    with Tag("section"):
        parts.heading("Its lines")
        field = ui.textarea(value="\n".join(lines)).props('outlined autogrow aria-label="The lines of the step"')
        field.props["input-class"] = "mono"
    with Tag("div", "acts"):
        parts.button("Change it", lambda: _replace(view, step, str(field.value or "")), classes="primary")
        parts.button("Remove", lambda: _remove(view, step, one.text), before="remove")
        parts.button("Play to the end", lambda: view.go_to(view.last))


async def _repair(view: View, line: int, text: str) -> None:
    await view.act(lambda draft: editing.repair(draft, line, text), f"put line {line} back")


async def _replace(view: View, step: int, text: str) -> None:
    lines = tuple(line.rstrip() for line in text.splitlines() if line.strip())
    if lines:
        await view.act(lambda draft: editing.replace_step(draft, step, lines), f"change step {step} back")


async def _remove(view: View, step: int, text: str) -> None:
    view.panel = None
    if view.step is not None and view.step >= step:
        view.step -= 1
    await view.act(lambda draft: editing.remove_step(draft, step), f"bring back “{text}”")
