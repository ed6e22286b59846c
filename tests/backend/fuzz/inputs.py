"""Requests that are valid, almost valid, and not requests at all."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from typing import NamedTuple
from urllib.parse import quote_from_bytes, urlencode

from hypothesis import strategies as st

from simulator.wire import requests as wire
from tests.backend.fuzz.lots import mostly

KEYS = ("0123456789abcdef0123456789abcdef", "F" * 32, "0" * 32)


class Input(NamedTuple):
    """One request as bytes, and the identities of the events that must not be lost."""

    method: str
    path: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


_scalars = (
    st.none()
    | st.booleans()
    | mostly(st.integers(-(2**63), 2**64 - 1), st.integers(-(2**70), 2**70))
    | mostly(st.floats(allow_nan=False, allow_infinity=False), st.floats())
    | st.text(max_size=20)
    | st.sampled_from(["", "$set", "\x00", "\ud83d\ude00", "<script>", "x" * 5000, "1e999", "-0", "null"])
)
_numbers = st.integers(-5, 500) | st.floats(allow_nan=False, allow_infinity=False)
_json = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_operators = st.dictionaries(
    st.sampled_from(["$set", "$setOnce", "$add", "$append", "$prepend", "$unset", "$clearAll", "$nonsense", "plain"]),
    st.dictionaries(st.text(max_size=6), _json, max_size=3) | _json,
    max_size=3,
)
_ids = st.sampled_from(["d1", "d2", "derek", "anna", "", "\u202e", "null"]) | st.none()


_events = st.fixed_dictionaries(
    {
        "event_type": mostly(
            st.sampled_from(["Song Played", "$identify", "$groupidentify", "revenue_amount", ""]), _json
        )
    },
    optional={
        "device_id": mostly(_ids, _json),
        "user_id": mostly(_ids, _json),
        "uuid": mostly(st.uuids().map(str), _json),
        "insert_id": mostly(st.uuids().map(str), _json),
        "session_id": mostly(st.integers(-1, 2**60), _json),
        "timestamp": mostly(st.integers(0, 2**60), _json),
        "event_properties": mostly(st.dictionaries(st.text(max_size=6), _json, max_size=4), _json),
        "user_properties": mostly(_operators, _json),
        "group_properties": mostly(_operators, _json),
        "api_properties": mostly(
            st.fixed_dictionaries(
                {}, optional={"special": st.just("revenue_amount"), "price": _json, "quantity": _json}
            ),
            _json,
        ),
        "groups": mostly(st.dictionaries(st.text(max_size=6), _json, max_size=3), _json),
        "library": mostly(st.just({"name": "amplitude-js", "version": "4.4.0"}), _json),
        "ip": mostly(st.sampled_from(["203.0.113.7", "::1", "999"]), _json),
        "price": _json,
        "quantity": _json,
        "revenue": _json,
        "group_type": mostly(st.text(max_size=6), _json),
        "group_value": _json,
        "global_user_id": mostly(_ids, _json),
        "unmap": mostly(st.booleans(), _json),
    },
)
_texts = mostly(
    (st.lists(_events, max_size=6) | _events).map(lambda value: json.dumps(value, ensure_ascii=False)),
    st.sampled_from(["", "[", "{}", "[]", "[" * 5000, '{"a":' * 3000, "null", "1" * 5000, '[{"event_type":"\ud800"}]'])
    | st.text(max_size=40),
)


def _encoded(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _upload(parts: tuple[str, str, str, str, bool]) -> list[tuple[str, str]]:
    version, key, events, time, honest = parts
    events = events.encode("utf-8", "replace").decode()
    signed = wire.checksum(version, key, events, time) if honest else "0" * 32
    return [("v", version), ("client", key), ("e", events), ("upload_time", time), ("checksum", signed)]


_keys = mostly(st.sampled_from(KEYS), st.text(max_size=40))
_forms = st.one_of(
    st.tuples(
        mostly(st.sampled_from(["2", "3"]), st.text(max_size=3)),
        _keys,
        _texts,
        mostly(st.integers(0, 10**15).map(str), st.text(max_size=20)),
        mostly(st.just(True), st.just(False)),
    ).map(_upload),
    st.tuples(_keys, st.sampled_from(["event", "identification", "mapping", "e"]), _texts).map(
        lambda parts: [("api_key", parts[0]), (parts[1], parts[2])]
    ),
    st.lists(st.tuples(st.text(max_size=10), st.text(max_size=30)), max_size=15),
)


def _form_body(fields: list[tuple[str, str]]) -> bytes:
    return urlencode(fields, errors="replace").encode()


def _in_parts(fields: list[tuple[str, str]]) -> bytes:
    parts = (f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields)
    return f"{''.join(parts)}--b--".encode("utf-8", "replace")


_bodies = st.one_of(
    _forms.map(_form_body),
    _forms.map(_form_body),
    _forms.map(_form_body),
    _texts.map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=200),
    st.tuples(_forms.map(_form_body), st.integers(0, 10**6), st.binary(min_size=1, max_size=3)).map(
        lambda parts: parts[0][: (at := parts[1] % (len(parts[0]) + 1))] + parts[2] + parts[0][at + 1 :]
    ),
    st.just(b"e=" + b"%5B" * 2000),
    _forms.map(_in_parts),
)
_endpoints = st.sampled_from(
    [
        wire.UPLOAD_PATH,
        wire.UPLOAD_PATH,
        wire.UPLOAD_PATH,
        "/runs/one",
        wire.EVENT_PATH,
        wire.IDENTIFY_PATH,
        wire.GROUP_IDENTIFY_PATH,
        wire.USERMAP_PATH,
        wire.DELETION_PATH,
    ]
)
_paths = mostly(
    _endpoints,
    st.sampled_from(
        [
            "/runs/one/",
            "/runs/one/httpapi",
            "/runs/%2e%2e/",
            "/api/projects",
            "/api/live/x",
            "/nowhere",
            f"/api/projects/{KEYS[0]}/events?after=x",
            f"/api/projects/{KEYS[1]}/faults",
            "//",
            "/%00",
            "/api/",
        ]
    )
    | st.text(max_size=20).map(lambda text: "/" + quote_from_bytes(text.encode("utf-8", "replace"))),
).map(str.encode)
_header_values = st.sampled_from(
    [
        b"application/x-www-form-urlencoded; charset=UTF-8",
        b"application/json",
        b"text/plain",
        b"multipart/form-data",
        b"multipart/form-data; boundary=b",
        b"",
        b"\xff\xfe",
        b"x" * 3000,
    ]
)
_basic = st.tuples(_keys, st.text(max_size=8)).map(
    lambda pair: b"Basic " + b64encode(f"{pair[0]}:{pair[1]}".encode("utf-8", "replace"))
)
_headers = st.lists(
    st.one_of(
        st.tuples(st.just(b"content-type"), _header_values),
        st.tuples(st.just(b"authorization"), _basic | st.binary(max_size=20)),
        st.tuples(st.just(b"x-devicemode-time"), st.sampled_from([b"0", b"-1", b"x", b"9" * 30, b"1537272000000"])),
        st.tuples(st.just(b"x-forwarded-for"), st.sampled_from([b"203.0.113.7", b"nonsense", b", ,", b"::1"])),
        st.tuples(st.just(b"origin"), st.sampled_from([b"http://localhost:3000", b"null", b"https://evil.example"])),
        st.tuples(st.just(b"content-encoding"), st.sampled_from([b"gzip", b"br"])),
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
)
_form_type = (b"content-type", b"application/x-www-form-urlencoded; charset=UTF-8")


def _with_type(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[bytes, bytes], ...]:
    named = {name for name, _ in headers}
    return tuple(headers) if b"content-type" in named else (*headers, _form_type)


def _clean(value: bytes) -> bytes:
    return bytes(byte for byte in value if byte >= 32 and byte != 127)


_current_events = mostly(
    st.lists(
        st.fixed_dictionaries(
            {
                "event_type": mostly(st.sampled_from(["Song Played", "$identify", "$groupidentify"]), _json),
                "user_id": mostly(
                    st.sampled_from(["anna-smith", "joan-baker"]), st.sampled_from(["anna", "null", "0"]) | _json
                ),
            },
            optional={
                "device_id": mostly(st.sampled_from(["device-1", "device-2", "LMY47D"]), _json),
                "time": mostly(st.integers(0, 2**60), _json),
                "insert_id": mostly(st.uuids().map(str), _json),
                "session_id": mostly(st.integers(-1, 2**60), _json),
                "event_properties": mostly(
                    st.dictionaries(st.sampled_from(["$price", "$quantity", "$revenue", "title"]), _json), _json
                ),
                "user_properties": mostly(
                    st.dictionaries(
                        st.sampled_from(["$set", "$preInsert", "$postInsert", "$remove", "$add", "plan"]),
                        st.dictionaries(st.text(max_size=6), _json, max_size=3) | _json,
                        max_size=3,
                    ),
                    _json,
                ),
                "groups": mostly(st.dictionaries(st.text(max_size=6), _json, max_size=8), _json),
                "group_properties": mostly(_operators, _json),
                "ip": mostly(st.sampled_from(["$remote", "203.0.113.7", ""]), _json),
                "price": mostly(_numbers, _json),
                "quantity": mostly(st.integers(-5, 5), _json),
                "revenue": mostly(_numbers, _json),
                "library": mostly(st.just("amplitude-python/1.3.0"), _json),
                "$skip_user_properties_sync": mostly(st.booleans(), _json),
            },
        ),
        min_size=1,
        max_size=6,
    ),
    _json | st.just([]),
)
_current_bodies = mostly(
    st.fixed_dictionaries(
        {"api_key": mostly(st.sampled_from(KEYS), _json), "events": _current_events},
        optional={
            "options": mostly(
                st.fixed_dictionaries({}, optional={"min_id_length": mostly(st.integers(1, 12), _json)}), _json
            )
        },
    ).map(lambda body: json.dumps(body, ensure_ascii=False)),
    _texts,
).map(lambda text: text.encode("utf-8", "replace"))


def _current(path: str, body: bytes, encoding: str, headers: list[tuple[bytes, bytes]]) -> Input:
    """Return a request to the current API, compressed or claiming to be."""
    given = {b"content-type": b"application/json", **dict(headers)}
    given.pop(b"content-encoding", None)
    if encoding:
        given[b"content-encoding"] = b"gzip"
    packed = gzip.compress(body, compresslevel=1, mtime=0) if encoding == "gzip" else body
    return Input("POST", path.encode(), tuple((name, _clean(value)) for name, value in given.items()), packed)


_of_2018 = st.builds(
    Input,
    method=mostly(st.just("POST"), st.sampled_from(["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])),
    path=_paths,
    headers=_headers.map(_with_type).map(lambda pairs: tuple((name, _clean(value)) for name, value in pairs)),
    body=_bodies,
)
_of_today = st.builds(
    _current,
    path=st.sampled_from([wire.HTTP_V2_PATH, wire.HTTP_V2_PATH, wire.BATCH_PATH, "/runs/one/2/httpapi"]),
    body=_current_bodies,
    encoding=mostly(st.sampled_from(["", "gzip"]), st.just("a lie")),
    headers=_headers.map(lambda pairs: [pair for pair in pairs if pair[0] != b"content-type"]),
)
inputs = _of_2018 | _of_today
