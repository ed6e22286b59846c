"""Dialogs to open a scenario from a file, a text or a case of the suite, and to save and share it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from nicegui import events, ui

from simulator.errors import DevicemodeError
from simulator.explorer import saving, sharing
from simulator.explorer.opening import opened_case, opened_text
from simulator.explorer.page import explaining, parts
from simulator.explorer.page.parts import Tag, say
from simulator.explorer.page.view import View

LARGEST_FILE: Final = 2_000_000
"""Bytes of a feature that can be opened."""


def upload(view: View) -> None:
    """Open a feature file of this machine."""
    with ui.dialog() as dialog, Tag("div", "dialog"):
        Tag("header", "", "Open a .feature file")
        with Tag("div", "within"):
            Tag("p", "faint", "It stays on this machine. What is on the page now can be brought back with Undo.")

            async def opened(event: events.UploadEventArguments) -> None:
                dialog.close()
                try:
                    text = (await event.file.read()).decode("utf-8-sig")
                except UnicodeDecodeError:
                    say(f"{event.file.name} is not UTF-8 text.")
                    return
                await view.act(lambda draft: opened_text(text, path=""), f"close {event.file.name}")

            ui.upload(
                on_upload=opened,
                on_rejected=lambda: say("That file is too large; a feature has at most 2 MB."),
                max_file_size=LARGEST_FILE,
                auto_upload=True,
                label="Choose a file, or drop it here",
            ).props("flat bordered accept=.feature,.txt").style("width: 100%")
        with Tag("footer"):
            parts.button("Cancel", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()


def paste(view: View) -> None:
    """Open a text."""
    with ui.dialog() as dialog, Tag("div", "dialog"):
        Tag("header", "", "Paste Gherkin")
        with Tag("div", "within form"):
            text = ui.textarea(placeholder="Feature: …").props('outlined autofocus aria-label="Gherkin"')

        async def done() -> None:
            dialog.close()
            if text.value:
                await view.act(lambda draft: opened_text(str(text.value)), "close the pasted text")

        with Tag("footer"):
            parts.button("Open it", done, classes="primary")
            parts.button("Cancel", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()


def case(view: View) -> None:
    """Open a case of the suite."""
    with ui.dialog() as dialog, Tag("form", "dialog") as form:
        Tag("header", "", "Open a case of the suite")
        with Tag("div", "within form"):
            Tag("p", "faint", "Its id is in the report of a run, such as page-and-screen/client-and-server#named.")
            name = ui.input(placeholder="folder/feature#scenario").props(
                'outlined dense autofocus aria-label="The id of a case"'
            )
        with Tag("footer"):
            with Tag("button", "button primary", type="submit"):
                Tag("span", "", "Open it")
            parts.button("Cancel", dialog.close)

        async def done() -> None:
            if await view.act(lambda draft: opened_case(str(name.value or "").strip()), "close the case"):
                dialog.close()

        form.on("submit.prevent", done)
    dialog.on("hide", dialog.delete)
    dialog.open()


def save(view: View) -> None:
    """Save the scenario as a feature, and say whether the suite's runner passes it."""
    draft = view.draft
    try:
        feature = saving.feature_of(draft)
    except DevicemodeError as error:
        parts.complain(error)
        return
    name = Path(draft.path).name if draft.path else f"{_file_name(draft.document.name)}.feature"
    with ui.dialog() as dialog, Tag("div", "dialog"):
        Tag("header", "", "Save as a feature")
        with Tag("div", "within"):
            if feature.passes:
                count = "1 case" if feature.cases == 1 else f"{feature.cases} cases"
                with Tag("p"):
                    Tag("span", "chip good", "passes conform ✓")
                    Tag("span", "", f" {count}, one for each client.")
            elif not feature.cases:
                Tag("p", "", "It has no scenario that can be run yet.")
            else:
                with parts.box("It does not pass devicemode conform", "wrong"):
                    for one in feature.failing[:5]:
                        Tag("p", "", f"{one.scenario}, line {one.line}: {one.says}")
            if feature.left_out:
                with parts.box("Not in the feature"):
                    for sentence in feature.left_out:
                        Tag("p", "", sentence)
                    Tag("p", "", "This page keeps it, and so does a link to share.")
            with Tag("div", "gherkin", role="region", aria_label="The feature", tabindex="0").style(
                "max-height: 40dvh; background: var(--sheet)"
            ):
                Tag("span", "", feature.text)
            Tag("div", "command", f"devicemode conform --features {name}")
        with Tag("footer"):

            async def write() -> None:
                dialog.close()
                try:
                    saving.save(draft, Path(draft.path))
                except DevicemodeError as error:
                    parts.complain(error)
                    return
                say(f"Saved in {name}.")

            if draft.path:
                parts.button(f"Save in {name}", write, classes="primary")

            def download() -> None:
                dialog.close()
                ui.download.content(feature.text, name, "text/plain")

            parts.button("Download", download, classes="" if draft.path else "primary", before="save")
            parts.button("Copy", lambda: explaining.copy(view, feature.text))
            parts.button("Close", dialog.close)
    dialog.on("hide", dialog.delete)
    dialog.open()


def share(view: View) -> None:
    """Copy a link that holds the scenario behind its #, which never reaches a server."""
    try:
        packed = sharing.packed(view.draft)
    except DevicemodeError as error:
        parts.complain(error)
        return
    ui.run_javascript(f"navigator.clipboard.writeText(location.origin + '/#s=' + {packed!r})")
    say("Copied a link that holds the whole scenario.")


def _file_name(name: str) -> str:
    """Return a file's name for a feature's: lower case, words joined by dashes."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return "-".join(words)[:60] or "scenario"
