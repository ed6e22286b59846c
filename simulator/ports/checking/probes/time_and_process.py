"""The probes of time, of what an app's process goes through, and of when it uploads."""

from __future__ import annotations

from typing import Final

from simulator.backend.ingestion.faults import Fault
from simulator.conformance.language import actions
from simulator.ports.checking.port_under_test import EVENT, PortUnderTest
from simulator.ports.checking.probes.probe import (
    CLIENTS,
    HOUR,
    MINUTE,
    PHONES,
    Probe,
    arrived,
    done,
    opened,
    tracked,
    uploaded,
    without_uploads,
    without_uploads_and_time,
)
from simulator.values import JSONObject


def _an_hour_passes(port: PortUnderTest) -> str:
    if port.claims("time"):
        port.do(actions.Wait(duration=HOUR))
    return ""


def _half_an_hour_lies_between(port: PortUnderTest) -> str:
    moments = [_moment(event) for event in port.events()]
    if len(moments) != 2:
        return port.lacks("two events", len(moments))
    passed = moments[1] - moments[0]
    return "" if passed == 31 * MINUTE else f"two events 31 minutes apart are {passed / MINUTE:g} minutes apart"


def _was_in_the_background(port: PortUnderTest) -> str:
    """Go to the background for an hour: on the way there an app uploads, and when it comes back it's a new session."""
    port.do(actions.Lifecycle(event="background"))
    uploads = port.uploads and port.events(flush=False)
    _an_hour_passes(port)
    port.do(actions.Lifecycle(event="foreground"))
    port.track("After")
    wrong = port.expect("Before", "After")
    if wrong or uploads or len(_sessions(port)) > 1:
        return wrong
    away = ", and an hour there begins no new session" if port.claims("time") else ""
    return f"nothing shows that the app was in the background: it uploads nothing on the way there{away}"


def _is_another_process_on_the_same_device(port: PortUnderTest) -> str:
    if len({event.get("device_id") for event in port.events()}) > 1:
        return "the device id does not outlive the process: what the port stores has to stay on the device"
    if port.claims("time") and len(_sessions(port)) < 2:
        return "a process that ended an hour ago continues its session: nothing shows that it ended"
    return ""


def _is_not_running(port: PortUnderTest) -> str:
    runs = port.view(flush=False).events or isinstance(port.seen().device_id, str)
    return "the app runs although open.launch is false" if runs else ""


def _session_began_at_launch(port: PortUnderTest) -> str:
    if not port.claims("time"):
        return ""
    launched = _moment(port.events()[0])
    early = any(0 < session <= launched - HOUR for session in _sessions(port))
    return "the session began before the app was launched: open.launch is false" if early else ""


def _uploads_nothing_by_itself(port: PortUnderTest) -> str:
    """Track an event. A page sends it at once; what Amplitude refused it sends again with the next new event."""
    refuses = port.platform == "web"
    if refuses:
        port.do(actions.SetFault(fault=Fault(status=503)))
    port.track()
    port.seen()
    if refuses:
        port.do(actions.SetFault(fault=None))
        port.seen()
    return "an event was uploaded although nothing had asked for it yet" if port.events(flush=False) else ""


def _moment(event: JSONObject) -> int:
    """Return when an event happened, in milliseconds since 1970; 0 if it doesn't say so in a number."""
    moment = event.get("timestamp", event.get("time"))
    return moment if isinstance(moment, int) else 0


def _sessions(port: PortUnderTest) -> set[int]:
    return {session for event in port.events() if isinstance(session := event.get("session_id"), int)}


PROBES: Final = (
    Probe(
        claim="time",
        steps=(
            opened(),
            tracked("Before"),
            done(actions.Wait(duration=31 * MINUTE)),
            tracked("After"),
            _half_an_hour_lies_between,
        ),
    ),
    Probe(
        claim="lifecycle",
        steps=(opened(), tracked("Before"), _was_in_the_background),
        platforms=PHONES,
        unseen={"web": "a page in the background carries on as before"},
        blind=without_uploads_and_time,
    ),
    Probe(
        claim="restart",
        steps=(
            opened(),
            tracked("Before"),
            uploaded,
            done(actions.Lifecycle(event="kill")),
            _an_hour_passes,
            done(actions.Lifecycle(event="launch"), actions.Lifecycle(event="restart")),
            tracked("After"),
            arrived("Before", "After"),
            _is_another_process_on_the_same_device,
        ),
        platforms=CLIENTS,
    ),
    Probe(
        claim="hold-launch",
        steps=(
            opened({"Track Session Events": True}, given=[actions.HoldLaunch()]),
            _is_not_running,
            _an_hour_passes,
            done(actions.Lifecycle(event="launch")),
            tracked(),
            arrived(EVENT),
            _session_began_at_launch,
            opened(given=[actions.HoldLaunch()]),
            done(actions.Lifecycle(event="launch-in-background"), actions.Lifecycle(event="foreground")),
            tracked(),
            arrived(EVENT),
        ),
        platforms=PHONES,
    ),
    Probe(
        claim="flush-timing",
        steps=(opened(), _uploads_nothing_by_itself, arrived(EVENT)),
        platforms=CLIENTS,
        unseen={"server": "Segment's servers send at once"},
        blind=without_uploads,
    ),
)
