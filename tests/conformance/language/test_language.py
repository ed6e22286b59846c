"""The vocabulary: phrases, parameter types, columns, and the sentences about wrong steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest
from cucumber_expressions.errors import UndefinedParameterTypeError

from simulator.backend.keeping.entities import Upload, UsermapRequest
from simulator.conformance import suite
from simulator.conformance.judging.expectations import BECAUSE, ExpectCrash, ExpectEvents
from simulator.conformance.language import columns
from simulator.conformance.language.actions import AddSource, MakeCall, SetFault
from simulator.conformance.language.arguments import NOTHING, Argument, Column, StepError
from simulator.conformance.language.parameters import EXAMPLES, compiled
from simulator.conformance.language.phrases import words
from simulator.conformance.language.step_matching import compile_step, match
from simulator.conformance.language.vocabulary import PHRASES
from simulator.model.calls import METHODS
from simulator.model.commands import Command, Initialize, Warn
from simulator.wire.events import Event

TEXTS = sorted({one.text for case in suite.load() for one in case.steps})
BARE = Argument()


def names(listed: tuple[Column, ...]) -> set[str]:
    found = [column.name for column in listed]
    assert len(set(found)) == len(found)
    return set(found)


def fields(*kinds: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for kind in kinds for field in msgspec.structs.fields(kind)}


def commands(of: type[Command] = Command) -> Iterator[type[Command]]:
    for kind in of.__subclasses__():
        yield kind
        yield from commands(kind)


def test_a_phrase_s_own_words_never_hide_a_match() -> None:
    for phrase in PHRASES:
        expression = compiled(phrase.expression)
        for text in (*TEXTS, phrase.shown):
            assert (expression.match(text) is not None) == (phrase.parameters(text) is not None)


def test_words_are_what_a_text_has_word_for_word() -> None:
    assert words("{app} tracks {string}") == (" tracks ",)
    assert words("{duration} pass(es)") == (" pass",)
    assert words("the user/group is {count}, {count}") == ("the ", " is ", ", ")
    assert words("{source}") == ()


def test_every_parameter_has_an_example_and_an_unknown_one_is_refused_by_the_library() -> None:
    for phrase in PHRASES:
        assert "{" not in phrase.shown
        assert len(compiled(phrase.expression).parameter_types) == phrase.expression.count("{")
    assert set(EXAMPLES) == {one.name for phrase in PHRASES for one in compiled(phrase.expression).parameter_types}
    with pytest.raises(UndefinedParameterTypeError):
        compiled("the {color} app")


def test_only_phrases_that_take_a_table_have_columns() -> None:
    for phrase in PHRASES:
        if phrase.takes.columns:
            assert phrase.takes.shown == "a table"
        assert (phrase.takes is NOTHING) == (phrase.takes.shown == "nothing")


def test_the_columns_are_the_fields_of_what_a_row_is() -> None:
    assert names(columns.EVENT) == fields(*get_args(Event)) | {"amplitude", BECAUSE, "receipt", "receiptSig"}
    assert names(columns.REQUEST) == fields(Upload) - {"id"}
    assert names(columns.USERMAP) == fields(UsermapRequest)
    seen = {kind for kind in commands() if not issubclass(kind, Initialize | Warn)}
    assert names(columns.COMMAND) == fields(*seen) | {"method"}
    messages = fields(*(kind for name, kind in METHODS.items() if name not in ("flush", "reset")))
    assert names(columns.MESSAGE) == messages | {"type", "messageId"}


def test_an_unknown_column_names_the_nearest() -> None:
    table = Argument(table=[["event_type", "event_propertys.plan"], ["Song Played", ""]])
    with pytest.raises(StepError, match=r'no column "event_propertys"\. Did you mean "event_properties"\?'):
        compile_step("Amplitude receives exactly these events", "then", table)


def test_a_column_may_go_on_behind_a_dot() -> None:
    table = Argument(table=[["event_type", "event_properties.a.b"], ["Song Played", "1"]])
    made = compile_step("Amplitude receives these events", "then", table)
    assert isinstance(made, ExpectEvents)
    assert made.rows == ({"event_type": "Song Played", "event_properties.a.b": 1},)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ('the app tracks "Song Played"', "Song Played"),
        ("the app tracks 'Song Played'", "Song Played"),
        (r'the app tracks "the \"Song\""', 'the "Song"'),
        ("""the app tracks 'the "Song"'""", 'the "Song"'),
        ('the app tracks ""', ""),
    ],
)
def test_a_text_is_quoted_as_cucumber_s_strings_are(text: str, event: str) -> None:
    made = compile_step(text, "when", BARE)
    assert isinstance(made, MakeCall)
    assert made.fields == {"event": event}


def test_the_parts_of_a_fault() -> None:
    text = 'Amplitude answers 413 "too large" to more than 10 events on "/identify" to the second ios app 3 times'
    made = compile_step(text, "given", BARE)
    assert isinstance(made, SetFault)
    assert made.app == "second ios app"
    assert made.fault is not None
    assert (made.fault.status, made.fault.body, made.fault.more_than) == (413, "too large", 10)
    assert (made.fault.path, made.fault.times) == ("/identify", 3)
    assert compile_step("Amplitude answers as usual", "when", BARE) == SetFault(fault=None)


def test_sources_and_crashes() -> None:
    made = compile_step("a second android app in cloud mode", "given", BARE)
    assert made == AddSource(app="second android app", platform="android", mode="cloud")
    assert compile_step("an app", "given", BARE) == AddSource(app="app", platform=None)
    crash = compile_step('the web app crashes on updateLocation with "null"', "then", BARE)
    assert crash == ExpectCrash(app="web app", call="updateLocation", says="null")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('the app trakcs "x"', 'no phrase matches “the app trakcs "x"”. The nearest are: “the app tracks "…"”'),
        ("an iphone app", "Besides an ios app there are a web app"),
        ("Amplitude receives no events", "is a Then step, not a Given step"),
        ("Amplitude has received 1234567890 events so far", "a number that is too long"),
    ],
)
def test_a_step_that_no_phrase_matches_names_the_nearest(text: str, says: str) -> None:
    with pytest.raises(StepError) as raised:
        match(text, "then" if "so far" in text else "when" if "trakcs" in text else "given")
    assert says in str(raised.value)
