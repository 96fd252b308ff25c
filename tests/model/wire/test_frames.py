"""What a gateway makes of the frame of an answer: compressed, or under another name, it is the same answer."""

import gzip
import json
import zlib
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.fakes.wire import GOLDEN, RESPONSE, Handler, Wire, asked

WHOLE = json.dumps(RESPONSE).encode()


def sent(body: bytes, kind: str, encoding: str = "", *, pieces: int = 0) -> Handler:
    """Return an answer of a type and an encoding; in pieces of so many bytes, where that is said."""
    size = pieces or len(body)

    class Pieces(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for at in range(0, len(body), size):
                yield body[at : at + size]

    headers = {"Content-Type": kind} | ({"Content-Encoding": encoding} if encoding else {})
    return lambda _: httpx.Response(200, headers=headers, stream=Pieces())


@pytest.mark.parametrize(
    "answer",
    [
        sent(gzip.compress(WHOLE), "application/json", "gzip"),
        sent(gzip.compress(GOLDEN), "text/event-stream", "gzip", pieces=7),
        sent(zlib.compress(WHOLE), "application/json", "deflate"),
        sent(GOLDEN, "application/json"),
        sent(GOLDEN, ""),
        sent(b"\xef\xbb\xbf" + GOLDEN, "text/plain", pieces=2),
        sent(b"\n\n  " + WHOLE, "text/event-stream; charset=utf-8", pieces=3),
        sent(WHOLE, "text/html", pieces=1),
    ],
)
def test_it_is_the_same_answer_asked_for_once(answer: Handler) -> None:
    wire = Wire([answer])

    assert asked(wire) == RESPONSE
    assert wire.did() == ["POST"]
