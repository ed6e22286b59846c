"""Devices that outlive the process: the data that a killed process leaves, and the next process's use of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from math import inf, nan
from pathlib import Path
from random import Random
from typing import Any, Literal, get_args

import msgspec
import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import DeviceError, Simulation
from simulator.backend import Backend, wire_of
from simulator.conformance.language.actions import AddSource, AnyAction, ChangeDevice, Lifecycle, MakeCall
from simulator.conformance.running.reference import Reference
from simulator.errors import UsageError
from simulator.fuzzing.self_check.restarts import attributes_of
from simulator.model.amplitude.store import SCHEMAS, AmplitudeStore
from simulator.model.clock import EPOCH
from simulator.model.dialects import dialect as find_dialect
from simulator.model.sources import App
from simulator.model.storage import MemoryStorage, Schema, SQLiteStorage, Storage
from simulator.values import UNDEFINED
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import ACCEPTED, OK, Answer, Request
from tests import ROOT
from tests.support import strategies as some
from tests.support.commands import devicemode

Client = Literal["web", "ios", "android"]
CLIENTS: tuple[Client, ...] = get_args(Client)
HOUR = 60 * some.MINUTE
OFFLINE = {"online": False}
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def after_a_kill(storage: SQLiteStorage) -> SQLiteStorage:
    """Open a copy of the files as they are now, unclosed, as if the process had been killed."""
    folder = Path(tempfile.mkdtemp(dir=storage.path.parent))
    for path in storage.path.parent.glob(f"{storage.path.name}*"):
        shutil.copy(path, folder)
    return SQLiteStorage(folder / storage.path.name)


def stored(storage: Storage, platform: Client, dialect: str = "documented") -> AmplitudeStore:
    schema = find_dialect(dialect).clients[platform].sdk.store_schema or SCHEMAS[platform]
    return storage.open("amplitude", schema, lambda: pytest.fail("there is no such store"))


def store_of(app: App) -> AmplitudeStore:
    assert app.amplitude is not None
    return app.amplitude.store


def queue_of(store: AmplitudeStore) -> list[LoggedEvent]:
    return [*store.events, *store.identifies]


def uuids_of(app: App) -> list[str]:
    """Return every uuid that an app has made."""
    made = [app.anonymous_id, *(message.message_id for message in app.messages)]
    return made + [logged.to_json()["uuid"] for logged in app.events]


def use(app: App) -> None:
    """Do something of every kind; an option ends the app on iOS as shipped, and it is launched again."""
    app.track(
        "Song Played", {"a": None, "b": [1, 1.0, -0.5, 2**63, {"c": "é\x00𝄞"}], "d": nan, "e": "x" * 5000, "f": {}}
    )
    app.identify("derek", {"plan": "Basic", "age": 1e300, "teams": ["a", "b"]})
    app.group("g1", {"industry": "games"})
    app.track("Order Completed", {"revenue": 19.5, "productId": "p", "products": [{"price": 3, "quantity": 2}]})
    app.alias("anna")
    if app.platform != "web":
        app.track("Sleepless", integrations={"Amplitude": {"outOfSession": True}})
        if app.crashes:
            app.launch()
        app.native("regenerateDeviceId")


SETTINGS = {"Log Revenue V2": True, "Enable Alias": True, "Track Session Events": True, "traitsToIncrement": ["age"]}


# The data that is kept.


@pytest.mark.parametrize("dialect", ["documented", "shipped", "latest"])
@pytest.mark.parametrize("platform", CLIENTS)
@pytest.mark.parametrize("device", [{}, {"app_version": None, "advertising_id": None, "vendor_id": None}])
def test_a_queue_is_read_as_it_was_written(platform: Client, dialect: str, device: Any, tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation(dialect=dialect).app(platform, SETTINGS, storage=storage, device=OFFLINE | device)
        use(app)
        before = store_of(app)
        with after_a_kill(storage) as copy:
            after = stored(copy, platform, dialect)
    assert len(queue_of(before)) >= 4
    assert after == before
    # Not only equal: `1 == 1.0 == True`, and the order of an event's fields is part of its form.
    assert msgspec.json.encode(after) == msgspec.json.encode(before)
    assert [type(one.event) for one in queue_of(after)] == [type(one.event) for one in queue_of(before)]


@pytest.mark.parametrize("platform", CLIENTS)
def test_the_next_simulation_sends_what_is_queued_as_it_was_logged(platform: Client, tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        first = Simulation().app(platform, SETTINGS, storage=storage, device=OFFLINE)
        use(first)
        logged = {one.to_json()["uuid"]: one for one in first.events}
    with SQLiteStorage(tmp_path / "it.db") as storage:
        simulation = Simulation()
        again = simulation.app(platform, SETTINGS, storage=storage)
        again.drain()
        received = [one.event for one in simulation.backend.received if one.event["uuid"] in logged]
    assert sorted(one["uuid"] for one in received) == sorted(logged)
    assert all(one == logged[one["uuid"]].to_json() for one in received)
    assert {one.to_json()["uuid"]: one.because for one in again.inherited} == {
        uuid: one.because for uuid, one in logged.items()
    }
    assert [one["sequence_number"] for one in received] == list(range(1, len(received) + 1))
    assert simulation.backend.usermap_requests[0].global_user_id == "anna"


@pytest.mark.parametrize("platform", CLIENTS)
def test_a_device_is_the_same_one_afterwards(platform: Client, tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation().app(platform, storage=storage, device=OFFLINE)
        app.identify("derek")
        before = (app.device_id, app.anonymous_id, app.device.vendor_id, app.device.advertising_id)
        context, session = app.messages[0].context, store_of(app).session_id
        counts = (store_of(app).sequence_number, store_of(app).last_event_id, store_of(app).last_identify_id)
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation(seed="another").app(platform, storage=storage, device=OFFLINE)
        assert (app.device_id, app.anonymous_id, app.device.vendor_id, app.device.advertising_id) == before
        assert store_of(app).user_id == "derek"
        message = app.track("Song Played")
        assert message.user_id == "derek"
        assert message.context == context
        store = store_of(app)
        assert (store.sequence_number, store.last_event_id, store.last_identify_id) == (
            counts[0] + 1,
            counts[1] + 1,
            counts[2],
        )
        assert store.session_id == session


@pytest.mark.parametrize(("pause", "same"), [(4 * some.MINUTE, True), (5 * some.MINUTE, False)])
def test_a_session_goes_on_or_ends_as_after_a_restart(pause: int, same: bool, tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation().ios({"Track Session Events": True}, storage=storage)
        app.background()
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation(start=EPOCH + pause).ios({"Track Session Events": True}, storage=storage)
        app.track("Song Played")
        types = [one.event.event_type for one in app.events]
    assert types == (["Song Played"] if same else ["session_end", "session_start", "Song Played"])
    assert (app.events[-1].to_json()["session_id"] == EPOCH) is same


@pytest.mark.parametrize("platform", CLIENTS)
def test_opting_out_is_kept_until_it_ends(platform: Client, tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation().app(platform, storage=storage, device=OFFLINE)
        app.track("before")
        app.native("setOptOut(true)")
    for opts_in, expected in ((False, []), (True, ["before", "after"])):
        with SQLiteStorage(tmp_path / "it.db") as storage:
            simulation = Simulation()
            app = simulation.app(platform, storage=storage)
            if opts_in:
                app.native("setOptOut(false)")
                app.track("after")
            app.drain()
            assert [one.event["event_type"] for one in simulation.backend.received] == expected


def test_what_the_device_is_told_of_its_ids_is_kept(tmp_path: Path) -> None:
    for device, expected in (
        ({}, None),
        ({"vendor_id": "V", "advertising_id": None}, ("V", None)),
        ({}, ("V", None)),
        ({"advertising_id": "A"}, ("V", "A")),
        ({}, ("V", "A")),
    ):
        with SQLiteStorage(tmp_path / "it.db") as storage:
            app = Simulation().ios(storage=storage, device=device)
            assert expected in (None, (app.device.vendor_id, app.device.advertising_id))


@pytest.mark.parametrize("make", [SQLiteStorage, lambda path: MemoryStorage()])
@pytest.mark.parametrize("platform", CLIENTS)
def test_no_uuid_is_ever_made_again(platform: Client, make: Callable[[Path], Storage], tmp_path: Path) -> None:
    storage = make(tmp_path / "it.db")
    seen: list[str] = []
    for start in range(4):
        if isinstance(storage, SQLiteStorage) and start:
            storage.close()
            storage = make(tmp_path / "it.db")
        app = Simulation(seed=7).app(platform, storage=storage, device=OFFLINE)
        use(app)
        app.reset()
        seen += uuids_of(app)
        if start == 0:
            untouched = Simulation(seed=7).app(platform, device=OFFLINE)
            use(untouched)
            untouched.reset()
            # The first start is the same as without a storage, to the byte.
            assert uuids_of(untouched) == uuids_of(app)
            assert [one.to_json() for one in untouched.events] == [one.to_json() for one in app.events]
    storage.close()
    assert len(seen) == len(set(seen)) > 20


@pytest.mark.parametrize("platform", CLIENTS)
def test_random_device_ids_do_not_come_again(platform: Client, tmp_path: Path) -> None:
    seen = []
    for _ in range(3):
        with SQLiteStorage(tmp_path / "it.db") as storage:
            app = Simulation().app(platform, storage=storage, device={"vendor_id": None})
            app.native("regenerateDeviceId")
            seen.append(app.device_id)
    assert len(set(seen)) == 3


def test_a_simulation_in_the_same_process_goes_on_with_a_memory_storage() -> None:
    storage = MemoryStorage()
    first = Simulation()
    app = first.android(storage=storage, device=OFFLINE)
    app.track("Song Played")
    first.advance(HOUR)
    app.track("Song Played")
    second = Simulation(seed=1)
    again = second.android(storage=storage)
    assert second.clock.now == EPOCH + HOUR
    assert (again.device_id, again.device.advertising_id) == (app.device_id, app.device.advertising_id)
    again.drain()
    assert len(second.backend.received) == 2


# When it is kept.


Act = Callable[[App], object]


def an_hour_passes(app: App) -> None:
    app.device.clock.advance(HOUR)


def a_minute_passes(app: App) -> None:
    app.device.clock.advance(some.MINUTE)


def a_page_is_opened(app: App) -> None:
    app.open_page("https://example.com/next")


MOMENTS: list[tuple[Client, str, list[Act]]] = [
    ("ios", "launch", []),
    ("ios", "background", [an_hour_passes, App.background]),
    ("android", "background", [lambda app: app.track("Song Played"), an_hour_passes, App.background]),
    ("ios", "foreground", [App.background, an_hour_passes, App.foreground]),
    ("ios", "a session that begins", [an_hour_passes, App.restart]),
    ("web", "a page", [a_minute_passes, a_page_is_opened]),
    ("web", "a session that begins", [an_hour_passes, a_page_is_opened]),
    ("web", "track", [lambda app: app.track("Song Played")]),
    ("ios", "identify", [lambda app: app.identify("derek", {"plan": "Basic"})]),
    ("android", "reset", [lambda app: app.identify("derek"), App.reset]),
    ("android", "opting out", [lambda app: app.native("setOptOut(true)")]),
    ("ios", "a device id", [lambda app: app.native("regenerateDeviceId")]),
    ("ios", "an upload by a timer", [lambda app: app.track("Song Played"), an_hour_passes]),
    ("ios", "a call without a network", [lambda app: app.change_device(online=False), lambda app: app.alias("anna")]),
    ("ios", "the device's ids", [lambda app: app.change_device(vendor_id="V")]),
]


@pytest.mark.parametrize("dialect", ["documented", "latest"])
@pytest.mark.parametrize(("platform", "moment", "acts"), MOMENTS, ids=lambda one: one if isinstance(one, str) else "")
def test_nothing_is_left_to_write_after(
    platform: Client, moment: str, acts: list[Act], dialect: str, tmp_path: Path
) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation(dialect=dialect).app(platform, storage=storage)
        written = rows_of(storage)
        for act in acts:
            act(app)
        after = rows_of(storage)
        assert (after != written) is (moment != "launch")
        storage.commit()
        assert rows_of(storage) == after
        with after_a_kill(storage) as copy:
            assert stored(copy, platform) == store_of(app)
            assert Simulation().app(platform, storage=copy).anonymous_id == app.anonymous_id


@pytest.mark.parametrize("platform", CLIENTS)
def test_what_is_sent_is_on_the_device_first(platform: Client, tmp_path: Path) -> None:
    """Otherwise a process that is killed on the way would send another event under the same numbers."""
    sent: list[str] = []
    with SQLiteStorage(tmp_path / "it.db") as storage:

        def wire(request: Request) -> Answer:
            sent.extend(uuids := [event["uuid"] for event in json.loads(request.fields["e"])])
            with after_a_kill(storage) as copy:
                kept = stored(copy, platform)
                assert set(uuids) <= {one.to_json()["uuid"] for one in queue_of(kept)}
                assert kept == store_of(app)
            return Answer(OK, ACCEPTED)

        app = Simulation(wire=wire).app(platform, storage=storage)
        for number in range(31):
            app.track("Song Played", {"number": number})
        app.identify("derek", {"plan": "Basic"})
        app.background()
        assert len(sent) >= 30


def rows_of(storage: SQLiteStorage) -> list[Any]:
    connection = vars(storage)["_connection"]
    return [*connection.execute("SELECT * FROM store ORDER BY 1"), *connection.execute("SELECT * FROM queued")]


def test_the_device_alone_commits_its_storage() -> None:
    commits = {
        path.name for path in (ROOT / "simulator" / "model").rglob("*.py") if ".commit()" in path.read_text("utf-8")
    }
    assert commits == {"device.py", "memory.py", "sqlite.py"}


def test_a_commit_writes_what_has_changed_and_no_more(tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        simulation = Simulation()
        app = simulation.web({"Track Named Pages": True}, storage=storage, device=OFFLINE)
        connection = vars(storage)["_connection"]
        for number in range(100):
            app.track("Song Played", {"number": number})
        before = connection.total_changes
        simulation.advance(HOUR)
        for _ in range(10):
            storage.commit()
        assert connection.total_changes == before
        queue = store_of(app).events
        del queue[:30]
        del queue[5]
        storage.commit()
        # 31 rows that are gone, and the time.
        assert connection.total_changes == before + 32
        queue.append(msgspec.structs.replace(queue[0], because=("track.event",)))
        storage.commit()
        assert connection.total_changes == before + 34
        with after_a_kill(storage) as copy:
            assert stored(copy, "web") == store_of(app)


class Numbers(msgspec.Struct):
    queue: list[tuple[int, int]] = []


@given(st.lists(st.lists(st.integers(0, 9), max_size=8), max_size=8))
def test_a_queue_is_kept_in_its_order_whatever_becomes_of_it(queues: list[list[int]]) -> None:
    schema = Schema(Numbers, queue=msgspec.json.Decoder(tuple[int, int]).decode)
    items = [(number, number) for number in range(10)]
    with tempfile.TemporaryDirectory() as folder:
        for queue in queues:
            with SQLiteStorage(Path(folder) / "it.db") as storage:
                store = storage.open("numbers", schema, Numbers)
                for change in (queue, queue[::-1], queue[2:], queue[2:] + queue):
                    store.queue[:] = [items[number] for number in change]
                    storage.commit()
                with after_a_kill(storage) as copy:
                    assert copy.open("numbers", schema, Numbers) == store


def test_odd_values_are_kept_as_their_json(tmp_path: Path) -> None:
    traits = {
        "when": datetime(2018, 9, 18, tzinfo=UTC),
        "none": UNDEFINED,
        "nan": nan,
        "in": [inf, UNDEFINED, {"u": UNDEFINED}],
    }
    plain: dict[str, Any] = {"when": "2018-09-18T00:00:00.000Z", "nan": None, "in": [None, None, {}]}
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation(dialect="latest").web(storage=storage, device=OFFLINE, mode="cloud")
        app.identify("derek", traits)
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation(dialect="latest").web(storage=storage, mode="cloud")
        [kept] = app.segment.messages
        assert kept.to_json()["traits"] == plain
        assert app.identify(traits={"b": 1}).to_json()["traits"]["nan"] is None
        [identify, *_] = app.segment.events
        assert identify.to_json()["user_properties"]["$set"].items() >= {"when": "2018-09-18T00:00:00.000Z"}.items()


# Time.


def test_time_goes_on_where_the_storage_has_seen_it(tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        simulation = Simulation()
        app = simulation.ios(storage=storage)
        simulation.advance(HOUR)
        app.track("Song Played")
        with after_a_kill(storage) as copy:
            killed = Simulation()
            killed.ios(storage=copy)
            assert killed.clock.now == EPOCH + HOUR
        simulation.advance(HOUR)
    with SQLiteStorage(tmp_path / "it.db") as storage:
        simulation = Simulation()
        other = simulation.web(device=OFFLINE)
        other.track("before the phone is there")
        simulation.ios(storage=storage)
        # Time passes for everyone.
        assert simulation.clock.now == EPOCH + 2 * HOUR
        later = Simulation(start=EPOCH + 9 * HOUR)
        assert later.clock.now == EPOCH + 9 * HOUR
    with SQLiteStorage(tmp_path / "it.db") as storage:
        later.ios(storage=storage)
        assert later.clock.now == EPOCH + 9 * HOUR


# A file and memory do the same.


@pytest.mark.parametrize("dialect", ["documented", "shipped", "latest"])
@pytest.mark.parametrize("platform", CLIENTS)
@settings(max_examples=settings().max_examples // 4)
@given(data=st.data(), given_settings=some.settings, mode=st.sampled_from(["device", "device", "cloud"]))
def test_restarts_of_the_process_are_restarts_of_the_app(
    platform: Client, dialect: str, data: st.DataObject, given_settings: Any, mode: Any
) -> None:
    parts = data.draw(st.lists(some.actions(platform), min_size=2, max_size=4))
    added = AddSource(app="it", platform=platform, settings=given_settings, mode=mode)
    assert in_memory(added, dialect, parts).seen() == in_a_file(added, dialect, parts).seen()


@pytest.mark.parametrize("dialect", ["documented", "shipped", "latest"])
@pytest.mark.parametrize("platform", CLIENTS)
def test_what_is_undefined_is_kept_as_json_keeps_it(platform: Client, dialect: str) -> None:
    """It is dropped with its key, and is null in a list; it is never the text "undefined"."""
    odd = {"plan": "Basic", "gone": UNDEFINED, "0": [UNDEFINED, {"gone": UNDEFINED}]}
    parts = [[MakeCall(method="identify", fields=fields)] for fields in ({"traits": odd}, {"userId": "u1"})]
    added = AddSource(app="it", platform=platform)
    seen = in_memory(added, dialect, parts).seen()
    assert seen == in_a_file(added, dialect, parts).seen()
    assert "undefined" not in seen


def in_memory(added: AddSource, dialect: str, parts: Sequence[Sequence[AnyAction]]) -> Amplitude:
    """Perform each part in another process of the app, all of them in one of the simulation."""
    amplitude = Amplitude()
    reference = Reference(dialect=dialect, wire=amplitude.wire)
    reference.perform(added)
    reference.launch_apps()
    for number, steps in enumerate(parts):
        if number:
            some.attempt(reference, Lifecycle(event="kill"))
            reference.perform(Lifecycle(event="launch"))
        amplitude.perform(reference, steps)
    amplitude.finish(reference)
    return amplitude


def in_a_file(added: AddSource, dialect: str, parts: Sequence[Sequence[AnyAction]]) -> Amplitude:
    """Perform each part in another process of the simulation, on a device that is kept in a file."""
    amplitude = Amplitude()
    attributes: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, steps in enumerate(parts):
            with SQLiteStorage(Path(folder) / "it.db") as storage:
                reference = Reference(dialect=dialect, wire=amplitude.wire, storage_of=partial(only, storage))
                reference.perform(added)
                reference.perform(ChangeDevice(attributes=attributes))
                reference.launch_apps()
                amplitude.perform(reference, steps)
                if number == len(parts) - 1:
                    amplitude.finish(reference)
                [app] = reference.sources.values()
                assert isinstance(app, App)
                attributes = attributes_of(app.device)
    return amplitude


def only(storage: Storage, name: str) -> Storage:
    del name
    return storage


class Amplitude:
    """A project, and the events that its apps have logged in all of their processes."""

    def __init__(self) -> None:
        self.backend = Backend()
        self.wire = wire_of(self.backend)
        self.accepted: list[bool] = []
        self.logged: list[Any] = []

    def perform(self, reference: Reference, steps: Any) -> None:
        [app] = reference.sources.values()
        assert isinstance(app, App)
        before = len(app.events), len(app.segment.events), len(app.messages)
        self.accepted += [some.attempt(reference, step) for step in steps]
        self.logged += [one.to_json() for one in app.events[before[0] :]]
        self.logged += [one.to_json() for one in app.segment.events[before[1] :]]
        self.logged += [
            (one.message_id, one.anonymous_id, one.user_id, one.timestamp) for one in app.messages[before[2] :]
        ]

    def finish(self, reference: Reference) -> None:
        [app] = reference.sources.values()
        some.finish(reference, app)

    def seen(self) -> str:
        """Return its outcome, with uuids by the order in which they come."""
        backend = self.backend
        users = [(one.user_id, one.device_ids, one.properties, one.groups) for one in backend.users.all()]
        written = msgspec.json.encode(
            [self.accepted, self.logged, [one.event for one in backend.received], backend.usermap_requests, users]
        ).decode()
        numbers: dict[str, int] = {}
        return UUID.sub(lambda found: f"uuid {numbers.setdefault(found[0], len(numbers))}", written)


# A process that is killed.

CHILD = """
import sys
from pathlib import Path
import msgspec
from simulator import Simulation
from simulator.model.storage import SQLiteStorage
from simulator.wire.requests import NO_ANSWER, Answer

