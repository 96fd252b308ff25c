"""HTTPS and HTTP/2 with a real server whose certificate nobody knows, until it is made known."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, cast

import pytest

from desktop_agent.core.errors import ModelError, UnreachableError
from desktop_agent.core.turn import Opening, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.endpoint import Endpoint
from desktop_agent.model.request_options import RequestOptions
from desktop_agent.model.wire.client import Client
from tests.fakes.raw_server import RawServer, hangs_up
from tests.fakes.thinking import QUICK, Heard, conversation, frame, with_conversation
from tests.fakes.waiting import wait_until

ROOT = Path(__file__).parents[3]
ORACLE = ROOT / ".oracle" / "bin" / "python"
pytestmark = pytest.mark.skipif(
    not ORACLE.exists(), reason="the environment .oracle is not there: packaging/setup.sh test makes it"
)


class Tunnel:
    """Listens on loopback; `asked` holds the heads of its requests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        cast("Any", self._server).asked = self.asked
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """The value for HTTPS_PROXY."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Start to listen."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_CONNECT(self) -> None:
        cast("Any", self.server).asked.append(f"{self.requestline}\n{self.headers}")
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_carry, args=(there, self.connection), daemon=True)
            back.start()
            _carry(self.connection, there)
            back.join()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet."""


def _carry(one: socket.socket, other: socket.socket) -> None:
    try:
        while piece := one.recv(65536):
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)
    except OSError:  # one of them has hung up
        return


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the host writes its certificate."""
    return tmp_path_factory.mktemp("tls") / "host.pem"


@pytest.fixture(scope="module")
def address(certificate: Path) -> Iterator[str]:
    """Start the host and give its base URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.set_inheritable(True)
        process = subprocess.Popen(
            [ORACLE, ROOT / "tests" / "model" / "wire" / "tls_host.py", str(listening.fileno()), certificate],
            pass_fds=[listening.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(certificate.exists, "the certificate")
            yield f"https://127.0.0.1:{listening.getsockname()[1]}/v1"
        finally:
            process.kill()
            process.wait()


async def hello(mind: Conversation) -> Turn:
    return await mind.think(Opening("Hello", frame(0)))


def test_a_certificate_that_nobody_knows_is_refused_at_once(address: str) -> None:
    heard = Heard()

    with pytest.raises(ModelError, match="certificate isn't trusted") as error:
        with_conversation(conversation(address, RequestOptions(), heard), hello)

    assert not isinstance(error.value, UnreachableError)
    assert len(heard.events) == 1


def test_http2_is_spoken_where_the_server_can_and_the_key_is_in_no_log(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    caplog.set_level(logging.DEBUG)

    turn = with_conversation(conversation(address, RequestOptions(), key="sk-secret"), hello)

    assert turn.messages == ("HTTP/2",)
    assert caplog.text
    assert "sk-secret" not in caplog.text


def test_the_name_in_the_certificate_has_to_be_the_one_that_was_asked_for(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    heard = Heard()

    with pytest.raises(ModelError, match=r"certificate isn't trusted.*localhost") as error:
        with_conversation(conversation(address.replace("127.0.0.1", "localhost"), RequestOptions(), heard), hello)

    assert not isinstance(error.value, UnreachableError)
    assert len(heard.events) == 1


def test_certificates_may_come_from_a_folder(
    address: str, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = subprocess.run(
        ["openssl", "x509", "-hash", "-noout", "-in", certificate], capture_output=True, text=True, check=True
    )
    (tmp_path / f"{named.stdout.strip()}.0").write_bytes(certificate.read_bytes())
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))

    assert with_conversation(conversation(address, RequestOptions()), hello).messages == ("HTTP/2",)


def test_no_tls_at_the_other_end_is_told_at_once_and_never_done_without() -> None:
    with RawServer([hangs_up(b"HTTP/1.1 400 Bad Request\r\n\r\n")]) as host:
        heard = Heard()
        with pytest.raises(ModelError, match="A TLS connection to the server at") as error:
            with_conversation(
                conversation(host.base_url.replace("http:", "https:"), RequestOptions(), heard, key="sk-secret"), hello
            )
        assert not isinstance(error.value, UnreachableError)
        assert len(host.requests) == 1
        assert b"sk-secret" not in host.requests[0].body
        assert len(heard.events) == 1


@pytest.mark.parametrize(("no_proxy", "through"), [("", True), ("example.org", True), ("127.0.0.1", False)])
def test_the_usual_variables_say_what_goes_through_a_proxy_which_never_sees_the_key(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch, no_proxy: str, through: bool
) -> None:
    async def asked(client: Client) -> int:
        async with client.create(b"{}", "key-1", stream=False) as answer:
            await answer.read()
        await client.close()
        return answer.status

    with Tunnel() as proxy:
        for name, value in (("SSL_CERT_FILE", str(certificate)), ("HTTPS_PROXY", proxy.url), ("NO_PROXY", no_proxy)):
            monkeypatch.setenv(name, value)
        elsewhere = Endpoint(f"{address}/responses", loopback=False)
        here = Endpoint(f"{address}/responses", loopback=True)
        credentials = {"Authorization": "Bearer sk-secret"}

        assert asyncio.run(asked(Client(elsewhere, credentials, QUICK))) == 200
        assert asyncio.run(asked(Client(here, credentials, QUICK))) == 200

        assert len(proxy.asked) == through
        assert "sk-secret" not in str(proxy.asked)
