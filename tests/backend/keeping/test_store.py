"""The store of a project: the same in memory and in a file."""

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from simulator.backend import Backend, MemoryStore, Received, Store, Upload, User, UsermapRequest
from simulator.backend.ingestion.places import locate
from simulator.backend.keeping.caches import Recent, WriteBehind
from simulator.backend.keeping.database import Database
from simulator.backend.keeping.entities import LONGEST_TEXT, MOST_REJECTIONS, NOBODY, Bundle, Counts
from simulator.backend.reading.view import view_of
from simulator.errors import StoreError

PROJECT = "p" * 32


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    with Database(tmp_path / "store.db") as database:
        yield database.store(PROJECT)


def an_event(event_type: str = "Song Played", **fields: Any) -> dict[str, Any]:
    return {"event_type": event_type, **fields}


def a_bundle(*events: dict[str, Any], user: int = NOBODY, revenue: float = 0.0) -> Bundle:
    written = [*map(msgspec.json.encode, events)]
    return Bundle(sender="ios app", events=written, user=user, place=None, revenue=revenue)


def alone(user: int = NOBODY, **fields: Any) -> Bundle:
    return a_bundle(an_event(**fields), user=user)


def an_upload(reason: str = "", **fields: Any) -> Upload:
    return Upload(path="/", sender="ios app", status=200, answer="success", reason=reason, **fields)


def in_pages(read: Any, size: int, **chosen: Any) -> list[Any]:
    """Read everything page by page, each after the last id of the one before."""
    found: list[Any] = []
    while page := list(read(after=found[-1].id if found else 0, limit=size, **chosen)):
        assert len(page) <= size
        found += page
    return found


# Everything.


def test_a_store_that_was_cleared_is_like_a_new_one(store: Store) -> None:
    identity = ("device", "uuid")
    for _ in range(2):
        assert store.claim([identity]) == [True]
        assert store.add([alone(1)]) == 1
        assert store.log(an_upload("no")).id == 1
        user = store.new_user()
        assert user.number == 1
        user.user_id = "jane"
        store.save(user)
        store.name("jane", user)
        store.put_on("device", user)
        store.save_group("org", "Acme", {"plan": "Pro"})
        store.map("jane", "global")
        store.log_deletion("derek")
        assert store.counts().events == store.counts().users == store.counts().groups == 1
        store.clear()
        assert store.counts() == MemoryStore().counts()
        assert (store.user_named("jane"), store.user_on("device"), store.group("org", "Acme")) == (None, None, None)
        assert (store.global_ids(), list(store.received()), list(store.uploads())) == ({}, [], [])


# Events.


def test_an_identity_is_claimed_once_on_its_device(store: Store) -> None:
    uuid = ("device", "uuid")
    assert store.claim([uuid]) == [True]
    assert store.claim([uuid]) == [False]
    assert store.claim([("device", "another"), ("another", "uuid"), ("", "uuid")]) == [True] * 3
    assert store.claim([("deviceu", "uid"), uuid, ("new", "1"), ("new", "1"), ("", "uuid")]) == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert store.claim([("new", "2"), ("new", "1")]) == [True, False]
    assert store.claim([]) == []


def test_an_identity_is_new_again_once_it_is_old_enough(store: Store) -> None:
    a, b = ("device", "a"), ("device", "b")
    assert store.claim([a, b], time=1000, since=0) == [True, True]
    assert store.claim([a, b, a], time=2000, since=1000) == [False] * 3
    # The first claim counts, not one that was refused since.
    assert store.claim([a, a], time=3000, since=1001) == [True, False]
    assert store.claim([a, b], time=3001, since=2000) == [False, True]
    # Without a time it is known for ever.
    assert store.claim([a, b], time=10**15) == [False, False]


EVENTS: tuple[dict[str, Any], ...] = (
    an_event(user_id="jane", session_id=1_537_272_000_000, event_properties={"list": [1, [2.5, {"a": None}], True]}),
    an_event("", device_id="\0", event_properties={"": "\0", "𝄞": "\U0001f600", '"': "\\"}),
    an_event(session_id=2**64 - 1, event_properties={"large": 2**64 - 1, "small": -(2**63), "tiny": 5e-324}),
    an_event(session_id=None, event_properties={"one": 1, "one as a float": 1.0, "minus zero": -0.0}),
)


