"""The rules and divergences at work in a performance: each is seen where it is at work, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.running.at_work import UNSEEN
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import CaseRun
from simulator.conformance.suite import Pair
from simulator.documentation.rules import rules, wire_rules
from simulator.model.dialects import dialect
from simulator.model.divergences import divergence

CASES: Final = suite.load()
KNOWN: Final = {one: rules()[one].platforms for one in rules()} | {
    one: wire_rules()[one].platforms for one in wire_rules()
}

ONE_BATCH: Final = tuple(f"uploads/batches#one-{platform}" for platform in ("web", "ios", "android"))

CONTRASTS: Final = {
    # Nothing is left over.
    "upload.batch-size": (*ONE_BATCH, "uploads/as-shipped-android#large-shipped"),
    "upload.continuing": ONE_BATCH,
    # The app changes an object after passing it on; the user and the device stay.
    "upload.frozen": ("uploads/copies#copy-frozen-",),
    # With batching, a page load also starts an upload by the number of waiting events.
    "upload.page-load": ("uploads/triggers#left-over-",),
    "upload.queue-cap": ("uploads/queue-limits#an-identify-takes-no-event-s-place",),
    # With a 413 the words count on Android alone, where they then take precedence.
    "upload.refusal-words": ("uploads/answers#word-413-",),
    "upload.too-large": ("-413-android",),
    "upload.timeout": ("uploads/in-flight#in-time-ios", "uploads/in-flight#in-time-android"),
    "upload.resend": ("uploads/in-flight#in-time-",),
    "upload.too-large.full-size": ("uploads/too-large#on-android-batches-are-full-again",),
    "upload.server.order": ("uploads/server-leg#each-source-has-a-queue-of-its-own",),
    "upload.server.refused": ("uploads/server-leg#the-status-200-is-success-whatever-the-body",),
    "upload.server.timeout": ("uploads/server-leg#an-answer-may-take-a-minute",),
    # A mapping has no insert_id.
    "upload.server.resend": ("uploads/copies#copy-usermap",),
}
"""The cases of a wire rule that show where it does not apply, by a part of their ids."""


def performed(case: Case, name: str, *, watch: bool = False) -> Reference:
    reference = Reference(dialect=name, seed=case.id, watch=watch)
    assert CaseRun(case, reference, dialect=name).verdict().status == "passed"
    return reference


@cache
def seen() -> dict[str, set[Pair]]:
    """Return the rules at work in each case, each with the platform that it names."""
    return {
        case.id: {
            (rule, platform)
            for platform, found in performed(case, case.home_dialect).rules_at_work_by_platform().items()
            for rule in found
        }
        for case in CASES
    }


def proven_by() -> Iterable[tuple[Pair, Case]]:
    """Yield each rule, on each of its platforms, with the cases that prove it."""
    for pair, cases in suite.coverage(CASES).cases.items():
        rule, platform = pair
        if platform in KNOWN.get(rule, ()):
            for case in cases:
                yield pair, case


def test_each_rule_is_seen_on_each_platform_in_a_case_that_proves_it() -> None:
    shown = {pair for pair, case in proven_by() if pair in seen()[case.id]}
    wanted = {(rule, platform) for rule, platforms in KNOWN.items() for platform in platforms if rule not in UNSEEN}
    assert len(KNOWN) == 147
    assert wanted - shown == set()
    assert UNSEEN.keys() <= KNOWN.keys()


def test_each_wire_rule_is_seen_in_each_case_that_proves_it_and_in_none_that_shows_where_it_ends() -> None:
    for (rule, platform), case in proven_by():
        if rule in wire_rules():
            contrasting = any(part in case.id for part in CONTRASTS.get(rule, ()))
            assert ((rule, platform) in seen()[case.id]) != contrasting, (rule, platform, case.id)


@pytest.mark.parametrize(
    ("rule", "case"),
    [
        ("start.api-key", "getting-started/api-key#ios"),
        ("page.off-by-default", "page-and-screen/client-and-server#uncategorized"),
        ("alias.off-by-default", "alias/forwarding#web-on"),
        ("alias.client-previous-id", "alias/mapping-users#a-previousid-that-is-given-wins"),
        ("alias.unmap", "alias/unmapping-users#without-enable-alias-nobody-is-unmapped"),
        ("group.example", "group/printed-examples#group-client"),
        ("location.never-prompts", "location/permission#no-place-android"),
        ("identify.anonymous-merge-client", "identify/merging-on-clients#given-ios"),
        ("device-id.prefer-anonymous.not-bundled-mobile", "device-id/prefer-anonymous-id#cloud-ios-off"),
        ("out-of-session.minus-one", "sessions/out-of-session#text-true-ios"),
        ("order.split", "order-completed/split#web-order-updated"),
        ("upload.threshold", "uploads/triggers#period-ios"),
        ("upload.period", "uploads/triggers#thirtieth-ios"),
        ("upload.killed-in-flight", "uploads/restarts#timer-android"),
        ("upload.queue-survives", "uploads/triggers#thirtieth-android"),
        ("upload.too-large.unguarded", "uploads/too-large#odd-ios"),
    ],
)
def test_a_rule_is_not_seen_where_it_has_no_part(rule: str, case: str) -> None:
    assert rule not in {one for one, _ in seen()[case]}


@pytest.mark.parametrize("name", ["shipped", "latest"])
def test_each_divergence_is_seen_in_a_case_that_is_about_it_and_watching_changes_nothing(name: str) -> None:
    unseen = set(dialect(name).divergences)
    for case in CASES:
        about = {one for one in case.divergences if divergence(one).platform in case.platforms}
        if name in case.dialects and about & unseen:
            watched, usual = performed(case, name, watch=True), performed(case, name)
            assert watched.view() == usual.view()
            assert watched.commands() == usual.commands()
            assert watched.rules_at_work() == usual.rules_at_work()
            assert usual.divergences_at_work() == frozenset()
            assert watched.divergences_at_work() <= dialect(name).divergences
            unseen -= about & watched.divergences_at_work()
    assert unseen == set()


def test_two_performances_by_turns_keep_their_divergences_apart() -> None:
    case = next(one for one in CASES if "shipped" in one.dialects and one.platforms == ("ios",))
    other = next(one for one in CASES if "shipped" in one.dialects and one.platforms == ("web",))
    alone = [performed(one, "shipped", watch=True).divergences_at_work() for one in (case, other)]
    targets = [Reference(dialect="shipped", seed=one.id, watch=True) for one in (case, other)]
    runs = [CaseRun(one, target, dialect="shipped") for one, target in zip((case, other), targets, strict=True)]
    for run in runs:
        run.act()
    for run in runs:
        run.verdict()
    assert [target.divergences_at_work() for target in targets] == alone
