"""A model's answer and the run's reply; the same for a streamed answer and one that arrives at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.actions.action import Action, Finish, points_of
from desktop_agent.core.pictures import Frame, ImagePoint, Size
from desktop_agent.core.runs.events import SentPicture
from desktop_agent.core.runs.material import EarlierRun, Material
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message, sentences

# A model plans the calls of an answer as one sequence, so none is done after one that wasn't; for the model.
NOT_REACHED = "This wasn't carried out because something before it wasn't."
PERSON_SAYS = "The person in charge says:"  # before their own words, for the model
ATTACHED = "The person in charge has attached a file to the task:"  # before its name, for the model
LIKE = "A task like this one was done before:"  # before that task's name, for the model
# The computer, a function of the user's, a tool of an MCP server that waits for approval, or anything else, which is
# refused.
CallKind = Literal["computer", "function", "mcp", "unknown"]
# Refused by a rule or a person; only displayed, in the mode `watch`; not begun or interrupted because the person took
# over; or it failed: the screen had changed, it was too late, it could not be read, or could not be carried out.
NotDoneReason = Literal["refused", "rehearsed", "taken over", "failed"]
CORNER = ImagePoint(0, 0)  # where an action on a name stands until that is looked up


@dataclass(frozen=True, slots=True)
class InvalidAction:
    """An action that cannot be read, or is not accepted, with the reason in words for the model."""

    reason: str


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    """A check that the model's server wants a person to confirm; it is sent back unchanged once confirmed."""

    id: str
    code: str = ""
    message: str = ""
    raw: JsonItem = field(default_factory=dict)  # as received, for sending it back


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A control's name instead of a point, and a function for the action at a point of the picture.

    A number instead of the name is the control's number in the last list that the model received.
    """

    name: str | int
    action: Callable[[ImagePoint], Action | InvalidAction] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NextClick:
    """What a later answer is going to click, which isn't on the screen yet: its name, and what is asked about it."""

    name: str
    checks: tuple[SafetyCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One action, in the model's form and as we read it."""

    action: Action | InvalidAction
    model_action: JsonItem
    words: str = ""  # for the model, where its coordinates are not pixels of the picture
    space: Size | None = None  # the space of its coordinates in that case
    named: NamedPlace | None = None  # the action is invalid until this place is looked up
    then: NextClick | None = None  # where that is known

    @property
    def form(self) -> Action | InvalidAction:
        """The action; that of a name as it would be in the corner of the picture."""
        return self.action if self.named is None else self.named.action(CORNER)

    @property
    def requested(self) -> Action | InvalidAction:
        """The action as it was requested; that of a name at no place of its own, with the name."""
        return self.action if self.named is None else InvalidAction(f"“{self.named.name}”: {self.form}")

    @property
    def given_points(self) -> tuple[ImagePoint, ...]:
        """The points that the model has given; a name gives none."""
        points = () if isinstance(self.form, InvalidAction) else points_of(self.form)
        return points if self.named is None else points[1:]


@dataclass(frozen=True, slots=True)
class Call:
    """Actions of one call, done in order and answered by one picture. A function's call has one, and gets a text."""

    call_id: str
    proposals: tuple[Proposal, ...]
    checks: tuple[SafetyCheck, ...] = ()
    called: CallKind = "computer"
    skips_disabled: bool = False  # a disabled control isn't pressed, as no model checks the result


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one turn; None where the server did not report them."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None
    cached_tokens: int = 0  # input tokens that were in the server's cache
    newly_cached_tokens: int = 0  # input tokens that the server has added to its cache


@dataclass(frozen=True, slots=True)
class StepThought:
    """The thought about one plain step: its number from 1, the number of steps, its words, and what was seen."""

    step: int
    steps: int
    text: str
    seen: str

    @property
    def words(self) -> str:
        """The words without the number."""
        return sentences(Message("{text}.", text=self.text), self.seen)

    @property
    def line(self) -> str:
        """The words, with the number."""
        return Message("{step} of {steps}: {words}", step=self.step, steps=self.steps, words=self.words)


@dataclass(frozen=True, slots=True)
class Turn:
    """One complete answer of the model."""

    response_id: str = ""
    reasoning: tuple[str, ...] = ()
    steps: tuple[StepThought, ...] = ()  # instead of reasoning, where plain steps are followed or played
    unmet: str = ""  # why the last plain step cannot be done
    messages: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    finish: Finish | None = None  # a `done` function call; ends inside a call are Finish actions
    usage: Usage | None = None
    cost: float | None = None  # USD
    notices: tuple[Message, ...] = ()  # notes for the person on parts that we read leniently or ignored
    unchecked: bool = False  # the server has no safety checks of its own
    exact: bool = False  # plain steps were followed and checked, so the end means that all of them were done
    looks: bool = False  # it requests only a new picture
    computer_id: str = ""  # the server's identifier for the computer of its actions, if any
    wants: SentPicture = "whole"  # the part of the next picture that the reply carries
    asks: str = ""  # a question in words for the person; the run continues with or without an answer


@dataclass(frozen=True, slots=True)
class Opening:
    """The first message to the model; `earlier` is the run that this one continues."""

    task: str
    frame: Frame
    earlier: EarlierRun | None = None
    material: tuple[Material, ...] = ()  # that goes to the model with the task


@dataclass(frozen=True, slots=True)
class NotDone:
    """An action that was not carried out, or not to its end (`touched`).

    `text` informs the model, and says what to do now; `reason` informs the person, in a sentence that stands beside the
    action. `must_look`: the text has the model look at the new screenshot, so it gets one.
    """

    why: NotDoneReason
    text: str
    touched: bool = False
    cause: str = ""  # in a few words, where it is also the reason why nothing after it is done
    reason: str = ""
    must_look: bool = False

    @property
    def for_person(self) -> str:
        """Return the sentence for the person; the one for the model where there is no other."""
        return self.reason or self.text


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one call; `acknowledged` contains only checks that a person has confirmed.

    A function is answered by `output`; a tool of an MCP server is `approved`, or refused for the reason in `output`.
    """

    call_id: str
    frame: Frame
    acknowledged: tuple[SafetyCheck, ...] = ()
    acts_in_words: tuple[str, ...] = ()  # the actions done, in words, for servers without calls in their history
    called: CallKind = "computer"
    output: str = ""
    approved: bool = False
    part: Frame | None = None  # the picture in a function's answer


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a turn: an answer for each call, and notes on deviations, as the user's words.

    `not_done` is the first action of the turn that was not carried out; no later one was. Its text is in `notes`.

    `abandon` contains the ids of calls with refused checks: they are never answered, and the conversation continues
    from before their response, with `notes` and `frame` as a new user message.

    With `in_words`, the model gets `part` alone in the place of `frame`, or no picture.

    `said` are the person's unprompted messages; the model gets them as the person's words, and they approve nothing.
    """

    results: tuple[Result, ...]
    notes: tuple[str, ...]
    frame: Frame
    abandon: tuple[str, ...] = ()
    not_done: NotDone | None = None
    said: tuple[str, ...] = ()
    in_words: bool = False
    part: Frame | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts of the reply: the notes, and then the person's messages."""
        return (*self.notes, *(f"{PERSON_SAYS} {text}" for text in self.said))


ModelInput = Opening | Reply
