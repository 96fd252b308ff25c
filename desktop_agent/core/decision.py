"""What policy says of an action, what a person is asked, and what the person answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from desktop_agent.core.actions import Action
from desktop_agent.core.desktop_chords import NO_CHORDS, DesktopChords
from desktop_agent.core.events import DecidedBy
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect, Viewport
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.outgoing import OutgoingRequest
from desktop_agent.core.rule_id import RuleId
from desktop_agent.core.secret_text import SecretUse
from desktop_agent.core.turn import SafetyCheck


@dataclass(frozen=True, slots=True)
class Reason:
    """Why policy asks or refuses: the rule, and a sentence; `outside` marks words that somebody else wrote.

    `each_line` tells that a person is asked about each line that is typed there, whatever they allow now.
    """

    rule: RuleId
    text: str
    outside: bool = False
    each_line: bool = False


@dataclass(frozen=True, slots=True)
class Allow:
    """No rule speaks against it, or the mode says yes by itself (`by` is then "mode")."""

    rule: RuleId = "default"
    by: DecidedBy = "policy"


@dataclass(frozen=True, slots=True)
class Ask:
    """A person decides."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Refuse:
    """Not done, whoever asks."""

    reasons: tuple[Reason, ...]


Decision = Allow | Ask | Refuse


FileKind = Literal["folder", "document", "program", ""]  # empty where nobody can tell


@dataclass(frozen=True, slots=True)
class File:
    """A file that an action is about: where it is with all links followed, whose home that is held against, and what.

    It need not exist yet.
    """

    path: str
    home: str
    kind: FileKind = ""
    ours: bool = False  # it lies among this program's own settings and runs
    holds_ours: bool = False  # these lie somewhere below it
    among_programs: bool = False  # it is unknown which entry of its folder it is, and some there are programs


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text that was read off the picture, and where it is on the desktop."""

    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class PointedObject:
    """What lies at a point as its program's accessibility tree has it: a control, or something that holds one.

    Two that are equal are the same thing, whatever colour it has. What holds others has no name and no place here, as a
    window's title and size may change while nothing in it does; a row that is scrolled away hands its object on, so it
    is told by its words and its place.
    """

    program: str  # on the accessibility bus
    path: str
    role: str
    name: str = ""
    box: Rect | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What an action would hit: the window, and the control's name, role, and where these are from."""

    window: Window | None = None
    control: str = ""
    role: str = ""  # as AT-SPI calls it, for example "push button"; empty where unknown
    source: str = ""  # accessibility, ocr, or empty
    ours: bool = False  # the window is this program's own, or the terminal's that the person answers in
    also: Target | None = None  # what else it presses: where a drag ends, or what Return does after the text
    focus: str = ""  # name of the control in that window that has the keyboard
    focus_role: str = ""  # as AT-SPI calls it
    site: str = ""  # scheme and host of the page, where a browser tells it
    in_page: bool = False  # what is hit, or has the keyboard, is in a web page
    in_form: bool = False  # and in a form of that page, which it may send
    question: bool = False  # it is in a window that asks one thing: words, and a few buttons
    builds: bool = False  # its program builds and runs other programs, by its desktop entry
    # What else stands in the window that may be pressed, or says what is, and near it in a page; empty where unknown.
    around: tuple[str, ...] = ()
    value: str | None = None  # what stands in the field that has the keyboard; None where it does not tell
    link: str = ""  # where the link leads that is hit
    command: str = ""  # the program's own command that it is, where that is known to set nothing off; in English
    chooser: bool = False  # it is a dialog that asks for a file
    file: File | None = None  # what such a dialog, an editor or a file manager's entry is about, where that is known
    silent: bool = field(default=False, compare=False)  # its program tells no more of it, and will not in a moment
    disabled: bool = field(default=False, compare=False)  # its program says that it takes no press now
    # The control with all that holds it, innermost first; empty where it has no name, or is a text of many lines.
    objects: tuple[PointedObject, ...] = field(default=(), compare=False)
    # Where control, focus and window are on the desktop; nothing is decided by it.
    box: Rect | None = field(default=None, compare=False)
    focus_box: Rect | None = field(default=None, compare=False)
    focus_object: tuple[str, str] | None = field(default=None, compare=False)  # program and path, where it can be asked
    window_box: Rect | None = field(default=None, compare=False)
    # The words beside a field that has no name, by which it is found again; nothing is decided by them.
    beside: str = field(default="", compare=False)
    # What was read in the window, where no program tells what stands there.
    lines: tuple[ReadLine, ...] = field(default=(), compare=False)


