"""Everything that a run announces: the journal, `--json`, the terminal and the report are this one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, field, fields, replace
from typing import ClassVar, Final, Literal

from desktop_agent.core.attachment import AttachedFile
from desktop_agent.core.field_text import TypedResult
from desktop_agent.core.geometry import Rect
from desktop_agent.core.json_text import json_line
from desktop_agent.core.message import Message, form_of
from desktop_agent.core.rule_id import RuleId

FrameReason = Literal["start", "after-action", "requested", "recheck"]
# Of the picture by which a run goes: all of it, or words alone; or one more, of a part, with marks or on a card.
SentPicture = Literal["whole", "nothing", "part", "asked"]
DecisionVerdict = Literal["allow", "deny", "edit", "stop"]
DecidedBy = Literal["policy", "human", "mode", "mandate"]
BreakCause = Literal["error", "takeover", "stop"]  # of an action: went wrong, the person took the computer, or stopped
# “partly”: a step was refused, and all else done; “rehearsed”: the mode “watch” has shown what would be done.
# “proven”: all that a person expects of the end was looked for, and is true; “unproven”: not all of it is.
Status = Literal["completed", "partly", "rehearsed", "proven", "unproven", "failed", "stopped", "limit", "blocked"]
EXIT_CODES: Mapping[Status, int] = {
    "completed": 0, "partly": 5, "rehearsed": 0, "proven": 0, "unproven": 6, "failed": 1, "stopped": 3, "limit": 4,
    "blocked": 5}  # fmt: skip
STEPS: Final = "steps"  # the provider of a run that has none: it plays steps that were shown or recorded
AGENT: Final = "mcp"  # the provider of a run in which an agent from outside stands in a model's place
# The run came to its end; or somebody else ended the desk, it reached a limit, or it died.
DeskEnd = Literal["run", "told", "minutes", "disk", "memory", "processes", "gone"]
ReceiptAnswer = Literal["accept", "discard", "keep"]


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """An action's target, in names; None where unknown. Boxes are in screen pixels, and `role` is AT-SPI's name."""

    name: str | None = None
    role: str | None = None
    application: str | None = None
    window: str | None = None
    rect: Rect | None = None
    window_rect: Rect | None = None  # the smallest box around the window, its frame included
    end: str | None = None  # the name of what a drag ends on
    beside: str | None = None  # the words beside a field that has no name
    checked: bool | None = None  # whether it was on, of what a press turns on and off
    row: str | None = None  # the words in the row of a control that isn't the only one of its name


@dataclass(frozen=True, slots=True)
class RunStarted:
    """First event of every run."""

    event: ClassVar[str] = "run.started"
    format: int
    run: str
    dir: str
    task: str
    provider: str
    dialect: str
    model: str
    base_url: str
    mode: str
    monitor: Mapping[str, object]
    region: Mapping[str, int] | None
    viewport: Mapping[str, int]
    limits: Mapping[str, object]
    version: str
    offline: bool = False  # the model is part of this program, and nothing goes to `base_url`
    window: str = ""  # the title of the only window that it works in, as it was asked for
    resumes: str = ""  # the id of the run that this one continues
    carried: Mapping[str, object] | None = None  # steps, minutes and cost of that one that count against the limits
    allow: tuple[str, ...] = ()  # where it may act, and how far, as `--allow` takes it
    desk: str = ""  # the side desk on which it works
    after: str = ""  # the id of the run that this one goes on after, with another task
    expect: tuple[str, ...] = ()  # what is to be true at the end, as `--expect` takes it
    attached: tuple[AttachedFile, ...] = ()  # which files go to the model with the task
    like: str = ""  # the run or file of steps by which the model is to go


@dataclass(frozen=True, slots=True)
class FrameTaken:
    """A picture that goes to the model, by which words for it were made, or that a question shows to the person.

    `path` is null without pictures.
    """

    event: ClassVar[str] = "frame"
    path: str | None
    width: int
    height: int
    bytes: int
    media_type: str
    sha256: str
    reason: FrameReason
    screen: Rect | None = None  # the part of the desktop that it shows; older records do not say
    sent: SentPicture = "whole"

    @property
    def is_extra(self) -> bool:
        """Return whether it is one more, and not the picture by which the run goes."""
        return self.sent in {"part", "asked"}


@dataclass(frozen=True, slots=True)
class RequestSent:
    """One try of one request."""

    event: ClassVar[str] = "request"
    attempt: int
    input_items: int
    bytes: int
    chained: bool
    previous_response_id: str | None


@dataclass(frozen=True, slots=True)
class Reasoned:
    """The model's thoughts, as it writes them."""

    event: ClassVar[str] = "reasoning"
    text: str
    step: int | None = None  # where plain steps are followed or played: which of them this is about, from 1
    steps: int | None = None  # and how many they are


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the model."""

    event: ClassVar[str] = "message"
    text: str


@dataclass(frozen=True, slots=True)
class UsageReported:
    """Tokens and cost of one turn."""

    event: ClassVar[str] = "usage"
    input_tokens: int | None
    output_tokens: int | None
    total_tokens: int | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class ActionProposed:
    """A proposal of the model; `action` is null when we cannot read it, and `target` as far as it is known so soon."""

    event: ClassVar[str] = "action.proposed"
    call_id: str
    index: int
    action: Mapping[str, object] | None
    model_action: Mapping[str, object]
    safety_checks: tuple[Mapping[str, object], ...] = ()
    target: NamedTarget | None = None
    response_id: str = ""  # the server's name for the answer that it is part of
    computer_id: str = ""  # and for the computer that is meant


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision about a proposal, by whom, and under which rule; `action` as a person changed it, if they did.

    `target` is the target as policy and the person knew it. `access` is how far a person has let the program into an
    application: under the rule “application” no more was decided, and what becomes of the action follows.
    """

    event: ClassVar[str] = "decision"
    call_id: str
    index: int
    verdict: DecisionVerdict
    by: DecidedBy
    rule: RuleId
    reply: str | None = None
    waited_ms: int = 0
    action: Mapping[str, object] | None = None
    target: NamedTarget | None = None
    access: Mapping[str, str] | None = None  # program, site, level, lasting
    covers: tuple[Mapping[str, object], ...] = ()  # by a mandate that is made of a person's yes: an act for each action


