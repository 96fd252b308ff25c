"""Where a request is meant to go, whether it may, and whether it has to be held. Pure: a head in, a judgement out."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.desk.network.head import RequestHead, request_framing
from desktop_agent.desk.network.hosts import HostScope, WebOrigin, authority
from desktop_agent.desk.network.refusal import RefusedRequestError

_BAD_REQUEST, _FORBIDDEN, _NO_METHOD, _NOT_EXPECTED = 400, 403, 405, 417
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
class RequestAim:
    """The server and the address there that a request is for; both are what it says everywhere."""

    origin: WebOrigin
    path: str  # with its query


def tunnel_origin(head: RequestHead, scope: HostScope) -> WebOrigin:
    """Return where a CONNECT leads; RefusedRequestError for another port, a number, and a host that was not named."""
    if request_framing(head) != 0:
        raise RefusedRequestError(_BAD_REQUEST, "A request for a tunnel has no body.")
    host = authority(head.target, _HTTPS)
    if host is None or not scope.covers(host):
        raise RefusedRequestError(_FORBIDDEN, "This host is not one that the desk may reach.")
    named = head.all("host")
    if len(named) > 1 or (named and authority(named[0], _HTTPS) != host):
        raise RefusedRequestError(_BAD_REQUEST, "The request names two hosts.")
    return WebOrigin(host, encrypted=True)


def aim(head: RequestHead, tunnel: WebOrigin | None, scope: HostScope) -> RequestAim:
    """Return what a request is for; `tunnel` is where its connection leads, None for one that is not encrypted.

    RefusedRequestError for what switches to another protocol, names two places, or is for a host that was not named.
    """
    if head.method in _NEVER:
        raise RefusedRequestError(_NO_METHOD, f"The method {head.method} is not passed on.")
    names = {name.lower() for name, _ in head.fields}
    if names & _SWITCHES or any(name.startswith("sec-websocket-") for name in names):
        raise RefusedRequestError(_FORBIDDEN, "No connection of this desk becomes another protocol.")
    if names & _OTHER_ADDRESS:
        raise RefusedRequestError(_FORBIDDEN, "A field of the head names another address.")
    if any(value.lower() != "100-continue" for value in head.all("expect")):
        raise RefusedRequestError(_NOT_EXPECTED, "The head expects what is not known.")
    found = _aim(head.target, tunnel)
    hosts = head.all("host")
    if len(hosts) != 1 or authority(hosts[0], found.origin.port) != found.origin.host:
        raise RefusedRequestError(_FORBIDDEN, "The head names another host than the connection.")
    if not scope.covers(found.origin.host):
        raise RefusedRequestError(_FORBIDDEN, "This host is not one that the desk may reach.")
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
        raise RefusedRequestError(_BAD_REQUEST, "The address of the request is none that is passed on.")
    origin = WebOrigin(host, encrypted)
    if tunnel is not None and origin != tunnel:
        raise RefusedRequestError(_FORBIDDEN, "The request is for another host than its connection.")
    return RequestAim(origin, path)
