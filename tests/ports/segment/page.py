"""A page with Segment's snippet, its loader replaced by the stand-in's address, and the page's own server.

The snippet does what Segment's own does: it queues calls on `window.analytics` until the script of the loader is there.
Only the script's address and the address of the CDN are the stand-in's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

PAGE: Final = """<!doctype html>
<title>A shop</title>
<script>
  (function () {
    var analytics = window.analytics = window.analytics || [];
    analytics.invoked = true;
    analytics.methods = ["trackSubmit", "trackClick", "trackLink", "trackForm", "pageview", "identify", "reset", "group",
      "track", "ready", "alias", "debug", "page", "screen", "once", "off", "on", "addSourceMiddleware",
      "addIntegrationMiddleware", "setAnonymousId", "addDestinationMiddleware", "register"];
    analytics.factory = function (method) {
      return function () {
        if (window.analytics.initialized) return window.analytics[method].apply(window.analytics, arguments);
        analytics.push([method].concat(Array.prototype.slice.call(arguments)));
        return analytics;
      };
    };
    analytics.methods.forEach(function (method) { analytics[method] = analytics.factory(method); });
    analytics._writeKey = "WRITE_KEY";
    analytics._cdn = "HOST";
    analytics.SNIPPET_VERSION = "5.2.1";
    var script = document.createElement("script");
    script.async = true;
    script.src = "HOST/analytics.js/v1/WRITE_KEY/analytics.min.js";
    document.head.append(script);
    analytics.page();
    analytics.identify("jane", { plan: "Pro" });
    analytics.track("Song Played", { title: "Élan ♫" });
    analytics.track("Order Completed", { revenue: 12.5, order_id: "o-1" });
    analytics.alias("jane-2", "jane");
  })();
</script>
<h1>A shop</h1>
"""


@contextmanager
def served_page(folder: Path, host: str, write_key: str) -> Iterator[str]:
    """Serve the page at another origin than the stand-in's, and yield its address."""
    (folder / "index.html").write_text(PAGE.replace("HOST", host).replace("WRITE_KEY", write_key), "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""
