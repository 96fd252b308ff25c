"""The inputs and outcomes of a step: the position, the screen reading, and the results the planner handles."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as values
from functools import partial
from typing import Literal, Protocol
from zlib import crc32

from desktop_agent.core.actions.action import Click, Drag, Move, Press, Scroll, Type, Wait
from desktop_agent.core.controls.boxes import NOWHERE, Box, Indicator
from desktop_agent.core.controls.locator import NoControl
from desktop_agent.core.controls.read_text import (
    Match,
    Rank,
    TextPlace,
    TextTarget,
    anchors_of,
    certain_place,
    choices,
    is_in_one_row,
    matching,
    places_in_column,
    why_missing,
)
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import Frame, ImagePoint, Scene
from desktop_agent.core.texts.message import Message, sentences

_SIGN = 2
_ROW_PX = 20  # of a text
NO_CONTROLS = frozenset({"text", "label", "title", "window"})  # the words for what is no control
_SIGNS = str.maketrans("十＋一–—−二＝×✕米", "++----==xx*")  # what reading takes a lone sign for


@dataclass(frozen=True, slots=True)
class StartProgram:
    """Start a program of this computer."""

    function: str  # that starts it


PlannedAction = Click | Move | Type | Press | Scroll | Drag | Wait | StartProgram


@dataclass(frozen=True, slots=True)
class Away:
    """A control or words that the front window has and doesn't show, as they are scrolled out of view.

    `dx` and `dy` are how far they are from where they would show, and the wheel is turned at one of the points `at`.
    With `at_edge`, they are in sight, but what belongs to them may not be.
    """

    name: str
    dx: int
    dy: int
    at: tuple[ImagePoint, ...]
    at_edge: bool = False


ControlUse = Literal["written", "chosen", "pressed"]


@dataclass(frozen=True, slots=True)
class NamedBox:
    """A control with the name that its program reports, whatever text stands in it; `has_rows`: it may hold several."""

    name: str
    box: Box
    use: ControlUse
    has_rows: bool = False


@dataclass(frozen=True, slots=True)
class ReportedBoxes:
    """What programs report of a picture: the boxes of fields to type into, of what is pressed, and of what has a name.

    A name needn't be on the picture: a label for screen readers isn't, and the name of a button may be an icon.
    """

    fields: tuple[Box, ...] = ()
    pressed: tuple[Box, ...] = ()
    named: tuple[NamedBox, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldText:
    """The text in a field, as its program reports it."""

    box: Box
    text: str
    many_lines: bool = False  # it may report the lines in sight alone


@dataclass(frozen=True, slots=True)
class FileReading:
    """The text of a file; `problem` is the reason if it was not read."""

    text: str
    problem: str = ""


def no_windows_in_front(scene: Scene) -> frozenset[int]:  # noqa: ARG001 - the windows are unknown
    """Return no window."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Computer:
    """What a plan may use besides the picture: starters of programs, a reader of the user's files, and the windows.

    `programs` holds the functions' names by the programs' names in lower case. `in_front` returns the window in front
    with its menus and dialogs, by their numbers in a scene. `scrolled_away` returns what the windows of these numbers
    have under a name, or as a field of that label, and don't show. `reported` returns what their programs call fields,
    and buttons and the like, and `field_texts` what is in their fields. A server has none of these: it does not know
    whose computer the picture shows.
    """

    programs: Mapping[str, str] = values(default_factory=dict)
    read_file: Callable[[str], FileReading] | None = None
    in_front: Callable[[Scene], frozenset[int]] = no_windows_in_front
    scrolled_away: Callable[[Frame, frozenset[int], str, bool], Coroutine[None, None, tuple[Away, ...]]] | None = None
    reported: Callable[[Frame, frozenset[int]], Coroutine[None, None, ReportedBoxes]] | None = None
    field_texts: Callable[[Frame, frozenset[int]], Coroutine[None, None, tuple[FieldText, ...]]] | None = None


NO_COMPUTER = Computer()


