"""The HTTP client; the only file that uses httpx, and none of its exceptions leaves it.

The key goes to one host only: redirects are not followed. Compressed answers are not requested; one that a gateway has
compressed nevertheless is unpacked (`decoding.py`), and its unpacked size counts. Proxies and certificates come from
the usual variables (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR); `proxies.py` reads the former.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import re
import socket
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from desktop_agent.core.errors import DialectError, ModelError, SettingsError, UnreachableError
from desktop_agent.core.texts.message import Message, template
from desktop_agent.core.version import __version__
from desktop_agent.model.caps import USUAL, Caps, Timeouts
from desktop_agent.model.endpoint import Endpoint, is_usable_id
from desktop_agent.model.foreign_json import CHECK_THE_URL, load_object, text_of
from desktop_agent.model.wire.decoding import Unpacker
from desktop_agent.model.wire.proxies import Proxy, proxy_for
from desktop_agent.model.wire.refusal import Refusal, Response, redact, wrong_media_type
from desktop_agent.model.wire.upload_rate import UploadRate

_log = logging.getLogger(__name__)

_GONE = Message("Check the network and the base URL, then try again.")
_SILENT = Message("Check the server and the network, then try again.")
_HINT = Message("Specify a URL such as https://host/v1.")
# The messages of httpcore, h11 and h2 for a broken connection; their other errors mean that the server breaks HTTP.
_BROKE_OFF = ("server disconnected", "peer closed", "peer unexpectedly", "<connectionterminated", "<streamreset")
# The messages of httpcore for a login at a proxy, by HTTP and by SOCKS.
_WANTS_LOGIN = re.compile(r"^407\b|username|no auth", re.IGNORECASE)
_SIGN_OF_LIFE_BYTES = 1024
# Long enough for the user to answer or a page to load; after the library's own 5 s, a new connection with TLS would
# be needed. A connection that the server closed meanwhile is noticed before it is used.
_IDLE_S = 60.0
# The errors of TLS when a connection breaks.
_NO_TLS_FAULT = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_MOST_CAUSES = 8
# The beginnings of an event stream, whatever its type, after a byte order mark and white space.
_FIELDS = (b"data:", b"event:", b"id:", b"retry:", b":")
_BLANK = b"\xef\xbb\xbf \t\r\n"
_ENOUGH = 6
_LAST = 80
_MOST_TRIES = 20  # to read a body without a length as a whole document before its connection ends
# For a maintainer who asks the server's: as the APIs' pages call it.
_REQUEST_IDS = ("x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "cf-ray")
_HEADER_WORD = re.compile(r"[\w./()-]{1,60}( [\w./()-]{1,20})?", re.ASCII)
_SUCCESSES = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})


class Client:
    """One server's connections."""

    def __init__(
        self,
        endpoint: Endpoint,
        credentials: Mapping[str, str],
        patience: Timeouts,
        *,
        caps: Caps = USUAL,
        transport: httpx.AsyncBaseTransport | None = None,
        rate: UploadRate | None = None,
    ) -> None:
        """Set up; nothing is sent yet. `credentials` are header fields, sent to this endpoint and nowhere else.

        Raises SettingsError for an invalid address, and when a variable names unusable certificates or an unusable
        proxy.
        """
        own = {"Accept-Encoding": "identity", "User-Agent": f"desktop-agent/{__version__}"}
        self.patience = patience
        self.caps = caps
        self._rate = rate or UploadRate()
        self._url = endpoint.url
        self._address, host = _address_and_host(endpoint.url)
        self._checks_loopback = endpoint.loopback and host == "localhost"
        # A proxy must not see requests that stay on this computer.
        self._proxy = None if endpoint.loopback or transport else proxy_for(endpoint.url)
        # They log headers and reason phrases: our key, cookies, texts of the server.
        for name in ("hpack", "httpcore", "httpx"):
            logging.getLogger(name).setLevel(logging.WARNING)
        _log.info("server: %s, on this computer: %s, proxy: %s", host, endpoint.loopback, self._proxy is not None)
        self._secrets = tuple(part for value in credentials.values() for part in value.split())
        self._http = _http_client(endpoint, {**own, **credentials}, patience, transport, self._proxy)

    def create(
        self, body: bytes, idempotency_key: str, *, stream: bool, place: str = ""
    ) -> AbstractAsyncContextManager[HttpAnswer]:
        """Request a response; `place` is appended to the URL.

        Raises UnreachableError when the server cannot be reached, disconnects or is silent for too long (worth another
        try), ModelError when another try won't help.
        """
        headers = {
            "Content-Type": "application/json",
            "Accept": "text/event-stream, application/json" if stream else "application/json",
            "Idempotency-Key": idempotency_key,
        }
        return self._send(self._http.build_request("POST", f"{self._url}{place}", headers=headers, content=body))

    def retrieve(self, response_id: str) -> AbstractAsyncContextManager[HttpAnswer]:
        """Fetch a stored response."""
        return self._send(self._http.build_request("GET", self._response_url(response_id)))

    def models(self) -> AbstractAsyncContextManager[HttpAnswer]:
        """Fetch the list of the models that the server offers, which costs nothing."""
        return self._send(self._http.build_request("GET", f"{self._url.rpartition('/')[0]}/models"))

    async def cancel(self, response_id: str, within_s: float) -> int | None:
        """Ask the server to cancel an answer; return the status, None when it does not answer."""
        return await self._request_status("POST", response_id, "/cancel", within_s)

    async def delete(self, response_id: str, within_s: float) -> int | None:
        """Ask the server to delete a response; return the status, None when it does not answer."""
        return await self._request_status("DELETE", response_id, "", within_s)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _request_status(self, method: str, response_id: str, what: str, within_s: float) -> int | None:
        try:
            request = self._http.build_request(method, self._response_url(response_id) + what)
            async with asyncio.timeout(within_s), self._send(request) as answer:
                return answer.status
        except (ModelError, TimeoutError) as error:
            _log.debug("a stored answer could not be ended or deleted: %s", error)
            return None

    def _log_answer(self, request: httpx.Request, response: httpx.Response, seconds: float) -> None:
        fields = response.headers
        server = self._header_word(fields.get("server", ""))
        number = self._header_word(next((fields[name] for name in _REQUEST_IDS if name in fields), ""))
        protocol = self._header_word(response.http_version)
        ms = seconds * 1000
        status = response.status_code
        _log.info("%s: %d by %s after %d ms; %s, request %s", request.method, status, protocol, ms, server, number)

    def _header_word(self, value: str) -> str:
        """Return a header's value for the log; a server may put our key, or any text, into it."""
        has_secret = any(redact(value, secret) != value for secret in self._secrets)
        return value if _HEADER_WORD.fullmatch(value) and not has_secret else "-"

    def _response_url(self, response_id: str) -> str:
        if not is_usable_id(response_id):
            raise DialectError(Message("The server returned a response id that can't be used in a URL."))
        return f"{self._url}/{quote(response_id, safe='')}"

    @asynccontextmanager
    async def _send(self, request: httpx.Request) -> AsyncIterator[HttpAnswer]:
        if self._checks_loopback:
            request.extensions["trace"] = _check_loopback
        try:
            async with asyncio.timeout(self.patience.total_s):
                began = time.monotonic()
                response = await self._http.send(request, stream=True)
                self._log_answer(request, response, time.monotonic() - began)
                if response.status_code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED and self._proxy:
                    await response.aclose()
                    raise _login_error(self._proxy)
                line = response.extensions.get("network_stream")
                if line:
                    self._rate.note(line.get_extra_info("socket"))
                chunks = self._chunks(response)
                try:
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    yield HttpAnswer(response.status_code, headers, chunks)
                finally:
                    await chunks.aclose()
                    await response.aclose()
        except TimeoutError as error:
            _log.info("%s: no answer within %g s", request.method, self.patience.total_s)
            raise UnreachableError(
                Message("The server didn't finish its response within {total_s:g} s.", total_s=self.patience.total_s),
                _SILENT,
            ) from error
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ssl.SSLError) as error:
            # httpcore lets TLS's own errors through once hands are shaken.
            _log.info("%s: the connection failed: %s", request.method, error)
            raise _our_error(error, self._address, proxy=self._proxy) from error

    async def _chunks(self, response: httpx.Response) -> AsyncGenerator[bytes]:
        self._check_size(response.headers)
        chunks = response.aiter_raw()
        unpacker = Unpacker(response.headers.get("content-encoding", ""), self.caps.body_bytes)
        loop = asyncio.get_running_loop()
        idle_s = self.patience.idle_s
        size = 0
        alive_at = loop.time()
        alive_size = 0
        while True:
            try:
                async with asyncio.timeout_at(alive_at + idle_s):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                _log.debug("the answer has ended after %d bytes", size)
                return
            except TimeoutError as error:
                _log.info("the server has been silent for %g s, after %d bytes", idle_s, size)
                raise UnreachableError(
                    Message("The server sent nothing of its response for {idle_s:g} s.", idle_s=idle_s), _SILENT
                ) from error
            chunk = unpacker.unpack(chunk)
            size += len(chunk)
            if size > self.caps.body_bytes:
                raise _too_large(self.caps)
            # A byte now and then is no sign of life; a line is, or a large piece of an answer without lines.
            if b"\n" in chunk or b"\r" in chunk or size - alive_size >= _SIGN_OF_LIFE_BYTES:
                alive_at = loop.time()
                alive_size = size
            yield chunk

    def _check_size(self, headers: httpx.Headers) -> None:
        if len(headers.raw) > self.caps.headers:
            raise DialectError(
                Message("The server's response has too many header fields ({raw}).", raw=len(headers.raw)),
                CHECK_THE_URL,
            )
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self.caps.body_bytes:
            raise _too_large(self.caps)


