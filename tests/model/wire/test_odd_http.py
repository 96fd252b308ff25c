"""HTTP that is none, or too much of it, over real sockets: one sentence each, asked once unless the line just broke."""

import asyncio

import pytest

from desktop_agent.core.errors import DialectError, MalformedError, ModelError, UnreachableError
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.refusal import Refusal, refusal_error
from desktop_agent.model.wire.request_sender import RequestSender
from tests.fakes.raw_server import RawServer, hangs_up
from tests.fakes.thinking import Heard
from tests.fakes.wire import QUESTION

SHORT = Timeouts(connect_s=3.0, idle_s=3.0, total_s=9.0)
JSON = b"Content-Type: application/json\r\n"
OK = b"HTTP/1.1 200 OK\r\n" + JSON
MANY, MANY_ENOUGH = (b"".join(b"x%d: y\r\n" % n for n in range(count)) for count in (10_000, 700))

ONCE = [
    pytest.param(
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "follow the HTTP protocol", id="101"
    ),
    pytest.param(b"HTTP/1.1 204 No Content\r\n\r\n", "status 204 without a response", id="204"),
    pytest.param(b"HTTP/1.1 304 Not Modified\r\n\r\n", "status 304 without a response", id="304"),
    pytest.param(b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "redirected the request", id="301"),
    pytest.param(b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "follow the HTTP protocol", id="another protocol"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", "follow the HTTP protocol", id="a header without a colon"
    ),
    pytest.param(
        OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n{}", "follow the HTTP protocol", id="two lengths"
    ),
    pytest.param(OK + b"Content-Length: -1\r\n\r\n{}", "follow the HTTP protocol", id="a negative length"),
    pytest.param(OK + b"X: " + b"y" * (1 << 20) + b"\r\n\r\n{}", "follow the HTTP protocol", id="a header of 1 MiB"),
    pytest.param(OK + MANY + b"\r\n{}", "header fields|follow the HTTP protocol", id="10 000 headers"),
    pytest.param(OK + MANY_ENOUGH + b"\r\n{}", "header fields", id="700 headers"),
    pytest.param(OK + b"Content-Length: 1000000000000000000\r\n\r\n{}", "larger than 32 MiB", id="a length of 10^18"),
    pytest.param(
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n", "follow the HTTP protocol", id="a chunk of zz"
    ),
    pytest.param(OK + b"Content-Encoding: gzip\r\n\r\n" + b"\x1f\x8b" * 9, "compressed", id="gzip"),
    pytest.param(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", r"web page \(text/html\)", id="a login page"
    ),
]  # fmt: skip
AGAIN = [
    # Closed at its end, or what is left over may be read as the next answer: that depends on who is faster.
    pytest.param(
        OK + b'Connection: close\r\nContent-Length: 3\r\n\r\n{"id": 1}',
        "isn't valid JSON",
        id="a length that is too short",
    ),
    pytest.param(b"", "disconnected before finishing", id="nothing"),
    pytest.param(b"HTTP/1.1 200 O", "disconnected before finishing", id="half a status line"),
    pytest.param(
        OK + b"Content-Length: 100\r\n\r\n{}", "disconnected before finishing", id="a length that is too long"
    ),
    pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}", "disconnected before finishing", id="half a chunk"),
]


def error_from(said: bytes) -> tuple[ModelError, int]:
    """Ask a host that says these bytes; return the error for a person, and how often it was asked."""

    async def asked(host: RawServer) -> ModelError:
        heard = Heard()
        client = Client(endpoint(host.base_url), {"Authorization": "Bearer sk-secret"}, SHORT)
        asker = RequestSender(client, heard.announce, heard.sleep, heard.clock)
        try:
            answer = await asker.ask(QUESTION)
        except ModelError as error:
            return error
        finally:
            await asker.close()
        assert isinstance(answer, Refusal)
        return refusal_error(answer, "A_KEY", "sk-secret")

    with RawServer([hangs_up(said)]) as host:
        return asyncio.run(asked(host)), len(host.requests)


@pytest.mark.parametrize(("said", "sentence"), ONCE)
def test_what_no_other_try_would_mend_is_asked_once(said: bytes, sentence: str) -> None:
    error, times = error_from(said)

    assert not isinstance(error, UnreachableError)
    assert error.hint
    assert times == 1
    with pytest.raises(ModelError, match=sentence):
        raise error


@pytest.mark.parametrize(("said", "sentence"), AGAIN)
def test_a_line_that_broke_is_tried_again(said: bytes, sentence: str) -> None:
    error, times = error_from(said)

    assert isinstance(error, UnreachableError | MalformedError)
    assert sentence in error.message
    assert times == 4


def test_a_body_that_is_not_utf8_is_no_answer() -> None:
    for body in ('{"id": "r"}'.encode("utf-16"), b'{"id": "\xff"}', b"\xef\xbb\xbf\xff"):
        error, times = error_from(OK + b"\r\n" + body)
        assert isinstance(error, DialectError)
        assert "isn't UTF-8" in error.message
        assert times == 4  # half of a character is half of an answer
