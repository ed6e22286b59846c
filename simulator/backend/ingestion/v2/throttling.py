"""How many events each user and each device has sent lately, and who has sent too many."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from simulator.backend.ingestion.events import Event
from simulator.backend.ingestion.v2.completing import device_of
from simulator.errors import readable

WINDOW: Final = 30
"""Seconds over which rates are averaged."""
MOST_SENDERS: Final = 50_000
"""How many users and devices are counted; of more, those that sent longest ago are forgotten."""


class Exceeded(NamedTuple):
    """The users and devices that send too many events, each with how many per second."""

    devices: Mapping[str, int]
    users: Mapping[str, int]

    def sentence(self, per_second: int) -> str:
        """Say who sends too many, where at most `per_second` are allowed."""
        kind, found = ("device", self.devices) if self.devices else ("user", self.users)
        name, rate = next(iter(found.items()))
        return f"the {kind} {readable(name)} sends {rate} events per second; at most {per_second} are allowed"


class Rates:
    """The rates of a project's senders, for as long as the process lives (rule v2.limit.rate)."""

    def __init__(self) -> None:
        self._senders: OrderedDict[tuple[str, str, str], _Sent] = OrderedDict()

    def count(self, path: str, events: Sequence[Event], *, per_second: int, time: int) -> Exceeded | None:
        """Count the events of a request to an endpoint; if that makes too many of someone, count none, and return whom.

        `time` is in milliseconds.
        """
        second = time // 1000
        sent = _counted(events)
        most = per_second * WINDOW
        exceeded: dict[str, dict[str, int]] = {field: {} for field in sent}
        for field, ids in sent.items():
            for one, count in ids.items():
                before = self._senders.get((path, field, one))
                total = count + (before.lately(second) if before else 0)
                if total > most:
                    exceeded[field][one] = -(-total // WINDOW)
        if any(exceeded.values()):
            return Exceeded(exceeded["device_id"], exceeded["user_id"])
        for field, ids in sent.items():
            for one, count in ids.items():
                self._add((path, field, one), count, second)
        return None

    def _add(self, sender: tuple[str, str, str], count: int, second: int) -> None:
        sent = self._senders.get(sender)
        if sent is None:
            sent = self._senders[sender] = _Sent()
            if len(self._senders) > MOST_SENDERS:
                self._senders.popitem(last=False)
        self._senders.move_to_end(sender)
        sent.add(count, second)


class _Sent:
    """How many events one sender has sent in each second of the window."""

    __slots__ = ("_seconds", "_total")

    def __init__(self) -> None:
        self._seconds: deque[tuple[int, int]] = deque()
        self._total = 0

    def lately(self, second: int) -> int:
        """Return how many there were in the window that ends with a second."""
        while self._seconds and self._seconds[0][0] <= second - WINDOW:
            self._total -= self._seconds.popleft()[1]
        return self._total

    def add(self, count: int, second: int) -> None:
        """Count events of a second."""
        if self._seconds and self._seconds[-1][0] >= second:
            last, before = self._seconds.pop()
            self._seconds.append((last, before + count))
        else:
            self._seconds.append((second, count))
        self._total += count


def _counted(events: Sequence[Event]) -> Mapping[str, Counter[str]]:
    """Return how many events each device and each user has sent, by the field that names them.

    A device that comes from a user is not counted: it is the user's, who is counted already.
    """
    devices, users = Counter[str](), Counter[str]()
    # An upload has the events of few.
    for (user_id, device_id), count in Counter(map(_ids, events)).items():
        if user_id:
            users[user_id] += count
        if device_id and not (user_id and device_id == device_of(user_id)):
            devices[device_id] += count
    return {"device_id": devices, "user_id": users}


_ids: Final = attrgetter("user_id", "device_id")