Duration = Literal["once", "run", "always"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste would put in: the text on the clipboard and the program that offers it, as far as known."""

    text: str
    program: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that policy may look at: the action, what it hits, the checks, and keys that are held already.

    `reach` is what a person has let the program do in the target's application: None where nobody was asked yet.
    `in_folder` tells that all it hits are files in folders that the person has let it work with; `remembered` that the
    person has said yes to this for always.
    """

    action: Action
    viewport: Viewport
    target: Target = Target()
    checks: tuple[SafetyCheck, ...] = ()
    held: tuple[str, ...] = ()
    reach: AccessLevel | None = "everything"
    in_folder: bool = False
    remembered: bool = False
    pasted: Pasted | None = None
    now: datetime | None = None  # local wall clock
    typed_before: str = ""  # what was typed into the same focus since the last click, Return, Tab or Escape
    secrets: tuple[SecretUse, ...] = ()  # in the text that it types
    desktop: DesktopChords = NO_CHORDS  # what the desktop takes for itself
    edited: bool = False  # keys have moved or taken away in it, so that it may stand there otherwise


@dataclass(frozen=True, slots=True)
class RememberedApproval:
    """What “Approve for this window” covers: one rule, process, window, site and kind of control."""

    rule: RuleId
    kind: str  # of action: the class name
    program: str
    pid: int
    window: int
    site: str
    role: str
    control: str
    title: str = ""  # for the list that the person sees; never compared


@dataclass(frozen=True, slots=True)
class RememberedControl:
    """What “Always for this button” covers: one act on one control of a program, whenever it is met again.

    A dialog goes by its title besides, as a name such as “OK” means something else in the next one.
    """

    program: str  # its whole path
    site: str  # scheme and host of the page that the control is on; empty outside of pages
    window: str  # of WINDOW_KINDS
    title: str  # of a dialog; empty otherwise
    role: str
    control: str
    act: str  # "click", "double click", "right click", or keys such as "ctrl+s"


@dataclass(frozen=True, slots=True)
class Question:
    """All that a person needs to decide: our own sentence, the actions, where, why, and the very picture.

    A question of the kind “application” is whether the program may work in the target's application at all. One of
    the kind “function” is about a single `Invoke`, which says all that would run; it has no target. One of the kind
    “write” is about what would leave a desk: `outgoing`, whose address is the action.
    """

    call_id: str
    sentence: str
    actions: tuple[Action, ...]
    target: Target
    reasons: tuple[Reason, ...]
    checks: tuple[SafetyCheck, ...]
    frame: Frame
    others: tuple[Target, ...] = ()  # what the further actions hit, one for each where that is known
    kind: Literal["action", "application", "function", "write"] = "action"
    may_be_remembered: bool = False  # whether “Approve for this window” may be offered
    here: bool = False  # what may be remembered is text at this place of the keyboard: “Approve text here”
    wider: bool = False  # whether everything in that application, for this run, may be offered
    always: RememberedControl | None = None  # what “Always for this button” would cover; None: not offered
    editable: bool = False  # whether text or point may be changed before the yes
    again: tuple[
        Reason, ...
    ] = ()  # why it is asked about once more, however far the program is let into the application
    says: str = ""  # what the model has said last, or thought: whoever answers wants to know what it is about
    task: str = ""  # in the person's words
    step: str = ""  # how far the task is: “7”, or “3 of 18” where the model follows a plan
    plays: bool = False  # whether steps are played, and it is no model that asks for this
    unchecked: bool = False  # whether the model's server has no safety checks of its own
    by_agent: bool = False  # whether an agent from outside asks for this
    outgoing: OutgoingRequest | None = None


@dataclass(frozen=True, slots=True)
class Approved:
    """Yes, this once; `remember`: and for its like in this window, until that is taken back or the window closes.

    `always`: and whenever this act on this control is met again; `everything`: and all in that application until the
    run ends, but what no scope covers. Both as far as the question offers them.
    """

    remember: bool = False
    always: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Yes, this once, to the action as the person changed it: the same kind, another text or point."""

    action: Action


@dataclass(frozen=True, slots=True)
class AppAllowed:
    """The answer to a question of the kind “application”."""

    reach: AccessLevel
    lasting: Duration


@dataclass(frozen=True, slots=True)
class Rejected:
    """No; the reply goes to the model. `by` is "policy" where nobody could be asked."""

    reply: str = ""
    by: DecidedBy = "human"


@dataclass(frozen=True, slots=True)
class TookOver:
    """No, and the person goes on alone until they hand the computer back."""


@dataclass(frozen=True, slots=True)
class StopRun:
    """No, and the run ends."""


@dataclass(frozen=True, slots=True)
class DoneByHand:
    """No need any more: while they were asked, the person has pressed the very control themselves."""


Answer = Approved | Edited | AppAllowed | Rejected | TookOver | StopRun | DoneByHand
