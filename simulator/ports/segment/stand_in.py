"""The path of a request through Segment's stand-in, from top to bottom.

    source      the write key's                      or the request is refused, or goes nowhere
    faults      may set another answer
    claims      each message counts once
    forwarding  to Amplitude, by the rules
    journal     in one transaction with what Amplitude keeps

Those who watch see it once it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from itertools import count
from typing import Final

import msgspec

from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.faults import Faults
from simulator.backend.ingestion.outcomes import Arrival
from simulator.backend.ingestion.project_ids import RUN_PREFIX
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import RefusedError
from simulator.backend.keeping.entities import Upload
from simulator.backend.keeping.in_memory import MemoryStore
from simulator.backend.keeping.stores import Stores
from simulator.backend.reading.live import Feed
from simulator.backend.reading.rows import Row
from simulator.errors import CallError, quoted
from simulator.model.calls import message_of
from simulator.model.clock import Clock
from simulator.model.dialects import Dialect
from simulator.ports.segment import rows
from simulator.ports.segment.forwarding import Forwarder
from simulator.ports.segment.journal import Delivery, Journal, Kept
from simulator.ports.segment.messages import Completed, InvalidMessageError, complete, library_of
from simulator.ports.segment.requests import MOST_MESSAGES, Envelope, refused
from simulator.ports.segment.sources import Source, Sources
from simulator.values import Value
from simulator.wire import requests as wire
from simulator.wire.requests import Answer

STORE: Final = "segment"
"""The store of the workspace; that of a run is `segment-` and its name."""

SUCCESS: Final = '{"success": true}'
"""The body of an answer that takes a request (rule segment.answer.success)."""


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """A request to the tracking API that was read off the wire."""

    path: str
    #: Empty without a run.
    run: str = ""
    #: The user name of the request's credentials; empty if it has none.
    user: str = ""
    envelope: Envelope
    ip: str = ""


def store_of(run: str) -> str:
    """Return the name of the store of a run's messages, or with an empty name that of the workspace."""
    return f"{STORE}-{run}" if run else STORE