def test_an_event_is_read_as_it_was_kept(store: Store) -> None:
    place = locate("203.0.113.7")
    assert place
    shared: list[dict[str, Any]] = [
        {"sender": "ios app", "user": number, "place": place if number else None, "revenue": 0.1, "time": number}
        for number in range(len(EVENTS))
    ]
    bundles = [Bundle(events=[msgspec.json.encode(event)], **one) for event, one in zip(EVENTS, shared, strict=True)]
    assert (store.add(bundles[:2]), store.add(bundles[2:])) == (1, 3)
    given = [
        Received(id=number, event=event, **one)
        for number, (event, one) in enumerate(zip(EVENTS, shared, strict=True), 1)
    ]
    read = list(store.received())
    assert read == given
    # Equal numbers may be of different types, which JSON shows.
    assert msgspec.json.encode(read) == msgspec.json.encode(given)
    assert [one.session_id for one in read] == [one.session_id for one in given]


@pytest.mark.parametrize("size", [1, 7, 256, 1000])
def test_pages_of_events_join_without_a_gap(store: Store, size: int) -> None:
    with store.transaction():
        users = [store.new_user() for _ in range(3)]
        for number in range(600):
            store.add([alone(users[number % 3].number, at=number)])
    everything = list(store.received())
    assert [one.event["at"] for one in everything] == list(range(600))
    assert in_pages(store.received, size) == everything
    assert in_pages(store.received, size, user=2) == [one for one in everything if one.user == 2]


@pytest.mark.parametrize("size", [1, 3, 50, 1000])
def test_events_that_came_together_are_found_one_by_one(store: Store, size: int) -> None:
    """In a file, events that differ only in their JSON share a row."""
    random = Random("together")
    with store.transaction():
        users = [store.new_user().number for _ in range(3)]
        number = 0
        while number < 700:
            count = random.choice((1, 2, 90))
            # Most are of one user, as in an upload.
            is_usual = random.random() < 0.7
            shared = [
                (users[0], 0.0) if is_usual else (random.choice(users), random.choice((0.0, 0.0, 2.5)))
                for _ in range(count)
            ]
            together = groupby(enumerate(shared, number), itemgetter(1))
            bundles = [
                a_bundle(*(an_event(at=at) for at, _ in run), user=user, revenue=revenue)
                for (user, revenue), run in together
            ]
            assert store.add(bundles) == number + 1
            number += count
    everything = list(store.received())
    assert [(one.id, one.event["at"]) for one in everything] == [(at + 1, at) for at in range(number)]
    assert in_pages(store.received, size) == everything
    for user in users:
        assert in_pages(store.received, size, user=user) == [one for one in everything if one.user == user]
    for after in (0, 1, 350, number - 1, number):
        assert [one.id for one in store.received(after=after, limit=2)] == [after + 1, after + 2][: number - after]
    gone = store.user(users[0])
    assert gone is not None
    store.delete(gone)
    left = [one for one in everything if one.user != users[0]]
    assert (list(store.received()), store.count()) == (left, len(left))


