"""Files that client libraries load before they send anything: a source's settings, and for pages the scripts.

The settings have the shape that analytics-next, analytics-kotlin and analytics-swift read. The scripts are not ours:
they come from the folders of npm packages that the user has installed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.backend.http.responses import sentence
from simulator.backend.ingestion.refusals import RefusedError
from simulator.errors import UsageError, quoted, readable
from simulator.ports.segment.endpoints import RUNS, run_of
from simulator.ports.segment.sources import Source, Sources, settings_json
from simulator.values import JSONObject

AMPLITUDE: Final = "Amplitude"
"""The name of the destination in a source's settings."""
STANDALONE: Final = "standalone.js"
"""The build of analytics-next that the snippet loads."""
VERSION: Final = "3.3.3"
"""The release of the classic Amplitude integration that pages are told to load."""

_WRITE_KEY: Final = b"__WRITE_KEY__"
"""The placeholder that Segment's CDN replaces in that build."""
_ANYWHERE: Final = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""Pages load scripts from other origins."""


def settings_of(source: Source, host: str) -> JSONObject:
    """Return the settings of a source as Segment's CDN has them; `host` is where to send, with a path.

    Rules segment.settings.host and segment.settings.modes.
    """
    web = source.platform == "web"
    segment: JSONObject = {
        "apiKey": source.write_key,
        "apiHost": host,
        "protocol": "http",
        "addBundledMetadata": True,
        "unbundledIntegrations": [AMPLITUDE] if source.mode == "cloud" else [],
        "maybeBundledConfigIds": {},
        "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
    }
    amplitude = {
        **settings_json(source.settings),
        "type": "browser" if web else "mobile",
        "versionSettings": {"version": VERSION, "componentTypes": ["browser", "ios", "android", "server"]},
    }
    # In cloud mode the library does not use Amplitude's settings, so they are not sent.
    integrations = {"Segment.io": segment} | ({AMPLITUDE: amplitude} if source.mode == "device" else {})
    return {
        "integrations": integrations,
        "plan": {"track": {"__default": {"enabled": True, "integrations": {}}}},
        "edgeFunction": {},
        "analyticsNextEnabled": True,
        "middlewareSettings": {},
        "enabledMiddleware": {},
        "metrics": {"sampleRate": 0},
        "legacyVideoPluginsEnabled": False,
        "remotePlugins": [],
    }


def cdn_routes(
    sources: Sources, *, analytics_js: Path | None = None, integrations: Path | None = None
) -> list[BaseRoute]:
    """Return the routes of Segment's CDN.

    `analytics_js` is the folder `dist/umd` of the npm package @segment/analytics-next, `integrations` one that has
    `amplitude/VERSION/amplitude.dynamic.js.gz`. Raises `UsageError` for a folder without these files.
    """
    script = _standalone(analytics_js)

    async def settings(request: Request) -> Response:
        # Rule segment.settings.path.
        try:
            run = run_of(request)
        except RefusedError as error:
            return sentence(request.url.path, error.answer.status, error.reason)
        source = sources.with_key(key := request.path_params["key"])
        if source is None:
            return _no_source(request, sources, key)
        below = f"/runs/{run}" if run else ""
        made = settings_of(source, f"{request.headers['host']}{below}/v1")
        return Response(msgspec.json.encode(made), headers=_ANYWHERE, media_type="application/json")

    async def loader(request: Request) -> Response:
        # Rule segment.scripts.loader.
        if sources.with_key(key := request.path_params["key"]) is None:
            return _no_source(request, sources, key)
        if script is None:
            return sentence(
                request.url.path,
                404,
                "analytics.js is not here: name its folder with --analytics-js, see docs/segment.md",
            )
        made = script.replace(_WRITE_KEY, key.encode())
        return Response(made, headers=_ANYWHERE, media_type="text/javascript")

    routes: list[BaseRoute] = []
    for prefix in ("", RUNS):
        routes += [
            Route(f"{prefix}/v1/projects/{{key}}/settings", settings),
            Route(f"{prefix}/analytics.js/v1/{{key}}/analytics.min.js", loader),
        ]
        if analytics_js is not None:
            routes.append(Mount(f"{prefix}/analytics-next/bundles", _Files(analytics_js)))
        if integrations is not None:
            routes.append(Mount(f"{prefix}/next-integrations/integrations", _Files(_folder(integrations))))
    return routes


def _no_source(request: Request, sources: Sources, key: str) -> Response:
    return sentence(request.url.path, 404, f"no source has the write key {quoted(key)}.{sources.like(key)}")


def _standalone(folder: Path | None) -> bytes | None:
    if folder is None:
        return None
    try:
        return (_folder(folder) / STANDALONE).read_bytes()
    except OSError:
        raise UsageError(
            f"{readable(folder)} has no {STANDALONE}; name the folder dist/umd of @segment/analytics-next"
        ) from None


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise UsageError(f"{readable(folder)} is not a folder")
    return folder


class _Files:
    """The files of a folder, for pages of any origin."""

    def __init__(self, folder: Path) -> None:
        self._files: ASGIApp = StaticFiles(directory=folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], (b"cross-origin-resource-policy", b"cross-origin")]
                if scope["path"].endswith(".gz"):
                    headers = [one for one in headers if one[0] != b"content-type"]
                    headers += [(b"content-type", b"text/javascript"), (b"content-encoding", b"gzip")]
                message["headers"] = headers
            await send(message)

        await self._files(scope, receive, answering)
