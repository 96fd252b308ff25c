"""One connection of a program on the desk: each request is read whole, judged, held where it is a write, and passed on.

What is held is the body, never the judgement: a request goes out only after its line stands in the list, to the host
that was judged, in our own spelling. After anything that is refused the connection is closed, so that nobody has to
guess where the next request begins.
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

from desktop_agent.desk.network.asking import WriteAsker, WriteKind
from desktop_agent.desk.network.body import BodyAllowance, HeldBody
from desktop_agent.desk.network.certificates import DeskAuthority
from desktop_agent.desk.network.fields import MOST_READ, sent_fields, shown_path, shown_text
from desktop_agent.desk.network.head import (
    HeadField,
    RequestHead,
    ResponseHead,
    passed_on,
    request_framing,
    request_head,
    response_framing,
    response_head,
    written,
)
from desktop_agent.desk.network.hosts import HostScope, WebOrigin, authority
from desktop_agent.desk.network.question import LONGEST_PATH, HeldWrite
from desktop_agent.desk.network.refusal import HungUpError, RefusedRequestError
from desktop_agent.desk.network.resolve import WayOut
from desktop_agent.desk.network.sent_list import SentBy, SentList, SentRequest, now
from desktop_agent.desk.network.stream import PIECE, ByteStream

_FORBIDDEN, _BAD_GATEWAY, _UNAVAILABLE = 403, 502, 503
_QUIET_S, _DRAIN_S = 300.0, 2.0
_MOST_DRAINED = 1_000_000
_LONGEST_KIND, _LONGEST_METHOD = 100, 40
_HELD_BACK = "The person at this computer hasn't allowed this request."
_SWITCHING, _FINAL = 101, 200
_MOST_INTERIM = 8
_BAD_REQUEST, _NO_METHOD, _NOT_EXPECTED = 400, 405, 417
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_NEVER = frozenset({"CONNECT", "TRACE", "TRACK"})
_SWITCHES = frozenset({"upgrade", "http2-settings"})
# A server may take these for the method, and then a read is none.
_OTHER_METHOD = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})
# And these for the address, which then is not the one that was judged.
_OTHER_ADDRESS = frozenset(
    "x-original-url x-rewrite-url x-original-host x-host x-forwarded-host x-forwarded-server x-http-host-override"
    " forwarded".split()
)
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class DeskGate:
    """All that the connections of one desk share."""

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
    stream = ByteStream(connection)
    with Upstream(gate.outside) as upstream:
        client = _DeskClient(stream, gate, upstream)
        try:
            head = request_head(stream.head())
            if head.method == "CONNECT":
                client = _tunnel(client, tunnel_origin(head, gate.scope))
                head = request_head(client.stream.head())
            while client.exchange(head):
                head = request_head(client.stream.head())
        except RefusedRequestError as error:
            client.refuse(error)
        except HungUpError:
            pass
        finally:
            client.stream.socket.close()


def _tunnel(client: _DeskClient, origin: WebOrigin) -> _DeskClient:
    """Return the client as it goes on inside of its tunnel, which ends here."""
    stream, gate = client.stream, client.gate
    if stream.has_more:
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "Data was sent before the tunnel was established.")
    stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
    try:
        inner = gate.authority.context(origin.host).wrap_socket(stream.socket, server_side=True)
    except OSError as error:  # another name, no trust, no TLS
        raise HungUpError(str(error)) from error
    return _DeskClient(ByteStream(inner), gate, client.upstream, origin)


class _DeskClient:
    """One program's connection, in or outside of a tunnel."""

    def __init__(self, stream: ByteStream, gate: DeskGate, upstream: Upstream, tunnel: WebOrigin | None = None) -> None:
        self.stream, self.gate, self.upstream = stream, gate, upstream
        self._tunnel = tunnel
        self._answered = False

    def exchange(self, head: RequestHead) -> bool:
        """Pass one request and its answer on; return whether another may follow."""
        self._answered = False
        there = aim(head, self._tunnel, self.gate.scope)
        framing = request_framing(head)
        with HeldBody(self.gate.folder, self.gate.allowance) as body:
            if framing != 0:
                if head.all("expect"):
                    self.stream.send(b"HTTP/1.1 100 Continue\r\n\r\n")
                body.fill(self.stream, framing)
            by = self._let_out(head, there, body)
            answer = self._passed(head, there, body, by)
        return self._relay(answer, head)

    def refuse(self, error: RefusedRequestError) -> None:
        """Tell the program why, where nothing was told yet."""
        if self._answered:
            return
        text = f"{error.reason}\n".encode()
        fields = (
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text))), ("Connection", "close"),
            ("Cache-Control", "no-store"),
        )  # fmt: skip
        first = f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}"
        self._finish(written(first, fields) + text)

    def _let_out(self, head: RequestHead, there: RequestAim, body: HeldBody) -> SentBy:
        """Return who lets the request out; RefusedRequestError where nobody does."""
        if not is_write(head, body.size):
            return "hosts"
        origin, path = there.origin, there.path.partition("?")[0]
        media_type = (head.all("content-type") or [""])[0]
        fields = sent_fields(media_type, body.start(MOST_READ), body.size)
        held = HeldWrite(
            0, shown_text(head.method, _LONGEST_METHOD), origin.host, shown_path(there.path, LONGEST_PATH),
            origin.encrypted, body.size, shown_text(media_type, _LONGEST_KIND), fields.shown, fields.more,
        )  # fmt: skip
        kind = WriteKind(origin.encrypted, origin.host, path, head.method)
        by = self.gate.asker.ask(held, kind, self._is_gone)
        if by is None:
            raise RefusedRequestError(_FORBIDDEN, _HELD_BACK)
        return by

    def _passed(self, head: RequestHead, there: RequestAim, body: HeldBody, by: SentBy) -> ResponseHead:
        """Send the request and return the head of the answer.

        A read that finds its older connection closed is sent once more; a write has a connection of its own.
        """
        fields = [*passed_on(head.fields), ("Connection", "keep-alive")]
        if body.size or head.method in {"POST", "PUT", "PATCH"}:
            fields.append(("Content-Length", str(body.size)))
        older = self.upstream.connect(there.origin, fresh=by != "hosts")
        self._list(head, there, body.size, by)
        first = f"{head.method} {there.path} HTTP/1.1"
        try:
            self.upstream.send(first, fields, body.pieces())
            return self.upstream.response()
        except HungUpError as error:
            if not older:
                raise _no_answer(there.origin) from error
        self.upstream.connect(there.origin, fresh=True)
        try:
            self.upstream.send(first, fields, body.pieces())
            return self.upstream.response()
        except HungUpError as error:
            raise _no_answer(there.origin) from error

    def _list(self, head: RequestHead, there: RequestAim, size: int, by: SentBy) -> None:
        shown = shown_path(there.path, LONGEST_PATH)
        method = shown_text(head.method, _LONGEST_METHOD)
        sent = SentRequest(now(), method, there.origin.host, shown, there.origin.encrypted, size, by)
        try:
            self.gate.sent.add(sent)
        except OSError as error:
            raise RefusedRequestError(_UNAVAILABLE, "The list of outgoing requests can't be written.") from error

    def _relay(self, answer: ResponseHead, asked: RequestHead) -> bool:
        """Pass an answer on as it comes; return whether the connection stays open."""
        framing = response_framing(answer, asked.method)
        fields = passed_on(answer.fields)
        chunked = isinstance(framing, str) and asked.version == "1.1"
        keep = asked.keeps_open and (chunked or isinstance(framing, int))
        if chunked:
            fields.append(("Transfer-Encoding", "chunked"))
        elif framing or answer.all("content-length"):
            fields += [("Content-Length", length) for length in answer.all("content-length")[:1]]
        fields.append(("Connection", "keep-alive" if keep else "close"))
        self._answered = True
        self.stream.send(written(f"HTTP/1.1 {answer.status} {answer.reason}", fields))
        source = self.upstream.stream
        try:
            for piece in source.body(framing):
                self.stream.send(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        except RefusedRequestError as error:  # a broken chunk: the rest of the answer is nobody's
            raise HungUpError(error.reason) from error
        if chunked:
            self.stream.send(b"0\r\n\r\n")
        if source.has_more or framing == "until close" or not answer.keeps_open:
            self.upstream.hang_up()
        if not keep:
            self._finish(b"")
        return keep

    def _is_gone(self) -> bool:
        """Tell whether the program has hung up."""
        watch = select.poll()
        watch.register(self.stream.socket, select.POLLRDHUP)
        return bool(watch.poll(0))

    def _finish(self, last: bytes) -> None:
        """Send the last words, and wait a moment until they are taken: closing on unread bytes would take them back."""
        connection, left = self.stream.socket, _MOST_DRAINED
        try:
            connection.settimeout(_DRAIN_S)
            connection.sendall(last)
            connection.shutdown(socket.SHUT_WR)
            while left > 0 and (piece := connection.recv(PIECE)):
                left -= len(piece)
        except OSError:
            return


def _no_answer(origin: WebOrigin) -> RefusedRequestError:
    return RefusedRequestError(_BAD_GATEWAY, f"The host {origin.host} closed the connection without a response.")


class Upstream:
    """At most one connection to the outside, for one that a program on the desk has made; a context manager."""

    def __init__(self, outside: WayOut) -> None:
        self._outside = outside
        self._origin: WebOrigin | None = None
        self._stream: ByteStream | None = None

    def __enter__(self) -> Self:
        """Be connected to nobody yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.socket.close()
        self._stream = self._origin = None

    def connect(self, origin: WebOrigin, *, fresh: bool) -> bool:
        """Be connected to a host; return whether the connection is an older one, which may have been closed."""
        if self._origin == origin and self._stream is not None and not fresh and not self._stream.has_more:
            return True
        self.hang_up()
        self._stream = ByteStream(self._outside.connect(origin))
        self._origin = origin
        return False

    def send(self, first: str, fields: Iterable[HeadField], pieces: Iterable[bytes]) -> None:
        """Send a request."""
        stream = self.stream
        stream.send(written(first, fields))
        for piece in pieces:
            stream.send(piece)

    def response(self) -> ResponseHead:
        """Return the head of the answer; what comes before the final one is passed over."""
        for _ in range(_MOST_INTERIM):
            try:
                head = response_head(self.stream.head())
            except RefusedRequestError as error:
                raise RefusedRequestError(
                    _BAD_GATEWAY, f"The host's response isn't passed on. {error.reason}"
                ) from error
            if head.status == _SWITCHING:
                raise RefusedRequestError(_BAD_GATEWAY, "The host wants to switch to another protocol.")
            if head.status >= _FINAL:
                return head
        raise RefusedRequestError(_BAD_GATEWAY, "The host didn't send a final response.")

    @property
    def stream(self) -> ByteStream:
        """What comes from the host."""
        if self._stream is None:
            raise HungUpError("not connected")
        return self._stream


@dataclass(frozen=True, slots=True)
class RequestAim:
    """The server and the address there that a request is for; both are what it says everywhere."""

    origin: WebOrigin
    path: str  # with its query


def tunnel_origin(head: RequestHead, scope: HostScope) -> WebOrigin:
    """Return where a CONNECT leads; RefusedRequestError for another port, a number, and a host that was not named."""
    if request_framing(head) != 0:
        raise RefusedRequestError(_BAD_REQUEST, "A request for a tunnel can't have a body.")
    host = authority(head.target, _HTTPS)
    if host is None or not scope.covers(host):
        raise RefusedRequestError(_FORBIDDEN, "The desk isn't allowed to reach this host.")
    named = head.all("host")
    if len(named) > 1 or (named and authority(named[0], _HTTPS) != host):
        raise RefusedRequestError(_BAD_REQUEST, "The request names two hosts.")
    return WebOrigin(host, encrypted=True)


def aim(head: RequestHead, tunnel: WebOrigin | None, scope: HostScope) -> RequestAim:
    """Return what a request is for; `tunnel` is where its connection leads, None for one that is not encrypted.

    RefusedRequestError for what switches to another protocol, names two places, or is for a host that was not named.
    """
    if head.method in _NEVER:
        raise RefusedRequestError(_NO_METHOD, f"The method {head.method} isn't passed on.")
    names = {name.lower() for name, _ in head.fields}
    if names & _SWITCHES or any(name.startswith("sec-websocket-") for name in names):
        raise RefusedRequestError(_FORBIDDEN, "A connection from this desk can't switch to another protocol.")
    if names & _OTHER_ADDRESS:
        raise RefusedRequestError(_FORBIDDEN, "A header field names another address.")
    if any(value.lower() != "100-continue" for value in head.all("expect")):
        raise RefusedRequestError(_NOT_EXPECTED, "The Expect header has an unknown value.")
    found = _aim(head.target, tunnel)
    hosts = head.all("host")
    if len(hosts) != 1 or authority(hosts[0], found.origin.port) != found.origin.host:
        raise RefusedRequestError(_FORBIDDEN, "The Host header doesn't match the connection's host.")
    if not scope.covers(found.origin.host):
        raise RefusedRequestError(_FORBIDDEN, "The desk isn't allowed to reach this host.")
    return found


def is_write(head: RequestHead, size: int) -> bool:
    """Tell whether a request with a body of this size may change something, by what it says of itself."""
    return head.method not in _READS or size > 0 or any(name.lower() in _OTHER_METHOD for name, _ in head.fields)


def _aim(target: str, tunnel: WebOrigin | None) -> RequestAim:
    if tunnel is not None and target.startswith("/"):
        return RequestAim(tunnel, target)
    scheme, mark, rest = target.partition("://")
    end = next((at for at, char in enumerate(rest) if char in "/?"), len(rest))
    path = rest[end:] if rest[end:].startswith("/") else f"/{rest[end:]}"
    encrypted = tunnel is not None
    host = authority(rest[:end], WebOrigin("", encrypted).port)
    if not mark or scheme.lower() != WebOrigin("", encrypted).scheme or host is None:
        raise RefusedRequestError(_BAD_REQUEST, "Requests with this form of address aren't passed on.")
    origin = WebOrigin(host, encrypted)
    if tunnel is not None and origin != tunnel:
        raise RefusedRequestError(_FORBIDDEN, "The request is for a different host than its connection.")
    return RequestAim(origin, path)
