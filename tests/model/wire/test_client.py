"""HTTP as it goes out and comes in, where a connection leads, and TLS, over transports and real sockets."""

import asyncio
import gzip
import logging
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from desktop_agent.core.errors import DialectError, ModelError, SettingsError, UnreachableError
from desktop_agent.core.runs.turn import Opening, Turn
from desktop_agent.model.caps import Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.endpoint import Endpoint, endpoint
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.wire.client import Client
from tests.fakes.servers.certificate import certificate
from tests.fakes.servers.raw_server import RawServer, Sent, hangs_up
from tests.fakes.servers.script import says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.servers.socks_proxy import SocksProxy
from tests.fakes.servers.thinking import Heard, conversation, frame, with_conversation

HERE = Endpoint("http://127.0.0.1:9/v1/responses", loopback=True)
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
    answer = httpx.Response(200, headers={"Content-Encoding": "br"}, stream=httpx.ByteStream(b"\x0b\x02"))

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
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] odd"), ModelError, "can't be trusted: .* odd"),
        (ssl.SSLError(1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] odd"), ModelError, "couldn't be established"),
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


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a b", "-x", "x" * 600, "a?b", "%2e%2e"])
def test_an_id_that_could_change_the_address_is_refused(name: str) -> None:
    async def retrieve() -> None:
        one = client(lambda _: httpx.Response(200))
        async with one.retrieve(name):
            pass

    with pytest.raises(DialectError, match="id"):
        asyncio.run(retrieve())


VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture
def proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let no proxy of who started the tests count."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    "variables",
    [
        dict.fromkeys(VARIABLES[:3], "http://127.0.0.1:9"),
        {"ALL_PROXY": "socks5://127.0.0.1:9"},
        {"ALL_PROXY": "socks4://127.0.0.1:9"},
        {"HTTP_PROXY": "not a proxy at all", "HTTPS_PROXY": "://"},
        {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "localhost,127.0.0.0/8,::1/128"},
        {"NO_PROXY": "[::1,/,:::,*:*"},
    ],
)
def test_what_stays_on_this_computer_goes_through_no_proxy_and_minds_no_variable(
    variables: dict[str, str], proxies: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        proxies.setenv(name, value)

    with ScriptedServer([says("Hello.")], strict=False) as server:
        status, _ = asyncio.run(read(Client(endpoint(server.base_url), {}, SHORT)))

    assert status == 200


def test_another_computer_is_reached_through_a_socks_proxy(proxies: pytest.MonkeyPatch) -> None:
    with ScriptedServer([says("Hello.")], strict=False) as server, SocksProxy(port_of(server.base_url)) as proxy:
        proxies.setenv("ALL_PROXY", proxy.url)
        to = endpoint("http://model.example/v1", allow_http=["model.example"])
        status, _ = asyncio.run(read(Client(to, {}, SHORT)))

    assert status == 200
    assert proxy.asked == [("model.example", 80)]


def port_of(url: str) -> int:
    return httpx.URL(url).port or 80


@pytest.mark.parametrize("url", ["https://model.example/v1", "http://model.example/v1"])
def test_a_proxy_that_wants_a_login_is_asked_once_and_said_to_want_one(url: str, proxies: pytest.MonkeyPatch) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nProxy-Authenticate: Basic\r\n\r\n"
    with RawServer([refusal], otherwise=refusal) as proxy:
        proxies.setenv("ALL_PROXY", proxy.base_url.removesuffix("/v1"))
        one = Client(endpoint(url, allow_http=["model.example"]), {}, SHORT)
        with pytest.raises(ModelError, match="wants a name and a password") as error:
            asyncio.run(read(one))

    assert not isinstance(error.value, UnreachableError)
    assert "ALL_PROXY" in error.value.hint
    assert len(proxy.requests) == 1


def test_the_variable_of_an_unusable_proxy_is_named_only_where_it_would_be_used(proxies: pytest.MonkeyPatch) -> None:
    proxies.setenv("ALL_PROXY", "socks4://127.0.0.1:9")

    with pytest.raises(SettingsError, match="The proxy in ALL_PROXY can't be used"):
        Client(endpoint("https://model.example/v1"), {}, SHORT)

    proxies.setenv("NO_PROXY", "example")
    asyncio.run(Client(endpoint("https://model.example/v1"), {}, SHORT).close())


QUICK = Timeouts(connect_s=1.0, idle_s=1.0, total_s=2.0, tries=1)


@dataclass
class Elsewhere(httpx.AsyncBaseTransport):
    """Connects to another address than the name's own, tells of it as httpcore does, and notes what is sent then."""

    address: str
    closed: bool = False
    sent: list[bytes] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for event in ("connection.connect_tcp.started", "connection.connect_tcp.complete"):
            await request.extensions["trace"](event, {"return_value": self})
        self.sent.append(await request.aread())
        return httpx.Response(200, stream=httpx.ByteStream(b"{}"))

    def get_extra_info(self, name: str) -> Any:  # noqa: ANN401 - as in httpcore
        return {"server_addr": (self.address, 8000)}[name]

    async def aclose(self) -> None:
        self.closed = True


def asked(url: str, transport: httpx.AsyncBaseTransport | None = None) -> int:
    async def ask() -> int:
        asker = Client(endpoint(url), {"Authorization": "Bearer k"}, QUICK, transport=transport)
        try:
            async with asker.create(b'{"input": []}', "key", stream=False) as answer:
                return answer.status
        finally:
            await asker.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("url", ["https://xn--a/v1", "https://xn--0x7f.1", "https://[::1]x/v1"])
def test_a_name_that_is_none_is_a_wrong_setting(url: str) -> None:
    with pytest.raises(SettingsError, match="base URL") as error:
        asked(url)
    assert error.value.hint


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "fe80::7%eth0"])
def test_a_localhost_that_is_another_computer_gets_neither_key_nor_picture(address: str) -> None:
    there = Elsewhere(address)

    with pytest.raises(ModelError, match="localhost resolves to another computer") as error:
        asked("http://localhost:8000/v1", there)
    assert not isinstance(error.value, UnreachableError)
    assert there.sent == []
    assert there.closed


