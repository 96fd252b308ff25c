"""One HTTP answer: status, header, body as it arrives, and the response in the body."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from desktop_agent.model.caps import Caps
from desktop_agent.model.strict_json import load_object, text_of
from desktop_agent.model.wire.refusal import Response, wrong_media_type

_GOOD = frozenset({HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED})


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """Status, header fields (names in lower case), and the body as it arrives."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]

    @property
    def good(self) -> bool:
        """Whether the request succeeded."""
        return self.status in _GOOD

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
        """Whether the body is said to be JSON."""
        return "json" in self.media_type

    async def read(self) -> bytes:
        """Return the whole body."""
        return b"".join([chunk async for chunk in self.chunks])

    async def response(self, caps: Caps) -> Response:
        """Return the response in a body that is not a stream; ModelError for anything else."""
        body = await self.read()
        # Small servers forget the type; the content decides then.
        if not self.is_json and not body.lstrip().startswith(b"{"):
            raise wrong_media_type(self.media_type or "nothing")
        text = text_of(body)
        del body  # an answer may be large, and is not held more often than needed
        return load_object(text, caps)
