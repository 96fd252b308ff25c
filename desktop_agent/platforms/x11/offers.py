"""The content of a selection: targets with their bytes, made from a text or read from another program."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

KEEPER = "x11.clipboard_keeper"
# Marks content that clipboard managers are asked not to store.
HINT = "x-kde-passwordManagerHint"
TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "STRING", "TEXT", "COMPOUND_TEXT")


@dataclass(frozen=True, slots=True)
class Offer:
    """The bytes of one target, with their type and item size (8, 16 or 32 bits) on the wire."""

    type: str
    width: int
    data: bytes


Offers = Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class RefusedClient:
    """The program that gets nothing of the old content for a while, as it may ask late for our text; 0: none."""

    client: int = 0  # as the X server numbers them; the number of one that is gone is given to another
    pid: int = 0  # 0 where it is not known
    seconds: float = 0.0


def text_offers(text: str) -> Offers:
    """Return the targets that a paste of this text may request; Latin-1 only if it can encode all of the text."""
    utf8 = Offer("UTF8_STRING", 8, text.encode())
    offers = {"UTF8_STRING": utf8, "TEXT": utf8}
    for name in ("text/plain;charset=utf-8", "text/plain"):
        offers[name] = Offer(name, 8, utf8.data)
    with contextlib.suppress(UnicodeEncodeError):
        offers["STRING"] = Offer("STRING", 8, text.encode("latin-1"))
    return offers | {HINT: Offer(HINT, 8, b"secret")}


def to_line(selections: Mapping[str, Offers], refused: RefusedClient) -> bytes:
    """Return selections, their content and the refused program as one line of JSON."""
    plain = {name: _encoded(offers) for name, offers in selections.items()}
    return json.dumps({"selections": plain, **asdict(refused)}).encode() + b"\n"


def from_line(line: bytes) -> tuple[dict[str, Offers], RefusedClient]:
    """Return the arguments of `to_line`."""
    message = json.loads(line)
    selections = {name: _decoded(offers) for name, offers in message.pop("selections").items()}
    return selections, RefusedClient(**message)


def _encoded(offers: Offers) -> dict[str, list[object]]:
    return {name: [one.type, one.width, base64.b64encode(one.data).decode()] for name, one in offers.items()}


def _decoded(offers: Mapping[str, tuple[str, int, str]]) -> Offers:
    return {name: Offer(kind, width, base64.b64decode(data)) for name, (kind, width, data) in offers.items()}
