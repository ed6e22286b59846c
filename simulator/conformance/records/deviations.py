"""Declared deviations: where a port differs from the suite on purpose, with a reason.

The observations of a failed case are read as if the port did not deviate, and judged again. So a declaration excuses no
more than it says: whatever else differs is still a failure, and a case that passes then is counted as a deviation.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from simulator.conformance.judging.expectations import ExpectUploads
from simulator.conformance.judging.matching import FORMS
from simulator.conformance.language.cases import Case
from simulator.conformance.reading import read_text
from simulator.conformance.records.recording import Observation, judge_again
from simulator.conformance.records.stream import CaseRecord
from simulator.errors import UsageError, quoted, readable
from simulator.values import Value


class Deviation(msgspec.Struct, frozen=True, kw_only=True, tag_field="of", forbid_unknown_fields=True, rename="kebab"):
    """One declared deviation."""

    reason: str


class GeneratedIds(Deviation, frozen=True, kw_only=True, tag="generated ids"):
    """The ids that the port generates have another form than a UUID followed by R, as the SDKs of 2018 make them."""

    #: A regular expression for all of an id.
    form: str


class Name(Deviation, frozen=True, kw_only=True, tag="name"):
    """The port's name appears where another one is expected: `[Rudderstack] Group` for `[Segment] Group`."""

    name: str
    in_place_of: str


class FormFields(Deviation, frozen=True, kw_only=True, tag="order of form fields"):
    """The fields of an upload's form come in another order."""


AnyDeviation = GeneratedIds | Name | FormFields


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    deviation: tuple[AnyDeviation, ...] = ()


def read(path: Path) -> tuple[AnyDeviation, ...]:
    """Read a file of declarations; raise `UsageError` that names the mistake."""
    try:
        found = msgspec.convert(tomllib.loads(read_text(path, UsageError)), _File).deviation
    except msgspec.ValidationError as error:
        raise UsageError(
            f"{path}: {readable(error)}; an entry [[deviation]] has a reason, and of: generated ids (with form), name "
            "(with name and in-place-of) or order of form fields"
        ) from None
    except (RecursionError, ValueError) as error:
        raise UsageError(f"{path}: is not valid TOML: {readable(error)}") from None
    for one in found:
        wrong = _wrong(one)
        if wrong:
            raise UsageError(f"{path}: the deviation of {_tag(one)} {wrong}")
    return found


def _wrong(one: AnyDeviation) -> str:
    if not one.reason.strip():
        return "has no reason; say why the port deviates"
    if isinstance(one, Name) and (len(one.name) < _SHORTEST or len(one.in_place_of) < _SHORTEST):
        return f"has a name of fewer than {_SHORTEST} characters, which would stand for too much"
    if isinstance(one, GeneratedIds):
        try:
            pattern = re.compile(one.form)
        except (re.error, RecursionError, OverflowError) as error:
            return f"has a form that is not a regular expression: {readable(error)}"
        if any(pattern.fullmatch(text) for text in ("", "a", "user-1")):
            return (
                f"has the form {quoted(one.form)}, which any text has; say how long an id is, and of which characters"
            )
    return ""


_SHORTEST: Final = 3


def _tag(one: AnyDeviation) -> str:
    return str(type(one).__struct_config__.tag)


def allowed(case: Case, record: CaseRecord, declared: Sequence[AnyDeviation]) -> CaseRecord:
    """Return the record of a case with the failures that remain when the port's declared deviations are allowed.

    It passes if nothing is left; the deviations that were needed are named in either case. Nothing changes without
    observations, or for a case that did not fail.
    """
    if record.status != "failed" or not record.observations:
        return record
    used, observations = [], list(record.observations)
    for one in declared:
        changed = [_allowing(case, one, observations)(observation) for observation in observations]
        if changed != observations:
            used.append(one)
            observations = changed
    if not used:
        return record
    again = judge_again(case, observations, dialect=record.dialect, own_sentences=False)
    if again.failures == record.failures:
        return record
    names = tuple(f"{_tag(one)}: {one.reason}" for one in used)
    return msgspec.structs.replace(record, status=again.status, failures=again.failures, deviations=names)


def _allowing(
    case: Case, one: AnyDeviation, observations: Sequence[Observation]
) -> Callable[[Observation], Observation]:
    """Return a function that reads an observation as if the port did not deviate in one way."""
    match one:
        case Name():
            return _translating(lambda text: text.replace(one.name, one.in_place_of))
        case GeneratedIds():
            pattern = re.compile(one.form)
            own = {text: _usual(text) for text in _device_ids(observations) if pattern.fullmatch(text)}
            return _translating(lambda text: own.get(text, text))
        case FormFields():
            return _with_fields_in_order(case)


def _device_ids(observations: Sequence[Observation]) -> set[str]:
    """Return the observed device ids that do not have the form of those that the SDKs of 2018 generate."""
    found = {text for one in observations for text in _under(one.found, _OF_DEVICES)}
    found |= {text for one in observations if one.at == "device id" for text in _under(one.found, ("id",))}
    return {text for text in found if not FORMS["generated id"].admits(text)}


_OF_DEVICES: Final = ("device_id", "deviceId")


def _under(value: Value, names: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name in names and isinstance(item, str):
                yield item
            else:
                yield from _under(item, names)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _under(item, names)


def _usual(text: str) -> str:
    """Return a generated id of the usual form, the same for the same text and another for any other."""
    digits = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}R"


def _translating(translated: Callable[[str], str]) -> Callable[[Observation], Observation]:
    def read(value: Any) -> Any:
        if isinstance(value, str):
            return translated(value)
        if isinstance(value, dict):
            return {translated(name): read(item) for name, item in value.items()}
        return [read(item) for item in value] if isinstance(value, list | tuple) else value

    return lambda one: msgspec.structs.replace(one, found=read(one.found))


def _with_fields_in_order(case: Case) -> Callable[[Observation], Observation]:
    """Return a function that puts the fields of uploads into the order in which a case expects them."""
    expected = [
        row["fields"]
        for one in case.steps
        if isinstance(one.step, ExpectUploads)
        for row in one.step.rows
        if isinstance(row.get("fields"), list)
    ]

    def ordered(upload: Any) -> Any:
        fields = upload.get("fields") if isinstance(upload, dict) else None
        same = next((one for one in expected if fields and sorted(one) == sorted(fields)), None)
        return {**upload, "fields": same} if same else upload

    def read(one: Observation) -> Observation:
        if one.at != "view" or not isinstance(one.found, dict):
            return one
        uploads = [ordered(upload) for upload in one.found.get("uploads", ())]
        return msgspec.structs.replace(one, found={**one.found, "uploads": uploads})

    return read
