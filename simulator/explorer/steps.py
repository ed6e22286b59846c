"""Steps as the grid lists them: the subject of each, and its argument in a few words."""

from __future__ import annotations

from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.language.actions import (
    SETUP,
    CallSDK,
    DeleteUserData,
    MakeCall,
    SetAccounts,
    SetFault,
    Wait,
)
from simulator.conformance.language.phrases import Step
from simulator.explorer.document import ScriptStep
from simulator.explorer.facts import short
from simulator.explorer.grid import Subject


def subject_of(step: Step | None) -> Subject:
    """Return the subject of a step."""
    if isinstance(step, Expectation):
        return "then"
    if isinstance(step, SETUP):
        return "amplitude" if isinstance(step, SetAccounts) else "given"
    if isinstance(step, MakeCall | CallSDK | DeleteUserData):
        return "call"
    if isinstance(step, Wait):
        return "time"
    if isinstance(step, SetFault):
        return "amplitude"
    return "life"


def detail_of(written: ScriptStep) -> str:
    """Describe a step's argument in a few words."""
    step, argument = written.step, written.argument
    if isinstance(step, MakeCall) and argument.docstring is not None:
        named = [step.fields.get(name) for name in ("event", "userId", "groupId", "name")]
        inside = step.fields.get("properties") or step.fields.get("traits") or {}
        products = inside.get("products") if isinstance(inside, dict) else None
        more = f"{len(products)} products" if isinstance(products, list) else ", ".join(list(inside)[:3])
        return " · ".join([*(short(one) for one in named if isinstance(one, str))][:1] + ([more] if more else []))
    if argument.table is not None:
        if isinstance(step, Expectation) and len(argument.table) > 1:
            count = len(argument.table) - 1
            return f"{count} row{'s' if count > 1 else ''}"
        return ", ".join(f"{short(row[0])} {short(row[-1])}" for row in argument.table[:2])
    return ""