@dataclass(frozen=True, slots=True)
class ActionStarted:
    """On disk before the first input event is sent."""

    event: ClassVar[str] = "action.started"
    call_id: str
    index: int


@dataclass(frozen=True, slots=True)
class ActionDone:
    """All input events of the action were sent; `typed` tells of a text that its field does not hold as asked.

    `target` is what it has hit, as its program named it right before.
    """

    event: ClassVar[str] = "action.done"
    call_id: str
    index: int
    duration_ms: int
    typed: TypedResult | None = None
    target: NamedTarget | None = None


@dataclass(frozen=True, slots=True)
class ActionFailed:
    """The action was not carried out, or not to its end."""

    event: ClassVar[str] = "action.failed"
    call_id: str
    index: int
    duration_ms: int
    error: str
    cause: BreakCause = "error"


@dataclass(frozen=True, slots=True)
class Settled:
    """How long we waited for the screen to come to rest; `typed` tells that nothing was seen of a text typed last."""

    event: ClassVar[str] = "settled"
    waited_ms: int
    stable: bool
    typed: TypedResult | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The model asks in words."""

    event: ClassVar[str] = "question"
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question of the model."""

    event: ClassVar[str] = "answer"
    text: str
    by: DecidedBy


@dataclass(frozen=True, slots=True)
class ExpectationChecked:
    """What a person expects of the end, as they wrote it, whether it holds, and by what that is known.

    Looked for each time the model says that it is done; the last time counts.
    """

    event: ClassVar[str] = "expectation"
    what: str
    holds: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """Words of the person, of their own accord; they go to the model with the next picture."""

    event: ClassVar[str] = "person.said"
    text: str


