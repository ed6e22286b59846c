"""The live view's page: one file that loads nothing else and shows what arrives."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Final

from starlette.responses import Response

_FILE: Final = Path(__file__).with_name("live.html")


def live_page() -> Response:
    """Return the page. Only its own script and style run, whatever the events contain."""
    text, policy = _page()
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }
    return Response(text, headers=headers, media_type="text/html")


@cache
def _page() -> tuple[str, str]:
    text = _FILE.read_text("utf-8")
    policy = (
        f"default-src 'none'; script-src {_hash(text, 'script')}; style-src {_hash(text, 'style')}; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return text, policy


def _hash(text: str, element: str) -> str:
    """Return the source by which a content security policy allows the one inline `element`."""
    [content] = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
