"""Talks HTTP; the only file that knows httpx, and none of its exceptions leaves it.

The key goes to one host only: redirects are not followed. Compressed answers are neither asked for nor taken, because
their size cannot be capped while they are decoded.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from desktop_agent import __version__
from desktop_agent.core.errors import DialectError, ModelError, UnreachableError
from desktop_agent.model.endpoint import Endpoint

MAX_BODY_BYTES = 32 * 1024 * 1024
_USABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:=-]{0,511}")
_GONE = "Check the network and the base URL, then go on."


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for a server, in seconds: to connect, between two bytes of a stream, for a whole answer."""

    connect_s: float = 10.0
    idle_s: float = 90.0
    total_s: float = 300.0


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, header fields (names in lower case), and the body as it comes."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]

    @property
    def media_type(self) -> str:
        """The type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    async def read(self) -> bytes:
        """Return the whole body."""
        return b"".join([chunk async for chunk in self.chunks])


class Client:
    """One server's connections."""

    def __init__(
        self,
        endpoint: Endpoint,
        key: str | None,
        patience: Patience,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        headers = {"Accept-Encoding": "identity", "User-Agent": f"desktop-agent/{__version__}"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._url, self._patience = endpoint.url, patience
        # It writes every header, the key among them, into the log.
        logging.getLogger("hpack").setLevel(logging.WARNING)
        self._http = httpx.AsyncClient(
            headers=headers,
            http2=True,
            follow_redirects=False,
            # Reading all certificates takes 40 ms, which plain http, here on this computer, does not need.
            verify=endpoint.url.startswith("https:"),
            timeout=httpx.Timeout(None, connect=patience.connect_s),
            transport=transport,
            # A proxy must not see what stays on this computer.
            mounts={f"all://{httpx.URL(endpoint.url).netloc.decode()}": None} if endpoint.loopback else None,
        )

    @asynccontextmanager
    async def create(self, body: bytes, idempotency_key: str, *, stream: bool) -> AsyncIterator[HttpAnswer]:
        """Ask for a response.

        Raises UnreachableError when the server is not there, goes away or is silent for too long (worth another try),
        ModelError for what another try won't mend.
        """
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream, application/json" if stream else "application/json",
            "Idempotency-Key": idempotency_key,
        }
        request = self._http.build_request("POST", self._url, headers=headers, content=body)
        async with self._send(request) as answer:
            yield answer

    @asynccontextmanager
    async def retrieve(self, response_id: str) -> AsyncIterator[HttpAnswer]:
        """Ask for a response that was given before."""
        async with self._send(self._http.build_request("GET", self._one(response_id))) as answer:
            yield answer

    async def cancel(self, response_id: str, within_s: float) -> None:
        """Tell the server to give an answer up; whatever comes of it is fine."""
        try:
            request = self._http.build_request("POST", f"{self._one(response_id)}/cancel")
            async with asyncio.timeout(within_s), self._send(request):
                return
        except (ModelError, TimeoutError):
            return

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    def _one(self, response_id: str) -> str:
        if not _USABLE_ID.fullmatch(response_id):
            raise DialectError("The server gave its answer an id that cannot stand in an address.")
        return f"{self._url}/{quote(response_id, safe='')}"

    @asynccontextmanager
    async def _send(self, request: httpx.Request) -> AsyncIterator[HttpAnswer]:
        try:
            async with asyncio.timeout(self._patience.total_s):
                response = await self._http.send(request, stream=True)
                chunks = self._chunks(response)
                try:
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    yield HttpAnswer(response.status_code, headers, chunks)
                finally:
                    await chunks.aclose()
                    await response.aclose()
        except TimeoutError as error:
            raise UnreachableError(f"The server did not answer within {self._patience.total_s:g} s.", _GONE) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL) as error:
            raise _ours(error) from error

    async def _chunks(self, response: httpx.Response) -> AsyncGenerator[bytes]:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise DialectError(
                "The server compressed its answer, though we did not ask for that.", "Check the base URL."
            )
        size, chunks = 0, response.aiter_raw()
        while True:
            try:
                async with asyncio.timeout(self._patience.idle_s):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                raise UnreachableError(f"The server was silent for {self._patience.idle_s:g} s.", _GONE) from error
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise DialectError(
                    f"The server's answer is larger than {MAX_BODY_BYTES >> 20} MiB.", "Check the base URL."
                )
            yield chunk


def _ours(error: Exception) -> ModelError:
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text or "certificate" in text.lower():
        return ModelError(
            f"The server's certificate is not trusted: {text[:200]}", "Nothing was sent. Check the base URL."
        )
    match error:
        case httpx.ConnectTimeout():
            return UnreachableError("The server did not take the connection in time.", _GONE)
        case httpx.ConnectError():
            return UnreachableError(f"The server cannot be reached: {text[:200] or 'no connection'}.", _GONE)
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return ModelError("The base URL cannot be used.", "Give a URL like https://host/v1.")
        case httpx.ProxyError():
            return UnreachableError("The proxy refused the connection.", "Check HTTPS_PROXY and NO_PROXY.")
        case _:
            return UnreachableError("The server went away in the middle of its answer.", _GONE)
