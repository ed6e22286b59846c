"""Saving: a draft as a feature that `devicemode conform` runs.

A scenario about “an app” becomes an outline with a row for each client. Clients that need more Then steps, because they
refuse a step, get a scenario of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final

import msgspec

from simulator.conformance.files import write_whole
from simulator.conformance.language.actions import AddSource
from simulator.conformance.language.cases import Case, compile_text, slug
from simulator.conformance.language.writing import Lines, begun, cells_of, fits_in_quotes, keywords_of, quoted_text
from simulator.conformance.running.exploration import Exploration, explore
from simulator.conformance.running.runner import Verdict, run
from simulator.errors import FeatureError, StoreError, UsageError
from simulator.explorer import editing
from simulator.explorer.clients import ON, Client, title
from simulator.explorer.document import Script
from simulator.explorer.drafts import Draft
from simulator.explorer.outlines import DIALECT, Written, blocks_of, for_one, group_of, outline, tagged
from simulator.model.dialects import DialectName


class Failing(msgspec.Struct, frozen=True, kw_only=True):
    """A case of a saved feature that does not pass."""

    case: str
    #: Its name, or that of its row in an outline.
    scenario: str
    #: In the saved text.
    line: int
    says: str


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as a feature."""

    text: str
    #: The number of its cases, each on one client.
    cases: int
    failing: tuple[Failing, ...]
    #: Parts that could not be written, in sentences: divergences that are switched.
    left_out: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether `devicemode conform` passes it."""
        return bool(self.cases) and not self.failing


def feature_of(draft: Draft) -> Feature:
    """Write a draft as a feature and run it.

    Raises `FeatureError` that names the line where a step can't be read.
    """
    text = _written(draft)
    cases = compile_text(text, draft.path or "scenario", slug(Path(draft.path).stem) or "scenario")
    verdicts = [(case, run(case)) for case in cases]
    lines = text.split("\n")
    return Feature(
        text=text,
        cases=len(cases),
        failing=tuple(_failing(case, verdict, lines) for case, verdict in verdicts if verdict.status != "passed"),
        left_out=tuple(_left_out(draft)),
    )


def _left_out(draft: Draft) -> Iterator[str]:
    """Return a sentence for each thing that a feature can't express."""
    for client in draft.clients:
        if client.switched:
            count = len(client.switched)
            yield (
                f"{title(client, draft.clients)} is saved as {client.dialect}, without the "
                f"{'divergence that is' if count == 1 else f'{count} divergences that are'} switched in it: "
                "a feature has no words for that."
            )
    script = draft.script
    dialects = _dialects_together(draft)
    if script and len(dialects) > 1 and not any(tag.startswith(DIALECT) for tag in script.tags):
        yield (
            f"The scenario is saved as documented: its apps share an Amplitude, and a feature has no words for some "
            f"that behave as {' and others as '.join(sorted(dialects))}."
        )


def _dialects_together(draft: Draft) -> set[DialectName]:
    """Return the dialects of the apps that share an Amplitude in the current scenario; nothing if none do."""
    script = draft.script
    if script is None or not script.names_its_apps or len(script.sources) < _SEVERAL:
        return set()
    platforms = {source.platform for source in script.sources}
    return {client.dialect for client in draft.clients if client.platform in platforms}


_SEVERAL: Final = 2


def save(draft: Draft, path: Path) -> Feature:
    """Write a draft's feature to a file, whole or not at all; raises `UsageError` if that can't be done."""
    feature = feature_of(msgspec.structs.replace(draft, path=str(path)))
    try:
        write_whole(path, feature.text.encode())
    except StoreError as error:
        raise UsageError(str(error)) from None
    return feature


def _failing(case: Case, verdict: Verdict, lines: Sequence[str]) -> Failing:
    row = lines[case.line - 1]
    name = cells_of(row.strip())[0] if row.strip().startswith("|") else case.scenario
    if not verdict.failures:
        return Failing(case=case.id, scenario=name, line=case.line, says=verdict.reason)
    first = verdict.failures[0]
    says = "; ".join(f"{one.path}: expected {one.expected}, but was {one.actual}" for one in first.differences)
    return Failing(case=case.id, scenario=name, line=first.line, says=says)