def test_a_row_of_events_is_numbered_on_and_not_too_long(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Database(path) as database:
        store = database.store(PROJECT)
        store.add([a_bundle(*(an_event(at=at) for at in range(5)))])
        store.add([a_bundle(*(an_event(text="x" * 30_000) for _ in range(3)))])
        store.add([a_bundle(*(an_event(text="x" * 100_000) for _ in range(2)))])
    with closing(sqlite3.connect(path)) as connection:
        assert [count for (count,) in connection.execute("SELECT count FROM event ORDER BY id")] == [5, 2, 1, 1, 1]
    with Database(path) as database:
        assert database.store(PROJECT).add([alone()]) == 11


MANY = [an_event(at=at, text="é\\n" * 50) for at in range(100)]


@pytest.fixture
def compressed(tmp_path: Path) -> Path:
    """Return a file with many events in a row, and with a single one that is as large."""
    path = tmp_path / "store.db"
    with Database(path) as database:
        database.store(PROJECT).add([a_bundle(*MANY), a_bundle(an_event(text="x" * 20_000))])
    return path


def test_the_json_of_many_events_is_compressed(compressed: Path) -> None:
    with closing(sqlite3.connect(compressed)) as connection:
        [many, single] = connection.execute("SELECT typeof(json), length(json) FROM event ORDER BY id")
    assert many[0] == "blob"
    assert many[1] < sum(map(len, map(msgspec.json.encode, MANY))) / 4
    assert single[0] == "text"
    with Database(compressed) as database:
        assert [one.event for one in database.store(PROJECT).received(limit=100)] == MANY
        assert [one.event["at"] for one in database.store(PROJECT).received(after=50, limit=2)] == [50, 51]


def test_a_file_with_nothing_compressed_is_read_as_it_is_and_goes_on(compressed: Path) -> None:
    with closing(sqlite3.connect(compressed)) as connection, connection:
        [(packed,)] = connection.execute("SELECT json FROM event WHERE id & 0xff = 1")
        connection.execute("UPDATE event SET json = ? WHERE id & 0xff = 1", (zlib.decompress(packed).decode(),))
        connection.execute("PRAGMA user_version = 4")
    with Database(compressed, read_only=True) as database:
        assert [one.event for one in database.store(PROJECT).received(limit=100)] == MANY
    with Database(compressed) as database:
        assert database.store(PROJECT).add([a_bundle(*MANY)]) == 102
        assert [one.event for one in database.store(PROJECT).received()][-100:] == MANY
    with closing(sqlite3.connect(compressed)) as connection:
        assert connection.execute("SELECT typeof(json) FROM event").fetchall() == [("text",), ("text",), ("blob",)]


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-3],
        lambda packed: packed[:40] + b"\xa5" + packed[41:],
        lambda packed: b"",
        lambda packed: b"{}",
        lambda packed: zlib.compress(b'{"event_type":"\xff"}'),
        lambda packed: zlib.compress(b" " * 50_000_000),
    ],
    ids=["cut", "changed", "empty", "plain", "no UTF-8", "bomb"],
)
def test_damage_to_what_is_compressed_is_reported(compressed: Path, damage: Callable[[bytes], bytes]) -> None:
    with closing(sqlite3.connect(compressed)) as connection, connection:
        [(packed,)] = connection.execute("SELECT json FROM event WHERE id & 0xff = 1")
        connection.execute("UPDATE event SET json = ? WHERE id & 0xff = 1", (damage(packed),))
    with Database(compressed) as database:
        with pytest.raises(StoreError, match="it is damaged, and the JSON of a row is not as devicemode writes it"):
            list(database.store(PROJECT).received())
        assert [one.id for one in database.store(PROJECT).received(after=100)] == [101]


def test_a_page_behind_the_end_is_empty(store: Store) -> None:
    store.add([alone()])
    store.log(an_upload())
    for after in (1, 2, 2**40, 2**80):
        assert not list(store.received(after=after, limit=5))
        assert not list(store.uploads(after=after))
        assert not list(store.users(after=after))
    assert not list(store.received(limit=0))
    assert len(list(store.received(after=-1))) == 1


def test_the_events_of_a_user_are_those_of_whoever_was_merged_as_well(store: Store) -> None:
    with store.transaction():
        known, *others = [store.new_user() for _ in range(5)]
        for number in range(900):
            store.add([alone(number % 5 + 1, at=number)])
        for anonymous in others[:3]:
            anonymous.merged_into = known.number
            store.save(anonymous)
    expected = [number for number in range(900) if number % 5 != 4]
    assert [one.event["at"] for one in store.received(user=known.number)] == expected
    assert [one.event["at"] for one in in_pages(store.received, 50, user=known.number)] == expected
    assert not list(store.received(user=others[0].number))
    assert [store.current(number) for number in range(6)] == [0, 1, 1, 1, 1, 5]
    assert {one.event["at"] % 5 for one in store.received(user=others[3].number)} == {4}


@pytest.mark.parametrize("number", [-1, 7, 2**40, 2**40 + 1, 2**80])
def test_a_number_that_nobody_has_finds_nothing(store: Store, number: int) -> None:
    store.add([alone(store.new_user().number)])
    store.add([alone()])
    assert store.user(number) is None
    assert not list(store.received(user=number))
    assert [one.id for one in store.received(user=NOBODY)] == [2]


