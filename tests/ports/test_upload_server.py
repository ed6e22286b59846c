"""The address that ports upload to: this machine alone, or the one by which a device elsewhere reaches it."""

from __future__ import annotations

import shlex
import socket

import httpx
import pytest
from click.testing import Result

from simulator.errors import UsageError
from simulator.ports.upload_server import host_of, upload_server
from tests.support.commands import devicemode, reference


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def status(port: int, host: str) -> int:
    return httpx.post(f"http://127.0.0.1:{port}/runs/case-1/", headers={"Host": host}, data={"e": "[]"}).status_code


def test_each_scenario_has_an_address_of_its_own() -> None:
    with upload_server() as place:
        (one, first), (two, second) = place.project(), place.project()
    assert one is not two
    assert first.startswith("http://127.0.0.1:")
    assert first.endswith("/runs/case-1")
    assert second.endswith("/runs/case-2")


def test_a_port_elsewhere_is_told_how_it_gets_there_and_let_in_under_that_name() -> None:
    port = free_port()
    with upload_server(port=port, upload_url=f"http://10.0.2.2:{port}/") as place:
        _, endpoint = place.project()
        assert endpoint == f"http://10.0.2.2:{port}/runs/case-1"
        assert status(port, f"10.0.2.2:{port}") == status(port, f"127.0.0.1:{port}") != 421
        assert status(port, f"10.0.2.3:{port}") == 421


@pytest.mark.parametrize(
    "url", ["", "phone", "ftp://phone/", "http://", "http://phone:port/", "http://phone/?a", "http://["]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="one looks like http://10"):
        host_of(url)


def conform(*arguments: str) -> Result:
    return devicemode("conform", *arguments)


def test_a_run_takes_uploads_where_it_is_told_to() -> None:
    port = free_port()
    adapter = shlex.join(reference())
    case = "track/events#web"
    there = conform(
        "--adapter", adapter, "--case", case, "--port", str(port), "--upload-url", f"http://localhost:{port}"
    )
    assert there.exit_code == 0, there.output
    nowhere = conform("--adapter", adapter, "--case", case, "--port", str(port), "--upload-url", "http://127.0.0.1:9")
    assert nowhere.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--adapter", "x", "--upload-url", "phone"), '"phone" is not an address to upload to'),
        (("--upload-url", "http://phone:1"), "--upload-url is for a port"),
        (("--host", "192.0.2.1"), "--host is for a port"),
        (("--port", "8119"), "--port is for a port"),
        (("--adapter", "x", "--host", "203.0.113.1"), "it is not an address of this machine"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(arguments: tuple[str, ...], says: str) -> None:
    answer = conform(*arguments)
    assert answer.exit_code == 2
    assert says in answer.output
