"""Who gets in, and how a request may look: over real sockets, byte by byte."""

import json
from collections.abc import Iterator

import pytest

from desktop_agent.serve.wire.handler import admit
from desktop_agent.serve.wire.parsed_request import BadRequestError
from tests.fakes.servers.serving import TOKEN, Serving, answers, serving

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
def test_requests_from_loopback_names_and_pages_are_accepted(host: str, origin: str | None) -> None:
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
def test_requests_from_other_names_and_pages_are_refused(pairs: list[tuple[str, str]]) -> None:
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
    reported, _, body = answer.partition(b"\r\n\r\n")

    assert f"HTTP/1.1 {status} ".encode() == answer[:13]
    assert b"application/json" in reported
    assert b"access-control" not in reported.lower()
    assert json.loads(body)["error"]["message"]
    assert TOKEN.encode() not in answer


def test_one_connection_serves_many_requests_also_after_refusals(server: Serving) -> None:
    one = f"{POST}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY
    bad = f"{POST}Content-Length: 2\r\n\r\n[]".encode()
    last = f"GET /v1/models HTTP/1.1\r\n{HEAD}Connection: close\r\n\r\n".encode()

    answer = server.raw(one + bad + one + last)

    assert [b"200", b"400", b"200", b"200"] == [part[:3] for part in answer.split(b"HTTP/1.1 ")[1:]]
