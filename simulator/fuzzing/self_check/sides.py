"""The two sides of a way: how a journey is played on each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.self_check.room import Room
from simulator.model.dialects import Dialect

Note = Callable[[Reference], None]
"""Is called with the reference after each step."""

Usual = Callable[[Journey, Dialect, Note], Performance]
"""Plays a journey in memory."""

Other = Callable[[Journey, Dialect, Room], AbstractContextManager[Performance]]
"""Plays a journey in another way; what came of it can be looked at as long as the context lasts."""