def test_what_is_being_read_does_not_grow(store: Store) -> None:
    for number in range(400):
        store.add([alone(at=number)])
        store.log(an_upload())
    events, uploads = store.received(), store.uploads()
    next(events), next(uploads)
    for number in range(400):
        store.add([alone(at=number)])
        store.log(an_upload())
    assert (len(list(events)), len(list(uploads))) == (399, 399)


# Requests.


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pages_of_requests_join_without_a_gap(store: Store, size: int) -> None:
    given = [store.log(an_upload("" if number % 3 else "wrong", time=number)) for number in range(100)]
    assert [upload.id for upload in given] == list(range(1, 101))
    assert list(store.uploads()) == given
    assert in_pages(store.uploads, size) == given
    assert in_pages(store.uploads, size, rejected=True) == [upload for upload in given if upload.reason]


def test_of_rejected_requests_the_latest_are_kept_and_of_accepted_ones_all(store: Store) -> None:
    with store.transaction():
        for number in range(MOST_REJECTIONS + 50):
            store.log(an_upload("wrong", time=number))
            if number % 10 == 0:
                store.log(an_upload(time=number))
    uploads = list(store.uploads())
    assert [one.id for one in uploads] == sorted(one.id for one in uploads)
    accepted = [one.time for one in uploads if not one.reason]
    assert accepted == list(range(0, MOST_REJECTIONS + 50, 10))
    rejected = [one.time for one in uploads if one.reason]
    assert rejected == list(range(50, MOST_REJECTIONS + 50))
    assert [one.time for one in store.uploads(rejected=True)] == rejected
    counts = store.counts()
    assert (counts.uploads, counts.rejections) == (len(uploads), MOST_REJECTIONS)


def test_long_texts_of_a_rejected_request_are_cut(store: Store) -> None:
    long = "x" * 5000
    texts: dict[str, Any] = {"path": long, "sender": long, "answer": long, "ip": long, "fields": ["e", long]}
    upload = msgspec.structs.replace(an_upload(long), **texts)
    kept = store.log(upload)
    assert list(store.uploads()) == [kept]
    for text in (kept.path, kept.sender, kept.answer, kept.reason, kept.ip, kept.fields[1]):
        assert len(text) == LONGEST_TEXT
        assert text.endswith("x…")
    accepted = msgspec.structs.replace(upload, reason="", id=2)
    assert store.log(accepted) == accepted


# Users and groups.


def test_users_are_found_by_their_ids(store: Store) -> None:
    with store.transaction():
        jane, nobody, device, merged = [store.new_user() for _ in range(4)]
        jane.user_id = "jane"
        device.device_ids.append("d1")
        merged.device_ids.append("d2")
        merged.merged_into = jane.number
        for user in (jane, nobody, device, merged):
            store.save(user)
        store.name("jane", jane)
        store.put_on("d1", device)
        store.put_on("d2", jane)
    assert [user.number for user in store.users()] == [1, 3]
    assert [user.number for user in store.users(after=1)] == [3]
    assert [user.number for user in store.users(limit=1)] == [1]
    assert store.user_named("jane") == store.user_on("d2") == store.user(1) == jane
    assert (store.user_on("d1"), store.user_on("d3"), store.user_named("d1")) == (device, None, None)
    assert store.user(4) == merged
    assert store.counts().users == 2


def test_users_are_kept_as_they_were_saved(store: Store) -> None:
    with store.transaction():
        user = store.new_user()
        user.user_id, user.device_ids, user.revenue = "jane\0", ["d", "𝄞"], 0.1 + 0.2
        user.properties = {"plan": None, "list": [1, 2.0, {"a": []}], "large": 2**64 - 1}
        user.groups = {"company": ["acme", 5, {"a": 1}]}
        store.save(user)
    assert list(store.users()) == [user]
    assert msgspec.json.encode(store.user(1)) == msgspec.json.encode(user)


