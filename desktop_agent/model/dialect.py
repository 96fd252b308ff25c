"""What describes a dialect. The dialects are in `dialects/`, one file each.

All of them are spoken as the Responses API has it: items in, a response out. Where a vendor has another API, its `Api`
translates requests on their way out, and answers and the events of their streams on their way in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.model.api import RESPONSES, Api
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.space import Coordinates, Unreadable
from desktop_agent.model.tools import declined

IN_WORDS = "text:"  # before the id of a call that has none, as the model wrote it in words; nothing answers it


def assistant_message(text: str) -> JsonItem:
    """Return what the model said before."""
    return {"type": "message", "role": "assistant", "content": text}


def content_of(texts: Sequence[str], picture: PicturePlaceholder | None, **detail: str) -> list[JsonItem]:
    """Return the parts of a user's message; `detail` is the resolution at which the model sees the picture."""
    parts: list[JsonItem] = [{"type": "input_text", "text": text} for text in texts]
    return parts if picture is None else [*parts, {"type": "input_image", "image_url": picture, **detail}]


def user_message(texts: Sequence[str], picture: PicturePlaceholder | None, **detail: str) -> JsonItem:
    """Return a message of the user; `detail` as in `content_of`."""
    return {"type": "message", "role": "user", "content": content_of(texts, picture, **detail)}


def screenshot_output(
    call_id: str, picture: PicturePlaceholder | None, acknowledged: Sequence[SafetyCheck], _told: Sequence[str]
) -> JsonItem:
    """Return the output for a computer call; acknowledged checks are sent back whole."""
    output = {"type": "computer_screenshot", "image_url": picture}
    answer = {"type": "computer_call_output", "call_id": call_id, "output": output}
    checks = [check.raw for check in acknowledged]
    return {**answer, "acknowledged_safety_checks": checks} if checks else answer


def shown_in(dialect: Dialect, calls: Sequence[str]) -> Sequence[str]:
    """Return which of these calls of the computer, in order, have a picture in their result."""
    answered = [call for call in calls if not call.startswith(IN_WORDS)]
    return {"each": answered, "last": answered[-1:], "after": []}[dialect.pictures]


@dataclass(frozen=True, slots=True)
class TextCalls:
    """What a text says besides its calls, and the actions that they ask for; a sentence where one cannot be read."""

    said: str
    actions: tuple[JsonItem | Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How one model and its server want the dialect spoken, where there is a choice."""

    family: str = ""  # of models; empty: what the model's name tells of
    model: str = ""
    base_url: str = ""  # by which an API has other addresses on a cloud platform
    coordinates: Coordinates | None = None  # None: the family's
    pictures_in_results: bool = False
    one_tool: bool | None = None  # one tool with an `action`, or one for each; None: as the family has it
    names: bool = False  # whether whoever carries it out finds controls by their names


@dataclass(frozen=True, slots=True)
class Dialect:
    """Writes requests for one API; reading answers is the same for all."""

    name: str
    profile: str  # the provider that is meant where only the dialect is named
    actions: tuple[str, ...]  # that its reference page lists
    parameters: Mapping[str, JsonItem]  # the JSON schema of each parameter that a request may have
    # The tools to offer for a picture of this size, in this environment, with these functions.
    tools: Callable[[Size, str, Sequence[JsonItem]], list[JsonItem]]
    options: Callable[[bool], JsonItem]  # further fields of a request, by whether the server keeps the history
    user: Callable[[Sequence[str], PicturePlaceholder | None], JsonItem]  # a message of the user
    assistant: Callable[[str], JsonItem] = assistant_message  # what the model said before, as a message
    # The answer to a call of the computer: its id, its picture if it has one, confirmed checks, and what was done.
    result: Callable[[str, PicturePlaceholder | None, Sequence[SafetyCheck], Sequence[str]], JsonItem] = (
        screenshot_output
    )
    # Where pictures go: into each result, into the last one, or into a message after all results.
    pictures: Literal["each", "last", "after"] = "each"
    # The answer to a call that is not ours to do; None where the API has no such answers.
    declined: Callable[[JsonItem], JsonItem | None] = declined
    # An item of the model's as a history that we keep holds it; empty: it is left out.
    returned: Callable[[JsonItem], JsonItem] = lambda item: item
    # Whether there are functions, and a history that we keep may hold calls and results besides messages.
    keeps_items: bool = True
    # Whether calls and results go without their pictures in an older part of the history, and not as text.
    bare_calls: bool = False
    # The action that a call of a function asks for, or several, by its name and arguments; None where it asks for none.
    # Raises Unreadable, in words for the model.
    called: Callable[[str, object], JsonItem | Sequence[JsonItem] | None] = lambda _name, _arguments: None
    # What a text of the model's says, and the actions that it asks for in words; None where no text can ask for any.
    calls_in: Callable[[str], TextCalls] | None = None
    prompt: str = ""  # before the user's own instructions
    most_pictures: int | None = None  # that one request may hold
    keeps_reasoning: bool = True  # whether earlier reasoning is sent back
    own_functions: frozenset[str] = frozenset()  # names that no function of the user's may have
    has_end: bool = False  # whether an action ends the task, so that no function for that is offered
    has_checks: bool = True  # whether the server has safety checks
    coordinates: Coordinates | None = None  # of the models; None: the provider's
    spoken: Callable[[Manner], Dialect] | None = None  # the same as another model has it; None: there is one way
    api: Api = RESPONSES
    forgets_at_once: int = 1  # pictures of an old part of the history, so that a cache of what comes before them holds