@dataclass(frozen=True, slots=True)
class Seeking:
    """How a step has scrolled to something that its window has and the picture doesn't show."""

    turns: int = 0  # of the wheel
    points_tried: int = 0  # at which it had no effect
    is_last: bool = False  # the last action was such a turn
    is_centred: bool = False  # what was at an edge has been moved away from there


@dataclass(frozen=True, slots=True)
class PlanPosition:
    """The next step and its progress, and the facts about the last step that a later step or a refusal needs."""

    step: int = 0
    phase: int = 0  # within the step
    looks: int = 0  # how often the model has looked again for the same text
    did_step: int = 0  # the step and phase of the last action
    did_phase: int = 0
    tries: int = 0  # how often that action could not be carried out
    since_ms: int = 0  # when the step began to wait, in milliseconds since 1970; 0 before that
    mark: Box = NOWHERE  # the control that the step works on, or where the pointer is
    texts: int = 0  # a digest of the last reading, to see whether scrolling still moves anything
    start_texts: int = 0  # a short digest of the reading before the last program was started
    skipped: tuple[int, ...] = ()  # refused steps
    before: tuple[TextLine, ...] = ()  # the last reading, to distinguish new text from old
    indicators: tuple[Indicator, ...] = ()  # how the box looked before each click of the step
    seeking: Seeking = Seeking()


