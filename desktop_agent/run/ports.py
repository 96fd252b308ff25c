"""What a run needs from the packages around it: protocols of a few methods, joined by `runtime/assemble.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from desktop_agent.core.actions.action import Action, Button, CallVerdict, Effect, Invoke, Ran, StartedProgram
from desktop_agent.core.controls.screen_contents import ScrolledAway, ShownControl, ShownText, WindowContents
from desktop_agent.core.decisions.decision import (
    Answer,
    Case,
    Decision,
    Duration,
    Pasted,
    Question,
    ReadLine,
    Reason,
    RememberedApproval,
    RememberedControl,
    Target,
)
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.decisions.permit import Permit
from desktop_agent.core.own_windows import Announcement, FloatingWindows
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Scene, ScreenPoint, Window
from desktop_agent.core.runs.events import Announce, ExpectationChecked, ReceiptAnswer, Stamped
from desktop_agent.core.runs.turn import InvalidAction, ModelInput, Turn
from desktop_agent.core.runs.waiting import Settlement
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.core.texts.secret_text import SecretUse
from desktop_agent.policy.scope import ScopedFolder

if TYPE_CHECKING:
    from desktop_agent.run.end.ending import RunEnding
    from desktop_agent.run.stream import Stream


Selection = Literal["clipboard", "primary"]
Judge = Callable[[Case], Decision]  # the strictest decision of all rules, checks and the mode


class Camera(Protocol):
    """Takes pictures of the screen, and compares the screen with them."""

    def grab(self, taken: Callable[[], None] = ...) -> Frame:
        """Take a picture now, and call `taken` right after the capture; ScreenError when that fails."""

    async def settled(self, since: Frame, effect: Effect, windows: FloatingWindows) -> Settlement:
        """Wait until the screen has come to rest after an action; return its picture.

        `since` is the picture from before the action. `windows` may be seen meanwhile, and are hidden for the picture.
        """

    def windows_now(self, frame: Frame) -> Scene:
        """Return the current scene; GeometryChangedError where the frame shows another part of the desktop."""

    def same_near(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the screen around a point still looks as in the frame, and the same window is on top."""

    def leave_out_windows(self, boxes: tuple[Rect, ...]) -> None:
        """Leave these places of our windows out of account where larger parts are compared, until others are given."""

    def same_window(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether the window that was on top at a point in the frame still is."""

    def same_shapes(self, frame: Frame, at: ScreenPoint) -> bool:
        """Return whether there are letters or lines at a point, and they are those of the frame, in any colours."""

    def as_now(self, frame: Frame) -> Frame:
        """Return a frame with the pixels and windows of now, without our floating windows, to compare with."""

    def same_focus(self, frame: Frame) -> bool:
        """Return whether the window that had the keyboard in the frame still has it."""

    def refusal(self, frame: Frame, action: Action) -> str:
        """Return why an action is not allowed at its place in the frame, whatever is there; empty where it is."""

    def is_behind(self, frame: Frame, action: Action) -> bool:
        """Return whether an action is refused only because the window that the camera follows isn't in front."""

    def bring_forward(self) -> None:
        """Raise the window that the camera follows, if it follows one, with the keyboard."""

    def keep_back(self, window: int, box: Rect, field: tuple[str, str] | None = None) -> None:
        """Hide a part of the desktop in every later picture; the part follows its window, and the field in it."""

    def same_in(self, box: Rect, frame: Frame) -> bool:
        """Return whether a box of the desktop looks as in a frame, a caret aside."""

    def alike(self, first: Frame, second: Frame, *, exactly: bool) -> bool:
        """Return whether two pictures show the same; a caret and a clock are ignored unless `exactly`."""


class Surroundings(Protocol):
    """The controls and windows under points and with the keyboard."""

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return the target of an action; fields stay empty where nothing is known."""

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        """Return the usable controls and the labels of a window in the picture, from the top down.

        Each is in the picture, in front, and not hidden. Where the program reports nothing, these are the lines that
        are read there.
        """

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        """Return the lines that are read in a window of the picture, whatever its program reports; same rules."""

    async def read_within(self, frame: Frame, window: int, parts: Sequence[Rect]) -> Sequence[ShownControl]:
        """Return those of these lines that touch one of these parts of the desktop; only around these is read."""

    async def row(self, frame: Frame, at: ImagePoint) -> Sequence[ReadLine]:
        """Return the lines that are read in the row of a point of the picture, some way to each side of it."""

    async def scrolled_away(self, frame: Frame, window: int, wanted: Callable[[str], bool]) -> Sequence[ScrolledAway]:
        """Return what a window of the picture has with a wanted name, and doesn't show; by the same rules."""

    async def texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        """Return the lines that a window of the picture shows, in no order; by the same rules."""

    async def drawn_texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        """Return the lines that are read where a window shows what its program doesn't report, by the same rules.

        A part that can't be read is an empty line.
        """

    async def contents(self, frame: Frame, window: int) -> WindowContents:
        """Return what the program of a window in the picture reports of its visible contents; by the same rules."""

    def window(self, frame: Frame, action: Action) -> Target:
        """Return the target of an action with its window alone; no program is queried."""

    async def warm(self, frame: Frame) -> None:
        """Make the queries to the programs in a picture that are slow the first time."""

    async def pasted(self, selection: Selection) -> Pasted:
        """Return the content that a paste would insert, and whether others have copied it."""

    async def await_copy(self) -> None:
        """Give a program that was asked to copy a moment for it, before the next act."""

    async def begin_act(self, window: Window | None, copies: frozenset[Selection]) -> None:
        """Note the start of an act in a window: what its program copies is the run's, until the act has ended.

        `copies` are the selections that an act of its kind may fill.
        """

    async def end_act(self, *, is_alone: bool) -> bool | None:
        """Note that the acts have had their effect; `is_alone`: no person was there meanwhile.

        Return whether each of them that copies has filled the clipboard; None where none does, or it is unknown.
        """

    async def copied(self) -> Pasted | None:
        """Return the content of the clipboard; None where its owner does not share it."""

    async def copy(self, text: str) -> bool:
        """Put a text on the clipboard; return whether that could be done."""


class Model(Protocol):
    """One model behind one conversation."""

    async def think(self, message: ModelInput) -> Turn:
        """Send a message and return the model's whole answer; ModelError when there is none."""

    async def cancel(self) -> None:
        """Cancel the answer in flight on the server; never raises."""

    async def forget(self) -> None:
        """Have the server delete the stored conversation, where the settings ask for it; never raises."""


class Approver(Protocol):
    """Asks the person in charge."""

    @property
    def answers_words(self) -> bool:
        """Return whether the model's questions in words can be answered."""

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer; no answer, a closed window and an error are a no."""

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words; None where there is none."""

    async def hand_back(self, reason: str) -> str | None:
        """Inform the person that the run waits; return their words for the model when they want it to go on.

        Without a person to inform it never returns; it is cancelled when the run goes on or ends otherwise.
        """


class Overlays(FloatingWindows, Protocol):
    """Our own windows on the screen that the run works on: floating ones, by which it can be watched, and others."""

    @property
    def frame(self) -> Rect | None:
        """Return the part of the desktop inside our visible frame, in pixels; None without a frame."""

    async def stand_aside(self) -> None:
        """Take the ordinary ones, such as the console, from where the run works, until it has ended."""

    async def announce(self, act: Announcement) -> None:
        """Show the coming act, until `make_way` is called."""

    async def make_way(self, act: Announcement) -> tuple[Rect, ...]:
        """Hide our windows at the act's target until the next picture; ScreenError when one stays.

        Return the places of those that stay, in pixels of the desktop, where no list of windows has them.
        """


class AppPermissions(Protocol):
    """The access levels that a person has set for applications."""

    def reach(self, program: str, site: str, *, for_sites: bool = False) -> AccessLevel | None:
        """Return the access level in an application; None where it was not decided.

        `for_sites`: only what a browser's sites are reached by is used. The program may be any browser.
        """

    def may_start(self, program: StartedProgram) -> bool:
        """Return whether a program is in scope, at any site, so that it may be started."""

    def allow(self, program: str, site: str, reach: AccessLevel, lasting: Duration) -> None:
        """Save an answer, for this run or for always; one for a single act is kept by the caller."""

    def folders(self) -> tuple[ScopedFolder, ...]:
        """Return the folders whose files the run may work with, in any application."""

    def opens_host(self, site: str) -> bool:
        """Return whether any yes to a site lets the run's side desk reach its host, which it doesn't yet."""


class ApprovalMemory(Protocol):
    """Approvals that are remembered: “Approve for this window”."""

    def approval_for(self, case: Case, reason: Reason) -> RememberedApproval | None:
        """Return the approval that such an answer would give; None where each case needs a new yes."""

    def covers(self, approval: RememberedApproval) -> bool:
        """Return whether a person has already given this approval."""

    def add(self, approval: RememberedApproval) -> None:
        """Save a person's yes."""


class SecretBook(Protocol):
    """The names of the secrets, and their allowed targets; never their values."""

    def use(self, name: str, target: Target) -> SecretUse:
        """Return the use of a secret at an action's target: allowed, or why not."""


class ControlMemory(Protocol):
    """Answers that are remembered for always: “Always for this button”."""

    def covers(self, control: RememberedControl) -> bool:
        """Return whether a person has approved it for always."""

    def keep(self, control: RememberedControl) -> None:
        """Save a person's yes; DesktopAgentError where it holds for this run only."""


class InputExecutor(Protocol):
    """Sends input events."""

    def perform(self, permit: Permit, *, only_chooses: bool = False, overlaps: bool = False) -> InputNote:
        """Carry out one action; return a note for the model, usually empty.

        `only_chooses`: the first of several presses only selects its control, which stays in place. `overlaps`: what a
        single press holds down is released after the return; nothing else is sent or asked here before `end_hold`.
        InputError when it could not be carried out, Stopped when a stop came between two events.
        """

    def end_hold(self) -> None:
        """Return once what an overlapping press left down is up; InputError where its release failed."""

    def take_late_note(self) -> str:
        """Return, once, how fields that a text's keys have left differ now from the text; usually empty."""

    def await_watchdog(self) -> None:
        """Return once the watchdog runs, which releases keys and buttons after our end; else InputDeniedError."""

    def pastes(self) -> bool:
        """Return whether text can be entered all at once, with line breaks and Tabs as characters."""

    def takes(self, keys: tuple[str, ...]) -> bool:
        """Return whether the desktop or another program takes a chord, or may take it: no window gets it then."""

    def rest_before(self, point: ScreenPoint, button: Button, count: int) -> float:
        """Return for how many seconds a click at a point would be held back, so that it isn't taken with the last."""

    def pointer_is_at(self, point: ScreenPoint) -> bool:
        """Return whether the pointer is at a point of the desktop, as the system reports it."""

    def release_all(self) -> None:
        """Let every held key and button go; never raises."""


class Functions(Protocol):
    """The functions that the model may call besides the computer."""

    def ready(self, call: Invoke) -> Invoke | InvalidAction:
        """Return the call with its complete command, or an invalid action with the reason why it can't be run."""

    def started(self, call: Invoke) -> StartedProgram | None:
        """Return the program that a call starts; None for a call of another kind."""

    def verdict(self, name: str) -> CallVerdict:
        """Return the verdict on a function."""

    async def run(self, permit: Permit) -> Ran:
        """Run the command of the permit; when cancelled, end all started processes before returning."""


class Expectations(Protocol):
    """A person's expectations of the end."""

    @property
    def is_empty(self) -> bool:
        """Return whether there are no expectations."""

    @property
    def commands(self) -> Sequence[Invoke]:
        """Return the commands that check expectations, for a person to confirm."""

    def off_screen(self, more: Sequence[str] = ()) -> Sequence[str]:
        """Return an agent's expectations, or those of `more`, about things that it was not allowed to look at."""

    def add(self, written: Sequence[str], unlooked: Collection[str] = ()) -> None:
        """Add expectations; unreadable and forbidden ones count as unmet, with the reason as their evidence."""

    async def look(self, frame: Frame) -> Sequence[ExpectationChecked]:
        """Check each expectation now, in bounded time; `frame` is a new picture of the screen."""

    async def glance(self, frame: Frame, found: dict[str, bool]) -> None:
        """Note in `found` whether each expectation holds that costs little to look at; may be cancelled."""


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
        """Append one event and return its line; it is on disk before that where the contract asks for it."""


class WorkPlace(Protocol):
    """The desktop on which a run works; one of the run's own ends before the run does."""

    def join(self, stream: Stream) -> None:
        """Report what is special about it, on the run's loop."""

    async def ready(self, announce: Announce) -> None:
        """Return once the run may act there; called before each of the model's answers is carried out."""

    async def end(self, ending: RunEnding, announce: Announce) -> RunEnding:
        """End the desktop, even if cancelled meanwhile, and return the ending of the run with the result.

        RecordError when the result cannot be announced.
        """


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """The folders and hosts that a desk may use, and the treatment of its documents at the end."""

    folders: tuple[Path, ...] = ()  # the only visible ones, in a home that is empty otherwise
    hosts: tuple[str, ...] = ()  # the only reachable ones
    receipt: ReceiptAnswer = "keep"
    size: tuple[int, int] = (1280, 800)
