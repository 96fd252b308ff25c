"""The base class of the dialects in `dialects/`, and the form of the API that each of them speaks.

All of them have the form of the Responses API: items in, a response out. If a vendor has another API, its `Api`
translates outgoing requests, and incoming answers and stream events.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.coordinates import Coordinates, PictureLimit, Unreadable
from desktop_agent.model.picture import PicturePlaceholder

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


# How models begin a call that they write as text, where the API has calls of its own.
WRITTEN_CALL = re.compile(r"<\|?(?:\w+:)?(?:tool_calls?|function_calls?|invoke\s+name)\b|<function=|\[TOOL_CALLS\]")
CALL_IN_TEXT = "Nothing was done: calls written in the text aren't carried out. Call the function itself."

IN_WORDS = "text:"  # the start of our id for a call that the model wrote in text; such a call gets no answer


def assistant_message(text: str) -> JsonItem:
    """Return an earlier message of the model."""
    return {"type": "message", "role": "assistant", "content": text}


def content_of(texts: Sequence[str], picture: PicturePlaceholder | None, **detail: str) -> list[JsonItem]:
    """Return the parts of a user's message; `detail` is the resolution at which the model sees the picture."""
    parts: list[JsonItem] = [{"type": "input_text", "text": text} for text in texts]
    return parts if picture is None else [*parts, {"type": "input_image", "image_url": picture, **detail}]


def function_result(
    call_id: str, picture: PicturePlaceholder | None, messages: Sequence[str], **detail: str
) -> JsonItem:
    """Return the answer to a call of a function; `detail` as in `content_of`."""
    content = content_of([" ".join(messages) or "Nothing was done."], picture, **detail)
    return {"type": "function_call_output", "call_id": call_id, "output": content}


def user_message(texts: Sequence[str], picture: PicturePlaceholder | None, **detail: str) -> JsonItem:
    """Return a message of the user; `detail` as in `content_of`."""
    return {"type": "message", "role": "user", "content": content_of(texts, picture, **detail)}


def shown_in(dialect: Dialect, calls: Sequence[str]) -> Sequence[str]:
    """Return the computer calls, in order, whose result has a picture."""
    answered = [call for call in calls if not call.startswith(IN_WORDS)]
    return {"each": answered, "last": answered[-1:], "after": []}[dialect.pictures]


@dataclass(frozen=True, slots=True)
class TextCalls:
    """A text without its calls, and the requested actions; Unreadable for a call that cannot be read."""

    text: str
    actions: tuple[JsonItem | Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class DialectOptions:
    """The variable parts of a dialect for one model and its server."""

    family: str = ""  # of models; empty: by the model's name
    model: str = ""
    base_url: str = ""  # an API has other addresses on a cloud platform
    coordinates: Coordinates | None = None  # None: the family's
    pictures_in_results: bool = False
    names: bool = False  # whether controls are found by their names here


class Dialect:
    """Writes requests for one API as one model and its server have it; reading answers is the same for all."""

    name: ClassVar[str]
    profile: ClassVar[str]  # the provider to use if only the dialect is named
    depends_on_model: ClassVar[bool] = False  # its tools, coordinates or addresses do
    # Whether there are functions, and our own history may hold calls and results besides messages.
    keeps_items: ClassVar[bool] = True
    # Whether older calls and results stay calls without pictures, instead of becoming text.
    bare_calls: ClassVar[bool] = False
    forgets_at_once: ClassVar[int] = (
        1  # how many old pictures are dropped together, so that a cache of the other items stays valid
    )
    # Where pictures go: into each result, into the last one, or into a message after all results.
    pictures: Literal["each", "last", "after"] = "each"
    actions: tuple[str, ...] = ()  # that its reference page lists
    prompt: str = ""  # before the user's own instructions
    most_pictures: int | None = None  # that one request may hold
    keeps_reasoning: bool = True  # whether earlier reasoning is sent back
    own_functions: frozenset[str] = frozenset()  # names that no function of the user's may have
    in_words: bool = False  # whether an act is answered by words on what has changed, and a picture when asked
    has_end: bool = False  # whether an action ends the task, so that no function for that is offered
    coordinates: Coordinates | None = None  # of the models; None: the provider's
    limit: PictureLimit | None = None  # None: no picture is shrunk
    api: Api = RESPONSES

    def __init__(self, chosen: DialectOptions) -> None:
        """Apply the options of a model and its server."""

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer for a picture of this size, in this environment, with these functions."""
        raise NotImplementedError

    def options(self, *, chain: bool) -> JsonItem:  # noqa: ARG002 - for the dialects that have any
        """Return further fields of a request; with `chain` the server keeps the history."""
        return {}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""
        return user_message(texts, picture)

    def assistant(self, text: str) -> JsonItem:
        """Return an earlier message of the model."""
        return assistant_message(text)

    def result(
        self,
        call_id: str,
        picture: PicturePlaceholder | None,
        acknowledged: Sequence[SafetyCheck],
        messages: Sequence[str],  # noqa: ARG002 - only functions have results in words
    ) -> JsonItem:
        """Return the answer to a computer call: its picture if any, the confirmed checks, and the messages."""
        output = {"type": "computer_screenshot", "image_url": picture}
        answer = {"type": "computer_call_output", "call_id": call_id, "output": output}
        checks = [check.raw for check in acknowledged]
        return {**answer, "acknowledged_safety_checks": checks} if checks else answer

    def returned(self, item: JsonItem) -> JsonItem:
        """Return an output item in the form of our own history; an empty one is left out."""
        return item

    def called(self, name: str, arguments: object) -> JsonItem | Sequence[JsonItem] | None:  # noqa: ARG002
        """Return the action or actions of a function call; None if it is no computer action.

        Raises Unreadable, in words for the model.
        """
        return None

    def calls_in(self, text: str) -> TextCalls:
        """Return a model's text without calls, and the actions that it requests in text.

        An API with calls of its own carries out none in text; one that is plainly begun there is Unreadable.
        """
        return TextCalls(text, (Unreadable(CALL_IN_TEXT),) if WRITTEN_CALL.search(text) else ())
