"""What a run needs from the packages around it: protocols of a few methods, joined by `host/assemble.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.actions import Action, Effect, Invoke
from desktop_agent.core.decision import (
    Answer,
    Case,
    Decision,
    Duration,
    Pasted,
    Question,
    Reason,
    RememberedApproval,
    RememberedControl,
    Target,
)
from desktop_agent.core.events import Announce, ExpectationChecked, Stamped
from desktop_agent.core.field_text import InputNote
from desktop_agent.core.frame import Frame, Scene
from desktop_agent.core.function import CallVerdict, Ran
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.own_windows import Announcement, FloatingWindows
from desktop_agent.core.permit import Permit
from desktop_agent.core.screen_contents import ShownControl, ShownText
from desktop_agent.core.secret_text import SecretUse
from desktop_agent.core.settlement import Settlement
from desktop_agent.core.turn import InvalidAction, ModelInput, Turn
from desktop_agent.policy.scope import ScopedFolder

if TYPE_CHECKING:
    import asyncio

    from desktop_agent.run.control import ThreadStop
    from desktop_agent.run.ending import RunEnding
    from desktop_agent.run.stream import Stream

Judge = Callable[[Case], Decision]  # the strictest of all voices: rules, checks and mode


class Camera(Protocol):
    """Takes pictures of the screen, and compares the screen with them."""

    def grab(self, taken: Callable[[], None] = ...) -> Frame:
        """Take a picture now, and call `taken` as soon as it is taken; ScreenError when that cannot be done."""

    async def settled(self, since: Frame, effect: Effect, windows: FloatingWindows) -> Settlement:
        """Wait until the screen has come to rest after an action; return its picture.

        `since` is the picture from before the action. `windows` may be seen meanwhile, and are hidden for the picture.
        """

    def windows_now(self, frame: Frame) -> Scene:
        """Return which windows are there now; GeometryChangedError where the frame shows another part of it all."""

    def same_near(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the screen around a point still looks as in the frame, and the same window is on top."""

    def same_window(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the window that was on top at a point in the frame still is."""

    def same_shapes(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the letters and lines at a point are those of the frame, in any colours; there are some."""

    def same_focus(self, frame: Frame) -> bool:
        """Return whether the window that had the keyboard in the frame still has it."""

    def refusal(self, frame: Frame, action: Action) -> str:
        """Return why an action may not go where it would by the frame, whatever it shows there; empty where it may."""

    def keep_back(self, window: int, box: Rect, field: tuple[str, str] | None = None) -> None:
        """Hide a part of the desktop in every later picture, which goes where the window goes, and the field in it."""

    def same_in(self, box: Rect, frame: Frame) -> bool:
        """Return whether a box of the desktop looks as in a frame, a caret aside."""

    def alike(self, one: Frame, other: Frame, *, exactly: bool) -> bool:
        """Return whether two pictures show the same; not `exactly` forgives a caret and a clock."""


class Surroundings(Protocol):
    """Knows what lies under a point."""

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return what an action would hit; fields stay empty where nothing is known."""

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        """Return what a window of the picture shows that can be used, and the words beside it, from the top down.

        Each is in the picture, in front, and not kept private. Where the program tells nothing, these are the lines
        that are read there.
        """

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        """Return the lines that are read in a window of the picture, whatever its program tells; by the same rules."""

    async def texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        """Return the lines that a window of the picture shows, in no order; by the same rules."""

    def window(self, frame: Frame, action: Action) -> Target:
        """Return the window alone that an action would hit; no program is asked."""

    async def warm(self, frame: Frame) -> None:
        """Ask the programs in a picture whatever takes them long the first time."""

    async def pasted(self, action: Action) -> Pasted | None:
        """Return what an action would paste; None when it pastes nothing, or that is unknown."""

    async def copied(self) -> Pasted | None:
        """Return what is on the clipboard; None where its owner does not share it."""

    async def copy(self, text: str) -> bool:
        """Put a text on the clipboard; tell whether that could be done."""


class Model(Protocol):
    """One model behind one conversation."""

    async def think(self, message: ModelInput) -> Turn:
        """Send a message and return the model's whole answer; ModelError when there is none."""

    async def cancel(self) -> None:
        """Cancel the answer in flight on the server; never raises."""

    async def forget(self) -> None:
        """Have the server delete what it stored of the conversation, where that is wanted; never raises."""


class Approver(Protocol):
    """Asks the person in charge."""

    @property
    def answers_words(self) -> bool:
        """Return whether the model's questions in words can be answered."""

    @property
    def admits(self) -> bool:
        """Return whether each application is asked about here: on the card, elsewhere only if settings say so."""

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer; no answer, a closed window and an error are a no."""

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words; None where there is none."""

    async def hand_back(self, reason: str) -> str | None:
        """Tell the person that the run waits for them; return, when they want it to go on, their words for the model.

        Where nobody can be told it never returns; it is cancelled when the run goes on or ends by another way.
        """


class Overlays(FloatingWindows, Protocol):
    """Our own windows on the screen that the run works on: floating ones, by which it can be watched, and others."""

    @property
    def frame(self) -> Rect | None:
        """Return the part of the desktop around which a frame is shown, in pixels; None where none is."""

    async def stand_aside(self) -> None:
        """Take the ordinary ones, such as the console, from where the run works, until it has ended."""

    async def announce(self, act: Announcement) -> None:
        """Show what is about to be done, until there is to be a way for it."""

    async def make_way(self, act: Announcement) -> None:
        """Take from the screen what lies where the act goes, until the next picture. ScreenError when it stays."""


class AppPermissions(Protocol):
    """What a person lets the program do in each application."""

    def reach(self, program: str, site: str) -> AccessLevel | None:
        """Return how far it may go there; None where that was not decided."""

    def allow(self, program: str, site: str, reach: AccessLevel, lasting: Duration) -> None:
        """Keep an answer, for this run or for always."""

    def at_address(self, url: str) -> AccessLevel | None:
        """Return how far it may go at an address that any browser opens; None where that was not decided."""

    def folders(self) -> tuple[ScopedFolder, ...]:
        """Return the folders whose files it may work with, whichever program does that."""


class ApprovalMemory(Protocol):
    """Approvals that are remembered: “Approve for this window”."""

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        """Return what such an answer would cover; None where only a new yes will do."""

    def covers(self, approval: RememberedApproval) -> bool:
        """Return whether a person has said yes to it already."""

    def add(self, approval: RememberedApproval) -> None:
        """Keep a person's yes."""


class SecretBook(Protocol):
    """Knows which secrets there are, and where each belongs; never what they are."""

    def use(self, name: str, target: Target) -> SecretUse:
        """Return whether a secret may go to what an action would hit."""


class ControlMemory(Protocol):
    """Answers that are remembered for always: “Always for this button”."""

    def covers(self, control: RememberedControl) -> bool:
        """Return whether a person has said yes to it."""

    def keep(self, control: RememberedControl) -> None:
        """Keep a person's yes; an error of ours where it holds for this run only."""


class InputExecutor(Protocol):
    """Sends input events."""

    def perform(self, permit: Permit, *, only_chooses: bool = False) -> InputNote:
        """Carry out one action; return what the model has to know besides, most often nothing.

        `only_chooses`: what the first of several presses hits is known to stay where it is, drawn as chosen.
        InputError when it could not be carried out, Stopped when a stop came between two events.
        """

    def await_watchdog(self) -> None:
        """Return once what releases all that is down after our end runs; InputDeniedError where it can't be had."""

    def pastes(self) -> bool:
        """Return whether text can go in as a whole, its line breaks and Tabs as characters."""

    def takes(self, keys: tuple[str, ...]) -> bool:
        """Return whether the desktop or another program takes a chord, or may: no window gets it then."""

    def pointer_is_at(self, point: ScreenPoint) -> bool:
        """Return whether the pointer is at a point of the desktop, as far as the system tells."""

    def release_all(self) -> None:
        """Let every held key and button go; never raises."""


class Functions(Protocol):
    """Runs what the user lets the model call beside the computer."""

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call with the whole command that it stands for, or why nothing can be run."""

    def verdict(self, name: str) -> CallVerdict:
        """Return what the user's settings say of a function, as far as a person has confirmed it."""

    def confirm(self, name: str) -> bool:
        """Keep a person's yes to a call; tell whether it is the first to a function that is to run unasked."""

    async def run(self, permit: Permit) -> Ran:
        """Run the command of the permit; cancelled, it ends all that it has started before it returns."""


class Expectations(Protocol):
    """What a person expects to be true at the end."""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is expected."""

    @property
    def commands(self) -> Sequence[Invoke]:
        """Return the commands that tell whether something holds, for a person to confirm."""

    def off_screen(self, more: Sequence[str] = ()) -> Sequence[str]:
        """Return those of an agent's about what it was not allowed to look at, or those of `more` that it adds."""

    def add(self, written: Sequence[str], unlooked: Collection[str] = ()) -> None:
        """Expect more; what cannot be read, or is to stay unlooked at, does not hold: the reason is its evidence."""

    async def look(self, frame: Frame) -> Sequence[ExpectationChecked]:
        """Return of each whether it holds now, in bounded time; `frame` is a new picture of the screen."""


class Recorder(Protocol):
    """Keeps the record of the run."""

    @property
    def run(self) -> str:
        """Return the id of the run."""

    @property
    def dir(self) -> Path:
        """Return the folder of the run."""

    def keep(self, frame: Frame) -> str | None:
        """Store a picture and return its path inside the run's folder; None when pictures are not recorded."""

    def write(self, stamped: Stamped) -> Stamped:
        """Append one event and return it as its line is; on disk before that where the contract asks for it."""


class WorkPlace(Protocol):
    """A desktop that a run has for itself, and that ends before the run does."""

    def join(self, approver: Approver, questions: asyncio.Lock, stop: ThreadStop, stream: Stream) -> None:
        """Have the person asked about what would leave it, between the run's own questions; on the run's loop."""

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """End it, even if cancelled meanwhile, and return the ending of the run with the result of that.

        RecordError when it cannot be announced.
        """
