"""An HTTP/2 host in front of a server of HTTP/1.1: it passes all on, and breaks one answer in one of HTTP/2's ways."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import Literal, Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RequestReceived, StreamEnded

Fault = Literal["goaway", "reset", "refused", "gone"]
FAULTS: tuple[Fault, ...] = ("goaway", "reset", "refused", "gone")


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
