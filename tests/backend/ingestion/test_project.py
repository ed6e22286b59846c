"""The stand-in for Amplitude: the user of an event, and its effect on users and groups."""

from __future__ import annotations

from itertools import count
from typing import Final

import pytest
from msgspec import UNSET

from simulator.backend import Backend, User
from simulator.backend.ingestion.editions import revenue_of
from simulator.backend.ingestion.events import event_of
from simulator.backend.ingestion.operations import apply
from simulator.backend.ingestion.places import locate
from simulator.backend.ingestion.users import Users
from simulator.backend.keeping.entities import NOBODY, UsermapRequest
from simulator.backend.keeping.in_memory import MemoryStore
from simulator.model.clock import EPOCH
from simulator.model.simulation import Simulation
from simulator.values import JSONObject, Value
from simulator.wire.events import LoggedEvent, ServerEvent

_numbers: Final = count(1)


def event(
    user_id: str | None = None,
    device_id: str | None = None,
    *,
    event_type: str = "Song Played",
    insert_id: str | None = None,
    **fields: Value,
) -> JSONObject:
    """Make an event as it comes over the wire; without an `insert_id` it has one of its own."""
    made = ServerEvent(
        event_type=event_type,
        time=EPOCH,
        insert_id=insert_id or f"event {next(_numbers)}",
        user_id=user_id or UNSET,
        device_id=device_id or UNSET,
        **fields,
    )
    return LoggedEvent(made, ()).to_json()


def identify(user_id: str | None = None, device_id: str | None = None, **fields: Value) -> JSONObject:
    return event(user_id, device_id, event_type="$identify", **fields)


def take(backend: Backend, *events: JSONObject, ip: str = "203.0.113.7") -> int:
    return backend.accept(events, sender="test", ip=ip)


def usermap(user_id: str, global_user_id: str | None = None) -> UsermapRequest:
    """Make a request that maps a user id to a global one, or without one takes it out of every mapping."""
    return UsermapRequest(
        sender="Segment", user_id=user_id, global_user_id=global_user_id, unmap=global_user_id is None
    )


def user(backend: Backend, user_id: str) -> User:
    found = backend.users.by_user_id(user_id)
    assert found is not None
    return found


def owners(backend: Backend) -> list[int]:
    """Return the number of each event's user, as of today."""
    return [backend.user_of(one) for one in backend.received]


def test_a_device_alone_is_an_anonymous_user() -> None:
    users = Users(MemoryStore())
    first = users.resolve(None, "d1")
    assert users.resolve(None, "d1") is first
    assert users.resolve(None, "d2") is not first
    assert [one.user_id for one in users.all()] == [None, None]


def test_a_user_id_makes_the_devices_anonymous_user_a_known_one() -> None:
    users = Users(MemoryStore())
    anonymous = users.resolve(None, "d1")
    assert users.resolve("derek", "d1") is anonymous
    assert anonymous.user_id == "derek"
    # From now on the device alone means derek.
    assert users.resolve(None, "d1") is anonymous
    assert len(users.all()) == 1


def test_a_user_has_many_devices() -> None:
    users = Users(MemoryStore())
    derek = users.resolve("derek", "d1")
    assert users.resolve("derek", "d2") is derek
    assert users.resolve("derek", None) is derek
    assert derek.device_ids == ["d1", "d2"]


def test_a_device_passes_from_one_known_user_to_the_next() -> None:
    users = Users(MemoryStore())
    derek, anna = users.resolve("derek", "d1"), users.resolve("anna", "d1")
    assert derek is not anna
    assert users.resolve(None, "d1") is anna
    assert users.resolve("derek", "d1") is derek
    assert users.resolve(None, "d1") is derek


def test_without_any_id_everybody_is_somebody_else() -> None:
    users = Users(MemoryStore())
    assert users.resolve(None, None) is not users.resolve(None, None)


def test_an_anonymous_user_of_another_device_is_merged_into_the_known_one() -> None:
    backend = Backend()
    take(
        backend,
        identify("derek", "d1", user_properties={"$set": {"plan": "Basic"}}, groups={"sport": ["tennis"]}),
        identify(None, "d2", user_properties={"$set": {"plan": "Trial", "source": "ad"}}, groups={"team": "red"}),
        event(None, "d2", price=5, quantity=2),
        identify("derek", "d2"),
    )
    assert owners(backend) == [1, 1, 1, 1]
    [derek] = backend.users.all()
    # The known user's properties win.
    assert derek.properties == {"plan": "Basic", "source": "ad"}
    assert derek.groups == {"sport": ["tennis"], "team": ["red"]}
    assert derek.revenue == 10
    assert derek.device_ids == ["d1", "d2"]


def test_merges_follow_each_other() -> None:
    backend = Backend()
    take(
        backend, event(None, "d1"), event(None, "d2"), event("derek", "d3"), event("derek", "d1"), event("derek", "d2")
    )
    assert len(set(owners(backend))) == 1


