"""Sessions: when one continues and when the next begins (sdk-facts, section 2)."""

from __future__ import annotations

from typing import Final

from simulator.model.amplitude.store import NO_SESSION, AmplitudeStore

MINUTE: Final = 60_000
MOBILE_BACKGROUND_LIMIT: Final = 5 * MINUTE
"""On mobile a session ends after this long in the background; in the foreground it never does."""
ANDROID_UNTRACKED_LIMIT: Final = 30 * MINUTE
"""On Android without foreground tracking a session ends after this long without an event."""
WEB_IDLE_LIMIT: Final = 30 * MINUTE
"""On web a session ends after longer than this without an event."""


class MobileSessions:
    """The session of a mobile SDK's process. A gap of exactly the limit begins a new session."""

    def __init__(self, store: AmplitudeStore, *, limit: int) -> None:
        self._store = store
        self.limit = limit
        self.in_foreground = False
        #: An earlier process's session until the first activity asks whether it continues; -1 on a new device.
        self.id = store.session_id

    def goes_on(self, now: int) -> bool:
        """Continue the session for an event or a move to the foreground at `now`; tell whether that was possible.

        If it was not, `id` is the session that has ended, -1 if there was none.
        """
        store = self._store
        within = store.last_event_time >= 0 and now - store.last_event_time < self.limit
        alive = self.id != NO_SESSION and (within or self.in_foreground)
        if alive:
            store.last_event_time = now
        return alive

    def begin(self, now: int) -> None:
        """Begin a session at `now`."""
        self.id = self._store.session_id = self._store.last_event_time = now

    def refresh(self, now: int) -> None:
        """Note a move to the background, which counts as activity."""
        if self.id != NO_SESSION:
            self._store.last_event_time = now


class WebSessions:
    """The session of a web page. A gap of exactly the limit still belongs to the old session."""

    def __init__(self, store: AmplitudeStore) -> None:
        self._store = store

    @property
    def id(self) -> int:
        """The session's start in milliseconds since 1970."""
        return self._store.session_id

    def is_over(self, now: int) -> bool:
        """Tell whether a page load or an event at `now` begins a session."""
        return self._store.session_id == NO_SESSION or now - self._store.last_event_time > WEB_IDLE_LIMIT

    def touch(self, now: int) -> None:
        """Continue the session or begin one, for a page load or an event at `now`."""
        if self.is_over(now):
            self._store.session_id = now
        self._store.last_event_time = now
