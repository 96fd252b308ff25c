"""The head of a request or an answer, read to the letter: what two programs could read in two ways is refused. Pure.

A proxy judges what it reads, and the server acts on what *it* reads. Where the two may differ (a length given twice, a
folded line, a bare line feed), one request hides in another. So nothing is repaired here, and what goes on is written
anew from what was read, never copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from desktop_agent.desk.network.refusal import RefusedRequestError

BodyFraming = int | Literal["chunked", "until close"]
HeadField = tuple[str, str]  # a name as it was written, and its value without blanks around it

_BAD_REQUEST, _BAD_GATEWAY, _VERSION = 400, 502, 505
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TARGET = re.compile(r"[!-\"$-~]+")  # visible ASCII without “#”, which never goes to a server
_VALUE = re.compile(r"[\t -~\x80-\xff]*")
_DIGITS = re.compile(r"[0-9]{1,15}")
_STATUS_LINE = re.compile(r"HTTP/(1\.[01]) ([1-5][0-9]{2})(?: ([\t -~\x80-\xff]*))?")
_VERSIONS = frozenset({"1.0", "1.1"})
# Of one connection only, and not of the message.
_OF_CONNECTION = frozenset(
    "connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding"
    " upgrade content-length expect http2-settings".split()
)
# Would lead past the proxy the next time.
_LEADS_ELSEWHERE = frozenset({"alt-svc", "alternate-protocol"})
_NEVER_OF_CONNECTION = frozenset({"host", "content-length", "authorization", "cookie", "content-type", "origin"})
_NO_BODY_BELOW, _NO_CONTENT, _NOT_MODIFIED = 200, 204, 304


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The first line of a request, and its fields in order."""

    method: str
    target: str
    version: str  # "1.0" or "1.1"
    fields: tuple[HeadField, ...]

    def all(self, name: str) -> list[str]:
        """Return every value of a field, by its name in lower case."""
        return [value for one, value in self.fields if one.lower() == name]

    @property
    def keeps_open(self) -> bool:
        """Whether the connection is for further requests."""
        return _keeps_open(self.version, self.all("connection"))


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """The first line of an answer, and its fields in order."""

    status: int
    reason: str
    version: str
    fields: tuple[HeadField, ...]

    def all(self, name: str) -> list[str]:
        """Return every value of a field, by its name in lower case."""
        return [value for one, value in self.fields if one.lower() == name]

    @property
    def keeps_open(self) -> bool:
        """Whether the connection is for further requests."""
        return _keeps_open(self.version, self.all("connection"))


def request_head(data: bytes) -> RequestHead:
    """Read a head up to and with its empty line; RefusedRequestError where it could be read in two ways."""
    first, fields = _lines(data, _BAD_REQUEST)
    parts = first.split(" ")
    if len(parts) != 3 or not _TOKEN.fullmatch(parts[0]) or not _TARGET.fullmatch(parts[1]):  # noqa: PLR2004
        raise RefusedRequestError(_BAD_REQUEST, "The first line isn't a request line.")
    method, target, protocol = parts
    version = protocol.removeprefix("HTTP/")
    if not protocol.startswith("HTTP/") or version not in _VERSIONS:
        raise RefusedRequestError(_VERSION, "Only HTTP/1.1 is passed on.")
    return RequestHead(method, target, version, fields)


def response_head(data: bytes) -> ResponseHead:
    """Read the head of an answer; RefusedRequestError (502) where it could be read in two ways."""
    first, fields = _lines(data, _BAD_GATEWAY)
    read = _STATUS_LINE.fullmatch(first)
    if read is None:
        raise RefusedRequestError(_BAD_GATEWAY, "The host's response isn't HTTP/1.1.")
    return ResponseHead(int(read[2]), read[3] or "", read[1], fields)


def request_framing(head: RequestHead) -> BodyFraming:
    """Return how long the body of a request is; RefusedRequestError where that is not said once and plainly."""
    framing = _framing(head, _BAD_REQUEST)
    return 0 if framing is None else framing


def response_framing(head: ResponseHead, method: str) -> BodyFraming:
    """Return how long the body of an answer to `method` is; RefusedRequestError where that is not said plainly."""
    if method == "HEAD" or head.status < _NO_BODY_BELOW or head.status in {_NO_CONTENT, _NOT_MODIFIED}:
        return 0
    framing = _framing(head, _BAD_GATEWAY)
    return "until close" if framing is None else framing


def passed_on(fields: Iterable[HeadField]) -> list[HeadField]:
    """Return the fields that are of the message and not of the connection it came by."""
    listed = list(fields)
    nominated = {
        token.strip().lower() for name, value in listed if name.lower() == "connection" for token in value.split(",")
    }
    if nominated & _NEVER_OF_CONNECTION:
        raise RefusedRequestError(_BAD_REQUEST, "The Connection header names a field that belongs to the message.")
    dropped = _OF_CONNECTION | _LEADS_ELSEWHERE | nominated
    return [(name, value) for name, value in listed if name.lower() not in dropped]


def written(first: str, fields: Iterable[HeadField]) -> bytes:
    """Return a head as it goes out."""
    lines = (first, *(f"{name}: {value}" for name, value in fields), "", "")
    return "\r\n".join(lines).encode("latin-1")


def _lines(data: bytes, status: int) -> tuple[str, tuple[HeadField, ...]]:
    text = data.decode("latin-1")
    first, *lines = text.removesuffix("\r\n\r\n").split("\r\n")
    fields = []
    for line in lines:
        name, colon, value = line.partition(":")
        value = value.strip(" \t")
        # A folded line begins with a blank, which is in no name; a bare line end or a zero is in no value.
        if not colon or not _TOKEN.fullmatch(name) or not _VALUE.fullmatch(value):
            raise RefusedRequestError(status, "A line of the head isn't a header field.")
        fields.append((name, value))
    return first, tuple(fields)


def _framing(head: RequestHead | ResponseHead, status: int) -> BodyFraming | None:
    lengths, codings = head.all("content-length"), head.all("transfer-encoding")
    if codings:
        if lengths or len(codings) > 1 or codings[0].lower() != "chunked" or head.version == "1.0":
            raise RefusedRequestError(status, "The length of the body is given in two ways or in an unknown way.")
        return "chunked"
    if not lengths:
        return None
    if len(lengths) > 1 or not _DIGITS.fullmatch(lengths[0]):
        raise RefusedRequestError(status, "The length of the body isn't a single number.")
    return int(lengths[0])


def _keeps_open(version: str, values: list[str]) -> bool:
    tokens = {token.strip().lower() for value in values for token in value.split(",")}
    return "close" not in tokens and (version == "1.1" or "keep-alive" in tokens)