def test_numbers_and_ids_are_not_given_twice(store: Store) -> None:
    with store.transaction():
        user = store.new_user()
        store.add([alone(user.number)])
    store.delete(user)
    assert (store.user(user.number), store.count()) == (None, 0)
    assert store.new_user().number == user.number + 1
    assert store.add([alone()]) == 2
    assert store.count() == 1


def test_a_deleted_user_is_gone_with_ids_events_and_whoever_was_merged(store: Store) -> None:
    backend = Backend(store)
    backend.accept(
        [
            an_event(device_id="d1", uuid="1"),
            an_event(device_id="d1", user_id="jane", uuid="2"),
            an_event(device_id="d2", user_id="joe", uuid="3"),
            an_event(device_id="d1", user_id="joe", uuid="4"),
        ],
        sender="ios app",
        ip="",
    )
    backend.delete("jane")
    assert [one.event["uuid"] for one in store.received()] == ["3", "4"]
    assert [user.user_id for user in store.users()] == ["joe"]
    assert store.user_named("jane") is None
    assert store.user(1) is None
    on_d1 = store.user_on("d1")
    assert on_d1 is not None
    assert on_d1.user_id == "joe"
    # Deleted events do not come back when an upload is repeated.
    assert backend.accept([an_event(device_id="d1", user_id="jane", uuid="2")], sender="ios app", ip="") == 0


def test_groups_stay_in_the_order_in_which_they_were_first_seen(store: Store) -> None:
    for name in ("b", "a", "c"):
        store.save_group("company", name, {"n": name})
    store.save_group("company", "a", {"n": 2})
    store.save_group("team", "a", {})
    assert list(store.groups()) == [
        ("company", "b", {"n": "b"}),
        ("company", "a", {"n": 2}),
        ("company", "c", {"n": "c"}),
        ("team", "a", {}),
    ]
    assert store.group("company", "a") == {"n": 2}
    assert store.group("team", "b") is None


def test_what_is_changed_within_a_transaction_is_seen_within_it(store: Store) -> None:
    with store.transaction():
        user = store.new_user()
        user.user_id = "jane"
        store.save(user)
        store.add([alone(user.number)])
        store.save_group("company", "acme", {})
        with store.transaction():
            store.log(an_upload())
        assert [one.user for one in store.received(user=1)] == [1]
        assert list(store.users()) == [user]
        assert list(store.groups()) == [("company", "acme", {})]
        assert len(list(store.uploads())) == store.count() == 1
        store.delete(user)
        assert not list(store.received())
        assert not list(store.users())


def test_mappings_and_deletions(store: Store) -> None:
    backend = Backend(store)
    requests = [
        UsermapRequest(sender="s", user_id=user_id, global_user_id=global_id, unmap=global_id is None)
        for user_id, global_id in (("a", "g1"), ("b", "g1"), ("a", "g2"), ("a", "g1"), ("b", None), ("b", "g3"))
    ]
    for request in requests:
        backend.map_user(request)
    assert list(store.usermap_requests()) == requests
    assert list(store.global_ids().items()) == [("a", ["g1", "g2"]), ("b", ["g3"])]
    backend.delete("a")
    backend.delete("unknown")
    assert store.global_ids() == {"b": ["g3"]}
    assert list(store.deletions()) == ["a", "unknown"]
    assert store.counts() == Counts(
        events=0, users=0, groups=0, uploads=0, rejections=0, usermap_requests=6, deletions=2
    )


# Any history: the same in memory and in a file.

_IDS = st.sampled_from([None, "a", "b", "c"])
_VALUES = st.one_of(
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
    st.sampled_from([None, True, 1e308, "1e308", 2**63 - 1, [1, 2], {"k": [None]}]),
)
_PROPERTIES = st.dictionaries(st.sampled_from(["p", "q", "\0"]), _VALUES, max_size=2)
_GROUPS = st.dictionaries(st.sampled_from(["company", "team"]), st.sampled_from(["acme", 5, ["acme", "x"]]), max_size=2)
_OPERATIONS = st.one_of(
    st.dictionaries(
        st.sampled_from(["$set", "$setOnce", "$add", "$append", "$prepend", "$unset", "$clearAll"]),
        _PROPERTIES,
        max_size=2,
    ),
    _PROPERTIES,
)
_EVENTS = st.fixed_dictionaries(
    {"event_type": st.sampled_from(["Song Played", "$identify", "$groupidentify", "revenue_amount"])},
    optional={
        "user_id": _IDS,
        "device_id": _IDS,
        "uuid": st.sampled_from(["1", "2", "3", "4", "5"]),
        "session_id": st.sampled_from([-1, 5, 2**64 - 1]),
        "event_properties": _PROPERTIES,
        "user_properties": _OPERATIONS,
        "group_properties": _OPERATIONS,
        "groups": _GROUPS,
        "price": _VALUES,
        "quantity": _VALUES,
        "revenue": _VALUES,
        "ip": st.just("203.0.113.7"),
    },
)