platform, start = sys.argv[1], int(sys.argv[2])

def wire(request):
    if platform != "web":
        return NO_ANSWER
    with open("arrived", "a") as out:
        out.writelines(event["uuid"] + "\\n" for event in msgspec.json.decode(request.fields["e"]))
    return Answer(200, "success")

print("opening", flush=True)
app = Simulation(seed="killed", wire=wire).app(platform, storage=SQLiteStorage("it.db"))
print("open", flush=True)
for number in range(start, start + 40):
    app.track("Song Played", {"number": number})
    print(app.events[-1].event.uuid, flush=True)
sys.stdin.read()
"""


def kill_after(lines: int, folder: Path, *arguments: str) -> list[str]:
    """Start a child, kill it once it has written a number of lines, and return all of its lines."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, *arguments], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with child as running:
        assert running.stdout is not None
        written = [running.stdout.readline() for _ in range(lines)]
        running.kill()
        written += running.stdout
    return [line.strip() for line in written if line.endswith("\n")]


@pytest.mark.parametrize("platform", ["android", "web"])
def test_a_killed_process_loses_nothing_that_it_has_acknowledged(platform: Client, tmp_path: Path) -> None:
    """Ten kills of each kind on one file; on Android events stay in the queue, on web each is uploaded at once."""
    (tmp_path / "arrived").touch()
    random = Random(platform)
    acknowledged: list[str] = []
    for kill in range(10):
        acknowledged += kill_after(random.choice([1, 2, *range(3, 43)]), tmp_path, platform, str(kill * 40))[2:]
        with SQLiteStorage(tmp_path / "it.db") as storage:
            store = storage.open("amplitude", SCHEMAS[platform], AmplitudeStore)
            queued = [one.to_json()["uuid"] for one in store.events]
            numbers = [one.to_json()["event_properties"]["number"] for one in store.events]
        with closing(sqlite3.connect(tmp_path / "it.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        arrived = (tmp_path / "arrived").read_text().split()
        # An event that the process was about to acknowledge may be there; only unanswered events are sent twice.
        kept = [*dict.fromkeys(arrived), *(uuid for uuid in queued if uuid not in arrived)]
        assert [uuid for uuid in kept if uuid in acknowledged] == acknowledged
        assert len(kept) <= len(acknowledged) + kill + 1
        assert len(set(queued)) == len(queued)
        assert numbers == sorted(set(numbers))
        assert len(arrived) <= len(set(arrived)) + kill + 1
    assert len(acknowledged) > 50
    # The last kill may have come between an event and its upload, or between the answer and its note of it.
    assert len(queued) <= 1 if platform == "web" else (not arrived)


# Errors.


def made(path: Path) -> Path:
    """Make a storage with data in it."""
    with SQLiteStorage(path) as storage:
        use(Simulation().ios(storage=storage, device=OFFLINE))
    return path


def changed(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def damaged(path: Path) -> Path:
    content = bytearray(made(path).read_bytes())
    content[5000:9000] = b"\xff" * 4000
    path.write_bytes(content)
    return path


def text(path: Path) -> Path:
    path.write_text("This is no database. " * 100)
    return path


UNREADABLE: list[tuple[Callable[[Path], Path], str]] = [
    (text, "can't be opened: it is not a database; name another file, or one that does not exist yet"),
    (damaged, "can't be read: it is damaged; name another file, or one that does not exist yet"),
    (lambda path: changed(path, "CREATE TABLE events (id INTEGER)"), "is a database, but not a device's storage"),
    (lambda path: changed(path, "PRAGMA application_id = 7"), "is a database, but not a device's storage"),
    (
        lambda path: changed(made(path), "PRAGMA user_version = 2"),
        "was written by a newer devicemode; update devicemode",
    ),
    (lambda path: path.parent, "can't be opened: it can't be opened or created; name a file in a writable folder"),
    (lambda path: path.parent / "not there" / "it.db", "can't be opened: it can't be opened or created"),
    (lambda path: path.parent / "a\0b", "can't be opened: embedded null"),
    (lambda path: path.parent / "a\ud800b", "can't be opened: "),
    (
        lambda path: changed(made(path), "UPDATE store SET json = '-1' WHERE name = 'time'"),
        'its entry "time" is not as devicemode writes it',
    ),
]


@pytest.mark.parametrize(("make", "sentence"), UNREADABLE, ids=lambda one: one[:40] if isinstance(one, str) else "")
def test_what_is_no_storage_is_refused_and_left_as_it_is(
    make: Callable[[Path], Path], sentence: str, tmp_path: Path
) -> None:
    path = make(tmp_path / "it.db")
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    with pytest.raises(DeviceError, match=re.escape(sentence)) as refused:
        SQLiteStorage(path)
    assert str(refused.value).startswith(str(tmp_path))
    assert "\n" not in str(refused.value)
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE store SET json = '{}' WHERE name = 'amplitude'", "amplitude"),
        ("UPDATE store SET json = replace(json, '\"opt_out\":false', '\"opt_out\":0')", "amplitude"),
        ("UPDATE store SET json = replace(json, '}', ',\"more\":1}') WHERE name = 'amplitude'", "amplitude"),
        ("UPDATE store SET json = '[' WHERE name = 'segment'", "segment"),
        ("UPDATE store SET json = replace(json, 'ios', 'symbian') WHERE name = 'device'", "device"),
        ("UPDATE queued SET json = replace(json, '\"event_id\":1,', '')", "amplitude.events"),
        ('UPDATE queued SET json = replace(json, \'"event_id":1,\', \'"event_id":"1",\')', "amplitude.events"),
        ("UPDATE queued SET json = '{}' WHERE queue = 'segment.queue'", "segment.queue"),
    ],
)
def test_what_a_storage_holds_has_to_be_as_it_was_written(statement: str, name: str, tmp_path: Path) -> None:
    path = changed(made(tmp_path / "it.db"), statement)
    with (
        SQLiteStorage(path) as storage,
        pytest.raises(DeviceError, match=re.escape(f'its entry "{name}" is not')),
    ):
        Simulation().ios(storage=storage)


def test_a_device_belongs_to_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "it.db"
    sentence = re.escape(f"{path} can't be opened: it is in use, and a device runs in one process at a time")
    with SQLiteStorage(path):
        with pytest.raises(DeviceError, match=sentence):
            SQLiteStorage(path)
        script = "import sys; from simulator.model.storage import SQLiteStorage; SQLiteStorage(sys.argv[1])"
        other = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=False)
        assert re.search(sentence, other.stderr)
    SQLiteStorage(path).close()