def _written(draft: Draft) -> str:
    """Return the text with each scenario written for its clients."""
    document = draft.document
    if document.mistakes:
        first = document.mistakes[0]
        raise FeatureError(f"line {first.line}: {first.sentence}")
    if not document.scripts:
        raise FeatureError("there is no scenario to save yet; add a step")
    draft = _without_background(draft)
    document = draft.document
    lines = draft.text.rstrip("\n").split("\n")
    starts = {script.line: script for script in reversed(document.scripts)}
    places = _places(lines, sorted(starts))
    for line, (begins, ends) in zip(sorted(starts, reverse=True), reversed(places), strict=True):
        scenario = _Scenario(draft, lines, begins, ends, starts[line])
        after = [""] if ends < len(lines) else []
        lines[begins:ends] = [*scenario.written(), *after]
    return "\n".join(lines).rstrip("\n") + "\n"


def _without_background(draft: Draft) -> Draft:
    """Return a draft whose scenarios have the steps of the Background themselves, if those leave the app open."""
    scripts = draft.document.scripts
    common = [[one for one in script.steps if one.line < script.line] for script in scripts]
    left_open = any(isinstance(one.step, AddSource) and not one.step.platform for steps in common for one in steps)
    if not left_open or any(steps != common[0] for steps in common):
        return draft
    lines = draft.text.split("\n")
    steps = common[0]
    block = lines[steps[0].line - 1 : steps[-1].last_line]
    own = {next((one.line for one in script.steps if one.line > script.line), 0) for script in scripts}
    for line in sorted(own - {0}, reverse=True):
        lines[line - 1 : line - 1] = block
    words = keywords_of(draft.text)
    begins = max(at for at in range(steps[0].line - 1) if begun(lines[at], words.backgrounds))
    del lines[begins : steps[-1].last_line]
    return editing.with_text(draft, "\n".join(lines))


