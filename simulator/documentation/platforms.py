"""The four platforms of the documentation."""

from __future__ import annotations

from typing import Literal, get_args

Platform = Literal["web", "ios", "android", "server"]
"""`web`, `ios` and `android` are device-mode clients; `server` is the cloud-mode leg."""

PLATFORMS: tuple[Platform, ...] = get_args(Platform)
"""Every platform, in the order the documentation and all reports use."""

TITLES: dict[Platform, str] = {"web": "Web", "ios": "iOS", "android": "Android", "server": "Server"}
"""The name of each platform in text."""
