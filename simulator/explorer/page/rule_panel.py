"""A rule of the documentation: its sentence, where it stands, what was decided, and what proves it."""

from __future__ import annotations

from simulator.documentation.platforms import TITLES
from simulator.documentation.rules import load_rules
from simulator.explorer.page import event_panel, explaining, parts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View
