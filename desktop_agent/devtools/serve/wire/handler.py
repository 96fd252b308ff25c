"""Handles one connection: reads a request, routes it, and sends the answer."""

from __future__ import annotations

import hmac
import io
import re
import socket
import time
from collections.abc import Callable, Mapping
from email import errors
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Literal, Protocol
from urllib.parse import SplitResult, parse_qs, urlsplit

from desktop_agent.devtools.serve.dialect import Json
from desktop_agent.devtools.serve.wire.problem import BadRequestError
from desktop_agent.devtools.serve.wire.responder import Responder
from desktop_agent.devtools.serve.wire.sse_events import line, written
from desktop_agent.devtools.serve.wire.store import Record

IDLE_S = 120.0
_HEAD_S = 15.0
_BODY_S = 60.0
_SEND_S = 60.0  # without a byte being taken
_DRAIN_S = 2.0
_MODEL = {"id": "local", "object": "model", "created": 0, "owned_by": "desktop-agent"}
_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_HTTP = frozenset({"http", "https"})
# The lines after such a one are not read as the head's.
_BROKEN = (errors.MissingHeaderBodySeparatorDefect, errors.FirstHeaderLineIsContinuationDefect)
LARGEST_BODY = 32 * 1024 * 1024
_LONGEST_LINE = 1024
_SLICE = 64 * 1024
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


class House(Protocol):
    """What a handler uses of its server."""

    token: str
    answerer: Responder


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
        if begun.stream:
            self._stream(begun.record, -1)
        else:
            if not begun.background:
                begun.record.wait()
            self._send(begun.record.body)

    def _retrieve(self, name: str, _: bytes) -> None:
        record, after = self._record(name), stream_wanted(self.path)
        if after is None:
            self._send(record.body)
        else:
            self._stream(record, after)

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
        self._send(error.body(), error.status, **({"Allow": error.allow} if error.allow else {}))

    def _send(self, told: Json, status: int = HTTPStatus.OK, **headers: str) -> None:
        data = written(told)
        self._head(status, {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers})
        if self.command != "HEAD":
            self.wfile.write(data)
        self.wfile.flush()

    def _stream(self, record: Record, after: int) -> None:
        chunked = self.request_version != "HTTP/1.0"
        self.close_connection = self.close_connection or not chunked
        framing = {"Transfer-Encoding": "chunked"} if chunked else {}
        kind = "text/event-stream; charset=utf-8"
        self._head(HTTPStatus.OK, {"Content-Type": kind, "Cache-Control": "no-store", **framing})
        for event in record.follow(after):
            piece = line(event)
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" if chunked else piece)
            self.wfile.flush()
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        self.connection.settimeout(_SEND_S)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def _phrase(status: int) -> str:
    """Return the phrase for a status; vendors also use statuses without one."""
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else f"Status {status}"


def admit(headers: Message, token: str) -> None:
    """Let a request through.

    Raises:
        BadRequestError: 400 for a broken head, 403 for a foreign Host (a rebound name) or Origin (a web page), 401
            without the token.
    """
    if is_broken(headers):
        raise BadRequestError("A line of the head isn't a header field.")
    hosts = headers.get_all("Host", [])
    if len(hosts) != 1 or _host(f"http://{hosts[0]}") not in _NAMES:
        raise BadRequestError("This server responds only to loopback names.", status=403)
    if any(urlsplit(origin).scheme not in _HTTP or _host(origin) not in _NAMES for origin in _origins(headers)):
        raise BadRequestError("This server doesn't respond to web pages from other sites.", status=403)
    scheme, _, given = headers.get("Authorization", "").partition(" ")
    key = given.strip() if scheme.casefold() == "bearer" else ""
    if not hmac.compare_digest(key.encode(), token.encode()):
        message = "The token is missing or wrong. Use the one that `desktop-agent serve` printed."
        raise BadRequestError(message, status=401, code="invalid_api_key")


def is_broken(headers: Message) -> bool:
    """Tell whether the head has a malformed line, so that the end of the request is unknown."""
    return any(isinstance(defect, _BROKEN) for defect in headers.defects)


def _origins(headers: Message) -> list[str]:
    return ["-:" if _host(origin) is None else origin for origin in headers.get_all("Origin", [])]


def _host(url: str) -> str | None:
    """Return the host name in a URL; None when it is missing, or when there is more than a name and a port."""
    try:
        parts = urlsplit(url)
        more = parts.username is not None or parts.path or parts.query or parts.fragment or parts.port == 0
    except ValueError:
        return None
    return None if more else parts.hostname


RouteName = Literal["create", "retrieve", "delete", "cancel", "models", "model"]

_ROUTES: tuple[tuple[re.Pattern[str], Mapping[str, RouteName]], ...] = (
    (re.compile(r"/v1/responses"), {"POST": "create"}),
    (re.compile(r"/v1/responses/([^/]+)"), {"GET": "retrieve", "DELETE": "delete"}),
    (re.compile(r"/v1/responses/([^/]+)/cancel"), {"POST": "cancel"}),
    (re.compile(r"/v1/models"), {"GET": "models"}),
    (re.compile(r"/v1/models/([^/]+)"), {"GET": "model"}),
)
_YES, _NO = frozenset({"true", "1"}), frozenset({"false", "0", ""})
_MOST_DIGITS = 15