def test_a_storage_is_of_one_device(tmp_path: Path) -> None:
    path = made(tmp_path / "it.db")
    with SQLiteStorage(path) as storage:
        before = rows_of(storage)
        for name, platform in (("Web", "web"), ("Android", "android")):
            sentence = f"{path} belongs to a device for iOS, but this app runs on {name}; give it a storage of its own"
            with pytest.raises(DeviceError, match=re.escape(sentence)):
                Simulation().app(platform, storage=storage)  # type: ignore[arg-type]
        assert rows_of(storage) == before
        simulation = Simulation()
        simulation.ios(storage=storage)
        with pytest.raises(UsageError, match="already has the device of another app"):
            simulation.ios(storage=storage, name="another")
    with pytest.raises(UsageError, match="an app's storage is a MemoryStorage or an SQLiteStorage, not a string"):
        Simulation().ios(storage="it.db")  # type: ignore[arg-type]
    memory = MemoryStorage()
    Simulation().ios(storage=memory)
    with pytest.raises(DeviceError, match="this storage belongs to a device for iOS"):
        Simulation().web(storage=memory)


def test_a_name_that_is_taken_starts_no_device(tmp_path: Path) -> None:
    simulation = Simulation()
    simulation.ios()
    with SQLiteStorage(tmp_path / "it.db") as storage:
        with pytest.raises(UsageError, match="there is already a source named"):
            simulation.ios(storage=storage)
        assert rows_of(storage) == []


