"""Forms as browsers and SDKs post them, `application/x-www-form-urlencoded`: read strictly, and fast."""

from __future__ import annotations

import re
from binascii import a2b_qp
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from simulator.backend.ingestion.refusals import RefusedError
from simulator.errors import quoted

MOST_FIELDS: Final = 20
"""The most fields that a form may have; the SDKs' forms have five."""

_AS_QUOTED_PRINTABLE: Final = bytes.maketrans(b"%+", b"= ")
_API_KEY: Final = re.compile(
    rb"(?:(?:\A|&)(?:client|api_key)=|\"api_key\"\s{0,9}:\s{0,9}\")([0-9A-Za-z]{32})(?=&|\"|\Z)"
)
_MULTIPART: Final = "multipart/form-data"
_LONGEST_HEAD: Final = 4096
"""Bytes of the headers of a part of a form."""


def parse(body: bytes) -> dict[str, str]:
    """Return the fields of a form in their order; raise `RefusedError` if it is not a valid form."""
    if body.count(b"&") >= MOST_FIELDS:
        raise RefusedError(400, f"the form has too many fields: more than {MOST_FIELDS}")
    fields: dict[str, str] = {}
    for pair in body.split(b"&"):
        if not pair:
            continue
        written, _, value = pair.partition(b"=")
        name = _text(written)
        if name in fields:
            raise RefusedError(400, f"the form has the field {quoted(name)} twice")
        fields[name] = _text(value, name)
    return fields


def is_multipart(content_type: str) -> bool:
    """Tell whether a content type is that of a form in parts."""
    return content_type.partition(";")[0].strip().lower() == _MULTIPART


def parse_multipart(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a form in parts in their order; raise `RefusedError` if it is not a valid form."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary("").encode("latin-1", "replace")
    delimiter = b"--" + boundary
    if not boundary or body.count(delimiter) > MOST_FIELDS + 1:
        raise RefusedError(400, f"the form must have a boundary, and at most {MOST_FIELDS} parts")
    _, *parts = (b"\r\n" + body).split(b"\r\n" + delimiter)
    if not parts or not parts.pop().startswith(b"--"):
        raise RefusedError(400, "the form ends in the middle of a part")
    fields: dict[str, str] = {}
    for part in parts:
        name, value = _part(part)
        if name in fields:
            raise RefusedError(400, f"the form has the field {quoted(name)} twice")
        fields[name] = value
    return fields


def _part(part: bytes) -> tuple[str, str]:
    """Return the name and the value of a part of a form."""
    head, blank, content = part.partition(b"\r\n\r\n")
    if not blank or len(head) > _LONGEST_HEAD:
        raise RefusedError(400, "a part of the form has no headers, or too many")
    name = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n")).get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise RefusedError(400, "a part of the form has no name")
    try:
        return name, content.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"{_called(name)} is not valid UTF-8 at byte {error.start}") from None


def api_key_in(body: bytes) -> str | None:
    """Return the API key of a form, or of JSON, that is invalid otherwise, if there is one."""
    found = _API_KEY.search(body)
    return found[1].decode() if found else None


def unquoted(written: bytes) -> bytes | None:
    """Undo percent-encoding; return `None` if a percent sign is not followed by two hexadecimal digits.

    Quoted-printable is the same encoding with another sign, and its decoder is written in C: it takes a seventh of the
    time of `urllib.parse.unquote_to_bytes` for a batch of events. It skips malformed escapes, but every valid one makes
    the text two bytes shorter, and nothing else does, except a sign before a line break, which means a soft line break
    and is checked separately.
    """
    escapes = written.count(b"%")
    if not escapes:
        return written.replace(b"+", b" ")
    if b"=" in written:
        written = written.replace(b"=", b"%3D")
        escapes = written.count(b"%")
    if b"%\n" in written or b"%\r" in written:
        return None
    decoded = a2b_qp(written.translate(_AS_QUOTED_PRINTABLE))
    return decoded if len(decoded) == len(written) - 2 * escapes else None


def _text(written: bytes, name: str | None = None) -> str:
    """Decode the value of the field `name`, or the name of a field if `name` is `None`."""
    if written.isalnum():
        return written.decode()
    decoded = unquoted(written)
    if decoded is None:
        raise RefusedError(400, f"{_called(name)} has a percent sign that is not followed by two hexadecimal digits")
    try:
        return decoded.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"{_called(name)} is not valid UTF-8 at byte {error.start}") from None


def _called(name: str | None) -> str:
    return "the name of a field" if name is None else f"the field {quoted(name)}"