@dataclass(frozen=True, slots=True)
class Paused:
    """The run waits."""

    event: ClassVar[str] = "paused"
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resumed:
    """The run goes on."""

    event: ClassVar[str] = "resumed"
    by: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something a person should know."""

    event: ClassVar[str] = "notice"
    level: Literal["info", "warning", "error"]
    text: str


@dataclass(frozen=True, slots=True)
class DeskEnded:
    """The side desk has ended, before the run, with the answer about its changes."""

    event: ClassVar[str] = "desk.ended"
    desk: str
    by: DeskEnd
    receipt: ReceiptAnswer  # what was done with it
    changes: Mapping[str, int] | None  # how many of each group; null where the receipt cannot be read
    taken: int = 0
    left: int = 0  # of what was made for the person, and is not with them


@dataclass(frozen=True, slots=True)
class Withheld:
    """The places in earlier events of texts that went into a password field since; nothing may show them.

    A place has the number of the event (`seq`), the way to the text in it (`field`), and the part of it (`from`, `to`).
    """

    event: ClassVar[str] = "withheld"
    places: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class RunFinished:
    """Last event of every run, however it ended."""

    event: ClassVar[str] = "run.finished"
    status: Status
    message: str
    turns: int
    actions: int
    usage: Mapping[str, int | None]
    cost: float | None
    seconds: float
    seconds_outside_model: float
    exit_code: int
    live: Mapping[str, str] = field(default_factory=dict)  # files of the live picture, and the SHA-256 of each
    withheld: tuple[Mapping[str, object], ...] = ()  # those places that are in the first event
    steps: int | None = None  # how many there were, where a step is a line of the task; else they are the turns
    by: str = ""  # “human” where the person stopped it


Event = (
    RunStarted | FrameTaken | RequestSent | Reasoned | Said | UsageReported | ActionProposed | Decided
    | ActionStarted | ActionDone | ActionFailed | Settled | Asked | Answered | ExpectationChecked | PersonSaid
    | Paused | Resumed | Noticed | DeskEnded | Withheld | RunFinished)  # fmt: skip


# Fields with a default that are written all the same; every other one only where it says something else.
_ALWAYS_WRITTEN = frozenset({"screen", "safety_checks", "target", "reply", "waited_ms", "taken", "left"})


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event with its place in the run: number from 1, RFC 3339 time in UTC with milliseconds, turn."""

    seq: int
    at: str
    turn: int
    event: Event
    chain: str = field(default="", compare=False)  # SHA-256 in hexadecimal digits, which the journal has added

    def line(self) -> str:
        """Return the one JSON line, without the line break, that stands in `events.jsonl` and in `--json`.

        `texts` has what texts of ours are made of, so that a reader can show them in another language.
        """
        head = {"event": self.event.event, "seq": self.seq, "at": self.at, "turn": self.turn}
        usual = {each.name: _default(each) for each in fields(self.event) if each.name not in _ALWAYS_WRITTEN}
        written = {name: value for name, value in asdict(self.event).items() if value != usual.get(name, MISSING)}
        made = {name: form_of(value) for name, value in written.items() if isinstance(value, Message)}
        texts = {"texts": made} if made else {}
        chain = {"chain": self.chain} if self.chain else {}
        return json_line({**head, **written, **texts, **chain}, compact=True)


def _default(of: Field[object]) -> object:
    return of.default if of.default_factory is MISSING else of.default_factory()


Announce = Callable[[Event], None]  # the order of calls is the order in the journal


@dataclass(frozen=True, slots=True)
class StepCount:
    """How far a run is after some of its events; `last` is how many steps the task has, 0 where nobody knows.

    Only what is part of this program tells a step: the built-in model, and the player of steps. In a model's words
    “2 of 9: ” is prose.
    """

    step: int = 0
    last: int = 0
    plays: bool = False  # steps are played, and no model is asked what to do next
    agent: str = ""  # what an agent calls itself that is asked what to do next

    def after(self, stamped: Stamped) -> StepCount:
        """Return the count after the next event."""
        match stamped.event:
            case RunStarted(provider=provider, model=model):
                return StepCount(plays=provider == STEPS, agent=model if provider == AGENT else "")
            case Reasoned(step=int() as step, steps=int() as last):
                return replace(self, step=step, last=last)
            case RunFinished(steps=int() as step):  # the lines between may not have been read
                return replace(self, step=step)
            case _:
                return self if self.last else replace(self, step=stamped.turn)

    @property
    def lines(self) -> int | None:
        """Return the number of steps where they are lines of the task; else None, as they are the answers."""
        return self.step if self.last else None

    @property
    def words(self) -> str:
        """Return the step, and of how many where that is known; empty before the first."""
        return Message("{step} of {last}", step=self.step, last=self.last) if self.last else str(self.step or "")


def follows_lines(started: RunStarted) -> bool:
    """Return whether a step of this run is a line of its task, where it has one."""
    return started.offline or started.provider == STEPS


def steps_in(events: Iterable[Stamped]) -> int:
    """Return how many steps a run took: what every list, page and window tells."""
    count = StepCount()
    for stamped in events:
        count = count.after(stamped)
    return count.step