def test_a_closed_storage_keeps_nothing_more(tmp_path: Path) -> None:
    storage = SQLiteStorage(tmp_path / "it.db")
    app = Simulation().ios(storage=storage)
    storage.close()
    storage.close()
    storage.commit()
    with pytest.raises(DeviceError, match="is closed, so the device can't save anything; close it after the last call"):
        app.track("Song Played")


@pytest.mark.parametrize("platform", CLIENTS)
def test_clearing_leaves_the_device_and_nothing_of_the_app(platform: Client, tmp_path: Path) -> None:
    with SQLiteStorage(tmp_path / "it.db") as storage:
        app = Simulation().app(platform, storage=storage, device=OFFLINE)
        use(app)
        ids = uuids_of(app)
        app.kill()
        storage.clear()
        assert {row[0] for row in rows_of(storage)} == {"device", "time"}
        app.launch()
        assert app.anonymous_id not in ids
        assert queue_of(store_of(app)) == []
        app.track("Song Played")
        with after_a_kill(storage) as copy:
            again = Simulation().app(platform, storage=copy)
            assert again.device_id == app.device_id
            assert again.device.advertising_id == app.device.advertising_id
            assert not {again.track("Song Played").message_id, again.events[-1].to_json()["uuid"]} & set(uuids_of(app))


