"""What describes one vendor's server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class RefusedError(Exception):
    """A request that the vendor refuses with 400."""


@dataclass(frozen=True)
class VendorApi:
    """An API that is not the Responses API: how it asks and answers, between the forms of both."""

    address: str  # a pattern of the addresses at which an answer is asked for
    request: Callable[[str, Json], Json]  # a request in the form of the Responses API, by its address and its body
    response: Callable[[Json], Json]  # a response as this API has it
    problem: Callable[[int, str], Json]  # the body of an error, by its status and message


@dataclass(frozen=True)
class Vendor:
    """The type of the computer's tool, that of a picture in an output (none: it has no outputs with one).

    An API of its own has a field that only its answers have, the events of an answer in that form, and addresses.
    There, an action is the call of a function, and its points are counted in a space.
    """

    tool: str
    picture: str = "none"
    field: str = ""
    events: Callable[[Mapping[str, Any]], Iterable[Json]] = lambda _answer: ()
    apis: tuple[VendorApi, ...] = ()
    action: Callable[[Json], tuple[str, Json]] | None = None  # its name, and what it takes
    space: Callable[[tuple[int, int]], tuple[float, float]] = lambda size: size


def pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), 7):
        yield text[start : start + 7]


def scaled(value: Any, space: tuple[float, float], size: tuple[int, int]) -> Any:  # noqa: ANN401 - an action, or a part
    """Return an action, whose points are pixels of a picture of a size, as they are counted in a space."""
    match value:
        case {"path": [*points]}:
            return {**value, "path": [scaled(point, space, size) for point in points]}
        case {"x": int() | float() as x, "y": int() | float() as y}:
            return {**value, "x": x * space[0] / size[0], "y": y * space[1] / size[1]}
        case _:
            return dict(value)


def objects_in(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts_in(parts: object, field: str = "text") -> list[str]:
    texts = [part.get(field) for part in objects_in(parts)]
    return [text for text in texts if isinstance(text, str)]


def arguments_in(text: str) -> Any:  # noqa: ANN401 - JSON, whatever it holds
    try:
        return json.loads(text)
    except ValueError:
        return {}


def refusals_in(response: Json) -> list[str]:
    return [text for item in objects_in(response["output"]) for text in texts_in(item.get("content"), "refusal")]
