"""What an agent asks for in one call, once its arguments have been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.screen_contents import Find

# What of the picture an answer carries: all, words alone, a part, or the part that is otherwise than it was seen last.
ShowMode = Literal["whole", "none", "region", "changed"]
Region = tuple[float, float, float, float]  # left, top, right, bottom in pixels of the picture


@dataclass(frozen=True, slots=True)
class LookOrder:
    """A picture of the screen, and what is on it; `picture` names the last one that was seen on another connection."""

    picture: str = ""
    show: ShowMode = "whole"
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class ActOrder:
    """Actions as they were written, to be done in order; `why` is the agent's own word on them.

    `picture` names the picture that they were chosen in, for an agent that has seen it on another connection.
    """

    actions: tuple[JsonItem, ...]
    why: str = ""
    picture: str = ""
    show: ShowMode = "whole"


@dataclass(frozen=True, slots=True)
class FindOrder:
    """Which controls a window of the newest picture shows."""

    wanted: Find = field(default_factory=Find)


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """The text of a window of the newest picture, or of a region of it."""

    window: str = ""
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class ZoomOrder:
    """A region of the newest picture in full size."""

    region: Region


@dataclass(frozen=True, slots=True)
class ClipboardOrder:
    """What is on the clipboard, or with a text that this is put there."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class AskOrder:
    """A question in words for the person; `picture` as in a look."""

    question: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class WholeTaskOrder:
    """A whole task for the person's own model, what is to be true at its end, and the run that it goes on after.

    `attach` are files that go to that model, and `like` is a run or a file of steps that it is to go by, once the
    person has said yes to each.
    """

    task: str
    expect: tuple[str, ...] = ()
    after: str = ""
    attach: tuple[str, ...] = ()
    like: str = ""


@dataclass(frozen=True, slots=True)
class EndOrder:
    """The end of the session, what the agent says that was done, and what it wants looked for."""

    summary: str = ""
    expect: tuple[str, ...] = ()


InquiryOrder = FindOrder | ReadOrder | ZoomOrder  # answered of the picture that the agent has: the run does nothing
SeeingOrder = LookOrder | InquiryOrder
SessionOrder = SeeingOrder | ActOrder | ClipboardOrder | AskOrder | EndOrder
McpOrder = SessionOrder | WholeTaskOrder


@dataclass(frozen=True, slots=True)
class McpAnswer:
    """What a call is answered with: texts, and a picture where one was taken.

    `refused` says that nothing was done. Clients hand it to their model as an error, which may hold no picture.
    """

    texts: tuple[str, ...]
    picture: bytes = b""
    media_type: str = ""
    refused: bool = False