@pytest.mark.parametrize("address", ["127.1.2.3", "::1"])
def test_a_localhost_that_is_this_computer_is_asked(address: str) -> None:
    there = Elsewhere(address)

    assert asked("http://localhost:8000/v1", there) == 200
    assert there.sent == [b'{"input": []}']


def test_every_connection_to_a_localhost_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = SimpleNamespace(ip_address=lambda _: SimpleNamespace(is_loopback=False))
    monkeypatch.setattr("desktop_agent.model.wire.client.ipaddress", elsewhere)

    with ScriptedServer([says("Hello.")]) as server:
        with pytest.raises(ModelError, match="resolves to another computer"):
            asked(server.base_url.replace("127.0.0.1", "localhost"))
        assert server.requests == []


async def hello(mind: Conversation) -> Turn:
    return await mind.think(Opening("Hello", frame(0)))


def test_a_certificate_that_nobody_knows_is_refused_at_once_and_a_known_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, context = certificate(tmp_path)
    events = Heard()

    with ScriptedServer([says("Hello.")], tls=context) as server:
        with pytest.raises(ModelError, match="from an issuer that isn't known here") as error:
            with_conversation(conversation(server.base_url, ProviderSettings(), events), hello)
        refused = len(server.requests)
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
        turn = with_conversation(conversation(server.base_url, ProviderSettings()), hello)

    assert not isinstance(error.value, UnreachableError)
    assert (len(events.events), refused) == (1, 0)
    assert turn.messages == ("Hello.",)