def _address_and_host(url: str) -> tuple[str, str]:
    """Return the address for messages, and the host name; SettingsError for an invalid name."""
    try:
        parsed = httpx.URL(url)
        return parsed.netloc.decode(), parsed.host
    except (httpx.InvalidURL, UnicodeError) as error:
        raise SettingsError(Message("The base URL contains an invalid server name."), _HINT) from error


async def _check_loopback(event: str, info: Mapping[str, Any]) -> None:
    """Ensure, before anything is sent, that “localhost” resolves to this computer.

    Called by httpcore; raises ModelError if it is not.
    """
    if event != "connection.connect_tcp.complete":
        return
    stream = info["return_value"]
    address = str(stream.get_extra_info("server_addr")[0])
    if not ipaddress.ip_address(address).is_loopback:
        await stream.aclose()
        raise ModelError(
            Message(
                "The name localhost resolves to another computer ({address}), so nothing was sent.", address=address
            ),
            Message("Use 127.0.0.1 in the base URL."),
        )


def _http_client(
    endpoint: Endpoint,
    headers: Mapping[str, str],
    patience: Timeouts,
    transport: httpx.AsyncBaseTransport | None,
    proxy: Proxy | None,
) -> httpx.AsyncClient:
    encrypts = endpoint.url.startswith("https:")
    try:
        return httpx.AsyncClient(
            headers=headers,
            http2=True,
            follow_redirects=False,
            # Reading all certificates takes 40 ms, which plain http, here on this computer, does not need.
            verify=httpx.create_ssl_context() if encrypts else False,
            timeout=httpx.Timeout(None, connect=patience.connect_s),
            limits=httpx.Limits(keepalive_expiry=_IDLE_S),
            transport=transport,
            # Nor does httpx read the variables itself: it builds every proxy that they name, also one of no use here.
            proxy=proxy.url if proxy else None,
            trust_env=False,
        )
    except OSError as error:
        raise SettingsError(
            Message("The certificates that are trusted here can't be read: {reason}.", reason=str(error)[:200]),
            Message("If SSL_CERT_FILE or SSL_CERT_DIR is set, specify a PEM certificate file, or unset the variable."),
        ) from error
    except (ValueError, httpx.InvalidURL) as error:
        raise SettingsError(
            Message("The proxy in {variable} can't be used.", variable=proxy.variable if proxy else "HTTPS_PROXY"),
            Message("Set it to http://host:port or socks5://host:port, or unset it."),
        ) from error


