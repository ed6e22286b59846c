"""Rules as notes: subject, sentence, deciding value and id; for every panel that says why."""

from __future__ import annotations

from msgspec import json

from simulator.explorer import editing
from simulator.explorer.page import parts
from simulator.explorer.page.parts import Tag, say
from simulator.explorer.page.view import Panel, View
from simulator.explorer.why import Decision, RuleNote


def notes(view: View, client: str, rules: tuple[RuleNote, ...]) -> None:
    """List rules, with the subject that they explain beside the first of each."""
    subject = ""
    with Tag("ul", "notes"):
        for rule in rules:
            with Tag("li"):
                Tag("div", "subject", rule.subject if rule.subject != subject else "")
                subject = rule.subject
                with Tag("div"):
                    note(view, client, rule)


def note(view: View, client: str, rule: RuleNote) -> None:
    """Write one rule: the sentence, the value that decided, the rule, in this order."""
    Tag("div", "", rule.says)
    for decision in rule.decided_by:
        _decided(view, client, decision)
    with Tag("span", "rule"):
        parts.link(
            rule.rule, lambda: view.open(Panel(kind="rule", other=rule.rule, client=client)), says="Open the rule"
        )
        proven = "1 case proves it" if rule.cases == 1 else f"{rule.cases} cases prove it"
        Tag("span", "", "".join(f" · {part}" for part in (rule.section, proven if rule.cases else "") if part))


def _decided(view: View, client: str, decision: Decision) -> None:
    """Show the deciding value: a setting as a switch that can be turned there, a value as it was written."""
    with Tag("div", "by"):
        Tag("span", "", "decided by")
        if decision.kind == "setting" and isinstance(decision.value, bool):
            with Tag("span", "value"):
                Tag("span", "", decision.name)
                parts.switch(decision.value, decision.name, lambda on: set_setting(view, decision.name, on))
        else:
            Tag("span", f"value {'' if decision.kind == 'setting' else 'mono'}", decision.says)


async def set_setting(view: View, name: str, value: object, client: str | None = None) -> None:
    """Change a setting of the scenario, or of one client, and play again."""
    word = "on" if value is True else "off" if value is False else "another value"
    await view.act(lambda draft: editing.set_setting(draft, name, value, client=client), f"set {name} to {word}")


def copy(view: View, text: str, says: str = "Copied") -> None:
    """Copy a text to the clipboard."""
    from nicegui import ui

    ui.run_javascript(f"navigator.clipboard.writeText({json.encode(text).decode()})")
    say(says)
