"""The decoder of event streams, fed whole, byte by byte, and in odd chunks."""

import pytest

from desktop_agent.model.wire.decoding import SseDecoder, SseEvent

STREAMS = [
    pytest.param(b"data: a\n\n", [SseEvent("", "a")], id="line feeds"),
    pytest.param(b"data: a\r\n\r\n", [SseEvent("", "a")], id="carriage return and line feed"),
    pytest.param(b"data: a\r\rdata: b\r\r", [SseEvent("", "a"), SseEvent("", "b")], id="carriage returns"),
    pytest.param(b"event: x\ndata: a\ndata: b\n\n", [SseEvent("x", "a\nb")], id="several data lines"),
    pytest.param(b": hello\n\n:\n\ndata: a\n\n", [SseEvent("", "a")], id="comments"),
    pytest.param(b"\xef\xbb\xbfdata: a\n\n", [SseEvent("", "a")], id="byte order mark"),
    pytest.param("data: Αθήνα 🙂\n\n".encode(), [SseEvent("", "Αθήνα 🙂")], id="UTF-8 of two and four bytes"),
    pytest.param(b"data:a\nid: 7\nretry: 3\nodd\n\n", [SseEvent("", "a")], id="no space, other fields"),
    pytest.param(b"data:  a\n\n", [SseEvent("", " a")], id="only one space is dropped"),
    pytest.param(b"event: x\n\ndata: a\n\n", [SseEvent("", "a")], id="a name without data is forgotten"),
    pytest.param(b"data\n\ndata:\n\ndata: \ndata:  \n\nevent: ping\ndata: \n\n", [], id="blank data"),
    pytest.param(b"data:\n\ndata: a\ndata:\n\n", [SseEvent("", "a\n")], id="a blank line of some data"),
    pytest.param(b"data: a\n\n\n\ndata: [DONE]\n\n", [SseEvent("", "a"), SseEvent("", "[DONE]")], id="done"),
    pytest.param(b"data: a\n", [SseEvent("", "a")], id="only the blank line is missing at the end"),
    pytest.param(b'data: a\n\ndata: {"cut', [SseEvent("", "a")], id="a cut line never counts"),
    pytest.param("data: a\n🙂".encode()[:-2], [], id="cut within a letter"),
    pytest.param(b"", [], id="nothing"),
]


def decoded(chunks: list[bytes]) -> list[SseEvent]:
    decoder = SseDecoder()
    return [event for chunk in chunks for event in decoder.feed(chunk)] + decoder.close()


@pytest.mark.parametrize(("stream", "events"), STREAMS)
def test_a_stream_means_the_same_whole_and_byte_by_byte(stream: bytes, events: list[SseEvent]) -> None:
    assert decoded([stream]) == events
    assert decoded([bytes([byte]) for byte in stream]) == events
