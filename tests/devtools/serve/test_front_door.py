"""Who gets in, how a request may look, and that nobody holds the server up: over real sockets, byte by byte."""

import json
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest

from desktop_agent.devtools.serve.wire import handler
from desktop_agent.devtools.serve.wire.handler import admit
from desktop_agent.devtools.serve.wire.problem import BadRequestError
from tests.fakes.serving import TOKEN, Serving, answers, serving
from tests.fakes.waiting import wait_until

HEAD = f"Host: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
BODY = b'{"input": "x"}'
POST = f"POST /v1/responses HTTP/1.1\r\n{HEAD}"


@pytest.fixture
def server() -> Iterator[Serving]:
    with serving(answers({"items": [{"message": "Hello."}], "repeat": "always"})) as one:
        yield one


def headers(*pairs: tuple[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in pairs]


TOKENED = ("Authorization", f"Bearer {TOKEN}")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8017", "[::1]:8017", "LOCALHOST:1"])
@pytest.mark.parametrize("origin", [None, "http://localhost:3000", "http://127.0.0.1", "https://[::1]"])
def test_loopback_names_and_pages_get_in(host: str, origin: str | None) -> None:
    admit(headers(("Host", host), TOKENED, *((("Origin", origin),) if origin else ())), TOKEN)


@pytest.mark.parametrize(
    "pairs",
    [
        *([("Host", host)] for host in ("evil.example", "localhost.evil.example", "localhost@evil.example", "0.0.0.0")),
        *([("Host", host)] for host in ("", "127.0.0.1:x", "[::1")),
        [],
        [("Host", "127.0.0.1"), ("Host", "127.0.0.1")],
        *(
            [("Host", "localhost"), ("Origin", origin)]
            for origin in ("https://evil.example", "null", "http://localhost@evil.example", "file://", "http://[::1")
        ),
        [("Host", "localhost"), ("Origin", "http://localhost"), ("Origin", "https://evil.example")],
    ],
)
def test_other_names_and_pages_do_not(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(BadRequestError) as caught:
        admit(headers(*pairs, TOKENED), TOKEN)

    assert 403 == caught.value.status


@pytest.mark.parametrize("given", ["", "Bearer", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN])
def test_without_the_whole_token_nobody_gets_in(given: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        admit(headers(("Host", "localhost"), ("Authorization", given)), TOKEN)

    assert 401 == caught.value.status
    assert TOKEN not in caught.value.message


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/v1/responses", 405, "POST"),
        ("POST", "/v1/responses/x", 405, "GET, DELETE"),
        ("HEAD", "/v1/models", 405, "GET"),
        ("GET", "/v1/responses/x", 404, None),
        ("GET", "/v1/models/other", 404, None),
    ],
)
def test_each_address_knows_its_methods(
    server: Serving, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = server.http.request(method, httpx.URL(server.base_url).copy_with(path=path))

    assert (status, allow) == (answer.status_code, answer.headers.get("allow"))
    assert "HEAD" == method or answer.json()["error"]["message"]
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"BREW /pot HTTP/1.1\r\nHost: localhost\r\n\r\n", 401),
        (b"GET /v1/models HTTP/1.1\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", 431),
        (f"{POST}Content-Length: -1\r\n\r\n".encode(), 400),
        (f"{POST}Transfer-Encoding: gzip\r\n\r\n".encode(), 501),
        (f"{POST}\r\n".encode(), 400),
        (f"{POST}Content-Type: text/plain\r\n\r\n".encode(), 415),
    ],
)
def test_a_broken_request_is_answered_in_json(server: Serving, head: bytes, status: int) -> None:
    answer = server.raw(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
    told, _, body = answer.partition(b"\r\n\r\n")

    assert f"HTTP/1.1 {status} ".encode() == answer[:13]
    assert b"application/json" in told
    assert json.loads(body)["error"]["message"]
    assert TOKEN.encode() not in answer


def test_one_connection_serves_many_requests_also_after_refusals(server: Serving) -> None:
    one = f"{POST}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY
    bad = f"{POST}Content-Length: 2\r\n\r\n[]".encode()
    last = f"GET /v1/models HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n".encode()

    answer = server.raw(one + bad + one + last)

    assert [b"200", b"400", b"200", b"200"] == [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]


@pytest.mark.parametrize("sent", [b"", b"GET /v1/mod", f"{POST}Content-Length: 9\r\n\r\n".encode()])
def test_a_slow_client_is_left_alone(server: Serving, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr(handler, "PATIENCE_S", 0.3)

    # It goes on sending, a byte at a time, and is cut off all the same.
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as plain:
        plain.sendall(sent)
        told = threading.Event()
        wait_until(lambda: told.wait(0.05) or _gone(plain), "the end of the connection")


def _gone(plain: socket.socket) -> bool:
    """Send one more byte; tell whether the other side has closed."""
    try:
        plain.sendall(b"x")
        plain.settimeout(0.01)
        return plain.recv(1000) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_too_many_connections_are_turned_away_and_leave_room_again(server: Serving) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(128)]
    turned_away = server.raw(b"GET / HTTP/1.1\r\n\r\n")
    for one in idle:
        one.close()

    assert b"" == turned_away
    wait_until(lambda: _status(server) == 200, "room")


def _status(server: Serving) -> int:
    try:
        return httpx.get(f"{server.base_url}/models", headers={"Authorization": f"Bearer {TOKEN}"}).status_code
    except httpx.TransportError:
        return 0
