"""The errors of refused requests: a status for the program on the desk, and a sentence."""

from __future__ import annotations

# HTTP's own numbers.
BAD_REQUEST = 400
FORBIDDEN = 403
NO_METHOD = 405
TOO_LARGE = 413
NOT_EXPECTED = 417
TOO_LONG = 431
BAD_GATEWAY = 502
UNAVAILABLE = 503
VERSION = 505


class RefusedRequestError(Exception):
    """The request or its answer isn't forwarded; the connection is closed after the error response."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class HungUpError(Exception):
    """The other side has closed the connection or was silent for too long, so no answer can be sent."""
