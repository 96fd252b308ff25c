"""One connection of a program on the desk: each request is read completely, checked, held if a write, and forwarded.

A request goes out only after its line is in the list, to the host that was checked, and as we write it anew. After a
refusal the connection is closed, as the start of the next request would be uncertain.
"""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Self

import h11

from desktop_agent.core.display_text import visible
from desktop_agent.core.outgoing import OutgoingRequest
from desktop_agent.desk.network.asking import WriteAsker, WriteKind
from desktop_agent.desk.network.body import BodyAllowance, HeldBody
from desktop_agent.desk.network.certificates import DeskAuthority
from desktop_agent.desk.network.connection import PIECE, HttpConnection, values
from desktop_agent.desk.network.fields import MOST_READ, sent_fields, shown_path
from desktop_agent.desk.network.hosts import HostScope, WebOrigin, authority
from desktop_agent.desk.network.question import LONGEST_PATH
from desktop_agent.desk.network.refusal import (
    BAD_GATEWAY,
    BAD_REQUEST,
    FORBIDDEN,
    NO_METHOD,
    NOT_EXPECTED,
    UNAVAILABLE,
    VERSION,
    HungUpError,
    RefusedRequestError,
)
from desktop_agent.desk.network.resolve import WayOut
from desktop_agent.desk.network.sent_list import SentBy, SentList, SentRequest, now

_QUIET_S = 300.0
_DRAIN_S = 2.0
_MOST_DRAINED = 1_000_000
_LONGEST_KIND = 100
_LONGEST_METHOD = 40
_MOST_INTERIM = 8
_READS = frozenset({b"GET", b"HEAD", b"OPTIONS"})
_NEVER = frozenset({"CONNECT", "TRACE", "TRACK"})
_SWITCHES = frozenset({"upgrade", "http2-settings"})
# A server may take these for the method, and then a read is a write.
_OTHER_METHOD = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})
# And these for the address, which then isn't the one that was checked.
_OTHER_ADDRESS = frozenset(
    "x-original-url x-rewrite-url x-original-host x-host x-forwarded-host x-forwarded-server x-http-host-override"
    " forwarded".split()
)
# Fields of a single connection, which don't belong to the message.
_OF_CONNECTION = frozenset(
    "connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding"
    " upgrade content-length expect http2-settings".split()
)
_LEADS_ELSEWHERE = frozenset({"alt-svc", "alternate-protocol"})  # would lead past the proxy the next time
_NEVER_OF_CONNECTION = frozenset({"host", "content-length", "authorization", "cookie", "content-type", "origin"})
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class DeskGate:
    """The state that all connections of one desk share."""

    scope: HostScope
    authority: DeskAuthority
    asker: WriteAsker
    sent: SentList
    folder: Path  # for large bodies while they are held
    allowance: BodyAllowance
    outside: WayOut


def serve(connection: socket.socket, gate: DeskGate) -> None:
    """Serve a connection until it ends."""
    connection.settimeout(_QUIET_S)
    with Upstream(gate.outside) as upstream:
        client = _DeskClient(HttpConnection(connection, h11.SERVER), gate, upstream)
        try:
            request = client.request()
            if request.method == b"CONNECT":
                client = _tunnel(client, tunnel_origin(request, gate.scope))
                request = client.request()
            while client.exchange(request):
                request = client.request()
        except RefusedRequestError as error:
            client.refuse(error)
        except HungUpError:
            pass
        finally:
            client.connection.socket.close()


def _tunnel(client: _DeskClient, origin: WebOrigin) -> _DeskClient:
    """Return the client inside its tunnel, which ends here."""
    connection = client.connection
    gate = client.gate
    connection.next()  # the request's end
    if connection.has_more:
        raise RefusedRequestError(BAD_REQUEST, "Data was sent before the tunnel was established.")
    connection.send(h11.Response(status_code=200, reason=b"Connection established", headers=[]))
    try:
        inner = gate.authority.context(origin.host).wrap_socket(connection.socket, server_side=True)
    except OSError as error:  # another name, no trust, no TLS
        raise HungUpError(str(error)) from error
    return _DeskClient(HttpConnection(inner, h11.SERVER), gate, client.upstream, origin)


