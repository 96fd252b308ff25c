"""Frames with their times, as a stream for ffmpeg's standard input: Matroska with uncompressed video (RFC 9559).

Raw video has no times, and an expression for them grows with the film until ffmpeg can't read it.
"""

from __future__ import annotations

from fractions import Fraction

from desktop_agent.core.pictures import Size

FORMAT = "matroska"  # as ffmpeg calls it
_NS_IN_S = 1_000_000_000
# RFC 9559, sections 5 and 6
_EBML = 0x1A45DFA3
_DOC_TYPE = 0x4282
_SEGMENT = 0x18538067
_INFO = 0x1549A966
_TIMESTAMP_SCALE = 0x2AD7B1  # in nanoseconds
_TRACKS = 0x1654AE6B
_TRACK_ENTRY = 0xAE
_TRACK_NUMBER = 0xD7
_TRACK_UID = 0x73C5
_TRACK_TYPE = 0x83
_CODEC_ID = 0x86
_DEFAULT_DURATION = 0x23E383  # in nanoseconds
_VIDEO = 0xE0
_PIXEL_WIDTH = 0xB0
_PIXEL_HEIGHT = 0xBA
_COLOUR_SPACE = 0x2EB524
_CLUSTER = 0x1F43B675
_TIMESTAMP = 0xE7
_SIMPLE_BLOCK = 0xA3
_UNTIL_THE_END = bytes.fromhex("01FFFFFFFFFFFFFF")  # instead of a length
_IS_VIDEO = 1
_BLOCK_HEAD = bytes.fromhex("81 0000 80")  # track 1, no time beside the cluster's, a key frame


def head(size: Size, rate: Fraction) -> bytes:
    """Return what precedes the frames; each is `size` pixels of blue, green, red and an unused byte.

    A tick lasts 1 / `rate` seconds, which have to be whole nanoseconds.
    """
    tick_ns = int(_NS_IN_S / rate)
    video = _number(_PIXEL_WIDTH, size.width) + _number(_PIXEL_HEIGHT, size.height) + _element(_COLOUR_SPACE, b"BGRA")
    track = (
        _number(_TRACK_NUMBER, 1)
        + _number(_TRACK_UID, 1)
        + _number(_TRACK_TYPE, _IS_VIDEO)
        + _element(_CODEC_ID, b"V_UNCOMPRESSED")
        + _number(_DEFAULT_DURATION, tick_ns)
        + _element(_VIDEO, video)
    )
    return (
        _element(_EBML, _element(_DOC_TYPE, b"matroska"))
        + _id(_SEGMENT)
        + _UNTIL_THE_END
        + _element(_INFO, _number(_TIMESTAMP_SCALE, tick_ns))
        + _element(_TRACKS, _element(_TRACK_ENTRY, track))
    )


def frame_head(tick: int, byte_count: int) -> bytes:
    """Return what precedes the bytes of a frame that is shown from a tick on."""
    at = _number(_TIMESTAMP, tick)
    block = _id(_SIMPLE_BLOCK) + _length(len(_BLOCK_HEAD) + byte_count) + _BLOCK_HEAD
    return _id(_CLUSTER) + _length(len(at) + len(block) + byte_count) + at + block


def _element(element: int, body: bytes) -> bytes:
    return _id(element) + _length(len(body)) + body


def _number(element: int, value: int) -> bytes:
    return _element(element, value.to_bytes(8))


def _id(element: int) -> bytes:
    return element.to_bytes((element.bit_length() + 7) // 8)


def _length(byte_count: int) -> bytes:
    return ((1 << 56) | byte_count).to_bytes(8)  # a one in front of seven bytes
