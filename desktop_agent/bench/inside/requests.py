"""Stands for the library of this name where a judge has none, with what its look-ups call of it."""

from __future__ import annotations

import json as _json
import urllib.error
import urllib.parse
import urllib.request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


_ERRORS = 400  # and above


class RequestException(OSError):  # noqa: N818 - the library's name
    """No answer came."""


class exceptions:  # noqa: N801 - the library's name
    """The library's module of errors."""

    RequestException = RequestException


class Response:
    """An answer."""

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code, self.content = status_code, content

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> object:
        """Return what the answer holds."""
        return _json.loads(self.content)

    def raise_for_status(self) -> None:
        """Raise RequestException for an error."""
        if self.status_code >= _ERRORS:
            raise RequestException(self.status_code)


def request(method: str, url: str, data: object = None, json: object = None, headers: Mapping[str, str] | None = None, **_: object) -> Response:  # fmt: skip  # noqa: E501
    """Send a request and return the answer."""
    sent = dict(headers or {})
    body: bytes | None = None
    if json is not None:
        body, sent["Content-Type"] = _json.dumps(json).encode(), "application/json"
    elif isinstance(data, dict):
        body = urllib.parse.urlencode(data).encode()
    elif data is not None:
        body = data.encode() if isinstance(data, str) else bytes(data)  # type: ignore[call-overload]
    if method == "POST" and body is None:
        body = b""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, sent, method=method)) as answer:
            return Response(answer.status, answer.read())
    except urllib.error.HTTPError as error:
        return Response(error.code, error.read())
    except urllib.error.URLError as error:
        raise RequestException(str(error)) from None


def get(url: str, **more: object) -> Response:
    """Get an address."""
    return request("GET", url, **more)  # type: ignore[arg-type]


def post(url: str, **more: object) -> Response:
    """Post to an address."""
    return request("POST", url, **more)  # type: ignore[arg-type]
