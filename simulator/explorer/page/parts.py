"""The small parts that the page is made of: each an element of HTML with the classes of `static/*.css`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from simulator.explorer.clients import Client


class Tag(TextElement):
    """An element of HTML with classes, a text and attributes; `aria_label` becomes `aria-label`.

    The text is a text node, and attributes are set as such: neither is ever read as HTML.
    """

    def __init__(self, tag: str, classes: str = "", text: str = "", **attributes: Any) -> None:
        super().__init__(tag=tag, text=text)
        if classes:
            self.classes(classes)
        for name, value in attributes.items():
            if value is not None and value is not False:
                self.props[name.rstrip("_").replace("_", "-")] = value


def icon(name: str, label: str = "") -> Tag:
    """Add an icon of `static/icons.svg`; it needs a label if no text beside it says the same."""
    if label:
        return Tag("i", f"i i-{name}", role="img", aria_label=label)
    return Tag("i", f"i i-{name}", aria_hidden="true")


def button(
    text: str,
    act: Callable[..., Any] | None,
    *,
    classes: str = "",
    before: str = "",
    key: str = "",
    says: str = "",
    pressed: bool | None = None,
    enabled: bool = True,
) -> Tag:
    """Add a button with a text; `before` is an icon, `key` its key cap, `says` its tooltip."""
    made = Tag(
        "button",
        f"button {classes}",
        type="button",
        title=says or None,
        disabled=not enabled,
        aria_pressed=None if pressed is None else str(pressed).lower(),
    )
    with made:
        if before:
            icon(before)
        if text:
            Tag("span", text=text)
        if key:
            Tag("kbd", text=key)
    if act is not None:
        made.on("click", act)
    return made


def icon_button(name: str, says: str, act: Callable[..., Any], *, classes: str = "", enabled: bool = True) -> Tag:
    """Add a button that is an icon; `says` is its label and its tooltip."""
    made = Tag("button", f"button icon {classes}", type="button", title=says, aria_label=says, disabled=not enabled)
    with made:
        icon(name)
    return made.on("click", act)


def brand() -> None:
    """Add the tool's name, with which each page's bar begins; it leads to a new scenario."""
    with Tag("a", "brand", href="/", title="A new scenario", aria_label="devicemode: a new scenario"):
        icon("bolt")
        Tag("span", "desk", "devicemode")
    Tag("span", "parting desk")


def link(text: str, act: Callable[..., Any], *, says: str = "", classes: str = "") -> Tag:
    """Add a text that acts when it is clicked."""
    return Tag("button", f"more {classes}", text, type="button", title=says or None).on("click", act)


def switch(on: bool, label: str, act: Callable[[bool], Any], *, enabled: bool = True) -> Tag:
    """Add a switch; `act` gets its new value."""
    made = Tag("button", "switch", type="button", role="switch", aria_checked=str(on).lower(), aria_label=label)
    made.props["disabled"] = not enabled
    return made.on("click", lambda: act(not on))


def segments(label: str, choices: dict[str, str], chosen: str, act: Callable[[str], Any]) -> Tag:
    """Add a choice of one from a few: their keys, and their texts."""
    with Tag("span", "segments", role="group", aria_label=label) as made:
        for key, text in choices.items():
            one = Tag("button", "", text, type="button", aria_pressed=str(key == chosen).lower())
            one.on("click", lambda key=key: act(key))
    return made


def platform(client: Client, title: str) -> Tag:
    """Add a client's icon and title in its hue."""
    with Tag("span", f"platform {client.platform}") as made:
        icon(client.platform)
        Tag("span", "", title)
    return made


def toggle(client: Client, title: str, on: bool, act: Callable[[], Any]) -> Tag:
    """Add a toggle for a client."""
    with Tag("button", f"toggle {client.platform}", type="button", aria_pressed=str(on).lower()) as made:
        icon(client.platform)
        Tag("span", "", title)
    return made.on("click", act)


def ask(header: str, label: str, value: str, act: Callable[[str], Awaitable[bool]], *, hint: str = "") -> None:
    """Ask for a name in a dialog, which closes when `act` has taken it; `hint` is what stands for an empty one."""
    with ui.dialog() as dialog, Tag("form", "dialog") as form:
        Tag("header", "", header)
        with Tag("div", "within form"):
            name = ui.input(value=value, placeholder=hint).props("outlined dense autofocus")
            name.props["aria-label"] = label
        with Tag("footer"):
            with Tag("button", "button primary", type="submit"):
                Tag("span", "", "Rename")
            button("Cancel", dialog.close)

        async def done() -> None:
            if await act(str(name.value or "").strip()):
                dialog.close()

        form.on("submit.prevent", done)
    dialog.on("hide", dialog.delete)
    dialog.open()


def heading(text: str, *, right: str = "") -> Tag:
    """Add the heading of a section of the inspector; elements added to it follow the text."""
    with Tag("h3") as made:
        Tag("span", "", text)
        if right:
            Tag("span", "right", right)
    return made


def box(title: str, kind: str = "") -> Tag:
    """Add a box with a title; `kind` is empty for a difference, `calm` or `wrong`."""
    with Tag("div", f"box {kind}") as made:
        if title:
            Tag("b", "", title)
    return made


def sentence(text: str) -> str:
    """Write an error's text as a sentence: with a capital and a full stop."""
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return f"{ended[:1].upper()}{ended[1:]}"


def say(text: str) -> None:
    """Show a message that goes away by itself."""
    ui.notify(text, position="bottom", timeout=3000 + _READING * len(text), close_button=False)


_READING: Final = 50
"""Milliseconds in which a letter is read."""


def complain(error: Exception) -> None:
    """Show the reason why something could not be done."""
    say(sentence(str(error)))
