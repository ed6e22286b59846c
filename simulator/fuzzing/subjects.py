"""Subjects, which are played against the reference: a port behind an adapter, or a dialect of the reference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final, Protocol

import msgspec

from simulator.conformance.language.cases import Case
from simulator.conformance.running.comparison import without_everywhere
from simulator.conformance.running.runner import perform
from simulator.errors import AdapterError, DevicemodeError
from simulator.fuzzing.comparing import NO_VERDICT
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import SEED, Played, Player, ReferencePlayer, Sight, arranged, performed, seen, sight_of
from simulator.model.dialects import dialect
from simulator.ports.adapter_link import AdapterLink
from simulator.ports.connections.opening import connector
from simulator.ports.target.conversation import SkipError
from simulator.ports.target.port_target import PortTarget
from simulator.ports.upload_server import UploadServer, upload_server


class Subject(Protocol):
    """A side that is played against the reference; it can be sent to another process, and is opened there."""

    @property
    def title(self) -> str:
        """How it is called in what people read."""

    def open(self) -> Player:
        """Open it."""


class DialectSubject(msgspec.Struct, frozen=True, tag="dialect"):
    """A dialect of the reference."""

    name: str

    @property
    def title(self) -> str:
        """Return the dialect's name."""
        return self.name

    def open(self) -> Player:
        """Open it."""
        return ReferencePlayer(without_everywhere(dialect(self.name)))


class PortSubject(msgspec.Struct, frozen=True, kw_only=True, tag="port"):
    """A port behind an adapter: a command, or the address of an HTTP server."""

    command: str | None = None
    url: str | None = None
    #: Seconds for each reply.
    timeout: float = 5

    @property
    def title(self) -> str:
        """Return what starts or reaches it."""
        return str(self.command or self.url)

    def open(self) -> Player:
        """Start the adapter. Raises `AdapterError` if it can't be asked."""
        return PortPlayer(self)


AnySubject = DialectSubject | PortSubject

NOTHING_SEEN: Final = Played(seen=msgspec.json.encode([{"event_type": NO_VERDICT}]).decode())


class Guarded:
    """A player whose defects cost the journey in which they show, and are seen as a difference."""

    def __init__(self, player: Player) -> None:
        self._player = player

    @property
    def sight(self) -> Sight:
        """Its abilities, and how much of it can be seen."""
        return self._player.sight

    def play(self, journey: Journey) -> Played | None:
        """Play a journey."""
        try:
            return self._player.play(journey)
        except DevicemodeError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, it is no verdict
            return NOTHING_SEEN

    def fails(self, case: Case) -> bool:
        """Tell whether it fails a case, by a defect too."""
        try:
            return self._player.fails(case)
        except DevicemodeError:
            raise
        except Exception:  # noqa: BLE001 - as above
            return True

    def close(self) -> None:
        """End whatever was opened for it."""
        self._player.close()


JOURNEYS_OF_A_PROCESS: Final = 500
"""After how many journeys an adapter is started afresh: what stays behind of each adds up."""


class PortPlayer:
    """A port. Its adapter is started afresh after each failure."""

    def __init__(self, subject: PortSubject) -> None:
        self._timeout = subject.timeout
        self._played = 0
        self._link = AdapterLink(connector(subject.command, subject.url))
        self._stack = ExitStack()
        try:
            self._uploads: UploadServer = self._stack.enter_context(upload_server())
            self._stack.callback(self._link.close)
            self._sight = sight_of(self._link.welcome())
        except BaseException:
            self._stack.close()
            raise

    @property
    def sight(self) -> Sight:
        """The abilities that the adapter claims."""
        return self._sight

    def play(self, journey: Journey) -> Played | None:
        """Play a journey. Raises `AdapterError` if the adapter has failed so often that it isn't started again."""
        self._played += 1
        if self._played % JOURNEYS_OF_A_PROCESS == 0:
            self._link.close()
        try:
            with self._target(SEED) as target:
                performance = performed(target, journey)
                target.await_refusals()
                return Played(seen=seen(arranged(target.view(), journey), performance, target, self._sight, journey))
        except SkipError:
            return None
        except AdapterError as error:
            if error.fatal:
                raise
            return NOTHING_SEEN

    def fails(self, case: Case) -> bool:
        """Tell whether the port fails a case; one that it has no verdict on, it does not."""
        try:
            with self._target(case.id) as target:
                return perform(case, target, dialect=case.home_dialect).status == "failed"
        except (SkipError, AdapterError):
            return False

    @contextmanager
    def _target(self, case: str) -> Iterator[PortTarget]:
        """Open a scenario at the port, and end it; after a failure the adapter is started afresh."""
        backend, endpoint = self._uploads.project()
        try:
            target = PortTarget(
                self._link.connection(),
                self._link.welcome(),
                case=case,
                backend=backend,
                endpoint=endpoint,
                timeout=self._timeout,
            )
            try:
                yield target
            except SkipError:
                # A scenario that the port can't play is over at the port as well.
                target.close()
                raise
            target.close()
        except AdapterError as error:
            self._link.note_failure(error)
            self._link.drop()
            raise
        finally:
            self._uploads.forget(backend)
        self._link.note_success()

    def close(self) -> None:
        """Say good-bye to the adapter."""
        self._stack.close()