def _login_error(proxy: Proxy) -> ModelError:
    return ModelError(
        Message("The proxy wants a name and a password, or doesn't take those that it got."),
        Message("Write them into {variable}: http://name:password@host:port.", variable=_named(proxy)),
    )


def _named(proxy: Proxy) -> str:
    return proxy.variable or Message("the system's settings")


def _too_large(caps: Caps) -> DialectError:
    return DialectError(
        Message("The server's response is larger than {part:g} MiB.", part=caps.body_bytes / (1 << 20)), CHECK_THE_URL
    )


def _our_error(error: Exception, at: str, *, proxy: Proxy | None) -> ModelError:
    """Return our error for a library's error; `at` is the server's address, `proxy` the one that is used, if any."""
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return ModelError(*_why_untrusted(error, text, at))
    if "CERTIFICATE_REQUIRED" in text or (isinstance(error, httpx.ConnectError) and _is_tls(error)):
        asks = "CERTIFICATE_REQUIRED" in text
        return ModelError(
            Message("A TLS connection to the server at {at} couldn't be established: {text}", at=at, text=text[:200]),
            Message("It asks for a client certificate, which isn't supported.")
            if asks
            else Message("Nothing was sent. Check the base URL."),
        )
    match error:
        case httpx.ConnectTimeout() | httpx.ConnectError() if proxy:
            return UnreachableError(
                Message("The proxy, or the server at {at} behind it, can't be reached.", at=at),
                Message("Check {variable} and NO_PROXY.", variable=_named(proxy)),
            )
        case httpx.ConnectTimeout():
            return UnreachableError(Message("The server at {at} didn't accept the connection in time.", at=at), _GONE)
        case httpx.ConnectError():
            return UnreachableError(*_why_unreachable(error, at))
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return ModelError(Message("The base URL can't be used."), _HINT)
        case httpx.ProxyError() if proxy and _WANTS_LOGIN.search(text):
            return _login_error(proxy)
        case httpx.ProxyError():
            return UnreachableError(
                Message("The proxy refused the connection: {text}.", text=text[:100] or Message("no reason given")),
                Message("Check {variable} and NO_PROXY.", variable=_named(proxy) if proxy else "HTTPS_PROXY"),
            )
        case httpx.RemoteProtocolError() if not text.lower().startswith(_BROKE_OFF):
            return DialectError(Message("The server doesn't follow the HTTP protocol correctly."), CHECK_THE_URL)
        case _:
            return UnreachableError(Message("The server disconnected before finishing its response."), _SILENT)


