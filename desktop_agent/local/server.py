"""The embedded model as a Responses server on loopback. It follows plain steps; it is no assistant.

Only 127.0.0.1 is listened on, each request needs the bearer token, and a web page cannot get through: the Host header
has to be a loopback name (against rebinding) and no answer allows another origin. Nothing is written to disk: the last
four pictures and the responses are kept in memory until the server ends, or the client deletes a response.
"""

import hmac
import json
import logging
import signal
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.local.reader import TextReader, why_not
from desktop_agent.local.wire.answering import Answerer, in_background
from desktop_agent.local.wire.asked import BadRequestError
from desktop_agent.local.wire.store import Record, Store

HOST = "127.0.0.1"
LARGEST_BODY = 32 * 1024 * 1024
_LOOK_FOR_SIGNALS_S = 0.1
IDLE_S = 120.0
INTERRUPTED = 130
_LOG = logging.getLogger(__name__)
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_KINDS = {401: "authentication_error", 403: "permission_error", 404: "not_found_error"}


def serve(port: int, token: str, *, announce: Callable[[str], None], until: threading.Event | None = None) -> int:
    """Serve until SIGTERM or SIGINT, or until `until` is set; tell the base URL and the token through `announce`.

    Returns 0, or 130 after SIGINT.

    Raises:
        SettingsError: the offline extra is missing, or the port is taken.
    """
    reason = why_not()
    if reason:
        sentence, _, hint = reason.partition(" Run: ")
        raise SettingsError(sentence, f"Run: {hint}")
    over = until or threading.Event()
    with TextReader() as reader, _listening(port, token, Answerer(Store(), reader)) as server:
        ended_by = _end_on_signals()
        reader.start()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        announce(f"http://{HOST}:{server.server_address[1]}/v1")
        announce(f"token {token}")
        while not (ended_by or over.wait(_LOOK_FOR_SIGNALS_S)):
            pass
        server.shutdown()
        thread.join()
    return INTERRUPTED if signal.SIGINT in ended_by else 0


class _Server(ThreadingHTTPServer):
    """Threads that do not keep the process alive; what each handler needs is here."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, token: str, answerer: Answerer) -> None:
        self.token = token
        self.answerer = answerer
        super().__init__((HOST, port), _Handler)

    def handle_error(self, _: object, client_address: object) -> None:
        """A client that goes away in the middle is no error of ours."""
        _LOG.debug("connection of %s ended early", client_address, exc_info=True)


def _listening(port: int, token: str, answerer: Answerer) -> _Server:
    try:
        return _Server(port, token, answerer)
    except OSError as error:
        hint = "Choose another with --port, or let the system choose with --port 0."
        raise SettingsError(f"Port {port} cannot be used: {error.strerror}.", hint) from error


def _end_on_signals() -> list[int]:
    """Return a list that will hold which of SIGTERM and SIGINT came."""
    came: list[int] = []

    def note(number: int, _: object) -> None:
        # Nothing with a lock: the main thread may be interrupted while it holds that very lock.
        came.append(number)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, note)
    return came


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "desktop-agent-local"
    sys_version = ""
    timeout = IDLE_S
    # Head and body go out in one piece at once: else the client's delayed acknowledgement costs 40 ms a turn.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        self._guarded(self._post)

    def do_GET(self) -> None:
        self._guarded(self._get)

    def do_DELETE(self) -> None:
        self._guarded(self._delete)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: a path holds ids, and standard error belongs to whoever started us."""

    def _guarded(self, answer: Callable[[], None]) -> None:
        try:
            self._admit()
            answer()
        except BadRequestError as error:
            self._refuse(error)

    def _admit(self) -> None:
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if name not in _NAMES:
            raise _with_body_unread(self, BadRequestError("This server answers loopback names only.", status=403))
        scheme, _, given = self.headers.get("Authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode(), self.server.token.encode())
        if scheme.casefold() != "bearer" or not right:
            message = "The token is missing or wrong. Use the one that `desktop-agent serve` printed."
            raise _with_body_unread(self, BadRequestError(message, status=401))

    def _post(self) -> None:
        raw = self._body()
        path = urlsplit(self.path).path.rstrip("/")
        if path == "/v1/responses":
            record, stream, work = self.server.answerer.begin(raw, self.headers.get("Idempotency-Key"))
            if stream:
                in_background(work)
                self._stream(record.follow())
            else:
                work()
                self._send(200, record.body)
        elif path.endswith("/cancel"):
            self._cancel(path.removesuffix("/cancel"))
        else:
            raise _nothing_here()

    def _cancel(self, path: str) -> None:
        record = self._record(path)
        if not record.cancel():
            raise BadRequestError(f"The response is {record.body['status']}; only one in progress can be cancelled.")
        self._send(200, record.body)

    def _get(self) -> None:
        record = self._record(urlsplit(self.path).path)
        asked = parse_qs(urlsplit(self.path).query)
        if asked.get("stream", [""])[-1].casefold() not in {"true", "1"}:
            self._send(200, record.body)
            return
        after = asked.get("starting_after", ["-1"])[-1]
        if not after.removeprefix("-").isdecimal():
            raise BadRequestError("starting_after is a sequence number.", param="starting_after")
        self._stream(record.follow(max(-1, int(after))))

    def _delete(self) -> None:
        response_id = self._record(urlsplit(self.path).path).body["id"]
        self.server.answerer.store.delete(response_id)
        self._send(200, {"id": response_id, "object": "response", "deleted": True})

    def _record(self, path: str) -> Record:
        start, _, response_id = path.rpartition("/")
        record = self.server.answerer.store.record(response_id) if start == "/v1/responses" else None
        if record is None:
            raise _nothing_here()
        return record

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            message = "Send the body with a Content-Length."
            raise _with_body_unread(self, BadRequestError(message, status=411))
        if int(length) > LARGEST_BODY:
            message = f"The request is larger than {LARGEST_BODY // 1024 // 1024} MiB."
            raise _with_body_unread(self, BadRequestError(message, status=413))
        return self.rfile.read(int(length))

    def _refuse(self, error: BadRequestError) -> None:
        kind = _KINDS.get(error.status, "invalid_request_error")
        self._send(
            error.status, {"error": {"message": error.message, "type": kind, "param": error.param, "code": None}}
        )

    def _send(self, status: int, told: dict[str, Any]) -> None:
        data = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def _stream(self, events: Iterable[dict[str, Any]]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in events:
            data = f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()


def _nothing_here() -> BadRequestError:
    return BadRequestError("There is nothing here under this address (any more).", status=404)


def _with_body_unread(handler: _Handler, error: BadRequestError) -> BadRequestError:
    """What was not read would be taken for the next request on the same connection."""
    handler.close_connection = True
    return error
