"""The events of a run: the journal, `--json`, the terminal and the report all show this one stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, field, fields, replace
from typing import ClassVar, Final, Literal

from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.material import AttachedFile
from desktop_agent.core.runs.outcome import Outcome
from desktop_agent.core.texts.field_text import TypedResult
from desktop_agent.core.texts.foreign_text import json_line
from desktop_agent.core.texts.message import Message, form_of

FrameReason = Literal["start", "after-action", "requested", "recheck"]
# The run's picture: complete, or replaced by words; or an extra one: of a part, with marks, or for a question.
SentPicture = Literal["whole", "nothing", "part", "asked"]
DecisionVerdict = Literal["allow", "deny", "edit", "stop"]
DecidedBy = Literal["policy", "human", "mode"]
# Of an action: an error, the person took over, the run was paused by something else, or it stopped.
BreakCause = Literal["error", "takeover", "pause", "stop"]
# “partly”: a step was refused, and all others done; “rehearsed”: the mode “watch” has displayed the actions.
# “answered”: the model only answered in words, and asked for no act.
# “proven”: all of the person's expectations of the end were checked and hold; “unproven”: not all of them do.
Status = Literal[
    "completed", "answered", "partly", "rehearsed", "proven", "unproven", "failed", "stopped", "limit", "blocked"
]
EXIT_CODES: Mapping[Status, int] = {
    "completed": 0, "answered": 0, "partly": 5, "rehearsed": 0, "proven": 0, "unproven": 6, "failed": 1, "stopped": 3,
    "limit": 4, "blocked": 5}  # fmt: skip
STEPS: Final = "steps"  # the provider of a run without a model: it plays demonstrated or recorded steps
AGENT: Final = "mcp"  # the provider of a run in which an external agent takes a model's place
# The run ended; or the desk was ended from outside, reached a limit, or crashed.
DeskEnd = Literal["run", "told", "minutes", "disk", "memory", "processes", "gone"]
ReceiptAnswer = Literal["accept", "discard", "keep"]


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """The names of an action's target; None where unknown. Boxes are in screen pixels, and `role` is AT-SPI's name."""

    name: str | None = None
    role: str | None = None
    application: str | None = None
    window: str | None = None
    rect: Rect | None = None
    window_rect: Rect | None = None  # the smallest box around the window, its frame included
    end: str | None = None  # the name of the control at the end of a drag
    beside: str | None = None  # the words beside a field that has no name
    checked: bool | None = None  # whether a check box or switch was on
    row: str | None = None  # the words in the row of a control that isn't the only one of its name
    program: str | None = None  # what people call the application; None: as its file


@dataclass(frozen=True, slots=True)
class NamedText:
    """The value of a task's variable, as a person gave it; of a secret, its name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TaskSource:
    """The task that a run carries out: a saved one, a template or a file, with the values of its variables.

    `name` is the path of a file, else the task's name; `title` is what people call it.
    """

    kind: Literal["task", "template", "file"]
    name: str
    title: str
    values: tuple[NamedText, ...] = ()


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
    window: str = ""  # the title of the only window that it works in, as requested
    resumes: str = ""  # the id of the run that this one continues
    carried: Mapping[str, object] | None = None  # steps, minutes and cost of that one that count against the limits
    allow: tuple[str, ...] = ()  # its scope, in the form of `--allow`
    desk: str = ""  # the side desk on which it works
    after: str = ""  # the id of the run that this one follows, with another task
    expect: tuple[str, ...] = ()  # the expectations of the end, in the form of `--expect`
    attached: tuple[AttachedFile, ...] = ()  # the files that go to the model with the task
    like: str = ""  # the run or file of steps that is the model's example
    source: TaskSource | None = None  # the task that it carries out, if that is kept somewhere

    @property
    def title(self) -> str:
        """Return what a list calls the run: what its task is called, if that is kept somewhere, else its words."""
        # Played lines have their title as the task, which can be translated for the templates.
        return self.task if self.source is None or self.provider == STEPS else self.source.title


