"""The query API of Segment's stand-in: messages by event, user, id and time, the outcome of each, counts and faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import msgspec

from simulator.backend.ingestion.faults import MOST_FAULTS, Fault
from simulator.backend.ingestion.project_ids import RUN
from simulator.backend.reading.answers import FaultList, UploadPage
from simulator.backend.reading.queries import (
    AFTER,
    COUNT,
    LIMIT,
    MOST_SCANNED,
    SINCE,
    UNTIL,
    WAIT,
    Endpoint,
    Parameter,
    ProblemError,
    Query,
    chosen,
)
from simulator.documentation.platforms import Platform
from simulator.model.segment.servers import ConnectionMode
from simulator.ports.segment.journal import Kept
from simulator.ports.segment.stand_in import SegmentStandIn, Workspace

ROOT: Final = "/api/segment"

RUN_NAME: Final = Parameter(
    name="run",
    description="The run; without it, the messages outside of runs.",
    text=True,
    pattern=RUN.pattern,
)
SOURCE: Final = Parameter(name="source", description="Only the messages of this source, by name.", text=True)
TYPE: Final = Parameter(name="type", description="Only calls of this type: track, identify, …", text=True)
EVENT: Final = Parameter(
    name="event", description="Only messages with this event, or this page's or screen's name.", text=True
)
USER: Final = Parameter(name="user", description="Only messages with this userId or anonymousId.", text=True)
MESSAGE: Final = Parameter(name="message", description="Only the message with this messageId.", text=True)
_FILTERS: Final = (RUN_NAME, SOURCE, TYPE, EVENT, USER, MESSAGE, SINCE, UNTIL)


class SourceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A source, and the number of its messages that were taken."""

    name: str
    write_key: str
    platform: Platform
    mode: ConnectionMode
    #: The id of the Amplitude project that its messages go to, outside of runs.
    project: str
    messages: int


class SourceList(msgspec.Struct, frozen=True):
    """The sources of the workspace."""

    sources: tuple[SourceAnswer, ...]


class MessagePage(msgspec.Struct, frozen=True):
    """Messages in the order of their arrival."""

    messages: tuple[Kept, ...]
    #: The value of `after` for the next page; null at the end.
    next: int | None


class MessageCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The number of messages, in all and by outcome."""

    messages: int
    #: Of which something was sent to Amplitude.
    forwarded: int
    #: Of which requests still wait for Amplitude.
    waiting: int
    #: Of which nothing goes to Amplitude.
    nowhere: int
    #: By type and name: `track Song Played`, `identify`.
    by_name: dict[str, int]


class SegmentAPI:
    """Answers the queries; each method is an endpoint."""

    def __init__(self, stand_in: SegmentStandIn) -> None:
        self._stand_in = stand_in

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return the endpoints, for the routes and for the OpenAPI document."""
        return (
            Endpoint(
                path=f"{ROOT}/sources",
                summary="The sources, and how many messages each has sent.",
                answer=self.segment_sources,
                query=(RUN_NAME,),
                gives=SourceList,
            ),
            Endpoint(
                path=f"{ROOT}/messages",
                summary="The messages that were taken, each with its requests to Amplitude, or the reason for none.",
                answer=self.segment_messages,
                query=(*_FILTERS, AFTER, LIMIT, COUNT, WAIT),
                size=lambda page: len(page.messages),
                gives=MessagePage,
            ),
            Endpoint(
                path=f"{ROOT}/counts",
                summary="How many messages there are, and what came of them.",
                answer=self.segment_counts,
                query=_FILTERS,
                gives=MessageCounts,
            ),
            Endpoint(
                path=f"{ROOT}/rejections",
                summary="The requests and the messages that were refused, and why.",
                answer=self.segment_rejections,
                query=(RUN_NAME, AFTER, LIMIT),
                gives=UploadPage,
            ),
            Endpoint(
                path=f"{ROOT}/faults",
                summary="What Segment does wrong on purpose.",
                answer=self.segment_faults,
                query=(RUN_NAME,),
                gives=FaultList,
            ),
            Endpoint(
                method="POST",
                path=f"{ROOT}/faults",
                summary="Add a fault: to Segment's answers, not to Amplitude's.",
                answer=self.set_segment_fault,
                query=(RUN_NAME,),
                takes=Fault,
                gives=Fault,
                status=201,
            ),
            Endpoint(
                method="DELETE",
                path=f"{ROOT}/faults",
                summary="Remove all of Segment's faults.",
                answer=self.clear_segment_faults,
                query=(RUN_NAME,),
                gives=None,
                status=204,
            ),
            Endpoint(
                method="DELETE",
                path=f"{ROOT}/messages",
                summary="Forget the messages, also which have come. What Amplitude has of them stays.",
                answer=self.clear_segment_messages,
                query=(RUN_NAME,),
                gives=None,
                status=204,
            ),
        )

    def segment_sources(self, query: Query) -> SourceList:
        """Return the sources."""
        counted = Counter(one.source for one in self._workspace(query).journal.messages())
        return SourceList(
            tuple(
                SourceAnswer(
                    name=source.name,
                    write_key=source.write_key,
                    platform=source.platform,
                    mode=source.mode,
                    project=source.settings.api_key,
                    messages=counted[source.name],
                )
                for source in self._stand_in.sources
            )
        )

    def segment_messages(self, query: Query) -> MessagePage:
        """Return the messages that fit a query."""
        scanned = self._workspace(query).journal.messages(after=query.after, limit=MOST_SCANNED)
        found, last = chosen(scanned, _fits(query), query.limit, MOST_SCANNED)
        return MessagePage(tuple(found), last)

    def segment_counts(self, query: Query) -> MessageCounts:
        """Return how many messages fit a query."""
        found = [one for one in self._workspace(query).journal.messages() if _fits(query)(one)]
        return MessageCounts(
            messages=len(found),
            forwarded=sum(bool(one.forwarding.deliveries) for one in found),
            waiting=sum(bool(one.forwarding.waiting) for one in found),
            nowhere=sum(bool(one.forwarding.nowhere) for one in found),
            by_name=dict(Counter(one.name for one in found)),
        )

    def segment_rejections(self, query: Query) -> UploadPage:
        """Return the requests and messages that were refused."""
        kept = tuple(self._workspace(query).journal.rejections(after=query.after, limit=query.limit))
        return UploadPage(kept, kept[-1].id if len(kept) == query.limit else None)

    def segment_faults(self, query: Query) -> FaultList:
        """Return the faults."""
        return FaultList(self._workspace(query).faults.all())

    def set_segment_fault(self, query: Query) -> Fault:
        """Add a fault."""
        fault: Fault = query.body
        faults = self._stand_in.workspace(query.parameters["run"] or "").faults
        if faults.full:
            raise ProblemError(409, f"Segment may have at most {MOST_FAULTS} faults; clear them first")
        faults.set(fault)
        return fault

    def clear_segment_faults(self, query: Query) -> None:
        """Remove all faults."""
        self._workspace(query).faults.clear()

    def clear_segment_messages(self, query: Query) -> None:
        """Forget the messages that have come so far."""
        self._stand_in.clear(self._workspace(query))

    def _workspace(self, query: Query) -> Workspace:
        return self._stand_in.peek(query.parameters["run"] or "")


def _fits(query: Query) -> Callable[[Kept], bool]:
    """Tell whether a message fits a query."""
    given = query.parameters
    asked: list[tuple[str, tuple[str, ...]]] = [
        (given[parameter.name], fields)
        for parameter, fields in (
            (TYPE, ("type",)),
            (EVENT, ("event", "name")),
            (USER, ("userId", "anonymousId")),
            (MESSAGE, ("messageId",)),
        )
        if given[parameter.name] is not None
    ]
    source, since, until = given["source"], given["since"], given["until"]

    def fits(kept: Kept) -> bool:
        message: dict[str, Any] = kept.message
        return (
            source in (None, kept.source)
            and (since is None or kept.received_at >= since)
            and (until is None or kept.received_at < until)
            and all(text in [message.get(field) for field in fields] for text, fields in asked)
        )

    return fits
