"""MD5 after RFC 1321, step by step, to check the SDKs' checksums, so that no library vouches for itself."""

from __future__ import annotations

from math import sin
from typing import Final

_SHIFTS: Final = [
    shift for row in ((7, 12, 17, 22), (5, 9, 14, 20), (4, 11, 16, 23), (6, 10, 15, 21)) for shift in row * 4
]
_SINES: Final = [int(abs(sin(step + 1)) * 2**32) for step in range(64)]
_MASK: Final = 2**32 - 1


def md5(message: bytes) -> str:
    """Return the digest as lower-case hexadecimal digits."""
    padded = message + b"\x80" + bytes(-(len(message) + 9) % 64) + (8 * len(message)).to_bytes(8, "little")
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    for start in range(0, len(padded), 64):
        words = [int.from_bytes(padded[at : at + 4], "little") for at in range(start, start + 64, 4)]
        a, b, c, d = state
        for step in range(64):
            if step < 16:
                mixed, word = (b & c) | (~b & d), step
            elif step < 32:
                mixed, word = (d & b) | (~d & c), 5 * step + 1
            elif step < 48:
                mixed, word = b ^ c ^ d, 3 * step + 5
            else:
                mixed, word = c ^ (b | ~d & _MASK), 7 * step
            turned = (a + mixed + _SINES[step] + words[word % 16]) & _MASK
            shift = _SHIFTS[step]
            a, b, c, d = d, (b + (turned << shift | turned >> (32 - shift))) & _MASK, b, c
        state = [(before + after) & _MASK for before, after in zip(state, (a, b, c, d), strict=True)]
    return b"".join(word.to_bytes(4, "little") for word in state).hex()
