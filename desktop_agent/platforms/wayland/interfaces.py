"""Pure: what an interface of the Wayland protocol is: its messages by name, and what each of them carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_agent.core.message import Message

_MESSAGE = re.compile(r"(\w+)\(([iufsaonh]*)\)")
# Requests of these names end the object; no other does.
ENDS = frozenset({"destroy", "release"})


@dataclass(frozen=True, slots=True)
class MessageForm:
    """A request or an event: its number and the kinds of its arguments (`wire.py` tells the letters)."""

    name: str
    opcode: int
    signature: str


@dataclass(frozen=True, slots=True)
class Interface:
    """A kind of object. `version` is the newest that its list covers; `makes` says what new objects in events are."""

    name: str
    version: int
    requests: Mapping[str, MessageForm]
    events: tuple[MessageForm, ...]
    makes: Mapping[str, Interface] = field(default_factory=dict)


def interface(
    name: str, version: int, requests: str = "", events: str = "", makes: Mapping[str, Interface] | None = None
) -> Interface:
    """Return an interface from its messages as “name(signature) …”, all in the order of the protocol's description."""
    asked = {form.name: form for form in _forms(requests)}
    return Interface(name, version, asked, tuple(_forms(events)), makes or {})


def _forms(text: str) -> list[MessageForm]:
    words = text.split()
    found = [_MESSAGE.fullmatch(word) for word in words]
    if None in found:
        raise ValueError(Message("These aren't messages: {text}", text=text))
    return [MessageForm(one[1], opcode, one[2]) for opcode, one in enumerate(found) if one]
