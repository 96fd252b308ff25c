"""Policy's decision about an action, the question for a person, and the person's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from desktop_agent.core.actions.action import Action
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.pictures import Frame, Rect, Viewport, Window
from desktop_agent.core.runs.events import DecidedBy
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.secret_text import SecretUse


@dataclass(frozen=True, slots=True)
class Reason:
    """Why policy asks or refuses: the rule, and a sentence; `outside` marks words from outside this program."""

    rule: RuleId
    text: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Allow:
    """No rule objects to the action, or the mode approves it automatically (`by` is then "mode")."""

    rule: RuleId = "default"
    by: DecidedBy = "policy"


@dataclass(frozen=True, slots=True)
class Ask:
    """A person decides."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Refuse:
    """The action is not done, and no person can approve it."""

    reasons: tuple[Reason, ...]


Decision = Allow | Ask | Refuse


FileKind = Literal["folder", "document", "program", ""]  # empty if unknown


@dataclass(frozen=True, slots=True)
class File:
    """A file that an action is about: its path with all links followed, the home folder of its program, and its kind.

    It need not exist yet.
    """

    path: str
    home: str
    kind: FileKind = ""
    ours: bool = False  # it is in the folders of this program's own settings and runs
    holds_ours: bool = False  # it contains these folders
    is_place: bool = False  # it is the folder of the action's file, which is unknown
    among_programs: bool = False  # its name in its folder is unknown, and some entries there are programs
    has_other_names: bool = False  # hard links: its other places are unknown, so it may be any file
    # True if the kernel reports that the program was started with it, has it open or watches it or its folder, or if a
    # file dialog of the program names it; a title isn't enough.
    certain: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text that was read off the picture, and its place on the desktop."""

    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class PointedObject:
    """An object at a point in its program's accessibility tree: a control, or a container of one.

    Equal objects are the same object, whatever it looks like. A container has no name and no box here, as a window's
    title and size may change while its content doesn't. A row keeps its words and box, as a program may reuse the
    object of a row that is out of view for another row.
    """

    program: str  # on the accessibility bus
    path: str
    role: str
    name: str = ""
    box: Rect | None = None


# How a program takes what is typed in a terminal: line by line, as text that it may change, or by the keys of vi, some
# of which insert text. Empty if unknown.
TerminalReader = Literal["lines", "text", "vi", ""]


@dataclass(frozen=True, slots=True)
class Place:
    """The window that an action would hit, and its content."""

    window: Window
    box: Rect | None = field(default=None, compare=False)  # its place on the desktop; no rule uses it
    # A window manager draws the window's title, and does so at the point that is pressed.
    is_framed: bool = field(default=False, compare=False)
    in_title_bar: bool = field(default=False, compare=False)
    ours: bool = False  # it is this program's own window, or the terminal in which the person answers
    question: bool = False  # it asks one question, with words and a few buttons
    chooser: bool = False  # it is a dialog that asks for a file
    builds: bool = False  # its program builds and runs other programs, by its desktop entry
    holds_terminal: bool = False  # its program holds a terminal that another program reads
    editor: str = ""  # the editor in the foreground of that terminal, by its file's name; empty for any other program
    reader: TerminalReader = field(default="", compare=False)  # how input is taken in that terminal; no rule uses it
    silent: bool = field(default=False, compare=False)  # its program reports no more there, even after a wait
    blocked_by: Window | None = field(default=None, compare=False)  # the modal dialog that has to be answered first
    around: tuple[str, ...] = field(default=(), compare=False)  # names of its buttons and labels, or words read in it
    lines: tuple[ReadLine, ...] = field(default=(), compare=False)  # its text read off the picture, without a tree
    # The first names of what is selected in its list, and how much that is.
    selected: tuple[str, ...] = field(default=(), compare=False)
    selected_count: int = field(default=0, compare=False)


Source = Literal["accessibility", "ocr"]


@dataclass(frozen=True, slots=True)
class HitControl:
    """The control that an action would press: as its program names it, or by the words read at its place."""

    name: str = ""
    role: str = ""  # AT-SPI's name for it, for example "push button"; empty if unknown
    source: Source | None = None  # the source of its name; None where it has a role and no name
    box: Rect | None = field(default=None, compare=False)
    disabled: bool = field(default=False, compare=False)  # its program reports that it accepts no press now
    read_only: bool = field(default=False, compare=False)  # it is text that cannot be edited, and may act when pressed
    part: BrowserPart = BrowserPart.UNKNOWN  # which part of a browser's own window it is
    # The control and its containers, innermost first; empty for a text of many lines. If the control has neither name
    # nor role, its containers may be all that is known.
    objects: tuple[PointedObject, ...] = field(default=(), compare=False)
    # The words beside a field without a name, by which it is located again; no rule uses them.
    beside: str = field(default="", compare=False)
    # It is text, and its program reports that it, or what holds it, takes a press.
    takes_press: bool = field(default=False, compare=False)
    choices: tuple[str, ...] = field(default=(), compare=False)  # the entries of a closed list
    # Whether it is on; None if a press doesn't turn it on and off, or its program doesn't report it.
    checked: bool | None = field(default=None, compare=False)
    # Where a name that was read stands on the desktop: it is shown to a person, and no rule uses it.
    read_at: Rect | None = field(default=None, compare=False)
    # The words in the row of a control that isn't the only one of its name; it isn't pressed if they have changed.
    row: str = field(default="", compare=False)
    # It is a sheet's cell, and another row near it is equal to its own: the words don't tell which one it is.
    is_row_repeated: bool = field(default=False, compare=False)
    # Its name was read near the point, and not at it: it belongs to something else.
    is_named_beside: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Focus:
    """The control that has the keyboard, as its program names it."""

    name: str = ""
    role: str = ""  # AT-SPI's name for it; empty if unknown
    value: str | None = None  # the text in it; None if it is no field, or its program doesn't report the text
    searches: bool = False  # it is a field of a page's form, and the page declares that it is for searching
    is_rich: bool = False  # it is an editor of a page whose text has a style, which may depend on how it is entered
    choices: tuple[str, ...] = field(default=(), compare=False)  # the entries of a closed list, which keys choose
    in_tool_bar: bool = False  # it is in a tool bar, as name boxes, font sizes and search bars are
    part: BrowserPart = BrowserPart.UNKNOWN  # which part of a browser's own window it is
    box: Rect | None = field(default=None, compare=False)
    object: tuple[str, str] | None = field(default=None, compare=False)  # program and path on the accessibility bus
    moved: bool = field(default=False, compare=False)  # another control had the keyboard when the picture was new


@dataclass(frozen=True, slots=True)
class Page:
    """The page that the window shows, and whether the target (control or focus) is inside of it.

    It is either a site's, or one of the browser's own: a new tab, its settings, the list below its address bar.
    """

    site: str = ""  # scheme and host; empty if unknown, and on a page of the browser's own
    inside: bool = False  # the target is in the page, not beside it
    in_form: bool = False  # the target is in a form of the page, which it may send
    sends_itself: bool = False  # that form has no button, so the target, which is a choice, may send it
    link: str = ""  # the address of the link or the bookmark that the target is
    own: str = ""  # the address of a page of the browser's own
    path: str = field(default="", compare=False)  # of a site's page, without its query


@dataclass(frozen=True, slots=True)
class Target:
    """The target of an action, in parts: each is complete, or None if it doesn't exist or is unknown.

    A press hits a control in a window; keys hit the control that has the keyboard, and the control that they press.
    """

    place: Place | None = None
    control: HitControl | None = None
    focus: Focus | None = None
    page: Page | None = None
    file: File | None = None  # the file of a dialog, an editor or a file manager's entry
    also: Target | None = None  # a second target: the end of a drag, or the control that Return presses after a text

    # Many rules need only one of these; a missing part has an empty name, role and site.

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
        """Return the role of the control; empty if unknown."""
        return self.control.role if self.control else ""

    @property
    def focus_role(self) -> str:
        """Return the role of the control that has the keyboard; empty if unknown."""
        return self.focus.role if self.focus else ""

    @property
    def site(self) -> str:
        """Return scheme and host of the page that the window shows; empty without a page."""
        return self.page.site if self.page else ""

    @property
    def in_page(self) -> bool:
        """Return whether the control or the focus is in a web page; a page of the browser's own is the browser."""
        return self.page is not None and self.page.inside and not self.page.own

    @property
    def own_page(self) -> str:
        """Return the address of the page of the browser's own that the control or the focus is in; empty elsewhere."""
        return self.page.own if self.page is not None and self.page.inside else ""

    @property
    def part(self) -> BrowserPart:
        """Return the part of a browser's own window that the control is, or else the focus."""
        if self.control is not None and self.control.part is not BrowserPart.UNKNOWN:
            return self.control.part
        return self.focus.part if self.focus and not self.control else BrowserPart.UNKNOWN


