"""Cucumber messages: the run as newline-delimited JSON that Cucumber's own formatters and viewers read.

A case is a pickle of its feature. A result that belongs to no step (the adapter failed, a step was unexpectedly
refused, a case passes although it is listed) is that of a hook after the steps. Time is virtual: every timestamp is the
moment at which scenarios begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import msgspec
from gherkin import Compiler, Parser
from gherkin.ast_builder import AstBuilder
from gherkin.pickles.compiler import GherkinDocumentWithURI
from gherkin.stream.id_generator import IdGenerator

from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.records.stream import BROKEN, CaseRecord, Run, digest_of, explanation
from simulator.errors import UsageError, quoted
from simulator.model.clock import EPOCH
from simulator.reports import tally
from simulator.reports.text import message_line, repeat
from simulator.values import JSONObject, one_line

PROTOCOL: Final = "34.2.1"
"""The version of Cucumber's schema that the messages follow."""

_AT: Final[JSONObject] = {"seconds": EPOCH // 1000, "nanos": EPOCH % 1000 * 1_000_000}
_NO_TIME: Final[JSONObject] = {"seconds": 0, "nanos": 0}
_RUN: Final = "run"
_HOOK: Final = "hook"


class _Feature(msgspec.Struct, frozen=True):
    """A feature and its scenarios as Cucumber sees them."""

    path: str
    source: str
    document: JSONObject
    #: By the id of the case.
    pickles: dict[str, JSONObject]


def messages(run: Run, features: Mapping[str, str]) -> str:
    """Return the messages of a run; `features` has the text of every feature of the suite that was run, by its path.

    Raises `UsageError` if they are not the features that were run.
    """
    encoder = msgspec.json.Encoder()
    return "".join(one_line(encoder.encode(one)).decode() for one in _envelopes(run, _compiled(run, features)))


def _compiled(run: Run, features: Mapping[str, str]) -> list[_Feature]:
    ids = IdGenerator()
    found: list[_Feature] = []
    cases: list[Case] = []
    for path, source in features.items():
        compiled = compile_text(source, path, path.removesuffix(".feature"))
        document: dict[str, Any] = dict(Parser(AstBuilder(ids)).parse(source))
        document["uri"] = path
        pickles = Compiler(ids).compile(cast("GherkinDocumentWithURI", document))
        by_case = {case.id: cast("JSONObject", pickle) for case, pickle in zip(compiled, pickles, strict=True)}
        found.append(_Feature(path, source, document, by_case))
        cases += compiled
    if digest_of(cases) != run.begin.suite:
        raise UsageError(
            "the features differ from those of that run, and Cucumber messages need their text; "
            "name the folder with --features, or run again"
        )
    return found


def _envelopes(run: Run, features: list[_Feature]) -> Iterator[JSONObject]:
    name, _, version = run.begin.harness.partition(" ")
    port = {"name": run.begin.port.name, "version": run.begin.port.version}
    yield {
        "meta": {
            "protocolVersion": PROTOCOL,
            "implementation": {"name": name, "version": version},
            "runtime": port,
            "os": {"name": ", ".join(run.begin.platforms)},
            "cpu": {"name": "virtual"},
        }
    }
    records = run.by_id()
    shown = [feature for feature in features if feature.pickles.keys() & records.keys()]
    for feature in shown:
        yield {
            "source": {
                "uri": feature.path,
                "data": feature.source,
                "mediaType": "text/x.cucumber.gherkin+plain",
            }
        }
        yield {"gherkinDocument": feature.document}
        yield from ({"pickle": pickle} for case, pickle in feature.pickles.items() if case in records)
    yield {"hook": {"id": _HOOK, "name": "devicemode", "type": "AFTER_TEST_CASE", "sourceReference": {}}}
    yield {"testRunStarted": {"id": _RUN, "timestamp": _AT}}
    for feature in shown:
        for case, pickle in feature.pickles.items():
            if case in records:
                yield from _case(run, records[case], pickle)
    finished: JSONObject = {"testRunStartedId": _RUN, "success": tally.verdict(run) == "conforms", "timestamp": _AT}
    yield {"testRunFinished": finished | ({"message": tally.INTERRUPTED} if run.end is None else {})}


def _case(run: Run, record: CaseRecord, pickle: JSONObject) -> Iterator[JSONObject]:
    case, started = f"case-{pickle['id']}", f"started-{pickle['id']}"
    if len(record.steps) != len(pickle["steps"]):
        raise UsageError(f"the report's steps for {quoted(record.case)} differ from the feature's; run it again")
    results = _results(record)
    steps = [{"id": f"step-{step['id']}", "pickleStepId": step["id"]} for step in pickle["steps"]]
    if len(results) > len(steps):
        steps.append({"id": f"hook-{pickle['id']}", "hookId": _HOOK})
    yield {"testCase": {"id": case, "pickleId": pickle["id"], "testSteps": steps, "testRunStartedId": _RUN}}
    yield {"testCaseStarted": {"id": started, "testCaseId": case, "attempt": 0, "timestamp": _AT}}
    for step, result in zip(steps, results, strict=True):
        where = {"testCaseStartedId": started, "testStepId": step["id"], "timestamp": _AT}
        yield {"testStepStarted": where}
        yield {"testStepFinished": where | {"testStepResult": result}}
    if record.outcome in BROKEN:
        yield {
            "attachment": {
                "testCaseStartedId": started,
                "body": _attached(run, record),
                "contentEncoding": "IDENTITY",
                "mediaType": "text/plain",
                "timestamp": _AT,
            }
        }
    yield {"testCaseFinished": {"testCaseStartedId": started, "timestamp": _AT, "willBeRetried": False}}


def _results(record: CaseRecord) -> list[JSONObject]:
    """Return the result of each step, and of the hook after them if it has one."""
    if record.outcome not in ("passed", *BROKEN):
        says = f"{record.outcome}: {record.reason}" if record.reason else record.outcome
        return [_result("SKIPPED", says) for _ in record.steps]
    if record.outcome == "errored":
        # The outcomes of the steps are not known.
        return [*(_result("SKIPPED", "not judged") for _ in record.steps), _result("FAILED", _why_errored(record))]
    failed = {failure.line: _differences(failure.differences) for failure in record.failures}
    results = [
        _result("FAILED", failed.pop(step.line)) if step.line in failed else _result("PASSED") for step in record.steps
    ]
    if record.outcome == "passes although listed":
        failed[0] = f"passes, although the list of known failures includes it: {record.reason}"
    if failed:
        results.append(_result("FAILED", "\n".join(failed.values())))
    return results


def _differences(differences: tuple[Any, ...]) -> str:
    return "\n".join(f"{one.path}\n  expected {one.expected}\n  actual   {one.actual}" for one in differences)


def _why_errored(record: CaseRecord) -> str:
    return f"{record.reason}\n\n{record.stderr}" if record.stderr else record.reason


def _result(status: str, message: str = "") -> JSONObject:
    result: JSONObject = {"duration": _NO_TIME, "status": status}
    return result | {"message": message} if message else result


_LAST_MESSAGES: Final = 20


def _attached(run: Run, record: CaseRecord) -> str:
    known = {rule.id: rule.says for rule in run.begin.rules}
    lines = [f"rule {rule}: {known.get(rule, '')}" for rule in record.rules]
    why = explanation(run.begin, record)
    if why:
        lines.append(f"explained: {why}")
    lines.append(f"repeat: {repeat(run.begin, record)}")
    lines += map(message_line, record.transcript[-_LAST_MESSAGES:])
    return "\n".join(lines)
