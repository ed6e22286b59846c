"""Acts on a draft: each returns another draft, in whose text each act is a line."""

from __future__ import annotations

from simulator.documentation.platforms import Platform
from simulator.explorer.clients import Client
from simulator.explorer.drafts import Draft
from simulator.model.dialects import DialectName
from simulator.values import Value


def with_text(draft: Draft, text: str) -> Draft:
    """Replace the whole text."""
    raise NotImplementedError


def add_lines(draft: Draft, lines: tuple[str, ...], *, after: int | None = None) -> Draft:
    """Add the lines of one or more steps as `acts` writes them, without keywords and indentation.

    `after` is the number of the step behind which they go, 0 for before the first; by default they go to the end.
    Given, When and And are chosen to fit.
    """
    raise NotImplementedError


def remove_step(draft: Draft, step: int) -> Draft:
    """Remove a step (its number from 1) with its table or doc string."""
    raise NotImplementedError


def replace_step(draft: Draft, step: int, lines: tuple[str, ...]) -> Draft:
    """Put the lines of another step in place of one."""
    raise NotImplementedError


def step_lines(draft: Draft, step: int) -> tuple[str, ...]:
    """Return a step's lines as `add_lines` takes them, for `Copy as a step` and for editing it in a form."""
    raise NotImplementedError


def repair(draft: Draft, line: int, text: str) -> Draft:
    """Replace the text of the step at a line, after its keyword."""
    raise NotImplementedError


def rename(draft: Draft, name: str) -> Draft:
    """Give the feature another name."""
    raise NotImplementedError


def set_setting(draft: Draft, name: str, value: Value, *, client: str | None = None) -> Draft:
    """Set a setting for a client, by its key, or in the scenario for all; `None` takes it out again.

    For all clients, the table under `Given an app with the settings` is changed. Raises `SettingsError` for a setting
    or value that does not exist.
    """
    raise NotImplementedError


def set_device(draft: Draft, name: str, value: Value, *, client: str | None = None) -> Draft:
    """Set an attribute of the device, as `set_setting` does; for all clients, under `Given the device has`."""
    raise NotImplementedError


def add_client(
    draft: Draft, platform: Platform, *, like: str | None = None, dialect: DialectName = "documented"
) -> Draft:
    """Add a client."""
    raise NotImplementedError


def change_client(draft: Draft, client: Client) -> Draft:
    """Replace the client with the same key."""
    raise NotImplementedError


def remove_client(draft: Draft, key: str) -> Draft:
    """Remove a client."""
    raise NotImplementedError


def switch_divergence(draft: Draft, key: str, divergence: str) -> Draft:
    """Take a divergence out of a client's dialect, or add it; or back."""
    raise NotImplementedError