class InterruptionError(Exception):
    """Ends a transaction early."""


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """Make a transaction of a block that fails at its end."""
    with pytest.raises(InterruptionError), store.transaction():  # noqa: PT012 — the block is the caller's
        yield
        raise InterruptionError


class Histories(RuleBasedStateMachine):
    """Drives two backends alike: one in memory, and one in a file, on which other things happen too."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.db"
        self.memory = Backend()
        self.database = Database(self.path)
        self.file = Backend(self.database.store(PROJECT))
        self.others: list[Database] = []

    def backends(self) -> tuple[Backend, Backend]:
        return self.memory, self.file

    @rule(events=st.lists(_EVENTS, min_size=1, max_size=4))
    def accept(self, events: list[dict[str, Any]]) -> None:
        new = [backend.accept(_copied(events), sender="web app", ip="", time=5) for backend in self.backends()]
        assert new[0] == new[1]

    @rule(user_id=st.sampled_from("abc"), global_user_id=st.sampled_from(["g1", "g2", None]))
    def map_user(self, user_id: str, global_user_id: str | None) -> None:
        request = UsermapRequest(
            sender="s", user_id=user_id, global_user_id=global_user_id, unmap=global_user_id is None
        )
        for backend in self.backends():
            backend.map_user(request)

    @rule(user_id=st.sampled_from("abc"))
    def delete(self, user_id: str) -> None:
        for backend in self.backends():
            backend.delete(user_id)

    @rule(reason=st.sampled_from(["", "wrong"]))
    def log(self, reason: str) -> None:
        for backend in self.backends():
            backend.store.log(an_upload(reason))

    @rule(events=st.lists(_EVENTS, max_size=3), user_id=st.sampled_from("abc"))
    def roll_back(self, events: list[dict[str, Any]], user_id: str) -> None:
        store = self.file.store
        with undone(store):
            self.file.accept(_copied(events), sender="web app", ip="")
            self.file.delete(user_id)
            store.log(an_upload("wrong"))

    @rule(events=st.lists(_EVENTS, min_size=1, max_size=2))
    def another_connection_writes(self, events: list[dict[str, Any]]) -> None:
        with Database(self.path) as other:
            Backend(other.store(PROJECT)).accept(_copied(events), sender="web app", ip="")
        self.memory.accept(_copied(events), sender="web app", ip="")

    @rule()
    def another_project(self) -> None:
        other = Backend(self.database.store("another"))
        other.accept([an_event(user_id="a", device_id="b", uuid="1")], sender="web app", ip="")
        other.delete("a")

    @rule()
    @precondition(lambda self: hasattr(self, "database"))
    def reopen(self) -> None:
        self.database.close()
        self.database = Database(self.path)
        self.file = Backend(self.database.store(PROJECT))

    @invariant()
    @precondition(lambda self: hasattr(self, "database"))
    def both_show_the_same(self) -> None:
        view, expected = view_of(self.file), view_of(self.memory)
        assert view == expected
        assert msgspec.json.encode(view) == msgspec.json.encode(expected)
        memory, file = self.memory.store, self.file.store
        assert file.counts() == memory.counts()
        assert file.count() == memory.count() == len(view.events)
        for number in range(file.counts().users + 3):
            assert file.user(number) == memory.user(number)
            assert list(file.received(user=number)) == list(memory.received(user=number))
        for text in "abc":
            assert file.user_on(text) == memory.user_on(text)
            assert file.user_named(text) == memory.user_named(text)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()


def _copied(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return msgspec.json.decode(msgspec.json.encode(events), type=list[dict[str, Any]])


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=20)


# Transactions that fail.


def test_a_transaction_that_fails_leaves_nothing_in_memory(tmp_path: Path) -> None:
    with Database(tmp_path / "store.db") as database:
        backend = Backend(database.store(PROJECT))
        events = [an_event("$identify", user_id="jane", device_id="d1", uuid="1", user_properties={"$add": {"n": 1}})]
        backend.accept(events, sender="ios app", ip="")
        before = view_of(backend)
        jane = backend.store.user_named("jane")
        assert jane is not None
        with undone(backend.store):
            events = [{**events[0], "uuid": "2"}, an_event(device_id="d2", user_id="joe", uuid="3")]
            backend.accept(events, sender="ios app", ip="")
            backend.store.save_group("company", "acme", {})
            # The object that was read before is the one that was changed.
            assert jane.properties == {"n": 2}
        assert view_of(backend) == before
        for store in (backend.store, database.store(PROJECT)):
            kept = store.user_named("jane")
            assert kept is not None
            assert kept.properties == {"n": 1}
            assert (store.user_on("d2"), store.user_named("joe"), store.group("company", "acme")) == (None, None, None)
        assert backend.accept(events, sender="ios app", ip="") == 2
        assert [one.id for one in backend.received] == [1, 2, 3]


def test_a_project_is_made_when_something_is_kept(tmp_path: Path) -> None:
    with Database(tmp_path / "store.db") as database:
        store = database.store("one")
        assert (store.count(), store.user(1), list(store.received())) == (0, None, [])
        assert view_of(Backend(store)) == view_of(Backend())
        assert database.projects() == ()
        with undone(store):
            store.log(an_upload())
            assert database.projects() == ("one",)
        assert database.projects() == ()
        database.store("two").log(an_upload())
        store.log(an_upload())
        assert database.projects() == ("two", "one")


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return a file as the first version wrote it, with one event."""
    path = tmp_path / "store.db"
    with Database(path) as database:
        Backend(database.store(PROJECT)).accept([an_event(uuid="1", user_id="jane")], sender="ios app", ip="")
    with closing(sqlite3.connect(path)) as connection, connection:
        # It kept all of a project's numbers in its row, and a project may have more rows' numbers than rows.
        connection.execute("UPDATE project SET event = 7, upload = 5, user = 3")
        connection.execute("ALTER TABLE claim DROP COLUMN time")
        # A row was one event.
        connection.executescript("""
            ALTER TABLE event RENAME TO later;
            CREATE TABLE event (
                id INTEGER PRIMARY KEY, user INTEGER NOT NULL, event_type TEXT NOT NULL, session_id INTEGER,
                time INTEGER NOT NULL, sender TEXT NOT NULL, revenue REAL NOT NULL, place TEXT, json TEXT NOT NULL
            );
            INSERT INTO event SELECT id, user, 'any', NULL, time, sender, revenue, place, json FROM later;
            DROP TABLE later;
            CREATE INDEX event_of_user ON event (user);
        """)
        connection.execute("PRAGMA user_version = 1")
    return path


