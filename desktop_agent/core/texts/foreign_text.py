"""Text from other programs, which may be any bytes: made fit to store, compare and send, and written as JSON.

A title, a class, a file's name or a clipboard comes from elsewhere. None of it may end a run, so nothing here
raises, and no result has a part without a UTF-8 form or a NUL, at which system calls would fail.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping

UNREADABLE = "\ufffd"  # stands for what is no text
# Halves of surrogate pairs, which Python puts where bytes of a file's name aren't UTF-8, and JSON may hold.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_BYTE = re.compile("[\udc80-\udcff]")  # as Python keeps a byte of a file's name that isn't UTF-8
_FIRST_BYTE = 0xDC00


def text_of(data: bytes, encoding: str = "utf-8", *, cut: bool = False) -> str:
    """Return bytes as text; what isn't text is `UNREADABLE`, and NULs at the end are left out.

    `cut`: the end is missing, so an incomplete character there is left out as well.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return text_from(decoder.decode(data, final=not cut))


def text_of_unknown(data: bytes) -> str:
    """Return bytes in an unknown encoding as text: UTF-8 if they may be, as it is hardly ever by chance; or Latin-1."""
    try:
        return text_from(data.decode())
    except UnicodeDecodeError:
        return text_from(data.decode("latin-1"))


def path_from(path: str) -> str:
    """Return a path as Python reads it from the system, with bytes that aren't UTF-8 as hexadecimal numbers.

    So different paths stay different. One that is UTF-8 stays as it is; any other can be shown and compared, but not
    opened.
    """
    return text_from(_BYTE.sub(lambda match: f"\\x{ord(match[0]) - _FIRST_BYTE:02x}", path))


def text_from(text: str) -> str:
    """Return a text from another program without what can't be stored."""
    return _NO_TEXT.sub(UNREADABLE, text.rstrip("\0"))


JsonItem = Mapping[str, object]

# Delete and the second set of controls, marks of direction, and line separators of some programs.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def json_line(value: object, *, compact: bool = False) -> str:
    """Return a value as JSON on one line; letters of all languages are not escaped."""
    separators = (",", ":") if compact else None
    # These characters occur only inside of strings, where an escape is equivalent JSON.
    return _UNSEEN.sub(_escape, json.dumps(value, ensure_ascii=False, separators=separators))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
