"""The form of an API's requests and answers: the Responses API, or a translation from and to it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from desktop_agent.core.texts.foreign_text import JsonItem

Body = Mapping[str, object]  # of a request, of an answer, or one event of a stream


class EventTranslator:
    """Translates the events of one stream into those of the Responses API; this one returns them unchanged."""

    def __call__(self, event: Body) -> Iterable[Body]:
        """Return the translated events for one event."""
        return (event,)

    def end(self) -> Iterable[Body]:
        """Return the remaining events once the stream has ended."""
        return ()


UNTRANSLATED = EventTranslator()


def turns(sides: Iterable[tuple[str, Iterable[JsonItem]]]) -> list[tuple[str, list[JsonItem]]]:
    """Return the turns of both sides; consecutive parts of one side are one turn, empty ones are dropped."""
    merged: list[tuple[str, list[JsonItem]]] = []
    for role, parts in sides:
        if merged and merged[-1][0] == role:
            merged[-1][1].extend(parts)
        elif nonempty := list(parts):
            merged.append((role, nonempty))
    return merged


@dataclass(frozen=True, slots=True)
class Api:
    """An API; without fields the Responses API."""

    route: str = "/v1/responses"  # of a base URL without a path; its last part ends any other
    ending: str = ""  # replaces that last part after a path without a version
    headers: Mapping[str, str] = field(default_factory=dict)
    place: Callable[[Body], str] = lambda _body: ""  # what follows the route, for the body of a request
    request: Callable[[Body], Body] = lambda body: body  # the body of a request, in this API's own form
    response: Callable[[Body], Body] = lambda answer: answer  # a complete answer, in the form of the Responses API
    # Returns the translator of one stream's events; called for each stream, so it may have state.
    # An API that stores nothing has no response id before the end of a response, as it couldn't be asked for.
    events: Callable[[], EventTranslator] = lambda: UNTRANSLATED
    stores: bool = True  # responses, which can be retrieved, continued and deleted by their id


RESPONSES = Api()
