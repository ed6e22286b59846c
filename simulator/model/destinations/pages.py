"""Page and screen calls: the page's three tables of event names, as tables."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.documentation.rules import Because
from simulator.documentation.settings import Settings
from simulator.model.calls import Page, Screen


class PageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a Page and Screen table."""

    #: The `Settings` attribute that switches the row on.
    setting: str
    #: The argument without which the event is not sent.
    needs: Literal["name", "category"] | None = None
    #: The event's name in the page's notation: `Viewed (Category) (Name) Screen`.
    event: str
    #: Used in place of `event` when the call has no name.
    unnamed_event: str | None = None
    #: Used in place of `event`, literally, whatever the call's name is.
    literal_event: str | None = None
    #: Whether the call's name and category go into the event properties.
    with_name_and_category: bool = False
    because: Because


PAGE_EVENTS = (
    PageRow(setting="track_named_pages", needs="name", event="Loaded (Category) (Name) Page", because=("page.named",)),
    PageRow(
        setting="track_categorized_pages",
        needs="category",
        event="Loaded (Category) Page",
        because=("page.categorized",),
    ),
    PageRow(setting="track_all_pages", event="Loaded a Page", because=("page.all",)),
)
"""Page calls on web and server. "Loaded/Viewed … Page/Screen" is read pairwise (adjudication 11.6)."""

SCREEN_EVENTS = (
    PageRow(
        setting="track_named_pages", needs="name", event="Viewed (Category) (Name) Screen", because=("page.named",)
    ),
    PageRow(
        setting="track_categorized_pages",
        needs="category",
        event="Viewed (Category) Screen",
        because=("page.categorized",),
    ),
    PageRow(setting="track_all_pages", event="Viewed a Screen", because=("page.all",)),
)
"""Screen calls on the server."""

IOS_SCREEN_EVENTS = (
    PageRow(
        setting="track_all_pages",
        event="Viewed (Name)",
        unnamed_event="Viewed a Screen",
        because=("screen.ios.all-pages", "screen.ios.all-screens-properties"),
    ),
    PageRow(
        setting="track_all_screens",
        event="Loaded a Screen",
        with_name_and_category=True,
        because=("screen.ios.all-screens", "screen.ios.all-screens-properties"),
    ),
)

ANDROID_SCREEN_EVENTS = (
    PageRow(
        setting="track_named_pages",
        needs="name",
        event="Viewed (Category) (Name) Screen",
        because=("screen.android.named",),
    ),
    PageRow(
        setting="track_categorized_pages",
        needs="category",
        event="Viewed (Category) Screen",
        because=("screen.android.categorized",),
    ),
    PageRow(
        setting="track_all_pages",
        event="Viewed (Name) Screen",
        unnamed_event="Loaded a Screen",
        because=("screen.android.all-pages",),
    ),
    PageRow(setting="track_all_screens", event="Loaded a Screen", because=("screen.android.all-screens",)),
)


def matching(rows: tuple[PageRow, ...], settings: Settings, call: Page | Screen) -> tuple[PageRow, ...]:
    """Return the rows whose setting is on and whose condition holds, in the table's order.

    Without a setting there is no row, so no event (rule page.off-by-default).
    """
    return tuple(
        row for row in rows if getattr(settings, row.setting) and (row.needs is None or getattr(call, row.needs))
    )


def event_type(row: PageRow, call: Page | Screen) -> str:
    """Write the event's name; a part that the call lacks is left out, with its space."""
    if row.literal_event is not None:
        return row.literal_event
    pattern = row.unnamed_event if row.unnamed_event and not call.name else row.event
    parts = {"(Name)": call.name or "", "(Category)": call.category or ""}
    words = (parts.get(word, word) for word in pattern.split(" "))
    return " ".join(word for word in words if word)


def event_properties(row: PageRow, call: Page | Screen) -> dict[str, object]:
    """Return the call's properties, with its name and category where the row says so."""
    if not row.with_name_and_category:
        return call.properties
    named = (("name", call.name), ("category", call.category))
    return {**call.properties, **{key: value for key, value in named if value}}
