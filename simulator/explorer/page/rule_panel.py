"""A rule: its sentence, its lines on the page, the decision where the page is silent, and its platforms."""

from __future__ import annotations

from simulator.documentation.platforms import TITLES
from simulator.documentation.rules import Rule, WireRule, any_rule
from simulator.errors import RuleError
from simulator.explorer.page import event_panel, explaining, parts
from simulator.explorer.page.parts import Tag
from simulator.explorer.page.view import View


def show(view: View, rule_id: str) -> None:
    """Fill the inspector with a rule."""
    try:
        rule = any_rule(rule_id)
    except RuleError as error:
        with Tag("header"), Tag("h2"):
            Tag("span", "", rule_id)
            event_panel.close_button(view)
        with Tag("section"), parts.box("", "wrong"):
            Tag("p", "", str(error))
        return
    with Tag("header"):
        with Tag("h2"):
            parts.icon("rule")
            Tag("span", "mono", rule.id)
            event_panel.close_button(view)
        Tag("p", "", f"About {', '.join(TITLES[platform] for platform in rule.platforms)}")
    with Tag("section"):
        parts.heading("It says")
        Tag("p", "", rule.says)
    if isinstance(rule, Rule):
        with Tag("section"):
            parts.heading("On the page")
            Tag("p", "", f"Section {rule.section}")
            lines = ", ".join(str(passage) for passage in rule.lines)
            Tag("p", "faint", f"{'Line' if lines.isdecimal() else 'Lines'} {lines}")
        if rule.note:
            with Tag("section"), parts.box("Decided here", "calm"):
                Tag("p", "", rule.note)
    else:
        with Tag("section"):
            parts.heading("Read from")
            Tag("p", "mono", rule.source if isinstance(rule, WireRule) else "; ".join(map(str, rule.lines)))
    with Tag("section"):
        parts.heading("In the terminal")
        Tag("div", "command", f"devicemode rules {rule.id}")
    with Tag("div", "acts"):
        parts.button(
            "Copy the command", lambda: explaining.copy(view, f"devicemode rules {rule.id}"), classes="primary"
        )
