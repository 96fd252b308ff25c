"""An answer breaks off in HTTP/2's own ways: it is found or asked for again, and nothing is done twice."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RequestReceived, StreamEnded

from tests.fakes.certificate import certificate
from tests.fakes.scripted_server import ScriptedServer
from tests.faults.canaries import KEY
from tests.faults.promises import broken_promises
from tests.faults.whole_run import EXPECTED, Way, play, script

Fault = Literal["goaway", "reset", "refused", "gone"]
FAULTS: tuple[Fault, ...] = ("goaway", "reset", "refused", "gone")
NAMED = 900  # bytes: the response has a name by then


@dataclass
class Http2Front:
    """A context manager; the answer to the request of this number (from 1) breaks after so many bytes."""

    to: int
    tls: ssl.SSLContext
    fault: Fault
    breaks: int
    after: int
    asked: list[str] = field(default_factory=list)  # method and path of each request, as it came over HTTP/2
    _open: list[ssl.SSLSocket] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.tls.set_alpn_protocols(["h2"])
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"https://127.0.0.1:{self._listening.getsockname()[1]}/v1"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), self.tls.wrap_socket(plain, server_side=True) as line:
            self._open.append(line)
            talk, heads, bodies = H2Connection(H2Configuration(client_side=False)), {}, dict[int, bytes]()
            talk.initiate_connection()
            line.sendall(talk.data_to_send())
            while data := line.recv(65536):
                for event in talk.receive_data(data):
                    match event:
                        case RequestReceived():
                            heads[event.stream_id] = {name.decode(): value.decode() for name, value in event.headers}
                        case DataReceived():
                            bodies[event.stream_id] = bodies.get(event.stream_id, b"") + event.data
                            talk.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                        case StreamEnded():
                            number = event.stream_id
                            if not self._answer(talk, line, number, heads[number], bodies.get(number, b"")):
                                return
                line.sendall(talk.data_to_send())

    def _answer(self, talk: H2Connection, line: ssl.SSLSocket, number: int, head: dict[str, str], body: bytes) -> bool:
        """Answer one request; tell whether the connection stays."""
        self.asked.append(f"{head[':method']} {head[':path']}")
        breaks = len(self.asked) == self.breaks
        status, kind, answer = self._passed_on(head, body)
        if not (breaks and self.fault == "refused"):
            talk.send_headers(number, [(":status", str(status)), ("content-type", kind)])
            talk.send_data(number, answer[: self.after] if breaks else answer, end_stream=not breaks)
        line.sendall(talk.data_to_send())
        if not breaks:
            return True
        match self.fault:
            case "goaway":
                talk.close_connection(ErrorCodes.NO_ERROR, last_stream_id=number)
            case "reset":
                talk.reset_stream(number, ErrorCodes.INTERNAL_ERROR)
            case "refused":
                talk.reset_stream(number, ErrorCodes.REFUSED_STREAM)
            case "gone":
                return False
        line.sendall(talk.data_to_send())
        return self.fault in {"reset", "refused"}

    def _passed_on(self, head: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        behind = http.client.HTTPConnection("127.0.0.1", self.to)
        fields = {name: value for name, value in head.items() if not name.startswith(":")}
        behind.request(head[":method"], head[":path"], body, fields)
        with contextlib.closing(behind), behind.getresponse() as answer:
            return answer.status, answer.headers["content-type"], answer.read()


@pytest.mark.parametrize("after", [0, NAMED])
@pytest.mark.parametrize("fault", FAULTS)
def test_an_answer_that_breaks_off_is_had_again_and_done_once(
    fault: Fault, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, tls = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    way = Way("preview", stream=True, chain=True)
    folder = tmp_path / "runs"
    folder.mkdir()
    with (
        ScriptedServer(script(way), key=KEY) as server,
        Http2Front(server.port, tls, fault, breaks=2, after=after) as front,
    ):
        played = play(way, front.base_url, folder)

    assert list(broken_promises(played)) == []
    assert (played.status, played.done) == ("completed", EXPECTED), played.sentence
    assert len(front.asked) > len(script(way))
    assert len({request.headers["idempotency-key"] for request in server.creates}) == len(script(way))