class _DeskClient:
    """One program's connection, inside or outside a tunnel."""

    def __init__(
        self, connection: HttpConnection, gate: DeskGate, upstream: Upstream, tunnel: WebOrigin | None = None
    ) -> None:
        self.connection = connection
        self.gate = gate
        self.upstream = upstream
        self._tunnel = tunnel

    def request(self) -> h11.Request:
        """Return the head of the next request; RefusedRequestError if it is ambiguous."""
        request = self.connection.next()
        if not isinstance(request, h11.Request):
            raise HungUpError("no request")
        if request.http_version not in {b"1.0", b"1.1"}:
            raise RefusedRequestError(VERSION, "Only HTTP/1.1 is passed on.")
        if b"#" in request.target:  # never goes to a server
            raise RefusedRequestError(BAD_REQUEST, "The first line isn't a request line.")
        if values(request, "transfer-encoding") and (
            values(request, "content-length") or request.http_version == b"1.0"
        ):
            raise RefusedRequestError(BAD_REQUEST, "The length of the body is given in two ways or in an unknown way.")
        return request

    def exchange(self, request: h11.Request) -> bool:
        """Forward one request and its answer; return whether another request may follow."""
        there = aim(request, self._tunnel, self.gate.scope)
        with HeldBody(self.gate.folder, self.gate.allowance) as body:
            if self.connection.http.they_are_waiting_for_100_continue:
                self.connection.send(h11.InformationalResponse(status_code=100, headers=[]))
            body.fill(self.connection.body(), int("".join(values(request, "content-length")) or 0))
            by = self._await_permission(request, there, body)
            answer = self._forward(request, there, body, by)
        return self._relay(answer)

    def refuse(self, error: RefusedRequestError) -> None:
        """Send the program an error response, unless a response has begun."""
        if self.connection.http.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            return
        text = f"{error.reason}\n".encode()
        fields = [
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text))), ("Connection", "close"),
            ("Cache-Control", "no-store"),
        ]  # fmt: skip
        reason = HTTPStatus(error.status).phrase.encode()
        with contextlib.suppress(HungUpError):
            self.connection.send(
                h11.Response(status_code=error.status, reason=reason, headers=fields),
                h11.Data(text),
                h11.EndOfMessage(),
            )
        self._linger()

    def _await_permission(self, request: h11.Request, target: RequestAim, body: HeldBody) -> SentBy:
        """Return who permits the request; RefusedRequestError if nobody does."""
        if not is_write(request, body.size):
            return "hosts"
        origin = target.origin
        path = target.path.partition("?")[0]
        method = request.method.decode()
        media_type = next(iter(values(request, "content-type")), "")
        fields = sent_fields(media_type, body.start(MOST_READ), body.size)
        displayed_request = OutgoingRequest(
            visible(method, _LONGEST_METHOD), origin.host, shown_path(target.path, LONGEST_PATH),
            origin.encrypted, body.size, visible(media_type, _LONGEST_KIND), fields.shown, fields.more,
        )  # fmt: skip
        by = self.gate.asker.ask(
            displayed_request, WriteKind(origin.encrypted, origin.host, path, method), self._has_hung_up
        )
        if by is None:
            raise RefusedRequestError(FORBIDDEN, "The person at this computer hasn't allowed this request.")
        return by

    def _forward(self, request: h11.Request, target: RequestAim, body: HeldBody, by: SentBy) -> h11.Response:
        """Send the request, and return the head of the answer.

        A read is sent again if its reused connection was closed; a write gets a new connection.
        """
        fields = passed_on(request)
        if body.size or request.method in {b"POST", b"PUT", b"PATCH"}:
            fields.append((b"Content-Length", b"%d" % body.size))
        written = h11.Request(method=request.method, target=target.path, headers=fields)
        older = self.upstream.connect(target.origin, fresh=by != "hosts")
        path = shown_path(target.path, LONGEST_PATH)
        method = visible(request.method.decode(), _LONGEST_METHOD)
        sent = SentRequest(now(), method, target.origin.host, path, target.origin.encrypted, body.size, by)
        try:
            self.gate.sent.add(sent)
        except OSError as error:
            raise RefusedRequestError(UNAVAILABLE, "The list of outgoing requests can't be written.") from error
        if older:
            with contextlib.suppress(HungUpError):
                return self.upstream.answer(written, body.pieces())
            self.upstream.connect(target.origin, fresh=True)
        try:
            return self.upstream.answer(written, body.pieces())
        except HungUpError as error:
            raise RefusedRequestError(
                BAD_GATEWAY, f"The host {target.origin.host} closed the connection without a response."
            ) from error

    def _relay(self, answer: h11.Response) -> bool:
        """Forward an answer as it arrives; return whether the connection stays open."""
        fields = passed_on(answer)
        if not values(answer, "transfer-encoding"):
            fields += [(b"Content-Length", length.encode()) for length in values(answer, "content-length")]
        client = self.connection
        source = self.upstream.connection
        client.send(h11.Response(status_code=answer.status_code, reason=answer.reason, headers=fields))
        try:
            for piece in source.body():
                client.send(h11.Data(piece))
        except RefusedRequestError as error:  # a broken chunk: the remaining answer is unusable
            raise HungUpError(error.reason) from error
        client.send(h11.EndOfMessage())
        if not source.begin_next() or source.has_more:
            self.upstream.hang_up()
        if client.begin_next():
            return True
        self._linger()
        return False

    def _has_hung_up(self) -> bool:
        """Return whether the program has hung up."""
        watch = select.poll()
        watch.register(self.connection.socket, select.POLLRDHUP)
        return bool(watch.poll(0))

    def _linger(self) -> None:
        """Wait a moment for the program to read the answer: closing with unread input would discard it."""
        connection = self.connection.socket
        left = _MOST_DRAINED
        with contextlib.suppress(OSError):
            connection.settimeout(_DRAIN_S)
            connection.shutdown(socket.SHUT_WR)
            while left > 0 and (piece := connection.recv(PIECE)):
                left -= len(piece)


