"""A request that would leave a side desk and change something at its host, as a person is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.message import Message

OutgoingVerdict = Literal["once", "run", "no"]
_USUAL = frozenset({"POST", "PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """The request as far as it is known. All but the size was chosen by programs and pages; nothing in it hides."""

    method: str
    host: str
    path: str  # with its query, shortened
    encrypted: bool
    size: int  # bytes of the body
    media_type: str = ""
    fields: tuple[tuple[str, str], ...] = ()  # names and values, shortened
    more: bool = False  # the body holds more than the fields tell

    @property
    def address(self) -> str:
        """The address of the request."""
        return f"{'https' if self.encrypted else 'http'}://{self.host}{self.path}"


def outgoing_in_own_words(request: OutgoingRequest) -> str:
    """Return a short sentence without full stop that contains no foreign text."""
    method = request.method
    if method not in _USUAL:
        return Message("Let an unusual kind of request leave the desk")
    if not request.size:
        return Message("Let a {method} request leave the desk", method=method)
    if request.size == 1:
        return Message("Let a {method} request of 1 byte leave the desk", method=method)
    return Message("Let a {method} request of {size} bytes leave the desk", method=method, size=request.size)


def outgoing_rows(request: OutgoingRequest) -> tuple[tuple[str, str], ...]:
    """Return the foreign text of a request, each part under a label of ours."""
    method = ((Message("Method"), request.method),) if request.method not in _USUAL else ()
    kind = ((Message("Kind"), request.media_type),) if request.media_type else ()
    fields = ((Message("Field"), f"{name} = {value}") for name, value in request.fields)
    return ((Message("Host"), request.host), *method, *kind, *fields)


def outgoing_reasons(request: OutgoingRequest) -> tuple[str, ...]:
    """Return why a person is asked, and warnings before their approval."""
    why = [Message("It may change something on the server, and that can't be undone.")]
    if request.more:
        why.append(Message("It contains more than is shown here."))
    if not request.encrypted:
        why.append(Message("It isn't encrypted, so others can read it in transit."))
    return tuple(why)
