"""The cost of the explorer's model, as a ratio to computing the same events without a page.

`python -m benchmarks.explorer [ROUNDS]` plays a scenario of 200 events per column on four clients and prints, as
processor time: computing it without a page (parsing, performing, uploading, as `devicemode run` does); opening it (the
text read, everything played, the grid, the timeline and what Amplitude shows); an act at its end; an act in its middle;
a step backwards. Aim: an act costs at most three times as much as the same events without a page.
"""

from __future__ import annotations

import sys
from statistics import median
from time import process_time

from simulator.conformance.language.cases import compile_text
from simulator.conformance.running.exploration import explore
from simulator.explorer import editing
from simulator.explorer.amplitude import shown
from simulator.explorer.clients import everywhere
from simulator.explorer.columns import table
from simulator.explorer.document import forget
from simulator.explorer.drafts import Draft
from simulator.explorer.playing import Player
from simulator.explorer.timeline import timeline

EVENTS = 200
AIM = 3


def text() -> str:
    """Return a scenario in which each client sends about `EVENTS` events."""
    lines = [
        "Feature: A day of listening",
        "",
        "  Scenario: A day of listening",
        "    Given an app with the settings",
        "      | Track Session Events | on |",
    ]
    for number in range(EVENTS // 2):
        lines += [
            '    When the app tracks "Song Played" with the properties',
            f"      | title | Song {number} |",
            f"      | seconds | {number} |",
            "    And 1 minute passes",
            '    And the app tracks "Song Paused"',
        ]
    return "\n".join(lines) + "\n"


def painted(player: Player, draft: Draft, step: int | None = None) -> None:
    """Compute everything that a page shows."""
    play = player.play(draft)
    if play is None:
        raise SystemExit("the scenario can't be played")
    grid = table(player, play, step=step)
    timeline(play, grid, step=step)


def without_a_page(draft: Draft) -> None:
    """Compute the same events as `devicemode run` does."""
    [case] = compile_text(draft.text, "explorer.feature", "explorer")
    for client in draft.clients:
        explore(case, platform=client.platform, dialect=client.dialect)


def measured(draft: Draft) -> dict[str, float]:
    """Return the processor seconds that each of these takes."""
    times: dict[str, float] = {}

    def timed(name: str, begin: float) -> None:
        times[name] = process_time() - begin

    begin = process_time()
    without_a_page(draft)
    timed("without a page", begin)
    forget()
    player = Player()
    begin = process_time()
    painted(player, draft)
    timed("opening it", begin)
    begin = process_time()
    play = player.play(draft)
    if play:
        shown(player, play)
    timed("what Amplitude shows", begin)
    begin = process_time()
    if play:
        player.prepare(play)
    timed("preparing the next act", begin)
    begin = process_time()
    longer = editing.add_lines(draft, ('the app tracks "Song Skipped"',))
    painted(player, longer)
    timed("an act at the end", begin)
    begin = process_time()
    painted(player, longer, EVENTS // 2)
    timed("a step backwards", begin)
    begin = process_time()
    painted(player, editing.add_lines(longer, ("5 minutes pass",), after=EVENTS // 2))
    timed("an act in the middle", begin)
    return times


def main(rounds: int = 5) -> None:
    """Print the medians and their ratios."""
    draft = Draft(text=text(), clients=everywhere())
    measured(draft)
    runs = [measured(draft) for _ in range(rounds)]
    base = median(run["without a page"] for run in runs)
    print(f"explorer: {len(draft.clients)} clients, {EVENTS} events each; medians of {rounds} rounds, aim {AIM}")
    for name in runs[0]:
        seconds = median(run[name] for run in runs)
        print(f"  {name:24} {seconds * 1000:7.1f} ms   {seconds / base:5.2f} times")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