@dataclass(frozen=True, slots=True)
class FrameTaken:
    """A picture that goes to the model, is described to it in words, or is displayed with a question.

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
    screen: Rect | None = None  # the part of the desktop that it shows; None for a picture of a film
    sent: SentPicture = "whole"

    @property
    def is_extra(self) -> bool:
        """Return whether it is an extra picture, not the run's own."""
        return self.sent in {"part", "asked"}


@dataclass(frozen=True, slots=True)
class RequestSent:
    """One attempt at one request."""

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
    step: int | None = None  # the number of the plain step, from 1, where plain steps are followed or played
    steps: int | None = None  # the number of plain steps
    line: str = ""  # the plain step's words


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
    """A proposal of the model; `action` is null if we cannot read it, and `target` is what is known at this time."""

    event: ClassVar[str] = "action.proposed"
    call_id: str
    index: int
    action: Mapping[str, object] | None
    model_action: Mapping[str, object]
    safety_checks: tuple[Mapping[str, object], ...] = ()
    target: NamedTarget | None = None
    response_id: str = ""  # the server's identifier for the answer that contains it
    computer_id: str = ""  # the server's identifier for the computer


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision about a proposal, who made it, and its rule; `action` is the person's changed version, if any.

    `target` is the target as policy and the person knew it. `access` is the level that a person has granted in an
    application: under the rule “scope” only that was decided, and the decision about the action follows.
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


@dataclass(frozen=True, slots=True)
class ActionStarted:
    """The start of an action; the event is on disk before the first input event is sent."""

    event: ClassVar[str] = "action.started"
    call_id: str
    index: int


@dataclass(frozen=True, slots=True)
class ActionDone:
    """All input events of the action were sent; `typed` reports a text that differs from its field's content.

    `target` is the control that it has hit, as its program named it right before. `action` and `model_action` are what
    was proposed, if that was covered until it was known that no part of the text went into a password field.
    """

    event: ClassVar[str] = "action.done"
    call_id: str
    index: int
    duration_ms: int
    typed: TypedResult | None = None
    target: NamedTarget | None = None
    action: Mapping[str, object] | None = None
    model_action: Mapping[str, object] | None = None


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
    """How long we waited for the screen to settle; `typed` reports that the last typed text wasn't seen."""

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
    """A person's expectation of the end, in their words, whether it holds, and the evidence.

    It is checked each time the model reports that it is done; the last check counts.
    """

    event: ClassVar[str] = "expectation"
    what: str
    holds: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class ExpectationTurned:
    """An expectation has become true after a step, or is no longer; step 0 is the start, where it held already.

    Commands and the states of controls are looked at only at the end, so none of them turns.
    """

    event: ClassVar[str] = "expectation.turned"
    what: str
    holds: bool
    step: int


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """An unprompted message of the person; it goes to the model with the next picture."""

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
class TouchNoticed:
    """Whether the person's touch of the mouse or keyboard is noticed, where that has changed during the run."""

    event: ClassVar[str] = "touch"
    noticed: bool
    text: str


@dataclass(frozen=True, slots=True)
class DeskEnded:
    """The end of the side desk, before the run's, and how its receipt was settled."""

    event: ClassVar[str] = "desk.ended"
    desk: str
    by: DeskEnd
    receipt: ReceiptAnswer  # how the receipt was settled, by the run's order or automatically
    changes: Mapping[str, int] | None  # the number of changes in each group; null where the receipt cannot be read
    taken: int = 0
    left: int = 0  # the number of changes made for the person that were neither applied nor discarded

    @property
    def changes_wait(self) -> bool:
        """Return whether there may be changes for the person to decide about."""
        return self.receipt == "keep" and (self.changes is None or any(self.changes.values()))