_OTHER_NAME = (
    template("The server at {at} has a certificate for another name."),
    Message("Nothing was sent. Check the name in the base URL."),
)
_UNKNOWN_ISSUER = (
    template("The certificate of the server at {at} is from an issuer that isn't known here."),
    Message("Nothing was sent. If the server or a proxy before it is yours, set SSL_CERT_FILE to its certificate."),
)
# By OpenSSL's number of the fault (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/). Only an unknown issuer
# can be made known.
_UNTRUSTED: Mapping[int, tuple[str, Message]] = {
    9: (
        template("The certificate of the server at {at} isn't valid yet."),
        Message("Nothing was sent. Check this computer's date."),
    ),
    10: (
        template("The certificate of the server at {at} has expired."),
        Message("Nothing was sent. Its operator has to renew it; also check this computer's date."),
    ),
    **dict.fromkeys((62, 64), _OTHER_NAME),
    **dict.fromkeys((2, 18, 19, 20, 21), _UNKNOWN_ISSUER),
}


def _why_untrusted(error: Exception, text: str, at: str) -> tuple[str, str]:
    """Return a sentence for the reason why a certificate was refused, and a hint."""
    codes = [cause.verify_code for cause in _causes(error) if isinstance(cause, ssl.SSLCertVerificationError)]
    known = _UNTRUSTED.get(next(iter(codes), 0))
    if known is not None:
        why, hint = known
        return Message(why, at=at), hint
    return (
        Message("The certificate of the server at {at} can't be trusted: {text}", at=at, text=text[:200]),
        Message("Nothing was sent. Check the base URL."),
    )


def _is_complete(body: bytearray) -> bool:
    """Return whether a body is one JSON object from its beginning to its end."""
    try:
        return _may_end(body) and bool(load_object(bytes(body)))
    except DialectError:
        return False


def _may_end(body: bytearray) -> bool:
    """Return whether a body may end here."""
    return body[-_LAST:].rstrip().endswith(b"}")