def route(method: str, target: str) -> tuple[RouteName, str]:
    """Return the route that an address names, and the id in it (or "").

    Raises:
        BadRequestError: 404 for an unknown address, 405 for a method that the address does not have.
    """
    path = _split(target).path
    for pattern, methods in _ROUTES:
        found = pattern.fullmatch(path.rstrip("/"))
        if found is None:
            continue
        if method not in methods:
            allow = ", ".join(methods)
            raise BadRequestError(f"Only {allow} is known at this address.", status=405, allow=allow)
        return methods[method], found[1] if found.re.groups else ""
    raise nothing_here()


def stream_wanted(target: str) -> int | None:
    """Return the number of the event to stream after (-1: from the first); None when no stream is requested.

    Raises:
        BadRequestError: the query has an invalid value.
    """
    query = parse_qs(_split(target).query, keep_blank_values=True)
    stream, after = query.get("stream", [""])[-1].casefold(), query.get("starting_after", ["-1"])[-1]
    if stream not in _YES | _NO:
        raise BadRequestError("stream is true or false.", param="stream")
    digits = after.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
        raise BadRequestError("starting_after is a sequence number.", param="starting_after")
    return max(-1, int(after)) if stream in _YES else None


def nothing_here() -> BadRequestError:
    """Return the error for an unknown address or id."""
    return BadRequestError("Nothing was found at this address. It might have been deleted.", status=404)


def _split(target: str) -> SplitResult:
    try:
        return urlsplit(target)
    except ValueError as error:
        raise BadRequestError("The address isn't valid.") from error


class PatientReader(io.RawIOBase):
    """Reads a socket; raises TimeoutError past the deadline."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self._deadline = self._then_s = 0.0

    def allow(self, first_s: float, then_s: float) -> None:
        """Set the time for the next byte, and from there for the rest of the request."""
        self._deadline, self._then_s = time.monotonic() + first_s, then_s

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the library says Buffer
        """Read what has arrived."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        count = self._connection.recv_into(buffer)
        if self._then_s:
            self._deadline, self._then_s = time.monotonic() + self._then_s, 0.0
        return count


def has_body(headers: Message) -> bool:
    """Tell whether a body follows the head."""
    return "Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0"


def body_of(headers: Message, stream: io.BufferedIOBase) -> bytes:
    """Read a request's body, whole or in chunks.

    Raises:
        BadRequestError: it is too large, truncated, in an unsupported encoding, or has contradictory lengths.
    """
    lengths = set(headers.get_all("Content-Length", []))
    if "Transfer-Encoding" in headers:
        if lengths or headers.get_all("Transfer-Encoding") != ["chunked"]:
            raise BadRequestError("Send the body with a Content-Length header or in chunks.")
        return _chunks(stream)
    if not lengths:
        return b""
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdecimal()):
        raise BadRequestError("The Content-Length isn't a number.")
    if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
        raise _too_large()
    return _exactly(stream, int(length))


def must_be_json(headers: Message) -> None:
    """Check that the body is declared as JSON, or not declared at all.

    Raises:
        BadRequestError: 415, for forms, text and compressed bodies.
    """
    kind = headers.get("Content-Type", "application/json").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise BadRequestError("The body must be JSON. Send Content-Type: application/json.", status=415)
    if headers.get("Content-Encoding", "identity").strip().casefold() != "identity":
        raise BadRequestError("Send the body uncompressed.", status=415)


def drain(connection: socket.socket, within_s: float) -> None:
    """Stop sending, and read what still arrives: otherwise a reset can overtake the answer."""
    ends = time.monotonic() + within_s
    try:
        connection.shutdown(socket.SHUT_WR)
        while (left := ends - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(_SLICE):
                return
    except OSError:
        return


def _chunks(stream: io.BufferedIOBase) -> bytes:
    whole = bytearray()
    while size := _size(stream):
        if len(whole) + size > LARGEST_BODY:
            raise _too_large()
        whole += _exactly(stream, size)
        if _line(stream):
            raise _broken()
    while _line(stream):  # trailers
        pass
    return bytes(whole)


def _size(stream: io.BufferedIOBase) -> int:
    digits = _line(stream).partition(";")[0].strip()
    if not 0 < len(digits) <= len(f"{LARGEST_BODY:x}") or not _HEXADECIMAL.issuperset(digits):
        raise _broken() if not _HEXADECIMAL.issuperset(digits) or not digits else _too_large()
    return int(digits, 16)


def _line(stream: io.BufferedIOBase) -> str:
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise _broken()
    return line.decode("latin-1").strip()


def _exactly(stream: io.BufferedIOBase, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise _broken()
    return data


def _broken() -> BadRequestError:
    return BadRequestError("The body broke off.")


def _too_large() -> BadRequestError:
    return BadRequestError(f"The request is larger than {LARGEST_BODY // 1024 // 1024} MiB.", status=413)