@pytest.mark.parametrize(
    ("kind", "sentence", "advice"),
    [
        ("unknown", "is from an issuer that isn't known here", "set SSL_CERT_FILE"),
        ("expired", "has expired", "Its operator has to renew it"),
        ("early", "isn't valid yet", "this computer's date"),
        ("another name", "has a certificate for another name", "the name in the base URL"),
        ("another address", "has a certificate for another name", "the name in the base URL"),
    ],
)
def test_each_fault_of_a_certificate_has_its_own_sentence_and_only_an_unknown_one_is_to_be_trusted(
    kind: str, sentence: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, context = certificate(tmp_path, kind)
    if kind != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(public))

    with ScriptedServer([says("Hello.")], tls=context) as server:
        at = server.base_url if kind != "another name" else server.base_url.replace("127.0.0.1", "localhost")
        with pytest.raises(ModelError, match=sentence) as error:
            with_conversation(conversation(at, ProviderSettings()), hello)
        assert server.requests == []

    assert advice in error.value.hint
    assert error.value.hint.startswith("Nothing was sent.")
    assert ("SSL_CERT_FILE" in error.value.hint) == (kind == "unknown")


WHOLE = b'{"id": "resp_1", "status": "completed", "output": [{"type": "message", "content": "Hello."}]}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def held(said: bytes) -> Sent:
    def send(connection: socket.socket) -> None:
        connection.sendall(said)
        connection.settimeout(30)
        connection.recv(1)  # until the other side has had enough

    return send


@pytest.mark.parametrize(
    "said",
    [
        hangs_up(HEAD + b"\r\n" + WHOLE),
        held(HEAD + b"\r\n" + WHOLE),
        held(HEAD + b"Connection: close\r\n\r\n" + WHOLE + b"\r\n"),
        hangs_up(HEAD + b"Content-Length: 500\r\n\r\n" + WHOLE),
        hangs_up(HEAD + f"Content-Length: {len(WHOLE)}\r\n\r\n".encode() + WHOLE + b"\n\n"),
        hangs_up(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + f"{len(WHOLE):x}\r\n".encode() + WHOLE),
        hangs_up(HEAD + b"Content-Encoding: x-gzip\r\n\r\n" + gzip.compress(WHOLE)),
    ],
)
def test_a_whole_document_is_read_whatever_its_frame_says_of_its_end(said: Sent) -> None:
    with RawServer([said]) as server:
        turn = with_conversation(conversation(server.base_url, ProviderSettings(stream=False)), hello)

    assert turn.messages == ("Hello.",)
    assert len(server.creates) == 1


@pytest.mark.parametrize("fields", [b"", b"Content-Length: 500\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_half_a_document_is_none_whatever_its_frame_says(fields: bytes) -> None:
    half = WHOLE[:-1] if b"chunked" not in fields else f"{len(WHOLE):x}\r\n".encode() + WHOLE[:-1]

    with RawServer([hangs_up(HEAD + fields + b"\r\n" + half)]) as server:
        with pytest.raises(ModelError):
            with_conversation(conversation(server.base_url, ProviderSettings(stream=False)), hello)
        assert len(server.creates) > 1


def test_libraries_that_log_the_key_are_silent_whatever_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    conversation("https://127.0.0.1:9/v1", ProviderSettings(), key="sk-secret")

    assert not any(logging.getLogger(name).isEnabledFor(logging.INFO) for name in ("hpack", "httpcore", "httpx"))


def test_no_tls_at_the_other_end_is_told_at_once_and_never_done_without() -> None:
    with RawServer([hangs_up(b"HTTP/1.1 400 Bad Request\r\n\r\n")]) as host:
        events = Heard()
        with pytest.raises(ModelError, match="A TLS connection to the server at") as error:
            with_conversation(
                conversation(host.base_url.replace("http:", "https:"), ProviderSettings(), events, key="sk-secret"),
                hello,
            )
        assert not isinstance(error.value, UnreachableError)
        assert len(host.requests) == 1
        assert b"sk-secret" not in host.requests[0].body
        assert len(events.events) == 1
