"""Two clients of one platform: the divergences that explain how they differ, each with a switch."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from simulator.explorer import editing
from simulator.explorer.explaining import Explained, explained
from simulator.explorer.page import event_panel, parts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View


def prepared(view: View, first: str, second: str) -> Callable[[], None]:
    """Find the divergences that explain how the second client differs, and return a function that draws them."""
    found = explained(view.page.player, view.play, first, second) if view.play is not None else ()
    return partial(_draw, view, first, second, found)


def _draw(view: View, first: str, second: str, found: tuple[Explained, ...]) -> None:
    with Tag("header"):
        with Tag("h2"):
            count = len(found)
            Tag(
                "span", "", "Nothing differs" if not count else "1 difference" if count == 1 else f"{count} differences"
            )
            event_panel.close_button(view)
        names = f"{view.title(first)} and {view.title(second)}"
        departs = f"{names}: how what shipped departs from the documentation. Take one out to see what it does."
        Tag("p", "", departs if found else f"{names} send the same for this scenario.")
    for one in found:
        with Tag("section"):
            with parts.heading(one.title), Tag("span", "right"):
                parts.switch(one.on, one.title, partial(_switch, view, second, one.id))
            with Tag("ul", "notes"):
                for subject, text in (("The page", one.docs), ("What ships", one.ships), ("Known by", one.known_by)):
                    with Tag("li"):
                        Tag("div", "subject", subject)
                        Tag("div", "", text)
            Tag("span", "rule mono", f"{one.id} · {', '.join(one.dialects)}")


async def _switch(view: View, client: str, divergence: str, on: bool) -> None:
    del on
    await view.act(lambda draft: editing.switch_divergence(draft, client, divergence), f"switch {divergence} back")
