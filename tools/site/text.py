"""Texts of the data as Markdown."""

from __future__ import annotations


def escaped(text: str) -> str:
    """Write a text of the data as Markdown: code stays code, and nothing else is read as Markdown."""
    parts = text.split("`")
    parts[::2] = [plain(part) for part in parts[::2]]
    return "`".join(parts)


def plain(text: str) -> str:
    """Write a text so that Markdown shows it literally."""
    return "".join(f"&#{ord(one)};" if one in "<>&{}[]*_`\\$|" else one for one in text)