class ScreenReading(Protocol):
    """One picture, read as far as a step needs it."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def lines(self) -> tuple[TextLine, ...]:
        """Return the text on it."""

    def is_in_front(self, box: Box) -> bool:
        """Return whether a box is in the front window; False if that window is unknown."""

    def no_control(self, box: Box) -> NoControl | None:
        """Return why the text in a box is known to be no control; None if it may be one."""

    def consider(self, texts: Sequence[Box], *, presses: bool) -> None:
        """Note which texts a step may click; `presses`: such a click is for a control alone."""

    def read_so_far(self) -> tuple[TextLine, ...]:
        """Return the lines if a step has needed them, else none."""

    def read_again(self) -> bool:
        """Read the full picture again; False if that was done before."""

    def small(self) -> tuple[TextLine, ...]:
        """Return the signs that stand alone, which the lines leave out."""

    def row(self, box: Box) -> tuple[str, ...]:
        """Return the pieces of text in a box that is read on its own, as one row."""

    def field(self, label: Box, *, writes: bool = False) -> Box | None:
        """Return the field beside or below a label; with `writes`, by what its program calls a field or a button."""

    def around(self, text: Box, *, writes: bool = False) -> Box | None:
        """Return the field around a text; `writes` as above."""

    def named(self, text: str) -> tuple[NamedBox, ...]:
        """Return the controls in the front window that their program calls by a name."""

    def text_in(self, field: Box) -> FieldText | None:
        """Return the text in a field as its program reports it; None where it reports none."""

    def is_hidden(self, field: Box) -> bool:
        """Return whether the content of a field is masked, as that of a password field is."""

    def has_dots(self, field: Box, count: int) -> bool:
        """Return whether a field shows `count` dots in place of letters."""

    def indicator(self, caption: Box, at: Box | None = None) -> Indicator | None:
        """Return the check box or radio button of a caption; `at` is its place if known."""

    def scrolled_away(self, text: str, *, wants_field: bool) -> tuple[Away, ...]:
        """Return what the front window has under a name and doesn't show, the nearest first; fields if those are meant.

        Only those that fit the name best.
        """


@dataclass(frozen=True, slots=True)
class Do:
    """An action; `then` is the next phase of the step, None if the action completes it."""

    action: PlannedAction
    saw: str
    then: int | None = None
    mark: Box | None = None
    warning: str = ""
    indicators: tuple[Indicator, ...] = ()
    since_ms: int | None = None
    seeking: Seeking | None = None  # of a turn of the wheel towards what the picture lacks


@dataclass(frozen=True, slots=True)
class Passed:
    """The step is complete without a further action."""

    saw: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that the step needs is not visible, maybe not yet."""

    why: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The step cannot be done."""

    why: str


StepOutcome = Do | Passed | Unseen | Failed


def middle(box: Box) -> ImagePoint:
    """Return the centre of a box in pixels of the picture."""
    return ImagePoint(*box.center)


def digest(lines: tuple[TextLine, ...]) -> int:
    """Return a checksum of the texts and their places, 0 for no lines; a blinking caret does not change it."""
    if not lines:
        return 0
    entries = sorted((line.top // 8, line.left // 8, line.text) for line in lines if len(line.text) > 1)
    return crc32(repr(entries).encode())


def short_digest(lines: tuple[TextLine, ...]) -> int:
    """Return one that takes three letters in the id of a call, which may have 64; 0 for no lines."""
    return digest(lines) % 36**3


def find(target: TextTarget, position: PlanPosition, screen: ScreenReading) -> TextPlace | None:
    """Return the likeliest place of a target: new text first, then the nearest to the last control."""
    return next(iter(find_all(target, position, screen)), None)


def find_all(target: TextTarget, position: PlanPosition, screen: ScreenReading) -> list[TextPlace]:
    """Return the equally good places of a target, the likeliest first.

    Other windows count only if the front window has no match.
    """
    return _places_named(target, position, screen, _in_front(screen)) or find_anywhere(target, position, screen)


def find_controls(target: TextTarget, position: PlanPosition, screen: ScreenReading) -> list[TextPlace]:
    """Return the places of a target as `find_all` does, without the texts that are known to be no control."""
    is_in_front = _in_front(screen)

    def may_be_control(match: Match) -> bool:
        return screen.no_control(match.box) is None

    def counts(match: Match) -> bool:
        return is_in_front(match) and may_be_control(match)

    return _places_named(target, position, screen, counts) or _places_named(target, position, screen, may_be_control)


def _in_front(screen: ScreenReading) -> Callable[[Match], bool]:
    return lambda match: screen.is_in_front(match.box) and not match.prose


def find_anywhere(target: TextTarget, position: PlanPosition, screen: ScreenReading) -> list[TextPlace]:
    """Return the equally good places of a target in any window, the likeliest first."""
    return _places_named(target, position, screen, None)


def _places_named(
    target: TextTarget, position: PlanPosition, screen: ScreenReading, counts: Callable[[Match], bool] | None
) -> list[TextPlace]:
    pointer = position.mark.center if position.mark.width else None
    look = partial(choices, target, before=position.before, pointer=pointer, counts=counts)
    return look(screen.lines()) or look(signs(target, screen))


def certain(target: TextTarget, screen: ScreenReading) -> TextPlace | None:
    """Return where a text certainly is, a sign of one or two letters too."""
    return certain_place(target, screen.lines()) or certain_place(target, signs(target, screen))


def signs(target: TextTarget, screen: ScreenReading) -> tuple[TextLine, ...]:
    """Return the signs that stand alone and read as a target of one or two letters; none for a longer one."""
    sign = target.text.strip()
    if not 0 < len(sign) <= _SIGN:
        return ()
    return tuple(replace(line, text=sign) for line in screen.small() if line.text.translate(_SIGNS) == sign)


def match_sentence(place: TextPlace) -> str:
    """Return a sentence that names a place and the number of its matches."""
    if place.reported:
        return Message("A control here is called “{text}”.", text=place.text)
    many = Message(", the one I chose from {of} matches", of=place.of) if place.of > 1 else ""
    return Message("I see “{text}”{many}.", text=place.text, many=many)


def field(
    target: TextTarget, position: PlanPosition, screen: ScreenReading, *, writes: bool = False
) -> tuple[TextPlace, Box] | Unseen:
    """Return a label and its field, or Unseen with the reason; a label with a field on its own row is preferred.

    The one field that its program calls so comes before all labels. With `writes`, it is one to type into.
    """
    named = named_place(target, screen, ("written",) if writes else ("written", "chosen"))
    if named:
        return named
    labels = find_all(target, position, screen)
    if not labels:
        return Unseen(why_missing(target, screen.lines()))
    # The front window may have the same word in a text; the field is then in another window.
    with_field = partial(_with_field, screen=screen, writes=writes)
    boxes = with_field(labels) or with_field(find_anywhere(target, position, screen))
    # The header of a column that has just appeared is newer than a label, and a label is read together with its field.
    pointing = with_field(_labels_with_colon(target, labels, screen))
    boxes = boxes or pointing
    if not boxes:
        return Unseen(sentences(match_sentence(labels[0]), Message("There is no field next to it or below it.")))
    likely = next(filter(None, map(_in_same_row, (boxes, pointing))), boxes)
    why = doubled(target, [label for label, _ in likely], position)
    return Unseen(why) if why else likely[0]


def named_place(target: TextTarget, screen: ScreenReading, uses: Sequence[ControlUse]) -> tuple[TextPlace, Box] | None:
    """Return the first row of the one control that its program calls by a target's name, and its box; None without it.

    A name that several controls have is for the labels on the picture to decide.
    """
    if target.ordinal or target.relation or target.kind in NO_CONTROLS:
        return None
    controls = [control for control in screen.named(target.text) if control.use in uses]
    if len(controls) != 1:
        return None
    control = controls[0]
    box = control.box
    first_row = replace(box, height=min(box.height, _ROW_PX)) if control.has_rows else box
    return TextPlace(control.name, first_row, reported=True), box


def _with_field(labels: list[TextPlace], *, screen: ScreenReading, writes: bool) -> list[tuple[TextPlace, Box]]:
    """Return the labels that have a field, beside them or, for a placeholder, around them."""
    boxes = (
        (label, screen.field(label.box, writes=writes) or screen.around(label.box, writes=writes)) for label in labels
    )
    return [(label, box) for label, box in boxes if box]


def _labels_with_colon(target: TextTarget, labels: Sequence[TextPlace], screen: ScreenReading) -> list[TextPlace]:
    """Return the target's labels that end with a colon; in the front window only, if `labels` are there."""
    if target.ordinal or target.relation:
        return []
    matches = [match for match in matching(target.text, screen.lines()) if match.rank <= Rank.WORDS]
    if any(screen.is_in_front(label.box) for label in labels):
        matches = [*filter(_in_front(screen), matches)]
    return [TextPlace(match.text, match.box) for match in matches if match.text.endswith(":")]


