"""What an agent asks for in one call, once its arguments have been read."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.json_text import JsonItem


@dataclass(frozen=True, slots=True)
class Misread:
    """Arguments that cannot be taken: why, in a sentence for the agent."""

    why: str


@dataclass(frozen=True, slots=True)
class LookOrder:
    """A picture of the screen, and what is on it; `picture` names the last one that was seen on another connection."""

    picture: str = ""


@dataclass(frozen=True, slots=True)
class ActOrder:
    """Actions as they were written, to be done in order; `why` is the agent's own word on them.

    `picture` names the picture that they were chosen in, for an agent that has seen it on another connection.
    """

    actions: tuple[JsonItem | Misread, ...]
    why: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class FindOrder:
    """What a window of the newest picture shows: `text` is part of a name or a kind, `window` of a title."""

    text: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class AskOrder:
    """A question in words for the person; `picture` as in a look."""

    question: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class WholeTaskOrder:
    """A whole task for the person's own model."""

    task: str


@dataclass(frozen=True, slots=True)
class EndOrder:
    """The end of the session, and what the agent says that was done."""

    summary: str = ""


SessionOrder = LookOrder | FindOrder | ActOrder | AskOrder | EndOrder
McpOrder = SessionOrder | WholeTaskOrder


@dataclass(frozen=True, slots=True)
class McpAnswer:
    """What a call is answered with: texts, and a picture where one was taken."""

    texts: tuple[str, ...]
    picture: bytes = b""
    media_type: str = ""
