"""The stage: a client's settings and device as switches, with the documentation's names."""

from __future__ import annotations

from simulator.explorer.acts import AttributeRow, SettingRow
from simulator.explorer.drafts import Draft


def settings_of(draft: Draft, client: str) -> tuple[SettingRow, ...]:
    """Return the settings of a client, changed ones first, then the documented ones in the order of the page."""
    raise NotImplementedError


def device_of(draft: Draft, client: str) -> tuple[AttributeRow, ...]:
    """Return the attributes of a client's device; none for a server."""
    raise NotImplementedError