FULL: list[tuple[str, str, str]] = [
    (
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))",
        "the disk reports an error",
    ),
    (
        "connection.execute('PRAGMA max_page_count = 20')",
        "connection.execute('PRAGMA max_page_count = 100000')",
        "the disk is full",
    ),
]

FILLS = """
import resource
from simulator import DeviceError, Simulation
from simulator.model.storage import SQLiteStorage

storage = SQLiteStorage("it.db")
connection = vars(storage)["_connection"]
app = Simulation().ios(storage=storage, device={{"online": False}})
{full}
for number in range(900):
    try:
        app.track("Song Played", {{"number": number, "text": "x" * 500}})
    except DeviceError as error:
        print(number)
        print(error)
        break
print(connection.in_transaction)
try:
    app.background()
except DeviceError as error:
    print(error)
{room}
app.track("Song Played", {{"number": number + 1}})
print(len(app.amplitude.store.events))
"""


@pytest.mark.parametrize(("full", "room", "reason"), FULL, ids=["no more bytes", "no more pages"])
def test_a_full_disk_takes_all_of_a_commit_or_nothing(full: str, room: str, reason: str, tmp_path: Path) -> None:
    """A call that can't be kept says so; its events are written as soon as there is room."""
    script = FILLS.format(full=full, room="import os; os.kill(os.getpid(), 9)")
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == -9
    script = FILLS.format(full=full, room=room)
    for name in ("it.db", "it.db-wal"):
        shutil.copy(tmp_path / name, tmp_path / f"killed-{name.removeprefix('it.')}")
    shutil.move(tmp_path / "killed-db", tmp_path / "killed.db")
    shutil.move(tmp_path / "killed-db-wal", tmp_path / "killed.db-wal")
    for name in ("it.db", "it.db-wal"):
        (tmp_path / name).unlink()
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    failed, sentence, in_transaction, again, count = run.stdout.splitlines()
    assert sentence.startswith(f"it.db can't be written: {reason}")
    assert again == sentence
    assert in_transaction == "False"
    assert int(count) == int(failed) + 2
    for name, expected in (("killed.db", int(failed)), ("it.db", int(count))):
        with SQLiteStorage(tmp_path / name) as storage:
            kept = [one.to_json() for one in stored(storage, "ios").events]
        assert [one["event_properties"]["number"] for one in kept] == list(range(expected))
        assert [one["sequence_number"] for one in kept] == list(range(1, expected + 1))


