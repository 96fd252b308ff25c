"""One connection to the server: requests are read up to a deadline and a size, and answered."""

from __future__ import annotations

import hmac
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import h11

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.serve.dialects import Json, ServedDialect
from desktop_agent.serve.wire.parsed_request import BadRequestError, ParsedRequest, read_request
from desktop_agent.serve.wire.store import Record, ResponseMemory, Store, event_lines, json_bytes, opening_events

PATIENCE_S = 120.0  # for the next request, for the remainder of one, and for a client that stops reading an answer
LARGEST_BODY = 32 * 1024 * 1024
_LONGEST_HEAD = 64 * 1024
_PIECE = 64 * 1024
_MODEL = {"id": "local", "object": "model", "created": 0, "owned_by": "desktop-agent"}
_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
Headers = Sequence[tuple[bytes, bytes]]


class Connection:
    """One client's connection; `serve` handles one request after another."""

    def __init__(self, connection: socket.socket, token: str, responder: Responder) -> None:
        self._socket = connection
        self._token = token
        self._responder = responder
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_LONGEST_HEAD)
        self._deadline = 0.0  # monotonic seconds
        self._wants_no_body = False  # the request is a HEAD
        # Else the client's delayed acknowledgement costs 40 ms a turn.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def serve(self) -> None:
        """Answer requests until the client disconnects or is too slow; OSError then."""
        while True:
            self._deadline = time.monotonic() + PATIENCE_S
            try:
                request = self._next_event()
                if not isinstance(request, h11.Request):
                    return
                self._deadline = time.monotonic() + PATIENCE_S
                self._wants_no_body = request.method == b"HEAD"
                self._answer(request)
            except h11.RemoteProtocolError as error:
                self._send_error(BadRequestError("The request isn't valid HTTP/1.1.", status=error.error_status_hint))
                return
            except BadRequestError as error:
                self._send_error(error)
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return
            self._http.start_next_cycle()

    def _next_event(self) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            if self._http.they_are_waiting_for_100_continue:
                self._send(h11.InformationalResponse(status_code=HTTPStatus.CONTINUE, headers=[]))
            self._socket.settimeout(max(self._deadline - time.monotonic(), 0.001))
            self._http.receive_data(self._socket.recv(_PIECE))
        return event

    def _answer(self, request: h11.Request) -> None:
        headers = list(request.headers)
        try:
            admit(headers, self._token)
            action, name = route(request.method.decode(), request.target.decode("latin-1"))
        except BadRequestError:
            self._body(keep=False)  # a reset because of unread data could overtake the answer
            raise
        action(self, name, request, self._body(keep=True))

    def _body(self, *, keep: bool) -> bytes:
        """Return the request's body; with `keep` false, only read it to its end."""
        body = bytearray()
        size = 0
        event = self._next_event()
        while isinstance(event, h11.Data):
            size += len(event.data)
            if keep and size <= LARGEST_BODY:
                body += event.data
            event = self._next_event()
        if size > LARGEST_BODY:
            raise BadRequestError(f"The request is larger than {LARGEST_BODY // 1024 // 1024} MiB.", status=413)
        return bytes(body)

    def create(self, _name: str, request: h11.Request, body: bytes) -> None:
        """Begin a response, and send it once it has ended; send one in the background at once."""
        _check_media_type(list(request.headers))
        parsed, record = self._responder.begin(body)
        if parsed.stream:
            self._stream(record)
            return
        if not parsed.background:
            record.wait()
        self._send_json(record.body)

    def retrieve(self, name: str, _request: h11.Request, _body: bytes) -> None:
        """Send a stored response."""
        self._send_json(self._record(name).body)

    def cancel(self, name: str, _request: h11.Request, _body: bytes) -> None:
        """Cancel a response in progress."""
        record = self._responder.store.any_record(name)
        if record is None or (record.over and not record.stored):
            raise _not_found_error()
        if not record.cancel():
            raise BadRequestError(f"The response is {record.body['status']}; only one in progress can be cancelled.")
        self._send_json(record.body)

    def delete(self, name: str, _request: h11.Request, _body: bytes) -> None:
        """Delete a stored response."""
        self._record(name).cancel()
        self._responder.store.delete(name)
        self._send_json({"id": name, "object": "response", "deleted": True})

    def models(self, _name: str, _request: h11.Request, _body: bytes) -> None:
        """Send the list of the only model."""
        self._send_json({"object": "list", "data": [_MODEL]})

    def model(self, name: str, _request: h11.Request, _body: bytes) -> None:
        """Send the description of the only model."""
        if name != _MODEL["id"]:
            raise _not_found_error()
        self._send_json(_MODEL)

    def _record(self, name: str) -> Record:
        record = self._responder.store.record(name)
        if record is None:
            raise _not_found_error()
        return record

    def _send_error(self, error: BadRequestError) -> None:
        self._send_json(error.body(), error.status, [("Allow", error.allow)] if error.allow else [])

    def _send_json(self, content: Json, status: int = HTTPStatus.OK, headers: Sequence[tuple[str, str]] = ()) -> None:
        data = json_bytes(content)
        head = [("Content-Type", "application/json"), ("Content-Length", str(len(data))), *headers]
        parts = [] if self._wants_no_body else [h11.Data(data=data)]
        self._send(h11.Response(status_code=status, headers=head), *parts, h11.EndOfMessage())

    def _stream(self, record: Record) -> None:
        head = [("Content-Type", "text/event-stream; charset=utf-8"), ("Cache-Control", "no-store")]
        self._send(h11.Response(status_code=HTTPStatus.OK, headers=head))
        for event in record.follow():
            self._send(h11.Data(data=event_lines(event)))
        self._send(h11.EndOfMessage())

    def _send(self, *events: h11.Event) -> None:
        self._socket.settimeout(PATIENCE_S)
        self._socket.sendall(b"".join(self._http.send(event) or b"" for event in events))


