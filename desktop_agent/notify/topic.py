"""One topic on an ntfy server: a text is put there, and what others put there is heard as it comes.

The connection goes out from here, so no port is open. ntfy's pages “Publishing” and “Subscribe via API” say how: a text
is the body of a POST, and what comes is an endless answer of JSON lines. After a break it is asked again from two
minutes before: who listens knows what they have heard.
"""

from __future__ import annotations

import http.client
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, cast
from urllib.parse import urlsplit

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.version import __version__

AGENT: Final[Mapping[str, str]] = {"User-Agent": f"desktop-agent/{__version__}"}
_SINCE: Final = "2m"
_LONGEST_LINE = 16_384  # bytes
_WITHIN_S = 10.0
_SILENT_S = 150.0  # ntfy says that it is there every 45 s
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 60.0


class TopicError(DesktopAgentError):
    """The server could not be reached, or refused; names no more of the address than its host."""


class Topic:
    """A topic by its address, which is https or on this computer; redirects are not followed. For any thread."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._closed = threading.Event()
        self._heard_on: socket.socket | None = None

    def publish(self, text: str, within_s: float = _WITHIN_S) -> None:
        """Put a text there; TopicError where that fails."""
        try:
            with request(self._address, text.encode(), within_s):
                return
        except (OSError, http.client.HTTPException) as error:
            raise TopicError(why_failed(self._address, error)) from error

    def listen(self, take: Callable[[str], None], failed: Callable[[str], None] = lambda _: None) -> None:
        """Pass on each text as it comes, until `close`; `failed` is told each time that the connection breaks."""
        pause_s = _FIRST_PAUSE_S
        while not self._closed.is_set():
            try:
                with (
                    request(f"{self._address}/json?since={_SINCE}", None, _SILENT_S) as answer,
                    socket.fromfd(answer.fileno(), socket.AF_INET, socket.SOCK_STREAM) as self._heard_on,
                ):
                    pause_s = _FIRST_PAUSE_S
                    self._pass_on(answer, take)
            except (OSError, ValueError, http.client.HTTPException) as error:
                if not self._closed.is_set():
                    failed(why_failed(self._address, error))
            self._closed.wait(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def close(self) -> None:
        """Have `listen` return, at once where it waits for a line."""
        self._closed.set()
        if self._heard_on is not None:
            with suppress(OSError):
                self._heard_on.shutdown(socket.SHUT_RDWR)

    def _pass_on(self, answer: http.client.HTTPResponse, take: Callable[[str], None]) -> None:
        while not self._closed.is_set() and (line := answer.readline(_LONGEST_LINE)):
            if (text := _text_of(line)) is not None and not self._closed.is_set():
                take(text)


def request(
    address: str, body: bytes | None, within_s: float, headers: Mapping[str, str] = AGENT
) -> http.client.HTTPResponse:
    """Return the answer of an https address, or of one on this computer, which is reached through no proxy.

    Redirects are not followed. Raises OSError or HTTPException; `why_failed` says it for a person.
    """
    direct = (urllib.request.ProxyHandler({}),) if urlsplit(address).scheme == "http" else ()
    asked = urllib.request.Request(address, body, dict(headers))  # noqa: S310 - the address is checked where it is made
    return cast(
        "http.client.HTTPResponse", urllib.request.build_opener(_NoRedirect, *direct).open(asked, timeout=within_s)
    )


def why_failed(address: str, error: Exception) -> Message:
    """Return why a request failed; it names the host alone, as a path may be secret."""
    host = urlsplit(address).netloc
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        return Message("{host} answered {code}.", host=host, code=error.code)
    return Message("{host} can't be reached.", host=host)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _text_of(line: bytes) -> str | None:
    """Return what a line of the answer says; None where it says only that the server is there, or is none of ntfy's."""
    with suppress(ValueError, RecursionError):
        said = json.loads(line)
        if isinstance(said, dict) and said.get("event") == "message" and isinstance(said.get("message"), str):
            return str(said["message"])
    return None
