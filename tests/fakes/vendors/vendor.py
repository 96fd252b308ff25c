"""What describes one vendor's server."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Vendor:
    """The type of the computer's tool, that of a picture in an output (none: it has no outputs with one).

    An API of its own has a field that only its answers have, and the events of an answer in that form.
    """

    tool: str
    picture: str = "none"
    field: str = ""
    events: Callable[[Mapping[str, Any]], Iterable[dict[str, Any]]] = lambda _answer: ()


def pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces, as a stream has it."""
    for start in range(0, len(text), 7):
        yield text[start : start + 7]