def test_different_devices_stay_apart_until_a_user_id_joins_them() -> None:
    backend = Backend()
    take(backend, event(None, "client"), event("derek", "server"))
    assert owners(backend) == [1, 2]
    take(backend, event("derek", "client"))
    assert len(set(owners(backend))) == 1


@pytest.mark.parametrize(
    ("before", "operations", "after"),
    [
        ({}, {"$set": {"a": 1}}, {"a": 1}),
        ({"a": 1, "b": 2}, {"$set": {"a": None}}, {"a": None, "b": 2}),
        ({}, {"a": 1}, {"a": 1}),
        ({}, {"$setOnce": {"a": 1}}, {"a": 1}),
        ({"a": 1}, {"$setOnce": {"a": 2}}, {"a": 1}),
        ({"a": 0}, {"$setOnce": {"a": 2}}, {"a": 0}),
        ({"a": None}, {"$setOnce": {"a": 2}}, {"a": None}),
        ({}, {"$add": {"a": 5}}, {"a": 5}),
        ({"a": 3}, {"$add": {"a": -5}}, {"a": -2}),
        ({"a": 0.5}, {"$add": {"a": 0.25}}, {"a": 0.75}),
        ({"a": 3}, {"$add": {"a": "2"}}, {"a": 5}),
        ({"a": "3"}, {"$add": {"a": 2}}, {"a": 5}),
        ({"a": "three"}, {"$add": {"a": 2}}, {"a": 2}),
        ({"a": 3}, {"$add": {"a": "two"}}, {"a": 3}),
        ({}, {"$append": {"a": 1}}, {"a": [1]}),
        ({"a": [1]}, {"$append": {"a": [2, 3]}}, {"a": [1, 2, 3]}),
        ({"a": 1}, {"$append": {"a": 2}}, {"a": [1, 2]}),
        ({"a": [1]}, {"$prepend": {"a": [2, 3]}}, {"a": [2, 3, 1]}),
        ({"a": 1, "b": 2}, {"$unset": {"a": "-"}}, {"b": 2}),
        ({}, {"$unset": {"a": "-"}}, {}),
        ({"a": 1, "b": 2}, {"$clearAll": "-"}, {}),
        ({"a": 1}, {"$set": {"b": 1}, "$add": {"a": 1}, "$unset": {"c": "-"}}, {"a": 2, "b": 1}),
    ],
)
def test_operations(before: JSONObject, operations: JSONObject, after: JSONObject) -> None:
    properties = dict(before)
    apply(properties, operations)
    assert properties == after


def test_appending_leaves_the_earlier_list_alone() -> None:
    first = [1]
    properties: JSONObject = {"a": first}
    apply(properties, {"$append": {"a": 2}})
    assert first == [1]


def test_groups_of_a_user_come_from_identifies_and_replace_those_of_their_type() -> None:
    backend = Backend()
    take(
        backend,
        identify("derek", groups={"sport": ["tennis", "golf"], "team": "red"}),
        event("derek", groups={"sport": "chess"}),
        identify("derek", groups={"sport": "rowing"}),
    )
    assert user(backend, "derek").groups == {"sport": ["rowing"], "team": ["red"]}
    # An event's own groups are for the event alone.
    assert ("sport", "chess") not in backend.groups
    assert backend.groups.keys() == {("sport", "tennis"), ("sport", "golf"), ("team", "red"), ("sport", "rowing")}


def test_group_properties_belong_to_the_group_and_make_no_user() -> None:
    backend = Backend()
    take(
        backend,
        event(event_type="$groupidentify", groups={"company": "Acme"}, group_properties={"$set": {"plan": "Basic"}}),
        event(event_type="$groupidentify", groups={"company": "Acme"}, group_properties={"$add": {"seats": 2}}),
        event(event_type="$groupidentify", groups={"company": ["Acme", 7]}, group_properties={"$set": {"eu": True}}),
    )
    assert backend.groups == {
        ("company", "Acme"): {"plan": "Basic", "seats": 2, "eu": True},
        ("company", "7"): {"eu": True},
    }
    assert backend.users.all() == ()
    assert owners(backend) == [NOBODY, NOBODY, NOBODY]


@pytest.mark.parametrize(
    ("sent", "revenue"),
    [
        ({"event_type": "Song Played"}, 0),
        ({"event_type": "Song Played", "event_properties": {"revenue": 9}}, 0),
        (
            {
                "event_type": "revenue_amount",
                "api_properties": {"special": "revenue_amount", "price": 5, "quantity": 3},
            },
            15,
        ),
        ({"event_type": "revenue_amount", "api_properties": {"special": "revenue_amount", "price": "3.5"}}, 3.5),
        (
            {"event_type": "revenue_amount", "api_properties": {}, "event_properties": {"$price": 5, "$quantity": -2}},
            -10,
        ),
        ({"event_type": "revenue_amount", "event_properties": {"$price": 5, "$quantity": 0}}, 0),
        ({"event_type": "Order Completed", "price": 5, "quantity": 3}, 15),
        ({"event_type": "Order Completed", "price": 5}, 5),
        ({"event_type": "Order Completed", "price": 5, "quantity": 3, "revenue": 7}, 7),
        ({"event_type": "Order Completed", "revenue": 0, "price": 5}, 0),
        ({"event_type": "Order Completed", "revenue": "free"}, 0),
    ],
)
def test_revenue(sent: JSONObject, revenue: float) -> None:
    assert revenue_of(event_of(sent)) == revenue


