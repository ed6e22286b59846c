"""JSON in a request: read within the limits, or refused with the place and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.errors import readable
from simulator.values import JSONObject, Value, describe
from simulator.wire import requests as wire

UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError)
"""The errors that decoding raises, depending on what is wrong."""

_decode_items: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
_BETWEEN: Final = b"\0"
"""A byte that JSON never has."""
_NO_BRACKETS: Final = bytes(set(range(256)) - {*b"{[", *_BETWEEN})
_ZEROS: Final = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER: Final = b"0" * 19
"""A whole number of more than 64 bits contains it once all its digits are zeros."""
_LARGEST: Final = 2**64 - 1
_CONTAINERS: Final = frozenset({dict, list})


def read_objects(
    text: str, field: str, item: str, limits: Limits, *, always_list: bool = False
) -> tuple[list[JSONObject], list[bytes]]:
    """Read a JSON object or a list of them; return the objects, and the JSON of each on one line.

    `field` and `item` name the form's field and what it holds, for the reason of the `RefusedError`.
    """
    value, written = read_json(text.encode(), field, limits)
    values = [value] if isinstance(value, dict) and not always_list else value
    if not isinstance(values, list):
        raise RefusedError(400, f"{field} must be a JSON {'list' if always_list else 'object or list'} of {item}s")
    if not values:
        raise RefusedError(400, f"{field} is empty; it needs at least one {item}")
    if len(values) > limits.items:
        raise RefusedError(wire.TOO_LARGE, f"{field} has {len(values)} {item}s; at most {limits.items} are allowed")
    for index, one in enumerate(values):
        if not isinstance(one, dict):
            raise RefusedError(400, f"{field}[{index}] must be a JSON object, not {describe(one)}")
    return values, written


def read_json(text: bytes, field: str, limits: Limits) -> tuple[Value, list[bytes]]:
    """Read JSON; return the value, and the JSON of each item of a list, or of the value itself, on one line."""
    try:
        value = msgspec.json.decode(text)
        written = [bytes(one) for one in _decode_items(text)] if isinstance(value, list) else [text]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RefusedError(400, f"{field} is not valid JSON: {readable(error)}") from None
    except (RecursionError, ValueError):
        raise RefusedError(400, f"{field} nests too deeply, or has a number with too many digits") from None
    # Checking every value costs more than everything else; the text tells whether that is needed at all.
    if most_brackets(written) > limits.depth and depth(value) > limits.depth:
        raise RefusedError(400, f"{field} nests more than {limits.depth} levels deep")
    if has_long_number(text, value):
        raise RefusedError(400, f"{field} has a whole number of more than 64 bits")
    if b"\n" in text or b"\r" in text:
        written = [msgspec.json.encode(one) for one in (value if isinstance(value, list) else [value])]
    return value, written


def most_brackets(written: Sequence[bytes]) -> int:
    """Return how deep each of some JSON nests at most: checking the text costs far less than checking every value."""
    brackets = _BETWEEN.join(written).translate(None, _NO_BRACKETS)
    return max(map(len, brackets.split(_BETWEEN)))


def has_long_number(text: bytes, value: Value = None) -> bool:
    """Tell whether a value has a whole number of more than 64 bits; without the value, whether its JSON may."""
    return _LONG_NUMBER in text.translate(_ZEROS) and (value is None or has_huge_number(value))


def depth(value: Value) -> int:
    """Return how deep containers nest in a value, or in the items of a list."""
    depth, level = 0, value if isinstance(value, list) else [value]
    while level := [one for one in level if type(one) in _CONTAINERS]:
        depth += 1
        level = [item for one in level for item in (one.values() if type(one) is dict else one)]
    return depth


def has_huge_number(value: Value) -> bool:
    """Tell whether a value has a whole number of more than 64 bits."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, int) and abs(one) > _LARGEST:
            return True
        if isinstance(one, dict | list):
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return False
