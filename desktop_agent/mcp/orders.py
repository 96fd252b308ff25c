"""The orders of an agent: one call each, with parsed arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.controls.screen_contents import Find
from desktop_agent.core.texts.foreign_text import JsonItem

# What of the picture an answer carries: only what words can't express, all, nothing, a part, or the part that differs
# from the last one.
ShowMode = Literal["words", "whole", "none", "region", "changed"]
Region = tuple[float, float, float, float]  # left, top, right, bottom in pixels of the picture


@dataclass(frozen=True, slots=True)
class LookOrder:
    """A picture of the screen with a description; `picture` names the last one seen on an earlier connection."""

    picture: str = ""
    show: ShowMode = "whole"
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class ActOrder:
    """Actions as written, to be done in order; `why` is the agent's own reason.

    `picture` names the picture that they refer to, for an agent that got it on an earlier connection.
    """

    actions: tuple[JsonItem, ...]
    why: str = ""
    picture: str = ""
    show: ShowMode = "words"


@dataclass(frozen=True, slots=True)
class FindOrder:
    """A search for controls in a window of the newest picture."""

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
    """A request for the clipboard's text, or, with `text`, an order to put that there."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class AskOrder:
    """A question in words for the person; `picture` as in a look."""

    question: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class WholeTaskOrder:
    """A complete task for the person's own model, with expectations, and the run that it continues after.

    `attach` are files for that model, and `like` is a run or a steps file for guidance; each needs the person's yes.
    """

    task: str
    expect: tuple[str, ...] = ()
    after: str = ""
    attach: tuple[str, ...] = ()
    like: str = ""


@dataclass(frozen=True, slots=True)
class EndOrder:
    """The end of the session, with the agent's summary and the expectations to check."""

    summary: str = ""
    expect: tuple[str, ...] = ()


InquiryOrder = FindOrder | ReadOrder | ZoomOrder  # answered of the picture that the agent has: the run does nothing
SeeingOrder = LookOrder | InquiryOrder
SessionOrder = SeeingOrder | ActOrder | ClipboardOrder | AskOrder | EndOrder
McpOrder = SessionOrder | WholeTaskOrder


@dataclass(frozen=True, slots=True)
class McpAnswer:
    """The answer to a call: texts, and a picture if one was taken.

    `refused` says that nothing was done. Clients hand it to their model as an error, which may hold no picture: an
    answer with one is none, whatever was done.
    """

    texts: tuple[str, ...]
    picture: bytes = b""
    media_type: str = ""
    refused: bool = False
