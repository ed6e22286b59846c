"""Requests on the wire: the form of an upload, its checksum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.wire import requests as wire
from simulator.wire.requests import NO_ANSWER, Request
from tests.support.md5 import md5
from tests.support.sdk import API_KEY


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        ("1234567890" * 8, "57edf4a22be3c955ac49da2e2107b67a"),
    ],
)
def test_the_md5_that_checksums_are_compared_with_is_rfc_1321_s(message: str, digest: str) -> None:
    assert md5(message.encode()) == digest


@pytest.mark.parametrize(
    ("version", "events", "digest"),
    [
        # By coreutils: printf %s '2…[]1537272000000' | md5sum
        ("2", "[]", "b775fada3ea7f04d306976d8bfb09857"),
        ("3", "[]", "5bbfd4b660faf2c01715a35180fa6bf1"),
        ("2", '[{"event_type":"Vidéo ▶ 𝄞"}]', "a946cb7cc0993374d0a7abcc633ac289"),
    ],
)
def test_a_checksum_is_the_md5_of_version_key_events_and_time(version: str, events: str, digest: str) -> None:
    assert wire.checksum(version, API_KEY, events, "1537272000000") == digest


@given(version=st.text(max_size=3), key=st.text(max_size=40), events=st.text(max_size=200), time=st.integers(0))
def test_any_checksum_is(version: str, key: str, events: str, time: int) -> None:
    made = wire.checksum(version, key, events, str(time))
    assert made == md5(f"{version}{key}{events}{time}".encode())


_FIELDS = ("v", "client", "e", "upload_time", "checksum")


@given(fields=st.permutations(_FIELDS), time=st.integers(0, 10**15))
def test_an_upload_has_its_fields_in_the_order_of_its_sdk(fields: list[str], time: int) -> None:
    request = wire.upload("[]", api_key=API_KEY, version="2", time=time, fields=tuple(fields), ip="203.0.113.7")
    assert list(request.fields) == fields
    assert request == Request(
        path="/",
        fields={
            "v": "2",
            "client": API_KEY,
            "e": "[]",
            "upload_time": str(time),
            "checksum": md5(f"2{API_KEY}[]{time}".encode()),
        },
        ip="203.0.113.7",
        time=time,
    )


def test_requests_and_answers_are_not_changed_once_they_are_made() -> None:
    request = Request(path="/")
    with pytest.raises(AttributeError):
        request.path = "/httpapi"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        NO_ANSWER.status = 200  # type: ignore[misc]
    # Nor do two requests share their fields.
    assert request.fields is not Request(path="/").fields


def test_requests_with_the_same_events_have_the_same_digest_whenever_they_are_made() -> None:
    def made(events: str, time: int) -> str:
        return wire.digest(wire.upload(events, api_key=API_KEY, version="2", time=time, fields=("v", "e")))

    assert made("[1]", 5) == made("[1]", 6)
    assert made("[1]", 5) != made("[2]", 5)
    one, other = (wire.Request(path="/", json=body) for body in (b"1", b"2"))
    assert wire.digest(one) != wire.digest(other)