@dataclass(frozen=True, slots=True)
class Withheld:
    """The places in earlier events of texts that have become known as passwords since; nothing may display them.

    A place has the event's number (`seq`), the path to the text in it (`field`), and the part of it (`from`, `to`).
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
    withheld: tuple[Mapping[str, object], ...] = ()  # the places of passwords in the first event
    steps: int | None = None  # their number, where a step is a line of the task; else the turns are the steps
    by: str = ""  # “human” if the person stopped it
    claimed: bool = False  # it is only the model that calls it done
    outcome: Outcome | None = None  # the facts about the end; None: unknown
    # The files in folders that the run may work in: `path`, and `change`: new, changed or removed; None: unknown.
    files: tuple[Mapping[str, str], ...] | None = None


Event = (
    RunStarted | FrameTaken | RequestSent | Reasoned | Said | UsageReported | ActionProposed | Decided
    | ActionStarted | ActionDone | ActionFailed | Settled | Asked | Answered | ExpectationChecked
    | ExpectationTurned | PersonSaid | Paused | Resumed | Noticed | TouchNoticed | DeskEnded | Withheld
    | RunFinished)  # fmt: skip


# Fields that are written even with their default value; all others are omitted then.
_ALWAYS_WRITTEN = frozenset({"screen", "safety_checks", "target", "reply", "waited_ms", "taken", "left"})


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event with its place in the run: number from 1, RFC 3339 time in UTC with milliseconds, turn."""

    seq: int
    at: str
    turn: int
    event: Event
    chain: str = field(default="", compare=False)  # SHA-256 in hexadecimal digits, added by the journal

    def line(self) -> str:
        """Return the event's JSON line, without the line break, as in `events.jsonl` and `--json`.

        `texts` contains the forms of our messages, so that a reader can display them in another language.
        """
        head = {"event": self.event.event, "seq": self.seq, "at": self.at, "turn": self.turn}
        defaults = {
            field_.name: _default(field_) for field_ in fields(self.event) if field_.name not in _ALWAYS_WRITTEN
        }
        written = {name: value for name, value in asdict(self.event).items() if value != defaults.get(name, MISSING)}
        forms = {name: form_of(value) for name, value in written.items() if isinstance(value, Message)}
        texts = {"texts": forms} if forms else {}
        chain = {"chain": self.chain} if self.chain else {}
        return json_line({**head, **written, **texts, **chain}, compact=True)


def _default(field_: Field[object]) -> object:
    return field_.default if field_.default_factory is MISSING else field_.default_factory()


Announce = Callable[[Event], None]  # the order of calls is the order in the journal


@dataclass(frozen=True, slots=True)
class StepCount:
    """The progress of a run after some of its events; `last` is the number of the task's steps, 0 if unknown.

    Only parts of this program report a step: the built-in model, and the player of steps. In a model's words “2 of 9: ”
    is prose.
    """

    step: int = 0
    last: int = 0
    plays: bool = False  # steps are played without a model
    agent: str = ""  # the name that an external agent gives itself, if it takes the model's place

    def after(self, stamped: Stamped) -> StepCount:
        """Return the count after the next event."""
        match stamped.event:
            case RunStarted(provider=provider, model=model):
                return StepCount(plays=provider == STEPS, agent=model if provider == AGENT else "")
            case Reasoned(step=int() as step, steps=int() as last):
                return replace(self, step=step, last=last)
            case RunFinished(steps=int() as step):  # the events between may not have been read
                return replace(self, step=step)
            case _:
                return self if self.last else replace(self, step=stamped.turn)

    @property
    def lines(self) -> int | None:
        """Return the number of steps if they are lines of the task; None if they are the model's answers."""
        return self.step if self.last else None

    @property
    def words(self) -> str:
        """Return the step, and the number of steps if known; empty before the first step."""
        return Message("{step} of {last}", step=self.step, last=self.last) if self.last else str(self.step or "")


def follows_lines(started: RunStarted) -> bool:
    """Return whether a step of this run is a line of its task, rather than an answer of a model."""
    return started.offline or started.provider == STEPS


def steps_in(events: Iterable[Stamped]) -> int:
    """Return the number of a run's steps, as every list, page and window displays it."""
    count = StepCount()
    for stamped in events:
        count = count.after(stamped)
    return count.step