READ_ONLY = """
import os, sys
from simulator import DeviceError, Simulation
from simulator.model.storage import SQLiteStorage

folder = sys.argv[1]
with SQLiteStorage(f"{folder}/it.db") as storage:
    Simulation().ios(storage=storage)
os.chmod(f"{folder}/it.db", 0o444)
os.chmod(folder, 0o555)
if os.geteuid() == 0:
    # Nothing is read-only for root.
    os.seteuid(65534)
for name in ("it.db", "other.db"):
    try:
        SQLiteStorage(f"{folder}/{name}")
    except DeviceError as error:
        print(error)
"""


def test_what_can_t_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-c", READ_ONLY, folder], capture_output=True, text=True, check=False)
        Path(folder).chmod(0o755)
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        f"{folder}/it.db can't be opened: it can't be locked; make the file and its folder writable",
        f"{folder}/other.db can't be opened: it can't be opened or created; name a file in a writable folder",
    ]


# The command line.

DAYS = """\
Feature: Days

  Scenario: install
    Given an ios app
    When the app tracks "Installed"
    And the app calls flush
    And the app is killed
    And 24 hours pass

  Scenario: the next day
    Given an ios app
    When the app tracks "Came Back"
    Then the events are in these sessions
      | event_type | session_id  |
      | Came Back  | <session 1> |
"""