def _why_unreachable(error: Exception, at: str) -> tuple[str, str]:
    """Return a sentence for the system's reason why a connection failed, and a hint."""
    for cause in _causes(error):
        match cause:
            case socket.gaierror():
                return Message("Couldn't look up {at}.", at=at), _GONE
            case ConnectionRefusedError():
                refused = Message("The server at {at} can't be reached: the connection was refused.", at=at)
                return refused, Message("Make sure it's running and the port is correct, then try again.")
            case OSError(strerror=str(reason)) if cause.errno:
                return Message("The server at {at} can't be reached: {told}.", at=at, told=reason[:100].lower()), _GONE
            case _:
                continue
    return Message(
        "The server at {at} can't be reached: {part}.", at=at, part=str(error)[:200] or Message("no connection")
    ), _GONE


def _is_tls(error: Exception) -> bool:
    """Return whether TLS failed; a connection that broke during TLS does not count."""
    return any(isinstance(cause, ssl.SSLError) and not isinstance(cause, _NO_TLS_FAULT) for cause in _causes(error))


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and its causes: httpx's, httpcore's, anyio's and the system's."""
    causes = [error]
    while len(causes) < _MOST_CAUSES and (cause := causes[-1].__cause__ or causes[-1].__context__):
        causes.append(cause)
    return causes


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """One HTTP answer: status, header fields (names in lower case), and the body as it arrives."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]

    @property
    def good(self) -> bool:
        """Whether the request succeeded."""
        return self.status in _SUCCESSES

    @property
    def media_type(self) -> str:
        """The type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_stream(self) -> bool:
        """Whether the body is a stream of events."""
        return self.media_type == "text/event-stream"

    @property
    def is_json(self) -> bool:
        """Whether the body's type is JSON."""
        return "json" in self.media_type

    async def head(self) -> bytes:
        """Return the first bytes of the body, as many as `streams` needs, without the blanks before them.

        Pass them to the method that reads the rest of the body. A server may send blanks for ever, so none are kept.
        """
        head = b""
        while len(head) < _ENOUGH and (chunk := await anext(self.chunks, b"")):
            head += chunk if head else chunk.lstrip(_BLANK)
        return head

    async def all_after(self, head: bytes) -> AsyncIterator[bytes]:
        """Yield the full body, of which `head` has been read."""
        yield head
        async for chunk in self.chunks:
            yield chunk

    def streams(self, head: bytes) -> bool:
        """Return whether a body that begins with `head` is a stream; its type decides only if `head` can't."""
        return head.startswith(_FIELDS) or (self.is_stream and not head.startswith(b"{"))

    async def read(self, head: bytes = b"") -> bytes:
        """Return the full body, of which `head` has been read."""
        # Not joined from a list: thousands of small pieces stay with the allocator when they are freed, and the body
        # would count three times once it is decoded. One large block goes back to the system.
        body = bytearray(head)
        tries = _MOST_TRIES if self._has_open_end else 0
        try:
            while not (tries > 0 and _may_end(body) and _is_complete(body)):
                tries -= _may_end(body)
                body += await anext(self.chunks)
        except StopAsyncIteration:
            pass
        except (httpx.RemoteProtocolError, httpx.ReadError):
            # Where a length is wrong or missing, the document itself says that it's over.
            if not _is_complete(body):
                raise
        return bytes(body)

    @property
    def _has_open_end(self) -> bool:
        """Whether only the connection's end ends the body, which may never come."""
        return not {"content-length", "transfer-encoding"} & self.headers.keys()

    async def refusal(self) -> Refusal:
        """Return the answer as a refusal."""
        return Refusal(self.status, self.headers, await self.read())

    async def response(self, caps: Caps, head: bytes = b"") -> Response:
        """Return the response in a body that is not a stream, of which `head` has been read.

        Raises ModelError for anything else.
        """
        body = await self.read(head)
        # Small servers forget the type; the content decides then.
        if not self.is_json and not body.lstrip().startswith(b"{"):
            raise wrong_media_type(self.media_type)
        text = text_of(body)
        del body  # an answer may be large, and is not held more often than needed
        return load_object(text, caps)
