"""Access to the backend: paths, names and origins that are let in."""

from __future__ import annotations

import asyncio

import pytest

from simulator.backend.http.access import Access
from simulator.errors import UsageError
from tests.support.posts import KEY, RUN, Connection, Stand, ask, event, post, scope, signed


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.mark.parametrize("path", ["/nope", "/httpapi/", "/runs", "/runs/a/nope", "/api", "/api/nope", "/api/projects/"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path(stand: Stand, method: str, path: str) -> None:
    response = ask(stand.app, method, path)
    assert response.status_code == 404
    says = response.json()["error"] if path.startswith("/api/") else response.text
    assert says == f'there is nothing at "{path}"; /api/openapi.json describes what there is'


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/", "GET, HEAD, POST"),
        ("GET", "/httpapi", "POST"),
        ("GET", f"{RUN}/usermap", "POST"),
        ("PATCH", f"{RUN}/", "GET, HEAD, POST"),
        ("POST", "/api/projects", "GET, HEAD"),
        ("PUT", f"/api/projects/{KEY}/faults", "DELETE, GET, HEAD, POST"),
        ("POST", "/api/live", "GET, HEAD"),
    ],
)
def test_a_wrong_method(stand: Stand, method: str, path: str, allowed: str) -> None:
    response = ask(stand.app, method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allowed
    says = response.json()["error"] if path.startswith("/api/") else response.text
    assert says == f"{path} takes {allowed}, not {method}"


ORIGINS = {
    "http://localhost": True,
    "http://localhost:3000": True,
    "https://localhost:3000": True,
    "http://LOCALHOST:3000": True,
    "http://app.localhost:8080": True,
    "http://127.0.0.1:1": True,
    "http://[::1]:8118": True,
    "https://shop.example": True,
    "http://shop.example": False,
    "https://shop.example:8443": False,
    "https://evil.example": False,
    "http://localhost.evil.example": False,
    "http://evil.example/localhost": False,
    "http://localhost@evil.example": False,
    "http://127.0.0.1.evil.example": False,
    "http://evillocalhost": False,
    "chrome-extension://abcdef": False,
    "null": False,
    "": False,
    "http://": False,
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_pages_of_other_origins_are_refused(origin: str) -> None:
    stand = Stand(access=Access.to(origins=["https://Shop.example:443/"]))
    response = post(stand.app, "/", signed(event()), headers={"Origin": origin})
    assert response.headers["vary"] == "Origin"
    assert stand.project.store.count() == ORIGINS[origin]
    if ORIGINS[origin]:
        assert response.text == "success"
        assert response.headers["access-control-allow-origin"] == origin
        assert response.headers["access-control-expose-headers"] == "X-Devicemode-Delay"
    else:
        assert response.status_code == 403
        assert "--allow-origin" in response.text
        assert "access-control-allow-origin" not in response.headers
        [row] = stand.rows
        assert (row.outcome, row.status, row.note) == ("refused", 403, response.text)


def test_a_page_without_an_origin_can_be_let_in() -> None:
    stand = Stand(access=Access.to(origins=["null"]))
    response = post(stand.app, "/", signed(event()), headers={"Origin": "null"})
    assert (response.text, response.headers["access-control-allow-origin"]) == ("success", "null")


def test_a_preflight(stand: Stand) -> None:
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    response = ask(stand.app, "OPTIONS", "/httpapi", headers=headers)
    assert (response.status_code, response.text) == (204, "")
    assert response.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert response.headers["access-control-allow-private-network"] == "true"
    assert "POST" in response.headers["access-control-allow-methods"]
    for name in ("Content-Type", "Authorization", "X-Devicemode-Time"):
        assert name in response.headers["access-control-allow-headers"]
    refused = ask(stand.app, "OPTIONS", "/httpapi", headers=headers | {"Origin": "https://evil.example"})
    assert refused.status_code == 403
    assert not [name for name in refused.headers if name.startswith("access-control")]


HOSTS = {
    "localhost": True,
    "localhost:8118": True,
    "LocalHost:8118": True,
    "a.localhost": True,
    "127.0.0.1:8118": True,
    "127.9.9.9": True,
    "[::1]:8118": True,
    "10.0.2.2:8118": True,
    "[2001:db8::1]": True,
    "backend.test": True,
    "evil.example": False,
    "evil.example:8118": False,
    "10.0.2.3": False,
    "127.0.0.1.evil.example": False,
    "localhost:8118:9": False,
    "localhost/x": False,
    "0x7f.1": False,
    "": False,
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/api/projects"])
def test_a_name_that_is_not_the_server_s_is_refused(host: str, path: str) -> None:
    stand = Stand(access=Access.to(hosts=["10.0.2.2", "[2001:DB8:0::1]", "Backend.test"]))
    response = ask(stand.app, "GET", path, headers={"Host": host})
    assert response.status_code == (200 if HOSTS[host] else 421)
    if not HOSTS[host]:
        assert "--allow-host" in (response.json()["error"] if path.startswith("/api") else response.text)
    assert ask(stand.app, "OPTIONS", path, headers={"Host": host}).status_code == (204 if HOSTS[host] else 421)


def test_a_request_to_two_names_or_none_is_refused(stand: Stand) -> None:
    two = ask(stand.app, "GET", "/", headers=[("Host", "localhost"), ("Host", "localhost")])
    assert two.status_code == 421
    connection = Connection()
    asked = {**scope("GET", "/"), "headers": []}
    asyncio.run(stand.app(asked, connection.receive, connection.send))
    assert connection.sent[0]["status"] == 421


@pytest.mark.parametrize(
    "origin", ["shop.example", "*", "ftp://shop.example", "https://shop.example/x", "https://a b", "javascript:1"]
)
def test_what_is_no_origin_can_t_be_allowed(origin: str) -> None:
    with pytest.raises(UsageError, match="an allowed origin is like"):
        Access.to(origins=[origin])


@pytest.mark.parametrize("host", ["", "a/b", "http://a", "a:80", "a b", "*@x"])
def test_what_is_no_host_can_t_be_allowed(host: str) -> None:
    with pytest.raises(UsageError, match="an allowed host is"):
        Access.to(hosts=[host])