def _in_same_row(pairs: Sequence[tuple[TextPlace, Box]]) -> list[tuple[TextPlace, Box]]:
    """Return the labels with a field on their own row."""
    return [
        (label, box)
        for label, box in pairs
        if box.left > label.box.left and box.top <= label.box.center[1] < box.bottom
    ]


def ambiguous_anchor(target: TextTarget, position: PlanPosition, screen: ScreenReading) -> str:
    """Return why a target's anchor is ambiguous: several anchors have the target; empty if it isn't."""
    if target.anchor is None:
        return ""
    front = _in_front(screen)
    counts = front if _places_named(target, position, screen, front) else None
    of = anchors_of(target, screen.lines(), counts)
    return _ambiguity(target.anchor.text, of) if of > 1 else ""


def doubled(target: TextTarget, places: Sequence[TextPlace], position: PlanPosition) -> str:
    """Return why a target is ambiguous (several in a list, none alone in the last control's row); empty if it isn't."""
    column = [] if target.ordinal or target.relation else places_in_column(places)
    at_hand = [place for place in column if position.mark.width and is_in_one_row(place.box, position.mark)]
    return _ambiguity(target.text, len(column)) if len(column) > 1 and len(at_hand) != 1 else ""


def _ambiguity(text: str, of: int) -> str:
    return Message(
        "“{text}” appears {of} times. Specify which one you mean, for example with “the second”, or use text that "
        "appears only once.",
        text=text,
        of=of,
    )