Duration = Literal["once", "run", "always"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """The content that a paste would insert: text or files, and the program that offers it, if known."""

    text: str | None  # None if it can't be known; empty if it is no text
    program: str = ""
    yours: bool = False  # another program has put it there than those that the run was acting in
    paths: tuple[str, ...] = ()  # of files that were copied or cut
    moves: bool = False  # they were cut, so a paste moves them
    files: tuple[File, ...] = ()  # what is known of each of them


@dataclass(frozen=True, slots=True)
class Case:
    """The input of policy: the action, its target, the server's checks, and keys that are held already.

    `reach` is the access level that a person has granted in the target's application; None if no person was asked yet.
    `reach_of_sites` has the same for each site that the action opens.
    `in_folder`: the action touches only files in folders that the person has granted. `remembered`: the person has
    approved this for always.
    """

    action: Action
    viewport: Viewport
    target: Target = Target()
    checks: tuple[SafetyCheck, ...] = ()
    held: tuple[str, ...] = ()
    reach: AccessLevel | None = "work"
    reach_of_sites: Mapping[str, AccessLevel | None] = field(default_factory=dict)  # by scheme and host
    in_folder: bool = False
    leaves_folder: bool = False  # files are moved out of such a folder
    remembered: bool = False
    pasted: Pasted | None = None
    now: datetime | None = None  # local wall clock
    typed_before: str = ""  # the text typed into the same focus since the last click, Return, Tab or Escape
    secrets: tuple[SecretUse, ...] = ()  # in the text that it types
    is_taken: bool = False  # the desktop or another program takes the chord that is pressed
    edited: bool = False  # keys have moved the caret or removed text, so the field may differ from `typed_before`
    emptied: bool = False  # the field's text was selected and removed, and none was entered since
    keys_before: tuple[str, ...] = ()  # all that the run has given to the window, as far as known (`policy/editor.py`)


@dataclass(frozen=True, slots=True)
class RememberedControl:
    """One act on one control of a program, which a yes for the task or for always covers whenever it recurs.

    A dialog is also identified by its title, as a name such as “OK” means something else in another dialog. Without
    role, name and act it is a whole place, as a site's form: a yes for the task covers all controls there.
    """

    program: str  # its full path
    page: str  # address of the page that the control is on, without query and numbers; empty outside of pages
    window: str  # the kind of window or of place
    title: str  # of a dialog; empty otherwise
    role: str
    control: str
    act: str  # "click", "double click", "right click", "type", or keys such as "ctrl+s"


@dataclass(frozen=True, slots=True)
class RememberedApproval:
    """The coverage of a yes for the task: one row or rule, on one control."""

    rule: RuleId
    control: RememberedControl


@dataclass(frozen=True, slots=True)
class Question:
    """The information that a person needs to decide: our sentence, the actions, their targets, why, and the screen.

    A question of the kind “application” asks whether the program may work in the target's application at all, which an
    `Invoke` also starts. One of the kind “function” is about a single `Invoke`, which contains the complete command; it
    has no target.
    """

    call_id: str
    sentence: str
    actions: tuple[Action, ...]
    target: Target
    reasons: tuple[Reason, ...]
    checks: tuple[SafetyCheck, ...]
    frame: Frame
    others: tuple[Target, ...] = ()  # the targets of the further actions, one for each if known
    kind: Literal["action", "application", "function"] = "action"
    folders: tuple[str, ...] = ()  # the folders of the run's scope, in a question of the kind “application”
    opens_host: bool = False  # whether any yes lets the run's side desk reach the target's host until the desk ends
    may_be_remembered: bool = False  # whether a yes for the task may be offered
    place: RememberedControl | None = None  # what a yes for the task covers where that is a whole place
    always: RememberedControl | None = None  # the coverage of a yes for always; None: not offered
    editable: bool = False  # whether text or point may be changed before the yes
    # In a question of the kind “application”: why its act would be asked about even in that application. A yes to the
    # work there includes it.
    included: tuple[Reason, ...] = ()
    says: str = ""  # the model's last message or thought, as the context of the question
    task: str = ""  # in the person's words
    step: str = ""  # the progress of the task: “7”, or “3 of 18” where the model follows a plan
    plays: bool = False  # whether recorded steps are played, and no model requests the action
    unchecked: bool = False  # whether the model's server has no safety checks of its own
    by_agent: bool = False  # whether an external agent requests the action


@dataclass(frozen=True, slots=True)
class Approved:
    """Yes to this action; with `remember` also to this act on this control until the run ends or it is revoked.

    With `always` also whenever this act on this control recurs. Both only if the question offers them.
    """

    remember: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Yes, once, to the action as the person changed it: the same kind, another text or point."""

    action: Action


@dataclass(frozen=True, slots=True)
class AppAllowed:
    """The answer to a question of the kind “application”."""

    reach: AccessLevel
    lasting: Duration


@dataclass(frozen=True, slots=True)
class Rejected:
    """No; the reply goes to the model. `by` is "policy" if no person could be asked."""

    reply: str = ""
    by: DecidedBy = "human"


@dataclass(frozen=True, slots=True)
class TookOver:
    """No, and the person works alone until they hand the computer back."""


@dataclass(frozen=True, slots=True)
class StopRun:
    """No, and the run ends."""


@dataclass(frozen=True, slots=True)
class DoneByHand:
    """No longer needed: the person has pressed the same control themselves while they were asked."""


Answer = Approved | Edited | AppAllowed | Rejected | TookOver | StopRun | DoneByHand
