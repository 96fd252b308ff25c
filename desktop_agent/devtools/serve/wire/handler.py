"""Handles one connection: reads a request, routes it, and sends the answer with the planned faults."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Protocol

from desktop_agent.devtools.serve.json_object import Json
from desktop_agent.devtools.serve.wire.admission import admit, is_broken, nothing_here, route, stream_wanted
from desktop_agent.devtools.serve.wire.delivery import (
    NO_FAULTS,
    Cut,
    FaultPlan,
    Piece,
    SendPause,
    as_stream,
    as_whole,
    written,
)
from desktop_agent.devtools.serve.wire.incoming import PatientReader, body_of, drain, has_body, must_be_json
from desktop_agent.devtools.serve.wire.problem import BadRequestError, error_body
from desktop_agent.devtools.serve.wire.responder import Responder
from desktop_agent.devtools.serve.wire.store import Record

IDLE_S = 120.0
_HEAD_S = 15.0
_BODY_S = 60.0
_SEND_S = 60.0  # without a byte being taken
_DRAIN_S = 2.0
_MODEL = {"id": "local", "object": "model", "created": 0, "owned_by": "desktop-agent"}
_EVENTS = "text/event-stream; charset=utf-8"
_BODILESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


class House(Protocol):
    """What a handler uses of its server."""

    token: str
    answerer: Responder
    over: threading.Event


class Handler(BaseHTTPRequestHandler):
    """Handles one request after another."""

    server: House  # type: ignore[assignment]  # what of it is used here
    protocol_version = "HTTP/1.1"
    server_version = "desktop-agent-local"
    sys_version = ""
    # Head and body go out in one piece at once: else the client's delayed acknowledgement costs 40 ms a turn.
    disable_nagle_algorithm = True
    wbufsize = -1
    command: str | None  # type: ignore[assignment]  # none before the first line is read

    def setup(self) -> None:
        """Read up to deadlines."""
        super().setup()
        self.rfile.close()
        self._patient = PatientReader(self.connection)
        self.rfile = io.BufferedReader(self._patient)

    def handle_one_request(self) -> None:
        """Wait for a request, which must then arrive in time."""
        self._patient.allow(IDLE_S, _HEAD_S)
        self.command, self.requestline, self.request_version = None, "", self.protocol_version
        super().handle_one_request()

    def handle_expect_100(self) -> bool:
        """Ask for the body at once: the base class leaves the reply in the buffer."""
        self.send_response_only(HTTPStatus.CONTINUE)
        self.end_headers()
        self.wfile.flush()
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Report what the base class found wrong with a head, as JSON, without quoting the head."""
        self.close_connection = True
        self.request_version = self.protocol_version  # of a broken head it is 0.9, which has no status line
        self._refuse(BadRequestError(f"{_phrase(code)}.", status=code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: a path holds ids, and standard error belongs to the caller."""

    def _answer(self) -> None:
        unread = has_body(self.headers) or is_broken(self.headers)
        try:
            admit(self.headers, self.server.token)
            what, name = route(self.command or "", self.path)
            self._patient.allow(_BODY_S, 0.0)
            raw = body_of(self.headers, self.rfile)
            unread = False
            self._do[what](self, name, raw)
        except BadRequestError as error:
            # What was not read would be taken for the next request on the same connection.
            self.close_connection = self.close_connection or unread
            self._refuse(error)
            if unread:
                drain(self.connection, _DRAIN_S)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = _answer  # noqa: N815

    def _create(self, _: str, raw: bytes) -> None:
        must_be_json(self.headers)
        begun = self.server.answerer.begin(raw, self.headers.get("Idempotency-Key"))
        faults = begun.faults
        if begun.record is None or faults.status != HTTPStatus.OK or faults.raw_body is not None:
            self._say(faults)
        elif begun.stream:
            self._stream(begun.record, -1, faults)
        else:
            if not begun.background:
                begun.record.wait()
            self._send(begun.record.body, faults)

    def _retrieve(self, name: str, _: bytes) -> None:
        record, after = self._record(name), stream_wanted(self.path)
        if after is None:
            self._send(record.body)
        else:
            self._stream(record, after, NO_FAULTS)

    def _cancel(self, name: str, _: bytes) -> None:
        record = self.server.answerer.store.any_record(name)
        if record is None or (record.over and not record.stored):
            raise nothing_here()
        if not record.cancel():
            raise BadRequestError(f"The response is {record.body['status']}; only one in progress can be cancelled.")
        self._send(record.body)

    def _delete(self, name: str, _: bytes) -> None:
        self._record(name).cancel()
        self.server.answerer.store.delete(name)
        self._send({"id": name, "object": "response", "deleted": True})

    def _models(self, _: str, __: bytes) -> None:
        self._send({"object": "list", "data": [_MODEL]})

    def _model(self, name: str, _: bytes) -> None:
        if name != _MODEL["id"]:
            raise nothing_here()
        self._send(_MODEL)

    _do: dict[str, Callable[[Handler, str, bytes], None]] = {  # noqa: RUF012 - a table, never changed
        "create": _create, "retrieve": _retrieve, "cancel": _cancel, "delete": _delete,
        "models": _models, "model": _model,
    }  # fmt: skip

    def _record(self, name: str) -> Record:
        record = self.server.answerer.store.record(name)
        if record is None:
            raise nothing_here()
        return record

    def _refuse(self, error: BadRequestError) -> None:
        allow = {"Allow": error.allow} if error.allow else {}
        self._send(error.body(), FaultPlan(status=error.status, headers=allow))

    def _say(self, faults: FaultPlan) -> None:
        """Send the answer that a script gives instead of a response."""
        if faults.raw_body is None:
            told = error_body(faults.status, f"{_phrase(faults.status)}: so says the script.")
            self._send(told, faults)
        else:
            self._send_bytes(faults.raw_body.encode("utf-8", "surrogatepass"), faults)

    def _send(self, told: Json, faults: FaultPlan = NO_FAULTS) -> None:
        self._send_bytes(written(told), faults)

    def _send_bytes(self, data: bytes, faults: FaultPlan) -> None:
        bodiless = faults.status in _BODILESS or faults.status < HTTPStatus.OK
        self._head(faults, "application/json", {} if bodiless else {"Content-Length": str(len(data))})
        if not bodiless and self.command != "HEAD":
            self._pieces(as_whole(data, faults))
        self.wfile.flush()

    def _stream(self, record: Record, after: int, faults: FaultPlan) -> None:
        chunked = self.request_version != "HTTP/1.0"
        self.close_connection = self.close_connection or not chunked
        framing = {"Transfer-Encoding": "chunked"} if chunked else {}
        self._head(faults, _EVENTS, {"Cache-Control": "no-store", **framing})
        if self._pieces(as_stream(record.follow(after), faults), chunked=chunked) and chunked:
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()

    def _head(self, faults: FaultPlan, content_type: str, more: dict[str, str]) -> None:
        self.connection.settimeout(_SEND_S)
        self.send_response(faults.status)
        self.send_header("Content-Type", faults.content_type or content_type)
        for name, value in (*more.items(), *faults.headers.items()):
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _pieces(self, pieces: Iterable[Piece], *, chunked: bool = False) -> bool:
        """Send the pieces; return False when the connection is cut."""
        for piece in pieces:
            match piece:
                case SendPause(seconds):
                    self.wfile.flush()
                    self.server.over.wait(seconds)
                case Cut():
                    self.close_connection = True
                    return False
                case _:
                    self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if chunked else piece)
                    self.wfile.flush()
        return True


def _phrase(status: int) -> str:
    """Return the phrase for a status; vendors also use statuses without one."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"