def run(*arguments: str | Path) -> Result:
    return devicemode("run", *arguments)


@pytest.fixture
def days(tmp_path: Path) -> Path:
    path = tmp_path / "days.feature"
    path.write_text(DAYS)
    return path


def explored(*arguments: str | Path) -> list[Any]:
    result = run("--json", *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line)["events"] for line in result.output.splitlines()]


def test_scenarios_and_runs_go_on_with_the_same_devices(days: Path, tmp_path: Path) -> None:
    [installed], [came_back] = explored("--devices", tmp_path / "phones", days)
    assert [path.name for path in (tmp_path / "phones").iterdir()] == ["ios app.db"]
    assert installed["event"]["device_id"] == came_back["event"]["device_id"]
    assert came_back["event"]["timestamp"] - installed["event"]["timestamp"] == 24 * HOUR
    assert came_back["event"]["session_id"] == came_back["event"]["timestamp"]
    [again], _ = explored("--devices", tmp_path / "phones", days)
    assert again["event"]["device_id"] == installed["event"]["device_id"]
    assert again["event"]["sequence_number"] == 3
    assert again["event"]["uuid"] not in (installed["event"]["uuid"], came_back["event"]["uuid"])
    # Without the option each scenario has a new device.
    [first], [second] = explored(days)
    assert first["event"]["device_id"] != second["event"]["device_id"]


