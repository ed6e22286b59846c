"""A request to the tracking API: its write key and the messages in it, or Segment's refusal.

The limits and the answers are those of the documentation of Segment's HTTP API; `fixtures/segment-rules.json` cites
each. A mistake in one message of a batch is charged to that message alone (`messages`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from simulator.backend.ingestion.json_values import read_json
from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.errors import quoted
from simulator.values import JSONObject, Value, describe

LONGEST_MESSAGE: Final = 32 * 1024
"""Bytes of a message (rule segment.limit.message)."""
LONGEST_BATCH: Final = 500 * 1024
"""Bytes of a batch (rule segment.limit.batch)."""
MOST_MESSAGES: Final = 2500
"""Messages of a batch (rule segment.limit.count)."""

_METHODS: Final = ("track", "identify", "page", "screen", "group", "alias")
ENDPOINTS: Final[Mapping[str, str | None]] = {
    # Rule segment.endpoint.call.
    **{f"/v1/{method}": method for method in _METHODS},
    # The paths of analytics.js: the first letter of the call (rule segment.endpoint.short).
    **{f"/v1/{method[0]}": method for method in _METHODS},
    # Rule segment.endpoint.batch.
    **dict.fromkeys(("/v1/batch", "/v1/b", "/v1/import")),
}
"""The type of the messages that each endpoint takes; `None` for batches, whose messages say it themselves."""

_JSON_LIMITS: Final = Limits(body=LONGEST_BATCH, items=MOST_MESSAGES, depth=100)
_raw_fields: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_raw_items: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Refused(msgspec.Struct, frozen=True):
    """The body of an answer that refuses a request, as Segment's libraries read it (rule segment.answer.refusal)."""

    code: str
    message: str
    success: bool = False


def refused(status: int, code: str, sentence: str) -> RefusedError:
    """Return the refusal of a request, with a body that Segment's libraries can read."""
    return RefusedError(status, msgspec.json.encode(Refused(code, sentence)).decode(), sentence)


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was read: its messages, and the fields that they share."""

    #: The write key in the body (rule segment.auth.body); empty if it has none.
    write_key: str
    #: As they came, each with the name by which a refusal calls it.
    messages: tuple[tuple[str, Value], ...]
    #: The number of items beyond the limit of a batch.
    beyond: int = 0
    #: The type of all of them; `None` if each says it itself.
    type: str | None
    #: The time of sending by the sender's clock, as written.
    sent_at: Value = None
    context: JSONObject = {}
    integrations: JSONObject = {}


def longest(path: str) -> int:
    """Return how many bytes the body of a request to an endpoint may have, decompressed."""
    return LONGEST_BATCH if ENDPOINTS[path] is None else LONGEST_MESSAGE


def too_large(path: str) -> RefusedError:
    """Return the refusal of a body that is larger than `longest` says."""
    what = "batch" if ENDPOINTS[path] is None else "message"
    return refused(400, "payload_too_large", f"the body is too large: a {what} has at most {longest(path)} bytes")


def read(path: str, body: bytes) -> Envelope:
    """Read the body of a request to an endpoint; raise `RefusedError` if it can't be read."""
    kind = ENDPOINTS[path]
    try:
        value, _ = read_json(body, "the body", _JSON_LIMITS)
    except RefusedError as error:
        # Rule segment.body.json.
        raise refused(400, "invalid_json", error.reason) from None
    if not isinstance(value, dict):
        raise refused(400, "invalid_request", f"the body must be a JSON object, not {describe(value)}")
    write_key = value.pop("writeKey", None)
    if not isinstance(write_key, str | None):
        raise refused(400, "invalid_request", f"writeKey must be a string, not {describe(write_key)}")
    if kind is not None:
        return Envelope(
            write_key=write_key or "", messages=(("the message", value),), type=kind, sent_at=value.get("sentAt")
        )
    batch = value.get("batch")
    if not isinstance(batch, list):
        raise refused(400, "invalid_request", f"batch must be a list of messages, not {describe(batch)}")
    sizes = [len(bytes(one)) for one in _raw_items(_raw_fields(body)["batch"])]
    for index, size in enumerate(sizes):
        if size > LONGEST_MESSAGE:
            # Rule segment.limit.batched-message.
            sentence = f"batch[{index}] has {size} bytes; a message has at most {LONGEST_MESSAGE}"
            raise refused(400, "payload_too_large", sentence)
    shared = {name: value.get(name) or {} for name in ("context", "integrations")}
    for name, one in shared.items():
        if not isinstance(one, dict):
            raise refused(400, "invalid_request", f"{quoted(name)} must be an object, not {describe(one)}")
    return Envelope(
        write_key=write_key or "",
        messages=tuple((f"batch[{index}]", one) for index, one in enumerate(batch[:MOST_MESSAGES])),
        beyond=max(len(batch) - MOST_MESSAGES, 0),
        type=None,
        sent_at=value.get("sentAt"),
        **shared,
    )
