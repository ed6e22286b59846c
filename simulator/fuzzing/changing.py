"""Journeys that are like one but for a single thing: what a difference needs, and what it does not, shows in them.

A journey that was shrunk still has what a difference doesn't need, since a value can be made no simpler than the
grammar has it: an order whose products hold a null need not be an order. So each thing in it is left out, said
otherwise, or said under another name, one at a time; and things are added that may undo the difference. Other values
and names are those that the grammar gives things of that kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from random import Random
from typing import Any, Final

import msgspec

from simulator.conformance.language.actions import Action, AddSource, ChangeDevice, MakeCall
from simulator.conformance.language.saying import call
from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Drawn
from simulator.fuzzing.journeys import Actions, Journey, Playable, journey_of
from simulator.fuzzing.possible import possible
from simulator.values import JSONObject, Value


class Change(msgspec.Struct, frozen=True):
    """A journey with one thing changed."""

    journey: Journey
    #: Whether the thing is new; others are left out or replaced.
    added: bool


def changes(journey: Journey, playable: Playable) -> Iterator[Change]:
    """Yield journeys with one thing changed, each once; the same ones in every process."""
    random = Random("changes")  # noqa: S311
    seen = {msgspec.json.encode(journey.actions)}
    altered = list(_altered(journey, random))
    random.shuffle(altered)
    made = [(actions, False) for actions in altered[:_MOST]]
    made += ((actions, True) for actions in islice(_added(journey, random), _MOST))
    for actions, added in made:
        done = tuple(possible(playable(actions)))
        written = msgspec.json.encode(done)
        if written not in seen:
            seen.add(written)
            yield Change(Journey(platform=journey.platform, actions=done), added)  # type: ignore[arg-type]  # each is one of AnyAction


_MOST: Final = 60
"""How many journeys there are at most with something altered, and how many with something added."""
_OTHERS: Final = 3
"""How many other values are tried at a place."""


def _altered(journey: Journey, random: Random) -> Iterator[Actions]:
    """Yield actions without one of them, or with one thing left out, of another value, or under another name."""
    known = _known(journey.platform)
    for at, action in enumerate(journey.actions):
        before, after = journey.actions[:at], journey.actions[at + 1 :]
        if at:
            yield (*before, *after)
        for said in _altered_parts(_said(action), known.get(_kind(action), {}), random):
            # No step says of a device that nothing about it is so.
            if said or not isinstance(action, ChangeDevice):
                yield (*before, _saying(action, said), *after)


def _altered_parts(said: JSONObject, known: Mapping[Path, Sequence[Value]], random: Random) -> Iterator[JSONObject]:
    for path, value in _parts(said):
        if path != _EVENT:
            yield _without(said, path)
        if isinstance(value, dict) and value:
            continue
        values = known.get(_names(path), ())
        others = [one for at, one in enumerate(values) if one != value and one not in values[:at]]
        for other in random.sample(others, min(_OTHERS, len(others))):
            yield _with(said, path, other)
        siblings = [one[-1] for one in known if len(one) > 1 and one[:-1] == _names(path)[:-1]]
        free = [one for one in siblings if one not in _at(said, path[:-1])]
        if free:
            yield _with(_without(said, path), (*path[:-1], random.choice(free)), value)


_EVENT: Final = ("event",)
"""A call of track has to have one."""


def _added(journey: Journey, random: Random) -> Iterator[Actions]:
    """Yield actions with one setting, attribute or field more; those first that the grammar says most often."""
    known = _known(journey.platform)
    free = [
        (values, at, path)
        for at, action in enumerate(journey.actions)
        for path, values in known.get(_kind(action), {}).items()
        if _is_free(_said(action), path)
    ]
    for values, at, path in sorted(free, key=lambda one: -len(one[0])):
        action = journey.actions[at]
        more = _saying(action, _with(_said(action), path, random.choice(values)))
        yield (*journey.actions[:at], more, *journey.actions[at + 1 :])


# What actions say -----------------------------------------------------------------------------------------------------

Path = tuple[str | int, ...]
"""A place in what an action says: the names of fields, and the numbers of objects in lists."""

_SAYING: Final[Mapping[type[Action], str]] = {AddSource: "settings", ChangeDevice: "attributes", MakeCall: "fields"}
"""Where an action says something."""


def _said(action: Action) -> JSONObject:
    return getattr(action, _SAYING[type(action)]) if type(action) in _SAYING else {}


def _saying(action: Action, said: JSONObject) -> Action:
    if not isinstance(action, MakeCall):
        return msgspec.structs.replace(action, **{_SAYING[type(action)]: said})
    made = call(action.app, action.method, said)
    return msgspec.structs.replace(made, times=action.times, verbatim=made.verbatim or action.verbatim)


Kind = tuple[type[Action], str | None]


def _kind(action: Action) -> Kind:
    return type(action), getattr(action, "method", None)


@cache
def _known(platform: Platform) -> Mapping[Kind, Mapping[Path, Sequence[Value]]]:
    """Return what the grammar's actions say, by their kind and the place, each value as often as it is said.

    Places are without the numbers of objects in lists.
    """
    known: defaultdict[Kind, dict[Path, list[Value]]] = defaultdict(dict)
    for number in range(_DRAWN):
        random = Random(f"known {number}")  # noqa: S311
        for action in journey_of(Drawn(random), platform).actions:
            for path, value in _parts(_said(action)):
                if not (isinstance(value, dict) and value):
                    known[_kind(action)].setdefault(_names(path), []).append(value)
    return known


_DRAWN: Final = 150
"""How many journeys are drawn to see what the grammar says."""


# Places ---------------------------------------------------------------------------------------------------------------


def _parts(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """Yield all that is in an object, and in objects that lists in it hold."""
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        items = enumerate(value)
    for name, item in items:
        yield (*path, name), item
        yield from _parts(item, (*path, name))


def _names(path: Path) -> Path:
    return tuple(one for one in path if isinstance(one, str))


def _at(value: Any, path: Path) -> Any:
    for one in path:
        value = value[one]
    return value


def _is_free(value: Any, path: Path) -> bool:
    """Tell whether something can be put at a place where nothing is."""
    for name in path:
        if not isinstance(value, dict):
            return False
        if name not in value:
            return True
        value = value[name]
    return False


def _with(said: JSONObject, path: Path, value: Value) -> JSONObject:
    """Return an object with a value at a place; objects on the way there are made."""
    edited: JSONObject = _edited(said, path, lambda holder, name: holder.__setitem__(name, value))
    return edited


def _without(said: JSONObject, path: Path) -> JSONObject:
    """Return an object without what is at a place."""
    edited: JSONObject = _edited(said, path, lambda holder, name: holder.__delitem__(name))
    return edited


def _edited(said: Any, path: Path, edit: Callable[[Any, str | int], None]) -> Any:
    first, *rest = path
    edited: Any = list(said) if isinstance(said, list) else dict(said)
    if rest:
        edited[first] = _edited(edited[first] if _holds(edited, first) else {}, tuple(rest), edit)
    else:
        edit(edited, first)
    return edited


def _holds(value: Any, name: str | int) -> bool:
    return isinstance(value, list) or name in value