def test_revenue_adds_up_per_user() -> None:
    backend = Backend()
    take(backend, event("derek", revenue=5), event("anna", revenue=1), event("derek", price=2, quantity=3))
    assert [one.revenue for one in backend.received] == [5, 1, 6]
    assert (user(backend, "derek").revenue, user(backend, "anna").revenue) == (11, 1)


def test_an_event_that_comes_twice_counts_once() -> None:
    backend = Backend()
    once = identify("derek", "d1", user_properties={"$add": {"karma": 5}}, insert_id="a")
    assert take(backend, once, once) == 1
    assert take(backend, once, event("derek", "d1")) == 1
    assert take(backend, once) == 0
    assert len(backend.received) == 2
    assert user(backend, "derek").properties == {"karma": 5}


def test_the_same_insert_id_of_another_device_is_another_event() -> None:
    backend = Backend()
    take(
        backend, event("derek", "d1", insert_id="a"), event("derek", "d2", insert_id="a"), event("derek", insert_id="b")
    )
    assert len(backend.received) == 3


@pytest.mark.parametrize(
    ("ip", "city"),
    [
        ("192.0.2.1", "San Francisco"),
        ("198.51.100.255", "Berlin"),
        ("203.0.113.0", "Paris"),
        ("2001:db8::1", "Tokyo"),
        ("192.0.3.1", None),
        ("10.0.0.1", None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_an_address_tells_the_place(ip: str, city: str | None) -> None:
    found = locate(ip)
    assert (found.city if found else None) == city


def test_the_event_says_the_address_or_the_connection_does() -> None:
    backend = Backend()
    take(backend, event("derek"), event("derek", ip="192.0.2.1"), ip="198.51.100.1")
    assert [one.place and one.place.city for one in backend.received] == ["Berlin", "San Francisco"]


def test_usermap_maps_many_to_one_and_keeps_the_profiles_apart() -> None:
    backend = Backend()
    take(backend, event("123", "d1"), event("789", "d2"), event("456", "d3"))
    for user_id in ("123", "789", "123"):
        backend.map_user(usermap(user_id, "456"))
    assert backend.cross_project_view() == {"456": ("123", "789")}
    assert len(backend.users.all()) == 3
    assert len(backend.usermap_requests) == 3


def test_unmapping_takes_a_user_out_of_every_mapping() -> None:
    backend = Backend()
    for global_id in ("456", "457"):
        backend.map_user(usermap("123", global_id))
    backend.map_user(usermap("789", "456"))
    assert backend.global_user_ids("123") == ("456", "457")
    backend.map_user(usermap("123"))
    backend.map_user(usermap("unknown"))
    assert backend.global_user_ids("123") == ()
    assert backend.cross_project_view() == {"456": ("789",)}


def test_deleting_a_user_forgets_all_of_theirs_and_nobody_elses() -> None:
    backend = Backend()
    take(backend, event(None, "d1"), event("derek", "d1"), event("anna", "d2"))
    backend.map_user(usermap("derek", "456"))
    backend.delete("derek")
    backend.delete("nobody")
    assert backend.deletions == ("derek", "nobody")
    assert [one.event["user_id"] for one in backend.received] == ["anna"]
    assert [one.user_id for one in backend.users.all()] == ["anna"]
    assert backend.cross_project_view() == {}
    # A user under the old ids is a new one.
    take(backend, event(None, "d1"), event("derek", "d1"))
    assert owners(backend) == [2, 3, 3]
    assert user(backend, "derek").properties == {}


def test_sources_of_one_simulation_meet_in_one_project() -> None:
    simulation = Simulation(seed=1)
    app, server = simulation.ios(), simulation.server()
    app.track("Song Played")
    app.identify("derek")
    app.track("Song Liked")
    app.drain()
    server.track("Song Bought", user_id="derek")
    assert owners(simulation.backend) == [1, 1, 1]
    assert [one.sender for one in simulation.backend.received] == ["ios app", "ios app", "Segment's servers"]


def test_operations_of_the_sdk_arrive_at_the_user() -> None:
    simulation = Simulation(seed=1)
    app = simulation.web({"Traits to Set Once": "source"})
    app.identify("derek", {"plan": "Basic", "source": "ad"})
    app.identify("derek", {"plan": "Premium", "source": "friend"})
    assert user(simulation.backend, "derek").properties == {"plan": "Premium", "source": "ad"}