class Upstream:
    """The outside connection, at most one, of a program's connection; a context manager."""

    def __init__(self, outside: WayOut) -> None:
        self._outside = outside
        self._origin: WebOrigin | None = None
        self._connection: HttpConnection | None = None

    def __enter__(self) -> Self:
        """Start without a connection."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.socket.close()
        self._connection = None
        self._origin = None

    def connect(self, origin: WebOrigin, *, fresh: bool) -> bool:
        """Connect to a host; return whether an older connection is reused, which may have been closed."""
        if self._origin == origin and self._connection is not None and not fresh:
            return True
        self.hang_up()
        self._connection = HttpConnection(self._outside.connect(origin), h11.CLIENT)
        self._origin = origin
        return False

    def answer(self, request: h11.Request, pieces: Iterable[bytes]) -> h11.Response:
        """Send a request, and return the head of its final answer; earlier informational ones are skipped."""
        self.connection.send(request)
        for piece in pieces:
            self.connection.send(h11.Data(piece))
        self.connection.send(h11.EndOfMessage())
        try:
            for _ in range(_MOST_INTERIM):
                head = self.connection.next()
                if isinstance(head, h11.Response):
                    return head
        except RefusedRequestError as error:
            raise RefusedRequestError(BAD_GATEWAY, f"The host's response isn't passed on. {error.reason}") from error
        raise RefusedRequestError(BAD_GATEWAY, "The host didn't send a final response.")

    @property
    def connection(self) -> HttpConnection:
        """The connection to the host."""
        if self._connection is None:
            raise HungUpError("not connected")
        return self._connection


def passed_on(message: h11.Request | h11.Response) -> list[tuple[bytes, bytes]]:
    """Return the header fields without those that belong to the connection."""
    nominated = {token.strip().lower() for value in values(message, "connection") for token in value.split(",")}
    if nominated & _NEVER_OF_CONNECTION:
        raise RefusedRequestError(BAD_REQUEST, "The Connection header names a field that belongs to the message.")
    dropped = _OF_CONNECTION | _LEADS_ELSEWHERE | nominated
    return [(name, value) for name, value in message.headers.raw_items() if name.decode().lower() not in dropped]


@dataclass(frozen=True, slots=True)
class RequestAim:
    """The server and path of a request, on which all its parts agree."""

    origin: WebOrigin
    path: str  # with its query


def tunnel_origin(request: h11.Request, scope: HostScope) -> WebOrigin:
    """Return the target of a CONNECT; RefusedRequestError for another port, an IP address, or an unnamed host."""
    if values(request, "content-length") or values(request, "transfer-encoding"):
        raise RefusedRequestError(BAD_REQUEST, "A request for a tunnel can't have a body.")
    host = authority(request.target.decode(), _HTTPS)
    if host is None or not scope.covers(host):
        raise RefusedRequestError(FORBIDDEN, "The desk isn't allowed to reach this host.")
    named = values(request, "host")
    if len(named) > 1 or (named and authority(named[0], _HTTPS) != host):
        raise RefusedRequestError(BAD_REQUEST, "The request names two hosts.")
    return WebOrigin(host, encrypted=True)


def aim(request: h11.Request, tunnel: WebOrigin | None, scope: HostScope) -> RequestAim:
    """Return the target of a request; `tunnel` is the target of its connection, None if that isn't encrypted.

    RefusedRequestError for a switch to another protocol, for contradictory addresses, and for a host outside the scope.
    """
    method = request.method.decode()
    names = {name.decode() for name, _ in request.headers}
    if method in _NEVER:
        raise RefusedRequestError(NO_METHOD, f"The method {method} isn't passed on.")
    if names & _SWITCHES or any(name.startswith("sec-websocket-") for name in names):
        raise RefusedRequestError(FORBIDDEN, "A connection from this desk can't switch to another protocol.")
    if names & _OTHER_ADDRESS:
        raise RefusedRequestError(FORBIDDEN, "A header field names another address.")
    if any(value.lower() != "100-continue" for value in values(request, "expect")):
        raise RefusedRequestError(NOT_EXPECTED, "The Expect header has an unknown value.")
    request_aim = _parsed_aim(request.target.decode(), tunnel)
    hosts = values(request, "host")
    if len(hosts) != 1 or authority(hosts[0], request_aim.origin.port) != request_aim.origin.host:
        raise RefusedRequestError(FORBIDDEN, "The Host header doesn't match the connection's host.")
    if not scope.covers(request_aim.origin.host):
        raise RefusedRequestError(FORBIDDEN, "The desk isn't allowed to reach this host.")
    return request_aim


def is_write(request: h11.Request, size: int) -> bool:
    """Return whether a request may change something, by its method, its headers and the size of its body."""
    return (
        request.method not in _READS or size > 0 or any(name.decode() in _OTHER_METHOD for name, _ in request.headers)
    )


def _parsed_aim(target: str, tunnel: WebOrigin | None) -> RequestAim:
    if tunnel is not None and target.startswith("/"):
        return RequestAim(tunnel, target)
    scheme, mark, after_scheme = target.partition("://")
    end = next((index for index, char in enumerate(after_scheme) if char in "/?"), len(after_scheme))
    path = after_scheme[end:] if after_scheme[end:].startswith("/") else f"/{after_scheme[end:]}"
    encrypted = tunnel is not None
    host = authority(after_scheme[:end], WebOrigin("", encrypted).port)
    if not mark or scheme.lower() != WebOrigin("", encrypted).scheme or host is None:
        raise RefusedRequestError(BAD_REQUEST, "Requests with this form of address aren't passed on.")
    origin = WebOrigin(host, encrypted)
    if tunnel is not None and origin != tunnel:
        raise RefusedRequestError(FORBIDDEN, "The request is for a different host than its connection.")
    return RequestAim(origin, path)
