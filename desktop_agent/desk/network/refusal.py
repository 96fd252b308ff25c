"""Why a request goes no further: the status that the program on the desk gets, and a sentence."""

from __future__ import annotations


class RefusedRequestError(Exception):
    """The request, or what came back, is not passed on; the connection is closed after the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class HungUpError(Exception):
    """The other side has closed the connection, or said nothing for too long; nobody is left to answer."""
