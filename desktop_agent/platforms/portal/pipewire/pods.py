"""SPA pods, PipeWire's way to write down values: objects written and read as bytes, without I/O.

A pod is the size of its body, its type, and the body, padded to 8 bytes (spa/pod/pod.h). Numbers are in the machine's
own order.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message

_ID = 3
_INT = 4
_RECTANGLE = 10
_FRACTION = 11
_OBJECT = 15
_CHOICE = 19
_HEADER = struct.Struct("=II")
_FOUR = struct.Struct("=IIII")
_ALIGNED = 8


class PodError(ScreenError):
    """Bytes that are no object."""


@dataclass(frozen=True, slots=True)
class PodId:
    """A number of a list that SPA keeps, as a kind of media."""

    number: int


@dataclass(frozen=True, slots=True)
class PodFraction:
    """Frames a second, as two integers."""

    over: int
    under: int


@dataclass(frozen=True, slots=True)
class PodChoice:
    """Values to choose from: all of one type, the preferred one first; what they mean is the kind's."""

    kind: int
    values: tuple[PlainPod, ...]


@dataclass(frozen=True, slots=True)
class PodObject:
    """Properties, by what they are together (`kind`) and what they are for (`number`)."""

    kind: int
    number: int
    properties: Mapping[int, PlainPod | PodChoice]  # by their numbers in SPA's list


PlainPod: TypeAlias = PodId | int | Size | PodFraction


def written(pod: PodObject | PodChoice | PlainPod) -> bytes:
    """Return a pod's bytes, padded."""
    kind, body = _type_and_body(pod)
    return (_HEADER.pack(len(body), kind) + body).ljust(_aligned_length(_HEADER.size + len(body)), b"\0")


def read_object(data: bytes) -> Mapping[int, PlainPod]:
    """Return the properties of the object at the beginning of bytes, of a choice the preferred value.

    Values of other types are left out. PodError without an object.
    """
    values = dict[int, PlainPod]()
    try:
        length, kind = _HEADER.unpack_from(data)
        body = data[2 * _HEADER.size : _HEADER.size + length]
        if kind != _OBJECT or len(data) < _HEADER.size + length:
            raise PodError(Message("A pod ends too early."))
        while body:
            key, _flags, size, kind = _FOUR.unpack_from(body)
            value = body[_FOUR.size : _FOUR.size + size]
            if kind == _CHOICE:
                _kind, _flags, size_of_each, kind = _FOUR.unpack_from(value)
                value = value[_FOUR.size : _FOUR.size + size_of_each]
            if kind == _ID:
                values[key] = PodId(*struct.unpack("=I", value))
            elif kind == _RECTANGLE:
                values[key] = Size(*struct.unpack("=II", value))
            body = body[_FOUR.size + _aligned_length(size) :]
    except struct.error as cause:
        raise PodError(Message("A pod ends too early.")) from cause
    return values


def pod_length(header: bytes) -> int:
    """Return how long the pod is that begins with these 8 bytes."""
    return _HEADER.size + int(_HEADER.unpack(header)[0])


def _type_and_body(pod: PodObject | PodChoice | PlainPod) -> tuple[int, bytes]:
    match pod:
        case PodChoice():
            kinds, bodies = zip(*map(_type_and_body, pod.values), strict=True)
            return _CHOICE, _FOUR.pack(pod.kind, 0, len(bodies[0]), kinds[0]) + b"".join(bodies)
        case PodObject():
            properties = (_HEADER.pack(key, 0) + written(value) for key, value in pod.properties.items())
            return _OBJECT, _HEADER.pack(pod.kind, pod.number) + b"".join(properties)
        case PodId(number):
            return _ID, struct.pack("=I", number)
        case Size(width, height):
            return _RECTANGLE, struct.pack("=II", width, height)
        case PodFraction(over, under):
            return _FRACTION, struct.pack("=II", over, under)
        case int():
            return _INT, struct.pack("=i", pod)


def _aligned_length(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED
