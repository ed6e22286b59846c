"""Texts of the data as Markdown."""

from __future__ import annotations


def escaped(text: str) -> str:
    """Write a text of the data as Markdown: what it marks as code stays code, and nothing else is read in it."""
    parts = text.split("`")
    parts[::2] = [plain(part) for part in parts[::2]]
    return "`".join(parts)


def plain(text: str) -> str:
    """Write a text so that Markdown reads nothing else in it."""
    return "".join(f"&#{ord(one)};" if one in "<>&{}[]*_`\\$|" else one for one in text)
