"""Sharing: a draft packed into the fragment of a link, which never reaches a server."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, NoReturn

import msgspec

from simulator.errors import UsageError
from simulator.explorer.clients import MOST_CLIENTS, dialect_of
from simulator.explorer.drafts import Draft

LONGEST_LINK: Final = 100_000
"""The most characters of a packed draft."""
LARGEST_DRAFT: Final = 1_000_000
"""The most bytes that it may unpack to."""
_FORM: Final = "1"
"""The first character, which names the format of the rest."""


def packed(draft: Draft) -> str:
    """Return a draft, without its path, as letters, digits, - and _; raises `UsageError` for one too large."""
    plain = msgspec.json.encode(msgspec.structs.replace(draft, path=""))
    text = _FORM + urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")
    if len(plain) > LARGEST_DRAFT or len(text) > LONGEST_LINK:
        raise UsageError("this scenario is too large for a link; save it as a file and share that")
    return text


def unpacked(text: str) -> Draft:
    """Return the draft in a link's fragment; raises `UsageError` in one sentence for anything else."""
    if len(text) > LONGEST_LINK:
        raise UsageError(f"a link holds at most {LONGEST_LINK} characters of a scenario, and this one has more")
    if text[:1] != _FORM:
        _refuse()
    try:
        data = urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        unzip = zlib.decompressobj()
        plain = unzip.decompress(data, LARGEST_DRAFT)
        if unzip.unconsumed_tail or not unzip.eof:
            _refuse()
        draft = msgspec.json.decode(plain, type=Draft)
    except (ValueError, zlib.error):
        _refuse()
    return checked(draft)


def checked(draft: Draft) -> Draft:
    """Return a draft from elsewhere; raises `UsageError` if it can't be a page's."""
    keys = [client.key for client in draft.clients]
    if len(keys) > MOST_CLIENTS or len(set(keys)) < len(keys):
        _refuse()
    for client in draft.clients:
        dialect_of(client)
    return draft


def _refuse() -> NoReturn:
    raise UsageError("this link holds no scenario; it may have been cut off where it was copied")