class Workspace:
    """The messages of one run, or of all that are sent outside of runs, kept apart from all else."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        #: Segment's deliberate faults.
        self.faults = Faults()
        self.forwarders: dict[str, Forwarder] = {}


class SegmentStandIn:
    """Answers the requests to Segment's tracking API.

    `now` is the machine's clock, in milliseconds since 1970; `clock` follows it, and fires when a request to Amplitude
    has waited long enough. `stores` and `projects` are those of the backend, `feed` shows the outcome of each message.
    """

    def __init__(
        self,
        sources: Sources,
        *,
        stores: Stores,
        projects: Projects,
        dialect: Dialect,
        clock: Clock,
        now: Callable[[], int],
        feed: Feed,
    ) -> None:
        self.sources = sources
        self._stores = stores
        self._projects = projects
        self._dialect = dialect
        self._clock = clock
        self._now = now
        self._feed = feed
        self._ingestion = Ingestion(projects.open, now=now)
        self._numbers = count(1)
        self._workspaces: dict[str, Workspace] = {}
        #: Arrivals that the request at hand caused at Amplitude: shown once they are committed.
        self._arrivals: list[Arrival] | None = None

    def workspace(self, run: str) -> Workspace:
        """Return the workspace of a run, or with an empty name the one outside of runs."""
        found = self._workspaces.get(run)
        if found is None:
            store = self._stores.store(store_of(run))
            found = self._workspaces[run] = Workspace(Journal(store))
            self._go_on(found, run)
        return found

    def peek(self, run: str) -> Workspace:
        """Return the workspace of a run to read: an empty one, which is not kept, if nothing was sent to it yet."""
        if run in self._workspaces or store_of(run) in self._stores.projects():
            return self.workspace(run)
        return Workspace(Journal(MemoryStore()))

    def take(self, posted: Posted) -> Answer:
        """Take a request, or refuse it; either way it is recorded. Raises `StoreError` if it can't be kept."""
        source, given = None, {"messages": [one for _, one in posted.envelope.messages]}
        try:
            source = self._source(posted)
            return self._take(posted, source, self.workspace(posted.run))
        except RefusedError as error:
            return self.refuse(posted.path, error, run=posted.run, ip=posted.ip, given=given, source=source)

    def refuse(
        self,
        path: str,
        error: RefusedError,
        *,
        run: str = "",
        ip: str = "",
        given: Value = None,
        source: Source | None = None,
    ) -> Answer:
        """Refuse a request and record it; `given` is as much of it as could be read, `source` whose it is."""
        time, answer, name = self._now(), error.answer, source.name if source else ""
        self.workspace(run).journal.log(_rejection(path, name, answer, error.reason, time, ip))
        project = _project(source, run) if source or run else ""
        row = rows.row_of_refused(
            given, error.reason, status=answer.status, time=time, source=name, path=path, ip=ip, project=project
        )
        self._feed.add(row)
        return answer

    def clear(self, workspace: Workspace) -> None:
        """Forget a workspace's messages and their ids; requests that wait for Amplitude are still sent."""
        workspace.journal.clear()
        for forwarder in workspace.forwarders.values():
            forwarder.forget_numbers()

    def _source(self, posted: Posted) -> Source:
        """Return the source of a request's write key: the body's, else the credentials' user name."""
        key = posted.envelope.write_key or posted.user
        if not key:
            # Rule segment.auth.none.
            raise refused(401, "unauthorized", "the request has no write key: name it in Authorization, or as writeKey")
        source = self.sources.with_key(key)
        if source is None:
            # Segment takes it and tells nobody (rule segment.auth.unknown-key); the live view does.
            near = self.sources.like(key)
            reason = f"no source has the write key {quoted(key)}, so it goes nowhere.{near}"
            raise RefusedError(wire.OK, SUCCESS, reason)
        return source

    def _take(self, posted: Posted, source: Source, workspace: Workspace) -> Answer:
        envelope, time = posted.envelope, self._now()
        self._catch_up()
        forwarder = self._forwarder(workspace, posted.run, source)
        answer, fault = _SUCCESS, None
        if workspace.faults:
            given = [one for _, one in envelope.messages if isinstance(one, dict)]
            ids = {one["anonymousId"] for one in given if isinstance(one.get("anonymousId"), str)}
            fault = workspace.faults.next(path=posted.path, events=len(envelope.messages), device_ids=ids)
        if fault is not None and fault.takes_nothing:
            answer = fault.answer
            raise RefusedError(answer.status, answer.body, "a fault was set")
        if forwarder.full:
            raise refused(503, "unavailable", "too much waits for Amplitude already; send it again later")
        shown: list[Row] = []
        self._arrivals = []
        try:
            with workspace.journal.store.transaction():
                shown.extend(self._keep(posted, source, workspace, forwarder, time))
            arrivals = self._arrivals
        finally:
            self._arrivals = None
        for row in shown:
            self._feed.add(row)
        for arrival in arrivals:
            self._feed.observe(arrival)
        if fault is not None:
            answer = wire.NO_ANSWER if fault.lose else Answer(wire.OK, SUCCESS, fault.delay)
        return answer

    def _keep(
        self, posted: Posted, source: Source, workspace: Workspace, forwarder: Forwarder, time: int
    ) -> Iterator[Row]:
        """Keep the messages of a request within its transaction; yield the row of each."""
        journal = workspace.journal
        about = {"path": posted.path, "ip": posted.ip, "project": _project(source, posted.run)}
        completed, refusals = self._completed(posted, source, time)
        new = journal.claim([one.message.message_id for one in completed], now=time)
        for one, is_new in zip(completed, new, strict=True):
            library = library_of(one.flat)
            if not is_new:
                yield rows.row_of_repeated(one.flat, one.name, time=time, source=source.name, library=library, **about)
                continue
            forwarding = forwarder.forward(one.message)
            kept = journal.add(
                Kept(
                    id=0,
                    received_at=time,
                    source=source.name,
                    library=library,
                    message=one.flat,
                    forwarding=forwarding,
                )
            )
            forwarder.numbered(kept.id)
            yield rows.row_of(kept, one.name, **about)
        for given, reason in refusals:
            journal.log(_rejection(posted.path, source.name, _SUCCESS, reason, time, posted.ip))
            yield rows.row_of_refused(given, reason, status=wire.OK, time=time, source=source.name, **about)

    def _completed(self, posted: Posted, source: Source, time: int) -> tuple[list[Completed], list[tuple[Value, str]]]:
        """Return the valid messages of a request, and the others, each with the reason for its refusal.

        Raises `RefusedError` for an invalid request of a single message.
        """
        completed: list[Completed] = []
        refusals: list[tuple[Value, str]] = []
        for where, given in posted.envelope.messages:
            try:
                completed.append(self._complete(given, where, posted, source, time))
            except InvalidMessageError as error:
                if posted.envelope.type is not None:
                    raise refused(400, error.code, str(error)) from None
                refusals.append((given, str(error)))
        if beyond := posted.envelope.beyond:
            refusals.append((None, f"{beyond} more than the {MOST_MESSAGES} messages that a batch may have"))
        return completed, refusals

    def _complete(self, given: Value, where: str, posted: Posted, source: Source, time: int) -> Completed:
        new_id = f"api-{blake2b(f'{time}/{next(self._numbers)}'.encode(), digest_size=12).hexdigest()}"
        return complete(given, where, posted.envelope, source, received_at=time, new_id=new_id, ip=posted.ip)

    def _forwarder(self, workspace: Workspace, run: str, source: Source) -> Forwarder:
        found = workspace.forwarders.get(source.name)
        if found is None:

            def late(number: int, delivery: Delivery) -> None:
                workspace.journal.add_late(number, source.name, delivery, now=self._now())

            found = workspace.forwarders[source.name] = Forwarder(
                source,
                self._projects.open(_project(source, run)),
                dialect=self._dialect,
                ingestion=self._ingestion,
                clock=self._clock,
                observe=self._observe,
                late=late,
            )
        return found

    def _go_on(self, workspace: Workspace, run: str) -> None:
        """Send the requests that waited for Amplitude when the process ended."""
        by_name = {source.name: source for source in self.sources}
        for kept in workspace.journal.unfinished():
            source = by_name.get(kept.source)
            if source is not None:
                with suppress(CallError):  # A message that an earlier version took, and this one would not.
                    self._forwarder(workspace, run, source).forward(
                        message_of(kept.message), number=kept.id, done=len(kept.forwarding.deliveries)
                    )

    def _observe(self, arrival: Arrival) -> None:
        """Show an arrival at Amplitude: with its message, or at once if that was kept earlier."""
        if self._arrivals is None:
            self._feed.observe(arrival)
        else:
            self._arrivals.append(arrival)

    def _catch_up(self) -> None:
        """Let the virtual clock of Segment's servers go on to the machine's time."""
        self._clock.advance(max(self._now() - self._clock.now, 0))


_SUCCESS: Final = Answer(wire.OK, SUCCESS)


def _rejection(path: str, source: str, answer: Answer, reason: str, time: int, ip: str) -> Upload:
    """Return the record of a request, or of a message, that is refused."""
    return Upload(path=path, sender=source, status=answer.status, answer=answer.body, reason=reason, time=time, ip=ip)


def _project(source: Source | None, run: str) -> str:
    """Return the id of the project that messages of a source go to; within a run it is the run's."""
    return f"{RUN_PREFIX}{run}" if run or source is None else source.settings.api_key
