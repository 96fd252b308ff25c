"""SPA pods, PipeWire's way to write down values: written and read as bytes, without I/O.

A pod is the size of its body, its type, and the body, padded to 8 bytes (spa/pod/pod.h). Numbers are in the machine's
own order. What this program never needs is kept as `OpaquePod`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message

_NONE, _ID, _INT, _RECTANGLE, _FRACTION, _OBJECT, _CHOICE = 1, 3, 4, 10, 11, 15, 19
_HEADER = struct.Struct("=II")
_ALIGNED = 8
_DEEPEST = 16  # objects in objects; nobody writes a tenth of it


class PodError(ScreenError):
    """Bytes that are no pod."""


@dataclass(frozen=True, slots=True)
class PodId:
    """A number of a list that SPA keeps, as a kind of media."""

    number: int


@dataclass(frozen=True, slots=True)
class PodFraction:
    """Frames a second, as two whole numbers."""

    over: int
    under: int


@dataclass(frozen=True, slots=True)
class OpaquePod:
    """A pod of a type that is not read here."""

    kind: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PodChoice:
    """Values to choose from: all of one type, the preferred one first; what they mean is the kind's."""

    kind: int
    values: tuple[PlainPod, ...]


@dataclass(frozen=True, slots=True)
class PodProperty:
    """One property of an object, by its number in SPA's list."""

    key: int
    value: Pod
    flags: int = 0


@dataclass(frozen=True, slots=True)
class PodObject:
    """Properties, by what they are together (`kind`) and what they are for (`number`)."""

    kind: int
    number: int
    properties: tuple[PodProperty, ...]

    def value(self, key: int) -> Pod | None:
        """Return the value of a property; of a choice the preferred one. None where there is no such property."""
        found = next((one.value for one in self.properties if one.key == key), None)
        return next(iter(found.values), None) if isinstance(found, PodChoice) else found


PlainPod: TypeAlias = PodId | int | Size | PodFraction | OpaquePod | None
Pod: TypeAlias = PlainPod | PodChoice | PodObject

_PAIR = struct.Struct("=II")
_NUMBERS: dict[int, tuple[struct.Struct, Callable[..., PlainPod]]] = {
    _ID: (struct.Struct("=I"), PodId),
    _INT: (struct.Struct("=i"), int),
    _RECTANGLE: (_PAIR, Size),
    _FRACTION: (_PAIR, PodFraction),
}


def written(pod: Pod) -> bytes:
    """Return a pod's bytes, padded."""
    kind, body = _parts(pod)
    return _padded(_HEADER.pack(len(body), kind) + body)


def read(data: bytes) -> Pod:
    """Return the pod at the beginning of bytes; PodError where there is none."""
    return _read(memoryview(data), 0)[0]


def pod_length(header: bytes) -> int:
    """Return how long the pod is that begins with these 8 bytes."""
    return _HEADER.size + int(_HEADER.unpack(header)[0])


def _parts(pod: Pod) -> tuple[int, bytes]:
    match pod:
        case None:
            return _NONE, b""
        case OpaquePod():
            return pod.kind, pod.body
        case PodChoice():
            kinds, bodies = zip(*map(_parts, pod.values or (None,)), strict=True)
            return _CHOICE, struct.pack("=IIII", pod.kind, 0, len(bodies[0]), kinds[0]) + b"".join(bodies)
        case PodObject():
            properties = (struct.pack("=II", one.key, one.flags) + written(one.value) for one in pod.properties)
            return _OBJECT, struct.pack("=II", pod.kind, pod.number) + b"".join(properties)
        case PodId(number):
            return _ID, struct.pack("=I", number)
        case Size(width, height):
            return _RECTANGLE, struct.pack("=II", width, height)
        case PodFraction(over, under):
            return _FRACTION, struct.pack("=II", over, under)
        case int():
            return _INT, struct.pack("=i", pod)


def _read(data: memoryview, depth: int) -> tuple[Pod, int]:
    """Return a pod, and where the next one begins."""
    if depth > _DEEPEST:
        raise PodError(Message("A pod is nested too deeply."))
    length, kind = _unpacked(_HEADER, data)
    end = _HEADER.size + length
    if end > len(data):
        raise PodError(Message("A pod ends too early."))
    body = data[_HEADER.size : end]
    if kind == _OBJECT:
        first, number = _unpacked(_HEADER, body)
        return PodObject(first, number, tuple(_properties(body[8:], depth))), _aligned(end)
    return (_choice(body) if kind == _CHOICE else _plain(kind, body)), _aligned(end)


def _properties(data: memoryview, depth: int) -> Iterator[PodProperty]:
    while data:
        key, flags = _unpacked(_HEADER, data)
        value, length = _read(data[8:], depth + 1)
        yield PodProperty(key, value, flags)
        data = data[8 + length :]


def _choice(body: memoryview) -> PodChoice:
    kind, _flags, length, child = _unpacked(struct.Struct("=IIII"), body)
    rest = body[16:]
    if child == _NONE and not rest:
        return PodChoice(kind, ())
    if not length or len(rest) % length:
        raise PodError(Message("A choice's data isn't a whole number of values."))
    return PodChoice(kind, tuple(_plain(child, rest[at : at + length]) for at in range(0, len(rest), length)))


def _plain(kind: int, body: memoryview) -> PlainPod:
    if kind == _NONE and not body:
        return None
    if kind in _NUMBERS and len(body) == _NUMBERS[kind][0].size:
        form, make = _NUMBERS[kind]
        return make(*form.unpack(body))
    return OpaquePod(kind, bytes(body))


def _unpacked(form: struct.Struct, data: memoryview) -> tuple[int, ...]:
    if len(data) < form.size:
        raise PodError(Message("A pod ends too early."))
    return form.unpack_from(data)


def _aligned(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED


def _padded(data: bytes) -> bytes:
    return data.ljust(_aligned(len(data)), b"\0")