def admit(headers: Headers, token: str) -> None:
    """Admit a request.

    Raises:
        BadRequestError: 403 for a foreign Host (a rebound name) or Origin (a web page), 401 without the token.
    """
    hosts = _values(headers, b"host")
    if len(hosts) != 1 or _host_of(f"http://{hosts[0]}") not in _LOOPBACK_NAMES:
        raise BadRequestError("This server responds only to loopback names.", status=403)
    if any(_host_of(origin) not in _LOOPBACK_NAMES for origin in _values(headers, b"origin")):
        raise BadRequestError("This server doesn't respond to web pages from other sites.", status=403)
    scheme, _, key = "".join(_values(headers, b"authorization")[:1]).partition(" ")
    if not hmac.compare_digest(key.strip().encode() if scheme.casefold() == "bearer" else b"", token.encode()):
        message = "The token is missing or wrong. Use the one that `desktop-agent serve` printed."
        raise BadRequestError(message, status=401, code="invalid_api_key")


def _values(headers: Headers, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


def _host_of(url: str) -> str | None:
    """Return the host name in a URL of http; None for another scheme, and for more than a name and a port."""
    try:
        parts = urlsplit(url)
        more = parts.username is not None or parts.path or parts.query or parts.fragment or parts.port == 0
    except ValueError:
        return None
    return None if more or parts.scheme not in {"http", "https"} else parts.hostname


def _check_media_type(headers: Headers) -> None:
    """Raise BadRequestError (415) for forms, text and compressed bodies."""
    kind = "".join(_values(headers, b"content-type")[:1]) or "application/json"
    if kind.partition(";")[0].strip().casefold() != "application/json":
        raise BadRequestError("The body must be JSON. Send Content-Type: application/json.", status=415)
    if {"identity", *_values(headers, b"content-encoding")} != {"identity"}:
        raise BadRequestError("Send the body uncompressed.", status=415)


Action = Callable[[Connection, str, h11.Request, bytes], None]
_ROUTES: tuple[tuple[re.Pattern[str], Mapping[str, Action]], ...] = (
    (re.compile(r"/v1/responses()"), {"POST": Connection.create}),
    (re.compile(r"/v1/responses/([^/]+)"), {"GET": Connection.retrieve, "DELETE": Connection.delete}),
    (re.compile(r"/v1/responses/([^/]+)/cancel"), {"POST": Connection.cancel}),
    (re.compile(r"/v1/models()"), {"GET": Connection.models}),
    (re.compile(r"/v1/models/([^/]+)"), {"GET": Connection.model}),
)


def route(method: str, target: str) -> tuple[Action, str]:
    """Return the action for an address and a method, and the id in the address (or "").

    Raises:
        BadRequestError: 404 for an unknown address, 405 for a method that the address does not have.
    """
    path = target.partition("?")[0].rstrip("/")
    for pattern, methods in _ROUTES:
        if match := pattern.fullmatch(path):
            if method not in methods:
                allow = ", ".join(methods)
                raise BadRequestError(f"Only {allow} is known at this address.", status=405, allow=allow)
            return methods[method], match[1]
    raise _not_found_error()


def _not_found_error() -> BadRequestError:
    return BadRequestError("Nothing was found at this address. It might have been deleted.", status=404)


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """A model's answer."""

    items: list[Json]
    usage: Json | None
    memory: ResponseMemory | None = None


@dataclass(frozen=True, slots=True)
class Thought:
    """A request that the model has accepted, and the function that answers it."""

    dialect: ServedDialect
    answer: Callable[[Record], ModelAnswer]
    size: tuple[int, int] | None = None  # of the newest picture


# The model behind the server: it accepts a request; BadRequestError when it can't be answered.
ServedModel = Callable[[ParsedRequest], Thought]


class Responder:
    """Answers requests with a model, and stores the responses."""

    def __init__(self, model: ServedModel, store: Store, only: str = "") -> None:
        """Set up; `only` is the single accepted dialect, empty: that of each request."""
        self.store = store
        self._model = model
        self._only = only

    def begin(self, raw: bytes) -> tuple[ParsedRequest, Record]:
        """Begin to answer a request, in a thread of its own.

        Raises:
            BadRequestError: the request cannot be answered; nothing of it is stored.
        """
        request = read_request(raw)
        if self._only and request.dialect is not None and request.dialect.name != self._only:
            message = (
                f"This server speaks the dialect {self._only}; the request offers a tool of {request.dialect.name}."
            )
            raise BadRequestError(message, param="tools")
        self._check_previous(request)
        thought = self._model(request)
        record = _new_record(request, thought)
        self.store.add(record)
        threading.Thread(target=_complete, args=(record, thought), daemon=True).start()
        return request, record

    def _check_previous(self, request: ParsedRequest) -> None:
        before = self.store.record(request.previous) if request.previous is not None else None
        if request.previous is not None and before is None:
            message = f"Previous response with id '{request.previous[:80]}' not found."
            code = "previous_response_not_found"
            raise BadRequestError(message, param="previous_response_id", code=code, status=404)
        if before and not before.over:
            message = f"Previous response with id '{request.previous}' is still {before.body['status']}."
            raise BadRequestError(message, param="previous_response_id")


def response_in_progress(
    request: ParsedRequest, dialect: ServedDialect, name: str, created: float, size: tuple[int, int] | None
) -> Json:
    """Return a response in progress; `created` is in Unix seconds, `size` is the picture's in pixels."""
    width, height = request.display or size or (0, 0)
    viewport: Json | None = {"environment": request.environment, "width": width, "height": height} if width else None
    response: Json = {"id": name, "object": "response", "model": request.model, "status": "in_progress", "output": []}
    return response | dialect.opening_fields(request.raw, created, viewport)


def _new_record(request: ParsedRequest, thought: Thought) -> Record:
    response = response_in_progress(
        request, thought.dialect, f"resp_{secrets.token_hex(24)}", time.time(), thought.size
    )
    if request.background and thought.dialect.queues:
        response["status"] = "queued"
    record = Record(response, thought.dialect, stored=request.store)
    record.weight = 3 * len(json_bytes(response))
    for event in opening_events(response):
        record.append(event)
    return record


def _complete(record: Record, thought: Thought) -> None:
    try:
        record.work()
        answer = thought.answer(record)
        record.memory = answer.memory
        ended = record.body | {"status": "completed"} | thought.dialect.completed(time.time())
        record.end(ended | {"output": answer.items, "usage": answer.usage})
    except DesktopAgentError as error:
        record.end(record.body | {"status": "failed"} | thought.dialect.failed(str(error)))
    except BaseException:
        # Else a client that follows the stream would wait for ever.
        why = "The built-in model failed unexpectedly."
        record.end(record.body | {"status": "failed"} | thought.dialect.failed(why))
        raise
