"""HTTP as it goes out and comes in, over transports made from functions, and over real sockets where time matters."""

import asyncio
import ssl
from collections.abc import Callable

import httpx
import pytest

from desktop_agent.core.errors import DialectError, MalformedError, ModelError, UnreachableError
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.endpoint import Endpoint, endpoint
from desktop_agent.model.wire.client import Client
from tests.fakes.script import says
from tests.fakes.scripted_server import ScriptedServer

HERE = Endpoint("http://127.0.0.1:9/v1/responses", loopback=True)
THERE = Endpoint("https://example.org/v1/responses", loopback=False)
KEY = {"Authorization": "Bearer k"}
SHORT = Timeouts(connect_s=1.0, idle_s=0.2, total_s=0.5)


def client(answer: Callable[[httpx.Request], httpx.Response], to: Endpoint = HERE) -> Client:
    return Client(to, KEY, SHORT, transport=httpx.MockTransport(answer))


async def read(one: Client) -> tuple[int, bytes]:
    try:
        async with one.create(b"{}", "idem-1", stream=True) as answer:
            return answer.status, await answer.read()
    finally:
        await one.close()


def test_a_request_carries_key_idempotency_key_and_no_wish_for_compression() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, stream=httpx.ByteStream(b"ok"))

    assert asyncio.run(read(client(answer))) == (200, b"ok")
    headers = seen[0].headers
    assert headers["authorization"] == "Bearer k"
    assert headers["idempotency-key"] == "idem-1"
    assert headers["accept-encoding"] == "identity"
    assert headers["content-type"] == "application/json"


def test_an_answer_that_is_compressed_in_a_way_of_nobodys_is_refused() -> None:
    answer = httpx.Response(200, headers={"Content-Encoding": "br"}, stream=httpx.ByteStream(b"x"))

    with pytest.raises(DialectError, match=r"compressed in a way that can't be read \(br\)"):
        asyncio.run(read(client(lambda _: answer)))


@pytest.mark.parametrize(
    ("raised", "kind", "sentence"),
    [
        (httpx.ConnectError("odd"), UnreachableError, r"The server at 127\.0\.0\.1:9 can't be reached: odd\."),
        (httpx.ConnectError(""), UnreachableError, "no connection"),
        (httpx.ConnectTimeout(""), UnreachableError, "didn't accept the connection"),
        (httpx.RemoteProtocolError("peer closed"), UnreachableError, "disconnected before finishing"),
        (httpx.RemoteProtocolError("<ConnectionTerminated error_code:0>"), UnreachableError, "disconnected before"),
        (httpx.RemoteProtocolError("illegal status line"), DialectError, "doesn't follow the HTTP"),
        (httpx.ProxyError("407"), UnreachableError, "proxy"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] expired"), ModelError, "certificate isn't trusted"),
        (ssl.SSLError(1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] odd"), ModelError, "couldn't be established"),
        (httpx.DecodingError("Error -3 while decompressing"), MalformedError, "compressed in a way that can't be read"),
        (httpx.UnsupportedProtocol(""), ModelError, "base URL"),
    ],
)
def test_every_failure_of_the_connection_has_its_sentence(
    raised: Exception, kind: type[ModelError], sentence: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise raised

    with pytest.raises(ModelError, match=sentence) as error:
        asyncio.run(read(client(answer)))
    assert type(error.value) is kind
    assert error.value.hint


def test_a_proxy_that_is_down_is_told_of_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("") from ConnectionRefusedError()

    told = {}
    for no_proxy in ("", "example.org"):
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", no_proxy)
        with pytest.raises(UnreachableError) as error:
            asyncio.run(read(client(refuse, THERE)))
        told[no_proxy] = error.value.message

    assert "The proxy, or the server at" in told[""]
    assert "connection was refused" in told["example.org"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a b", "-x", "x" * 600, "a?b", "%2e%2e"])
def test_an_id_that_could_change_the_address_is_refused(name: str) -> None:
    async def retrieve() -> None:
        one = client(lambda _: httpx.Response(200))
        async with one.retrieve(name):
            pass

    with pytest.raises(DialectError, match="id"):
        asyncio.run(retrieve())


def test_cancelling_never_raises_and_never_waits_for_long() -> None:
    async def hang(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("gone")

    asyncio.run(Client(HERE, {}, Timeouts(), transport=httpx.MockTransport(hang)).cancel("resp_1", 0.05))
    asyncio.run(client(gone).cancel("resp_1", 1.0))
    asyncio.run(client(gone).cancel("../x", 1.0))


def test_what_stays_on_this_computer_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    with ScriptedServer([says("Hello.")], strict=False) as server:
        status, _ = asyncio.run(read(Client(endpoint(server.base_url), {}, SHORT)))

    assert status == 200
