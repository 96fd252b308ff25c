"""What policy says of an action, what a person is asked, and what the person answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from desktop_agent.core.actions import Action
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
    """Why policy asks or refuses: the rule, and a sentence; `outside` marks words that somebody else wrote."""

    rule: RuleId
    text: str
    outside: bool = False


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
    is_place: bool = False  # it is the folder in which something is done, to whichever of its entries
    among_programs: bool = False  # it is unknown which entry of its folder it is, and some there are programs
    has_other_names: bool = False  # hard links: nothing tells where else it lies, so it may be anything
    # The kernel tells that the program has to do with it, or its own dialog for files names it: no title alone does.
    certain: bool = field(default=False, compare=False)


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
class Place:
    """The window that an action would hit, and what stands in it."""

    window: Window
    box: Rect | None = field(default=None, compare=False)  # where it is on the desktop; nothing is decided by it
    ours: bool = False  # it is this program's own, or the terminal's that the person answers in
    question: bool = False  # it asks one thing: words, and a few buttons
    chooser: bool = False  # it is a dialog that asks for a file
    builds: bool = False  # its program builds and runs other programs, by its desktop entry
    holds_terminal: bool = False  # its program holds a terminal in which another one reads
    silent: bool = field(default=False, compare=False)  # its program tells no more there, and will not in a moment
    around: tuple[str, ...] = field(default=(), compare=False)  # what may be pressed in it, or says what is
    lines: tuple[ReadLine, ...] = field(default=(), compare=False)  # what was read in it, where no program tells


Source = Literal["accessibility", "ocr"]


@dataclass(frozen=True, slots=True)
class HitControl:
    """The control that an action would press: as its program names it, or by the words that are read there."""

    name: str = ""
    role: str = ""  # as AT-SPI calls it, for example "push button"; empty where no program tells it
    source: Source | None = None  # who says so; None where it has a role and no name
    box: Rect | None = field(default=None, compare=False)
    disabled: bool = field(default=False, compare=False)  # its program says that it takes no press now
    read_only: bool = field(default=False, compare=False)  # it is text that cannot be edited, and may act when pressed
    # The control with all that holds it, innermost first; empty for a text of many lines. Of what has neither name nor
    # role, what holds it may be all that is known.
    objects: tuple[PointedObject, ...] = field(default=(), compare=False)
    # The words beside a field that has no name, by which it is found again; nothing is decided by them.
    beside: str = field(default="", compare=False)
    # Whether it is on; None of what no press turns on and off, and where its program does not tell.
    checked: bool | None = field(default=None, compare=False)
    # The words in the row of a control that isn't the only one of its name; a press is left where they have changed.
    row: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Focus:
    """What has the keyboard, as its program names it."""

    name: str = ""
    role: str = ""  # as AT-SPI calls it; empty where no program tells it
    value: str | None = None  # what stands in it, where it is a field that tells
    searches: bool = False  # it is a field of a page's form that is for searching, as the page says
    in_tool_bar: bool = False  # it lies in a tool bar, as name boxes, font sizes and search bars do
    box: Rect | None = field(default=None, compare=False)
    object: tuple[str, str] | None = field(default=None, compare=False)  # program and path, where it can be asked
    moved: bool = field(default=False, compare=False)  # another control had the keyboard when the picture was new


@dataclass(frozen=True, slots=True)
class Page:
    """The web page that the window shows, and how what is hit, or has the keyboard, lies to it."""

    site: str = ""  # scheme and host; empty where the browser does not tell
    inside: bool = False  # it is in the page, and not beside it
    in_form: bool = False  # and in a form of it, which it may send
    link: str = ""  # where the link leads that it is


@dataclass(frozen=True, slots=True)
class Target:
    """What an action would hit, in parts: each is whole, or None where there is no such thing or nobody tells of it.

    A press hits a control in a window; keys hit what has the keyboard, and the control that they press there.
    """

    place: Place | None = None
    control: HitControl | None = None
    focus: Focus | None = None
    page: Page | None = None
    file: File | None = None  # what a dialog, an editor or a file manager's entry is about
    also: Target | None = None  # what else it presses: where a drag ends, or what Return does after the text

    # Many rules ask for one of these alone; what is not there has no name, is of no kind and at no site.

    @property
    def window(self) -> Window | None:
        """Return the window."""
        return self.place.window if self.place else None

    @property
    def name(self) -> str:
        """Return the name of the control; empty where it has none."""
        return self.control.name if self.control else ""

    @property
    def role(self) -> str:
        """Return the kind of the control; empty where no program tells it."""
        return self.control.role if self.control else ""

    @property
    def focus_role(self) -> str:
        """Return the kind of what has the keyboard; empty where no program tells it."""
        return self.focus.role if self.focus else ""

    @property
    def site(self) -> str:
        """Return scheme and host of the page that the window shows; empty where it shows none."""
        return self.page.site if self.page else ""

    @property
    def in_page(self) -> bool:
        """Return whether what is hit, or has the keyboard, is in a web page."""
        return self.page is not None and self.page.inside


Duration = Literal["once", "run", "always"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste would put in: the text on the clipboard and the program that offers it, as far as known."""

    text: str
    program: str = ""
    yours: bool = False  # the person has put it there


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
    reach: AccessLevel | None = "work"
    reach_of_link: AccessLevel | None = "work"  # the same for the site that a link leads to
    in_folder: bool = False
    leaves_folder: bool = False  # files are moved out of such a folder
    remembered: bool = False
    pasted: Pasted | None = None
    now: datetime | None = None  # local wall clock
    typed_before: str = ""  # what was typed into the same focus since the last click, Return, Tab or Escape
    secrets: tuple[SecretUse, ...] = ()  # in the text that it types
    is_taken: bool = False  # the desktop or another program holds the chord that is pressed
    edited: bool = False  # keys have moved or taken away in it, so that it may stand there otherwise
    emptied: bool = False  # all that stood there was chosen and taken away, and nothing has come since


@dataclass(frozen=True, slots=True)
class RememberedControl:
    """What a yes for the task or for always covers: one act on one control of a program, whenever it is met again.

    A dialog goes by its title besides, as a name such as “OK” means something else in the next one.
    """

    program: str  # its whole path
    site: str  # scheme and host of the page that the control is on; empty outside of pages
    window: str  # of WINDOW_KINDS
    title: str  # of a dialog; empty otherwise
    role: str
    control: str
    act: str  # "click", "double click", "right click", "type", or keys such as "ctrl+s"


@dataclass(frozen=True, slots=True)
class RememberedApproval:
    """What a yes for the task covers: one row or rule, on one control."""

    rule: RuleId
    control: RememberedControl


@dataclass(frozen=True, slots=True)
class Question:
    """All that a person needs to decide: our own sentence, the actions, where, why, and the screen as it is.

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
    folders: tuple[str, ...] = ()  # whose files the run may work with, in one of the kind “application”
    may_be_remembered: bool = False  # whether a yes for the task may be offered
    always: RememberedControl | None = None  # what a yes for always would cover; None: not offered
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
    """Yes, this once; `remember`: and to this act on this control until the run ends, or that is taken back.

    `always`: and whenever this act on this control is met again. Both as far as the question offers them. `by` is
    “mandate” where a person has said it beforehand.
    """

    remember: bool = False
    always: bool = False
    by: Literal["human", "mandate"] = "human"


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
