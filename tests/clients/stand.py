"""A backend for a client in the same process or in another: its address, its events and its refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from simulator.backend import Backend, User
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import Limits
from simulator.backend.server import Options, serving
from simulator.values import JSONObject, Value

KEY: Final = "0123456789abcdef0123456789abcdef"
A_MINUTE: Final = 60_000


class Stand:
    """A running backend and the project of the tests' API key."""

    def __init__(self, url: str, projects: Projects) -> None:
        self.url = url
        self._projects = projects

    @property
    def project(self) -> Backend:
        """The project; made if needed, so that faults can be set before anything is sent."""
        return self._projects.open(KEY)

    @property
    def events(self) -> list[JSONObject]:
        """The events in the order of their arrival."""
        return [received.event for received in self.project.received]

    @property
    def names(self) -> list[str]:
        """The names of the events."""
        return [event["event_type"] for event in self.events]

    @property
    def answers(self) -> list[int]:
        """The status of the answer to each request."""
        return [upload.status for upload in self.project.uploads]

    @property
    def reasons(self) -> list[str]:
        """The reasons why requests were refused."""
        return [upload.reason for upload in self.project.uploads if upload.reason]

    def user(self, user_id: str) -> User:
        """Return the user of a user id."""
        found = self.project.users.by_user_id(user_id)
        assert found is not None, f"{user_id} is unknown"
        return found

    def group(self, group_type: str, name: str) -> Value:
        """Return the properties of a group."""
        return self.project.groups.get((group_type, name))


@contextmanager
def stand(*, origins: tuple[str, ...] = (), rates: bool = True) -> Iterator[Stand]:
    """Run a backend in a thread, in memory."""
    projects = Projects()
    with serving(projects, Options(origins=origins, limits=Limits(rates=rates))) as server:
        yield Stand(server.url, projects)


def check_journey(backend: Stand, *, groups: JSONObject | None = None, sender: str) -> None:
    """Check the result of a journey: Anna identifies herself, plays a song, buys three, and joins two companies."""
    assert sorted(backend.names) == [
        "$groupidentify",
        "$identify",
        "$identify",
        "$identify",
        "Song Played",
        "revenue_amount",
    ]
    user = backend.user("anna-smith")
    assert user.properties == {
        "plan": "Pro",
        "since": 2026,
        "played": 2,
        "songs": ["Solaris"],
        "company": ["ACME", "Initech"],
    }
    assert user.groups == ({"company": ["ACME", "Initech"]} if groups is None else groups)
    assert user.revenue == 10.5
    assert backend.group("company", "ACME") == {"seats": 3}
    [played] = [one for one in backend.project.received if one.event["event_type"] == "Song Played"]
    assert played.event["event_properties"] == {"title": "Solaris"}
    assert played.event["insert_id"]
    assert played.sender == sender
    assert abs(played.event["time"] - played.time) < A_MINUTE
