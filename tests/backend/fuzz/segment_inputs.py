"""Requests to Segment's endpoints that are valid, almost valid, and not requests at all."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from simulator.ports.segment.requests import ENDPOINTS
from tests.backend.fuzz.inputs import Input
from tests.backend.fuzz.lots import mostly

WRITE_KEY: Final = "fuzzed"
SEGMENT_PROJECT: Final = "5" * 32


def sources(folder: Path) -> Path:
    """Write the sources of the fuzzed server: one in cloud mode, one in device mode."""
    file = folder / "sources.toml"
    settings = f'"API Key" = "{SEGMENT_PROJECT}"\n"Track All Pages" = true\n"Enable Alias" = true\n'
    file.write_text(
        f'[cloud]\nwrite_key = "{WRITE_KEY}"\nplatform = "server"\n[cloud.settings]\n{settings}'
        f'[device]\nwrite_key = "other"\nplatform = "web"\n[device.settings]\n{settings}'
    )
    return file


_scalars = (
    st.none()
    | st.booleans()
    | mostly(st.integers(-(2**63), 2**64 - 1), st.integers(-(2**70), 2**70))
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["", "\x00", "\u202e", "x" * 2000])
)
_json = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
_objects = mostly(st.dictionaries(st.text(max_size=8), _json, max_size=4), _json)
_ids = mostly(st.sampled_from(["jane", "visitor", "1"]), _json)
_times = mostly(
    st.sampled_from(["2018-09-18T12:00:00.000Z", "2015-2-02T00:30:12.984Z", "9999-12-31T23:59:59Z", "0001-01-01"]),
    _json,
)
_revenue = st.fixed_dictionaries({}, optional=dict.fromkeys(("revenue", "price", "quantity", "products"), _json))
_messages = st.fixed_dictionaries(
    {"type": mostly(st.sampled_from(["track", "identify", "page", "screen", "group", "alias"]), _json)},
    optional={
        "userId": _ids,
        "anonymousId": _ids,
        "event": mostly(st.sampled_from(["Song Played", "Order Completed"]), _json),
        "name": _json,
        "groupId": _ids,
        "previousId": _ids,
        "messageId": mostly(st.uuids().map(str), _json),
        "timestamp": _times,
        "sentAt": _times,
        "properties": _objects | _revenue,
        "traits": _objects,
        "context": _objects,
        "integrations": mostly(
            st.fixed_dictionaries(
                {},
                optional={
                    "All": _json,
                    "Amplitude": st.booleans()
                    | st.fixed_dictionaries({}, optional=dict.fromkeys(("session_id", "groups", "unmap"), _json)),
                },
            ),
            _json,
        ),
        "writeKey": mostly(st.sampled_from([WRITE_KEY, "other"]), _json),
    },
)
_bodies = st.one_of(
    _messages,
    st.fixed_dictionaries(
        {"batch": mostly(st.lists(mostly(_messages, _json), max_size=5), _json)},
        optional={
            "writeKey": mostly(st.sampled_from([WRITE_KEY, "other"]), _json),
            "context": _objects,
            "integrations": _objects,
            "sentAt": _times,
        },
    ),
).map(lambda value: json.dumps(value).encode())
_wrong_bodies = st.sampled_from([b"", b"[", b"{}", b"null", b"[" * 5000, b'{"batch":' * 3000, b'{"batch":[null]}'])
_paths = st.sampled_from(
    [
        *ENDPOINTS,
        *("/v1/batch", "/v1/track", "/v1/b") * 4,
        "/v1/m",
        "/runs/one/v1/batch",
        "/runs/%2e%2e/v1/batch",
        "/v1/projects/fuzzed/settings",
        "/v1/projects/%00/settings",
        "/analytics.js/v1/fuzzed/analytics.min.js",
        "/api/segment/messages?event=x&user=jane",
        "/api/segment/counts?since=-1",
        "/api/segment/rejections?run=one",
        "/api/segment/sources",
    ]
).map(str.encode)
_credentials = mostly(st.sampled_from([WRITE_KEY, "other"]), st.text(max_size=8)).map(
    lambda key: b"Basic " + b64encode(f"{key}:".encode("utf-8", "replace"))
)


def _packed(parts: tuple[bytes, list[tuple[bytes, bytes]], str]) -> tuple[tuple[tuple[bytes, bytes], ...], bytes]:
    """Return the headers and the body of an input: plain, compressed, or with headers that lie about it."""
    body, headers, how = parts
    if how == "gzip":
        return (*headers, (b"content-encoding", b"gzip")), gzip.compress(body)
    if how == "lie":
        return (*headers, (b"content-encoding", b"gzip")), body
    return tuple(headers), body


_sent = st.tuples(
    mostly(_bodies, _wrong_bodies | st.binary(max_size=100)),
    st.lists(
        st.one_of(
            st.tuples(st.just(b"authorization"), _credentials),
            st.tuples(st.just(b"content-type"), st.sampled_from([b"application/json", b"text/plain", b""])),
        ),
        max_size=2,
        unique_by=lambda pair: pair[0],
    ),
    mostly(st.just("plain"), st.sampled_from(["gzip", "lie"])),
).map(_packed)

segment_inputs = st.builds(
    lambda method, path, sent: Input(method, path, sent[0], sent[1]),
    mostly(st.just("POST"), st.sampled_from(["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])),
    _paths,
    _sent,
)
