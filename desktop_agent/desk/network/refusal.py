"""Why a request goes no further: the status that the program on the desk gets, and a sentence."""

from __future__ import annotations

# HTTP's own numbers.
BAD_REQUEST, FORBIDDEN, NO_METHOD, TOO_LARGE, NOT_EXPECTED, TOO_LONG = 400, 403, 405, 413, 417, 431
BAD_GATEWAY, UNAVAILABLE, VERSION = 502, 503, 505


class RefusedRequestError(Exception):
    """The request, or what came back, is not passed on; the connection is closed after the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class HungUpError(Exception):
    """The other side has closed the connection, or said nothing for too long; nobody is left to answer."""
