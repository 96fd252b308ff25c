"""A model's answer and the run's reply; the same for a streamed and for a whole answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.actions import Action, Finish
from desktop_agent.core.attachment import Material
from desktop_agent.core.earlier_run import EarlierRun
from desktop_agent.core.events import SentPicture
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message, sentences

PERSON_SAYS = "The person in charge says:"  # before their own words, for the model
ATTACHED = "The person in charge has attached a file to the task:"  # before its name, for the model
LIKE = "A task like this one was done before:"  # before the name of that, for the model
# The computer, a function of the user's, or a tool of an MCP server that waits for approval.
CallKind = Literal["computer", "function", "mcp"]
# Refused by a rule or a person; only shown, in the mode `watch`; kept back or broken off because the person took over;
# or it failed: the screen had changed, it came too late, it could not be read, or could not be carried out.
NotDoneReason = Literal["refused", "rehearsed", "taken over", "failed"]


@dataclass(frozen=True, slots=True)
class InvalidAction:
    """An action that cannot be read, or is not accepted: why, in words for the model."""

    reason: str


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    """A check that the model's server wants a person to confirm; goes back whole once confirmed."""

    id: str
    code: str = ""
    message: str = ""
    raw: JsonItem = field(default_factory=dict)  # as it came, for the way back


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A control's name in the place of a point, and the action that it is at a point of the picture.

    A number in the place of the name is the control's in the list that the model was given last.
    """

    name: str | int
    action: Callable[[ImagePoint], Action | InvalidAction] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One action, as the model wrote it and as it was read."""

    action: Action | InvalidAction
    model_action: JsonItem
    words: str = ""  # for the model, where its coordinates are not pixels of the picture
    space: Size | None = None  # the one that its coordinates are in, then
    named: NamedPlace | None = None  # until it is known where that is, the action is none


@dataclass(frozen=True, slots=True)
class Call:
    """Actions under one call id, done in order and answered by one picture; another call holds one and gets words."""

    call_id: str
    proposals: tuple[Proposal, ...]
    checks: tuple[SafetyCheck, ...] = ()
    called: CallKind = "computer"
    skips_disabled: bool = False  # a control that takes no press now is left, as nobody looks at what came of it


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one turn; None where the server did not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    cached_tokens: int = 0  # of the input tokens, those that the server had read before
    newly_cached_tokens: int = 0  # of the input tokens, those that it keeps from now on


@dataclass(frozen=True, slots=True)
class StepThought:
    """The thought about one step of a task of plain steps: its number from 1, of how many; its words; what was seen."""

    step: int
    steps: int
    text: str
    seen: str

    @property
    def words(self) -> str:
        """The words, for where the number stands beside them."""
        return sentences(Message("{text}.", text=self.text), self.seen)

    @property
    def line(self) -> str:
        """The words, with the number."""
        return Message("{step} of {steps}: {words}", step=self.step, steps=self.steps, words=self.words)


@dataclass(frozen=True, slots=True)
class Turn:
    """One whole answer of the model."""

    response_id: str = ""
    reasoning: tuple[str, ...] = ()
    steps: tuple[StepThought, ...] = ()  # in the place of reasoning, where plain steps are followed or played
    unmet: str = ""  # of plain steps: why the last one cannot be done
    messages: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    finish: Finish | None = None  # a `done` function call; ends inside a call are Finish actions
    strays: tuple[str, ...] = ()  # names of tools that are not here; the refusals go with the next message
    usage: Usage | None = None
    cost: float | None = None  # USD
    notices: tuple[str, ...] = ()  # what we read leniently or left alone, for the person
    unchecked: bool = False  # the server has no safety checks of its own
    exact: bool = False  # plain steps were followed, and each was checked: the end says that all of them were done
    looks: bool = False  # all that is wanted is a new picture
    computer_id: str = ""  # the server's name for the computer that it means, where it has one
    wants: SentPicture = "whole"  # what its answer carries of the next picture
    asks: str = ""  # a question in words for the person; the run goes on, whether or not they answer
    more: bool = False  # the rest of the same answer comes once this is done: no request is sent for it


@dataclass(frozen=True, slots=True)
class Opening:
    """The first thing said to the model; `earlier` is the run that this one continues."""

    task: str
    frame: Frame
    earlier: EarlierRun | None = None
    material: tuple[Material, ...] = ()  # that goes to the model with the task


@dataclass(frozen=True, slots=True)
class NotDone:
    """An action was not carried out, or not to its end (`touched`); `text` tells the model so in a sentence."""

    why: NotDoneReason
    text: str
    touched: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one call; `acknowledged` holds only checks that a person has confirmed.

    A function is answered by `output`; a tool of an MCP server is `approved`, or not for the reason in `output`.
    """

    call_id: str
    frame: Frame
    acknowledged: tuple[SafetyCheck, ...] = ()
    told: tuple[str, ...] = ()  # what was done, in words, for servers that keep no calls in history
    called: CallKind = "computer"
    output: str = ""
    approved: bool = False
    part: Frame | None = None  # a picture that the function answers with


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a turn: an answer for each call, and notes on what went otherwise, as the user's words.

    `not_done` is the first action of the turn that was not carried out; nothing after it was. Its text is in `notes`.

    `abandon` holds the ids of calls with refused checks: they are never answered, and the conversation goes
    on from before their response, with `notes` and `frame` as a new user message.

    `said` are the person's words of their own accord; the model gets them as theirs, and they approve nothing.
    """

    results: tuple[Result, ...]
    notes: tuple[str, ...]
    frame: Frame
    abandon: tuple[str, ...] = ()
    not_done: NotDone | None = None
    said: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that is told in words: the notes, and then what the person has said."""
        return (*self.notes, *(f"{PERSON_SAYS} {text}" for text in self.said))


ModelInput = Opening | Reply