def test_a_file_that_an_older_version_wrote_goes_on(older: Path) -> None:
    with Database(older) as database:
        backend = Backend(database.store(PROJECT))
        backend.accept([an_event(uuid="2", device_id="new")], sender="ios app", ip="")
        assert [one.id for one in backend.received] == [1, 8]
        assert [user.number for user in backend.users.all()] == [1, 4]
        assert backend.store.log(an_upload()).id == 6
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (5,)
        assert connection.execute("SELECT count FROM event").fetchall() == [(1,), (1,)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT time FROM claim ORDER BY time").fetchall() == [(0,), (0,)]


def test_a_file_that_an_older_version_wrote_is_read_as_it_is(older: Path) -> None:
    with Database(older, read_only=True) as database:
        store = database.store(PROJECT)
        assert [one.event["uuid"] for one in store.received()] == ["1"]
        assert [one.id for one in store.received(user=1)] == [1]
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("gone", ["jane", "joe"])
def test_numbers_are_not_given_again_when_their_rows_are_gone(tmp_path: Path, gone: str) -> None:
    path = tmp_path / "store.db"
    with Database(path) as database:
        backend = Backend(database.store(PROJECT))
        for number, user_id in enumerate(("jane", "joe")):
            event = an_event(uuid=f"{number}", device_id=user_id, user_id=user_id)
            backend.accept([event], sender="ios app", ip="")
        backend.delete(gone)
    with Database(path) as database:
        backend = Backend(database.store(PROJECT))
        backend.accept([an_event(uuid="3", device_id="new")], sender="ios app", ip="")
        assert [one.id for one in backend.received] == [2 if gone == "jane" else 1, 3]
        assert [user.number for user in backend.users.all()] == [2 if gone == "jane" else 1, 3]
        assert backend.store.count() == 2


def test_a_part_of_a_transaction_that_failed_is_not_overlooked(tmp_path: Path) -> None:
    with Database(tmp_path / "store.db") as database:
        store = database.store(PROJECT)
        with pytest.raises(StoreError, match="keeps nothing of a transaction"), store.transaction():  # noqa: PT012
            store.log(an_upload())
            with undone(store):
                store.log(an_upload())
        assert not list(store.uploads())


def test_projects_keep_out_of_each_other_s_way(tmp_path: Path) -> None:
    with Database(tmp_path / "store.db") as database:
        first, second = (Backend(database.store(name)) for name in ("first", "second"))
        for number in range(300):
            event = an_event(device_id="d1", user_id="jane", uuid=f"{number}")
            assert first.accept([event], sender="ios app", ip="") == 1
            if number % 2:
                assert second.accept([event], sender="web app", ip="") == 1
        assert [len(backend.received) for backend in (first, second)] == [300, 150]
        assert [one.id for one in second.received] == list(range(1, 151))
        assert len(list(first.store.received(after=290))) == 10
        first.delete("jane")
        assert (first.store.count(), second.store.count()) == (0, 150)
        assert [user.user_id for user in second.users.all()] == ["jane"]


# Data of a file that is cached in memory.


def test_recent_things_are_given_up_longest_ago_first() -> None:
    recent: Recent[str, int] = Recent(1000)
    for number, key in enumerate("abc"):
        recent.put(key, number, 100)
    assert recent.get("a") == 0
    recent.put("d", 3, 100)
    assert [recent.get(key) for key in "abcd"] == [0, None, 2, 3]
    recent.put("a", 7, 500)
    assert [recent.get(key) for key in "abcd"] == [7, None, None, 3]
    recent.put("e", 9, 5000)
    assert [recent.get(key) for key in "abcde"] == [None] * 5
    recent.put("a", 1, 700)
    assert recent.get("a") == 1


def test_what_has_changed_is_not_given_up_before_it_is_written() -> None:
    written: dict[int, str] = {}

    def load(key: int) -> tuple[str, int] | None:
        return (written[key], 1000) if key in written else None

    def write(changed: Any) -> list[int]:
        written.update(changed)
        return [1000 for _ in changed]

    kept = WriteBehind(3000, load=load, write=write)
    for key in range(10):
        kept.change(key, f"value {key}")
    assert [kept.get(key) for key in range(10)] == [f"value {key}" for key in range(10)]
    assert not written
    kept.flush()
    assert len(written) == 10
    assert [kept.get(key) for key in range(10)] == [f"value {key}" for key in range(10)]
    kept.change(3, "changed")
    kept.forget()
    assert kept.get(3) == "value 3"


def test_more_users_than_memory_holds(tmp_path: Path) -> None:
    with Database(tmp_path / "store.db") as database:
        backend = Backend(database.store(PROJECT))
        long = "x" * 900_000
        for number in range(40):
            events = [
                an_event("$identify", user_id=f"user {number}", uuid=f"{number}", user_properties={"long": long}),
                an_event("$identify", user_id=f"user {number // 2}", uuid=f"again {number}", user_properties={"n": 1}),
            ]
            assert backend.accept(events, sender="web app", ip="") == 2
        for number in range(40):
            user = backend.store.user_named(f"user {number}")
            assert isinstance(user, User)
            assert user.properties == {"long": long} | ({"n": 1} if number < 20 else {})
