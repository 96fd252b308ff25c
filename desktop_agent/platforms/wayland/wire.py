"""Pure: how one message of the Wayland protocol is written as bytes, and read from them.

A message is a header of 8 bytes (the object's number, then the size of the whole in the upper half of a word and the
opcode in the lower one) and its arguments, each padded to 4 bytes, all in the machine's own byte order. A signature has
one letter for each argument: `i` and `u` are 32-bit numbers, `f` is a fixed-point number with 8 bits behind the point,
`s` a string, `a` an array of bytes, `o` an object's number (0 is none), `n` the number of a new object. `h` is an open
file: it travels alongside the bytes, and takes none of them. The protocol for emulated input (`portal/eis`) packs the
same way, but for its header, and has two more: `t` is a number of 64 bits, of an object, too, `r` a floating-point
number.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from desktop_agent.core.texts.foreign_text import text_of
from desktop_agent.core.texts.message import Message

HEADER_SIZE = 8
LONGEST = 4096  # what libwayland takes in one message, from either side
_LONGEST_READ = 0xFFFC  # the most that the header can name

Argument = int | float | str | bytes | None


class MalformedError(ValueError):
    """Bytes that are no message, or values that fit into none."""


def pack(target: int, opcode: int, signature: str, arguments: Sequence[Argument]) -> tuple[bytes, list[int]]:
    """Return a message's bytes and the files that go with it; None stands for no string and no object.

    Raises MalformedError when the arguments do not fit the signature, or the message would be too long.
    """
    body, files = pack_body(signature, arguments)
    size = HEADER_SIZE + len(body)
    if size > LONGEST:
        raise MalformedError(Message("a message of {size} bytes", size=size))
    return struct.pack("=II", target, size << 16 | opcode) + body, files


def pack_body(signature: str, arguments: Sequence[Argument]) -> tuple[bytes, list[int]]:
    """Return the bytes of a message's arguments, and the files; MalformedError when they do not fit the signature."""
    if len(signature) != len(arguments):
        raise MalformedError(
            Message("{arguments} arguments for “{signature}”", arguments=len(arguments), signature=signature)
        )
    files = [_number(value) for letter, value in zip(signature, arguments, strict=True) if letter == "h"]
    pairs = zip(signature, arguments, strict=True)
    try:
        return b"".join(_packed_value(letter, value) for letter, value in pairs if letter != "h"), files
    except struct.error as error:
        raise MalformedError(str(error)) from error


def split(received: bytes | bytearray) -> tuple[tuple[int, int, bytes], int] | None:
    """Return the first message (target, opcode, body) and its length; None where more bytes are needed first.

    Raises MalformedError for a size that no message has.
    """
    if len(received) < HEADER_SIZE:
        return None
    target, word = struct.unpack_from("=II", received)
    size = word >> 16
    opcode = word & 0xFFFF
    if size < HEADER_SIZE or size % 4 or size > _LONGEST_READ:
        raise MalformedError(Message("a message of {size} bytes", size=size))
    if len(received) < size:
        return None
    return (target, opcode, bytes(received[HEADER_SIZE:size])), size


def unpack(signature: str, body: bytes, next_file: Callable[[], int]) -> list[int | float | str | bytes]:
    """Return a message's arguments; no string is the empty one.

    Raises MalformedError when the body is too short or too long for the signature, or holds no such values.
    """
    values: list[int | float | str | bytes] = []
    at = 0
    for letter in signature:
        if letter == "h":
            values.append(next_file())
            continue
        value, at = _unpacked_value(letter, body, at)
        values.append(value)
    if at != len(body):
        raise MalformedError(
            Message("{part} bytes too many for “{signature}”", part=len(body) - at, signature=signature)
        )
    return values


def _packed_value(letter: str, value: Argument) -> bytes:
    match letter:
        case "i":
            return struct.pack("=i", value)
        case "u" | "n":
            return struct.pack("=I", value)
        case "o":
            return struct.pack("=I", value or 0)
        case "t":
            return struct.pack("=Q", value)
        case "r":
            return struct.pack("=f", value)
        case "f":
            return struct.pack("=i", round(float(value or 0) * 256))
        case "s" if value is None:
            return struct.pack("=I", 0)
        case "s" if isinstance(value, str):
            if "\0" in value:
                raise MalformedError(Message("a string containing a null character"))
            return _length_prefixed(value.encode("utf-8") + b"\0")
        case "a" if isinstance(value, bytes):
            return _length_prefixed(value)
    raise MalformedError(Message("{name} for “{letter}”", name=type(value).__name__, letter=letter))


def _length_prefixed(data: bytes) -> bytes:
    return struct.pack("=I", len(data)) + data + bytes(-len(data) % 4)


def _unpacked_value(letter: str, body: bytes, at: int) -> tuple[int | float | str | bytes, int]:
    if at + (8 if letter == "t" else 4) > len(body):
        raise MalformedError(Message("the body ends before “{letter}”", letter=letter))
    (word,) = struct.unpack_from("=I", body, at)
    match letter:
        case "t":
            return int(struct.unpack_from("=Q", body, at)[0]), at + 8
        case "r":
            return float(struct.unpack_from("=f", body, at)[0]), at + 4
        case "u" | "n" | "o":
            return int(word), at + 4
        case "i" | "f":
            (signed,) = struct.unpack_from("=i", body, at)
            return (signed / 256 if letter == "f" else int(signed)), at + 4
        case "s" | "a":
            data, at = _read_data(body, at + 4, word)
            return (_text(data) if letter == "s" else data), at
    raise MalformedError(Message("“{letter}” isn't an argument type", letter=letter))


def _read_data(body: bytes, start: int, length: int) -> tuple[bytes, int]:
    end = start + length + -length % 4
    if end > len(body):
        raise MalformedError(
            Message("{length} bytes are needed, but only {part} are left", length=length, part=len(body) - start)
        )
    return body[start : start + length], end


def _text(data: bytes) -> str:
    if data and data[-1:] != b"\0":
        raise MalformedError(Message("an unterminated string"))
    # What a program calls itself need not be UTF-8, and is no reason to lose the connection.
    return text_of(data)


def _number(value: Argument) -> int:
    if not isinstance(value, int):
        raise MalformedError(Message("{name} for “h”", name=type(value).__name__))
    return value