def test_what_was_queued_yesterday_arrives_with_its_rules(days: Path, tmp_path: Path) -> None:
    offline = DAYS.replace("the app calls flush", "the device goes offline").replace(
        "is killed", 'tracks "Song Played"'
    )
    days.write_text(offline.partition("    Then")[0])
    nothing, events = explored("--devices", tmp_path / "phones", days)
    assert nothing == []
    assert [one["event"]["event_type"] for one in events] == ["Installed", "Song Played", "Came Back"]
    assert all("track.event" in one["because"] for one in events)


def test_what_one_set_of_devices_can_t_do_is_refused(days: Path, tmp_path: Path) -> None:
    phones = tmp_path / "phones"
    assert run("--devices", phones, days).exit_code == 0
    compared = run("--devices", phones, "--compare", "documented,latest", days)
    assert (compared.exit_code, compared.output) == (
        2,
        "Error: --compare performs each scenario twice, on new devices; leave out --devices or --compare\n",
    )
    days.write_text(DAYS.replace("an ios app", "an app").partition("    Then")[0])
    anywhere = run("--devices", phones, days)
    assert anywhere.exit_code == 2
    assert (
        f"Error: {days}:3: the scenario runs on 4 platforms, but --devices keeps one device for each app; choose the platform with --platform"
        in anywhere.output
    )
    assert run("--devices", phones, "--platform", "ios", days).exit_code == 0
    other = run("--devices", phones, "--platform", "web", days)
    assert other.exit_code == 2
    assert f"{days}:4: {phones}/app.db belongs to a device for iOS, but this app runs on Web" in other.output
    below = run("--devices", days / "phones", "--platform", "ios", days)
    assert (below.exit_code, below.output) == (
        2,
        f"Error: {days}/phones can't be used as a folder of devices: Not a directory\n",
    )
    assert "is a file" in run("--devices", days, days).output
