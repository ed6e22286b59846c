"""The dock: a field for a step, and frequent acts, one click each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import ui

from simulator.explorer import acts
from simulator.explorer.acts import Act
from simulator.explorer.page import parts, payload
from simulator.explorer.page.forms import CallForm
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View

CALLS_SHOWN: Final = ("track", "identify", "page", "screen", "group")
SHOWN: Final = {"App": 3, "Time": 4, "Network": 1}
"""The number of acts of a group that have a button of their own; the rest is in a menu, the last of which is shared."""


class Dock:
    """The bar below the grid."""

    def __init__(self, view: View, open_palette: Callable[[str], None]) -> None:
        self._view = view
        self._forms = {form.method: form for form in acts.forms()}
        with Tag("div", "dock", role="toolbar", aria_label="Add a step") as self.root:
            with Tag("button", "search add", type="button", aria_label="Add a step", title="Add a step (A)").on(
                "click", lambda: open_palette("")
            ):
                parts.icon("plus")
                Tag("span", "cut desk", "Add a step: type it, or pick one")
                Tag("span", "phone", "Add a step")
                Tag("kbd", "right desk", "A")
            self._calls()
            self._acts()
            with Tag("span", "phone stepping"):
                parts.icon_button("back", "One step back", lambda: view.go_to(view.now - 1))
                self._clock = Tag("span", "faint number").style("font-size: 12px; text-align: center; white-space: pre")
                parts.icon_button("forward", "One step on", lambda: view.go_to(view.now + 1))

    def update(self) -> None:
        """Show the clock, on a phone."""
        view = self._view
        clock = payload.clock(view.play.clock(view.now)) if view.play else ""
        self._clock.text = f"{view.now} of {view.last}\n{clock}"
        self.root.visible = view.begun

    def form(self, method: str) -> None:
        """Open the form of a call."""
        with self.root:
            CallForm(self._view, self._forms[method]).open()

    def _calls(self) -> None:
        Tag("span", "group desk", "Call")
        for method in CALLS_SHOWN:
            if method in self._forms:
                wide = "wide" if method == "group" else "roomy" if method == "screen" else ""
                parts.button(
                    method,
                    lambda method=method: self.form(method),
                    classes=f"desk {wide}",
                    says=self._forms[method].help,
                )
        with (
            parts.icon_button("more", "More calls", _nothing, classes="desk"),
            ui.menu().props("auto-close"),
            Tag("div", "menu"),
        ):
            for method, form in self._forms.items():
                with Tag("button", "", type="button", title=form.help) as made:
                    Tag("span", "", method)
                made.on("click", lambda method=method: self.form(method))

    def _acts(self) -> None:
        groups: dict[str, list[Act]] = {}
        for act in acts.acts():
            groups.setdefault(act.group, []).append(act)
        rest: list[Act] = []
        for name, found in groups.items():
            shown = SHOWN.get(name, 0)
            if not shown:
                rest += found
                continue
            last = name == "Network"
            Tag("span", f"group desk {'wide' if last else ''}", name)
            for index, act in enumerate(found[:shown]):
                wide = "wide" if last or index > 1 else "roomy" if index else ""
                parts.button(act.label, self._do(act), classes=f"desk {wide}", says=act.help)
            if name != "Network" and len(found) > shown:
                self._menu(f"More: {name}", found[shown:])
            elif last:
                rest = [*found[shown:], *rest]
        self._menu("Network, device and Amplitude", rest)

    def _menu(self, says: str, found: list[Act]) -> None:
        with (
            parts.icon_button("more", says, _nothing, classes="desk roomy"),
            ui.menu().props("auto-close"),
            Tag("div", "menu"),
        ):
            for act in found:
                with Tag("button", "", type="button", title="\n".join(act.lines)) as made:
                    Tag("span", "", act.label)
                    Tag("small", "", act.help)
                made.on("click", self._do(act))

    def _do(self, act: Act) -> Callable[[], Awaitable[None]]:
        async def do() -> None:
            await self._view.add(act.lines, act.label)

        return do


def _nothing() -> None:
    """Do nothing: a menu opens by itself."""
