"""A small shop: a Flask app that tells Segment what its customers do."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from segment.analytics.client import Client


def make_shop(write_key: str, host: str | None = None) -> Flask:
    """Return the shop; `host` is where Segment is, by default the real one."""
    shop = Flask("shop")
    analytics = Client(write_key, host=host, upload_interval=0.05, max_retries=3)

    @shop.post("/signup")
    def signup() -> dict[str, str]:
        form: dict[str, Any] = request.get_json()
        analytics.identify(form["id"], {"email": form["email"], "plan": form["plan"]})
        return {"id": form["id"]}

    @shop.post("/orders")
    def order() -> dict[str, float]:
        form: dict[str, Any] = request.get_json()
        total = sum(item["price"] * item["quantity"] for item in form["items"])
        analytics.track(form["customer"], "Order Completed", {"revenue": total, "products": form["items"]})
        return {"total": total}

    return shop