def _places(lines: Sequence[str], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first line of each scenario, with its tags, and its last, counted from 0."""
    begins = []
    for line in starts:
        at = line - 1
        while at and lines[at - 1].strip().startswith("@"):
            at -= 1
        begins.append(at)
    return list(zip(begins, [*begins[1:], len(lines)], strict=True))


class _Scenario:
    """A scenario of a text, which is written for its clients."""

    def __init__(self, draft: Draft, lines: list[str], begins: int, ends: int, script: Script) -> None:
        self._draft = draft
        self._before, self._after = lines[:begins], lines[ends:]
        self._lines = lines[begins:ends]
        self._script = script
        while self._lines and not self._lines[-1].strip():
            self._lines.pop()
        self._written = Written(
            script=script, blocks=blocks_of(self._lines, script, begins), words=keywords_of(draft.text)
        )

    def written(self) -> list[str]:
        """Return its lines, once for each group of clients that needs a scenario of its own."""
        clients = self._clients()
        if clients:
            return self._for_groups(clients, lambda members: "")
        looked_at = self._draft.script
        dialects = _dialects_together(self._draft) if looked_at and looked_at.line == self._script.line else set()
        if len(dialects) == 1 and dialects != {"documented"}:
            return tagged(self._lines, self._written, next(iter(dialects)))
        return self._lines

    def apart(self, clients: Sequence[Client]) -> list[str]:
        """Return its lines for some clients, with their names in its own."""
        taken = {script.name for script in self._draft.document.scripts}

        def ending(members: Sequence[Client]) -> str:
            plain = f": {_whose([title(one, self._draft.clients) for one in members])}"
            endings = (plain if number == 1 else f"{plain}, {number}" for number in count(1))
            return next(one for one in endings if f"{self._script.name}{one}" not in taken)

        return self._for_groups(clients, ending)

    def _for_groups(self, clients: Sequence[Client], ending: Callable[[Sequence[Client]], str]) -> list[str]:
        """Return its lines for each group of clients that can be written as one."""
        groups: dict[object, tuple[list[Client], tuple[Lines, ...]]] = {}
        for client in clients:
            extra = self._extra(client)
            groups.setdefault(group_of(client, extra), ([], extra))[0].append(client)
        lines: list[str] = []
        for members, extra in groups.values():
            lines += ["", *self._for(members, ending(members), extra, alone=len(clients) == 1)]
        return lines[1:]

    def _for(self, clients: list[Client], ending: str, extra: tuple[Lines, ...], *, alone: bool) -> list[str]:
        everyone = self._draft.clients
        plain = not self._script.names_its_apps and not any(
            begun(line, self._written.words.tables) for line in self._lines
        )
        if plain and len(clients) > 1:
            return outline(self._written, clients, everyone, ending, extra)
        lines: list[str] = []
        for client in clients:
            on = ending if alone or (ending and len(clients) == 1) else f"{ending}{ON}{title(client, everyone)}"
            lines += ["", *for_one(self._written, client, on, extra)]
        return lines[1:]

    def _clients(self) -> list[Client]:
        """Return the clients that the scenario is written for; none for one that can stay unchanged."""
        script, everyone = self._script, self._draft.clients
        own = [one for one in script.sources if one in [step.step for step in script.steps if step.line > script.line]]
        if not own:
            return []
        if not script.names_its_apps:
            return list(everyone)
        looked_at = self._draft.script
        if len(script.sources) > 1 or looked_at is None or looked_at.line != script.line:
            return []
        clients = [one for one in everyone if one.platform == script.sources[0].platform]
        changed = any(one.settings or one.device or one.dialect != "documented" for one in clients)
        return clients if len(clients) > 1 or (changed and not self._is_tagged()) else []

    def _is_tagged(self) -> bool:
        clients = [one for one in self._draft.clients if one.settings or one.device]
        return not clients and any(tag.startswith("@dialect:") for tag in self._script.tags)

    def _extra(self, client: Client) -> tuple[Lines, ...]:
        """Return the Then steps for refusals and crashes on one client alone."""
        lines = for_one(self._written, client, "", ())
        text = "\n".join([*self._before, *lines, *self._after])
        within = range(len(self._before) + 1, len(self._before) + len(lines) + 1)
        cases = [case for case in compile_text(text, "", "scenario") if case.line in within]
        return next((extra for case in cases if (extra := tuple(_expected(explore(case))))), ())


def _whose(titles: Sequence[str]) -> str:
    """Name the clients of a scenario: `what iOS sends`, `what iOS and Android send`, `what 5 clients send`."""
    if len(titles) == 1:
        return f"what {titles[0]} sends"
    listed = f"{', '.join(titles[:-1])} and {titles[-1]}" if len(titles) <= _MOST_NAMED else f"{len(titles)} clients"
    return f"what {listed} send"


_MOST_NAMED: Final = 3


def own_scenario(draft: Draft, script: Script, clients: Sequence[Client], lines: Lines, after: int) -> Draft:
    """Add a copy of a scenario for some clients, with more steps behind its step `after`, and what is refused there."""
    changed = editing.add_lines(msgspec.structs.replace(draft, scenario=script.key), lines, after=after)
    chosen = changed.script
    if chosen is None:
        return draft
    starts = sorted({one.line for one in changed.document.scripts})
    all_lines = changed.text.rstrip("\n").split("\n")
    begins, ends = _places(all_lines, starts)[starts.index(chosen.line)]
    scenario = _Scenario(changed, all_lines, begins, ends, chosen)
    made = scenario.apart(clients)
    return editing.with_text(draft, draft.text.rstrip("\n") + "\n\n" + "\n".join(made) + "\n")


def _expected(exploration: Exploration) -> list[Lines]:
    refused = [(f"it is refused with {quoted_text(_quotable(one.says))}",) for one in exploration.refusals]
    crashed = [(f"the {one.app} crashes on {one.call}",) for one in exploration.crashes if not one.expected]
    return [*refused, *crashed]


def _quotable(sentence: str) -> str:
    """Return the beginning of a sentence up to what can't stand in quotes; it is enough to identify it."""
    for length in range(min(len(sentence), _ENOUGH), 0, -1):
        if fits_in_quotes(sentence[:length]) and '"' not in sentence[:length]:
            return sentence[:length]
    return ""


_ENOUGH: Final = 100
