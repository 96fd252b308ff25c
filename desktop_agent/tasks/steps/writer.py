"""The one writer of steps: what was done in a run, or by a watched person, becomes the lines of a task.

A click into a field, selecting all in it and the text after it are one line. A text in a named field, or one that looks
like data, becomes a variable, named after the field; a text that wasn't recorded becomes a reference to a secret. Where
the text stands again, typed or in the name of a window or a control, the same variable stands.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2

from desktop_agent.core.actions.action import (
    Action,
    Click,
    HoldKey,
    Invoke,
    Look,
    Press,
    ReleaseKey,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.actions.describe import in_words, kind_of
from desktop_agent.core.controls.locator import FIELD_KINDS
from desktop_agent.core.pictures import ImagePoint, Size, Viewport
from desktop_agent.core.runs.events import FrameTaken, NamedTarget, Reasoned
from desktop_agent.core.texts.message import Message
from desktop_agent.core.texts.passwords import HIDDEN, HIDDEN_KEY
from desktop_agent.core.texts.secret_text import FORM
from desktop_agent.functions.programs import name_of_program
from desktop_agent.offline.plan.steps import Looking, WaitStep
from desktop_agent.record.picture_file import decoded_picture, shown_picture
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, title_of
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.sight import Box4, box_in
from desktop_agent.tasks.steps.variables import escaped
from desktop_agent.tasks.steps.words import verb_of, words_for, words_to_start
from desktop_agent.tasks.task import QUOTED, Step, StepPlace, StepTarget, StepWindow, Task, TaskVariable, quoted

_LONGEST_NAME = 30
_SHORTEST_MARKED = 3  # characters: shorter texts stand in two places by chance
_DATA = re.compile(r"\d|\S@\S|\.\w{2,5}$")  # numbers, dates, addresses, names of files
_QUOTED = re.compile(QUOTED)
_SELECTS_ALL = frozenset({"ctrl", "a"})
_TAKES_TEXT = FIELD_KINDS | {"", "document text", "spin button", "combo box", "table cell", "terminal"}


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One act before it has words; `target` is the control at its place, or the one with the keyboard.

    `place` is None for keys. `secret_for` is where a text that wasn't recorded was typed, quoted for a shell.
    """

    action: Action
    window: StepWindow | None = None
    target: StepTarget | None = None
    place: StepPlace | None = None
    picture: str = ""
    times: int = 1
    secret_for: str = ""
    replaces: bool = False  # it selects all that is in the field before it types
    number: int = 0  # of what it was made of; for several in one, the first one's

    @property
    def moves_caret(self) -> bool:
        """Return whether the act is only a click into something that takes text."""
        action = self.action
        kind = self.target.kind if self.target else ""
        is_plain = isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())
        return is_plain and kind in _TAKES_TEXT


def with_joined_acts(acts: Iterable[ShownAct]) -> list[ShownAct]:
    """Return the acts with a click into a field, selecting all, and the text after it as one act."""
    result = list[ShownAct]()
    for act in acts:
        selects = bool(result) and isinstance(result[-1].action, Press) and {*result[-1].action.keys} == _SELECTS_ALL
        before = result[-2:-1] if selects else result[-1:]
        click = before[0] if before else None
        action = act.action
        if not isinstance(action, Type) or action.at or click is None or not _leads_to(click, act):
            result.append(act)
            continue
        del result[-2 if selects else -1 :]
        into = replace(
            act,
            action=replace(action, at=points_of(click.action)[0]),
            target=click.target if click.target and (click.target.name or click.target.kind) else act.target,
            place=click.place,
            picture=click.picture,
            replaces=selects,
            number=click.number,
        )
        result.append(into)
    return result


def _leads_to(click: ShownAct, typing: ShownAct) -> bool:
    return click.moves_caret and click.place is not None and click.window == typing.window


class StepWriter:
    """Writes the lines of one task, with a variable for each text that may differ."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.variables: list[TaskVariable] = []
        self._names: dict[str, int] = {}  # of variables, each with the last number given to another of its base
        self._shown: dict[str, Sequence[str]] = {}  # titles and names so far, as `_pieces` divides them
        self._by_text: dict[str, str] = {}  # the names of variables by their texts
        self._gaps: dict[str, str] = {}  # by the text of a variable, quoted
        self._in_names: dict[str, str] = {}  # the same by texts that later titles and names may contain
        self._secrets: list[str] = []

    def task(self, title: str) -> Task:
        """Return the task."""
        return Task(tuple(self.steps), title=title, variables=tuple(self.variables))

    def add(self, act: ShownAct) -> bool:
        """Write an act; return whether it has words, and a place if it needs one."""
        action = act.action
        comments = tuple[str, ...]()
        if isinstance(action, Invoke):
            if program := name_of_program(action.name):
                self.add_step(Step(words_to_start(program)))
            return bool(program)
        if points_of(action) and act.place is None:
            return False
        typed = ""
        if isinstance(action, Type):
            stripped = action.text.rstrip("\n\t")
            if act.secret_for:
                secret = self._secret(act.target)
                typed = FORM.replace("NAME", secret)
                comments = (_how_to_keep(secret, act.secret_for),)
            elif name := self._variable_for(act, action.text):
                typed = f"{{{name}}}"
                stripped = action.text
            if typed:
                action = replace(action, text=f"\x01{action.text[len(stripped) :]}")
        words = words_for(action, act.target, replaces=act.replaces) or words_for(action, replaces=act.replaces)
        if words is None:
            return False
        text = words.replace("\x01", typed) + (f" {act.times} times" if act.times > 1 else "")
        self.add_step(
            Step(text, window=act.window, target=act.target, place=act.place, picture=act.picture, comments=comments)
        )
        return True

    def add_step(self, step: Step) -> None:
        """Write a step that has words."""
        self.steps.append(self._with_variables(step))

    def _variable_for(self, act: ShownAct, text: str) -> str:
        """Return the name of the variable for a typed text; empty where it needs none."""
        if name := self._by_text.get(text, ""):
            return name
        target = act.target
        field = (target.name or target.beside) if target else ""
        is_data = "\n" not in text and (_DATA.search(text) is not None or bool(field))
        if not (is_data and any(map(str.isalnum, text))) or "{{secret:" in text:
            return ""
        bare = re.sub(r"\W+", "_", field).strip("_").casefold()[:_LONGEST_NAME].strip("_")
        base = bare if bare and not bare[0].isdigit() else "text"
        name = self._free_name(base)
        self._add_variable(TaskVariable(name, default=text), _screen_texts(act.window, target))
        return name

    def _free_name(self, base: str) -> str:
        name = base
        while name in self._names:
            self._names[base] += 1
            name = f"{base}_{self._names[base]}"
        self._names[name] = 1
        return name

    def _secret(self, target: StepTarget | None) -> str:
        """Return a name for an unrecorded secret, after its field."""
        bare = re.sub(r"[^a-z0-9]+", "-", (target.name if target else "").casefold()).strip("-")[:_LONGEST_NAME]
        base = bare.strip("-") or "secret"
        count = self._secrets.count(base)
        self._secrets.append(base)
        return f"{base}-{count + 1}" if count else base

    def _with_variables(self, step: Step) -> Step:
        """Return a step with variables in place of typed texts: in its words, its window's title, its control's name.

        A title or name that contained the text before it was typed stays as it is.
        """
        for name in _screen_texts(step.window, step.target):
            self._shown.setdefault(name, self._pieces(name))
        target = step.target
        name = quoted(target.name, braces=True) if target and target.name else ""
        pieces = step.text.split(name) if name else [step.text]
        marked = [_QUOTED.sub(lambda match: self._gaps.get(match[0], match[0]), piece) for piece in pieces]
        text = self._quoted_with_gaps(target.name if target else "").join(marked)
        if target is not None:
            target = replace(target, name=self._with_gaps(target.name), row=self._with_gaps(target.row))
        window = replace(step.window, title=self._with_gaps(step.window.title)) if step.window else None
        return replace(step, text=text, window=window, target=target)

    def _pieces(self, name: str) -> Sequence[str]:
        """Return a title or a name divided where it contains the typed texts as whole words.

        Its own text, and the variables in place of the others, are in turn. A variable behind a backslash would be read
        as text, so there the text stays.
        """
        contained = sorted((text for text in self._in_names if text in name), key=len, reverse=True)
        pieces = list[str]()
        start = 0
        for match in _whole_words(contained).finditer(name) if contained else ():
            if not name[: match.start()].endswith("\\"):
                pieces += [name[start : match.start()], self._in_names[match[0]]]
                start = match.end()
        return [*pieces, name[start:]]

    def _with_gaps(self, name: str) -> str:
        """Return a title or a name so far with its variables, in which no other braces are any."""
        pieces = self._shown[name]
        return "".join(piece if number % 2 else escaped(piece) for number, piece in enumerate(pieces))

    def _quoted_with_gaps(self, name: str) -> str:
        """Return a name in quotes, in which only a variable's braces are no text."""
        pieces = self._shown.get(name, [name])
        words = (piece if number % 2 else quoted(piece, braces=True)[1:-1] for number, piece in enumerate(pieces))
        return f'"{"".join(words)}"'

    def _add_variable(self, variable: TaskVariable, names: Iterable[str]) -> None:
        """Add a variable; the `names` of the moment count among those that have been there before it."""
        self.variables.append(variable)
        text = variable.default or ""
        value = text.strip()
        gap = f"{{{variable.name}}}"
        if len(value) < _SHORTEST_MARKED:
            return
        self._by_text.setdefault(text, variable.name)
        self._gaps.setdefault(quoted(value, braces=True), f'"{gap}"')
        is_there = any(value in each and _whole_words([value]).search(each) for each in (*self._shown, *names))
        if not is_there:
            self._in_names.setdefault(value, gap)


def _screen_texts(window: StepWindow | None, target: StepTarget | None) -> tuple[str, ...]:
    """Return the texts of a step that belong to the screen: its window's title, and its control's name and row."""
    return (*((window.title,) if window else ()), *((target.name, target.row) if target else ()))


def _whole_words(texts: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of some texts as whole words, as a title may contain their letters by chance."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, texts))})(?!\w)")


def _how_to_keep(name: str, place: str) -> str:
    """Return a comment on how to store a secret, whose value isn't recorded; `place` is quoted for a shell."""
    return Message(
        "The typed text isn't saved. Store it once with: desktop-agent secrets set {name} --for {place}",
        name=name,
        place=place,
    )


@dataclass(frozen=True, slots=True)
class RecordedSteps:
    """The steps of a run with their pictures, and in `left_out` the actions that have no words as steps."""

    book: StepBook
    left_out: tuple[str, ...]
    is_finished: bool  # the run carried out its task


@dataclass(frozen=True, slots=True)
class _WindowCrop:
    """The part of a recorded picture that becomes a step's picture: a window, or all of it."""

    frame: FrameTaken
    box: Box4
    of_screen: bool


def steps_of(run: RecordedRun) -> RecordedSteps:
    """Return the steps of a recorded run."""
    writer = StepWriter()
    acts = list[ShownAct]()
    crops = dict[str, _WindowCrop]()
    said = list[str]()
    left_out = list[str]()
    looking_lines = _looking_lines(run)

    def write_acts() -> None:
        left_out.extend(said[act.number] for act in with_joined_acts(acts) if not writer.add(act))
        acts.clear()

    for moment in run.moments:
        if moment.kind == "thought" and (line := looking_lines.pop(moment.step, "")):
            write_acts()
            writer.add_step(Step(escaped(line)))
        proposal = moment.proposal
        if proposal is None or not proposal.was_done:
            continue
        action = proposal.action
        if action is None or isinstance(action, Wait | Look):
            continue
        crop = _crop(proposal, action, moment.before)
        act = replace(_act(proposal, action, crop), number=len(said))
        said.append(in_words(action, proposal.aim))
        if is_hidden(action) and not act.secret_for:  # a part of a text
            left_out.append(said[-1])
            continue
        if crop and act.place:
            act = replace(act, picture=f"pictures/{len(said):04d}.png")
            crops[act.picture] = crop
        acts.append(act)
    write_acts()
    is_finished = run.summary.status in {"completed", "proven"}
    book = StepBook(writer.task(title_of(run)), lambda name: _png(run, crops, name))
    return RecordedSteps(book, tuple(left_out), is_finished)


def _looking_lines(run: RecordedRun) -> dict[int, str]:
    """Return the plain steps that only wait or check, by their numbers; a record has no actions of these."""
    events = (stamped.event for turn in run.turns for stamped in turn.events)
    lines = {event.step: event.line for event in events if isinstance(event, Reasoned) and event.step is not None}
    looking = Looking | WaitStep
    return {number: line for number, line in lines.items() if HIDDEN not in line and isinstance(verb_of(line), looking)}


def _act(proposal: RecordedProposal, action: Action, crop: _WindowCrop | None) -> ShownAct:
    aim = proposal.aim
    window = StepWindow(aim.window or "", aim.application or "") if aim and (aim.window or aim.application) else None
    is_secret = isinstance(action, Type) and is_hidden(action) and not action.text.rstrip("\n\t").strip(HIDDEN_KEY)
    program = shlex.quote(aim.application) if aim and aim.application else "PROGRAM"
    return ShownAct(
        action,
        window,
        _target(aim, proposal.viewport, crop),
        _place(points_of(action), crop),
        secret_for=program if is_secret else "",
    )


def is_hidden(action: Action) -> bool:
    """Return whether the recording hides what an action enters, as it went into a password field."""
    return (isinstance(action, Type) and action.secret) or (
        isinstance(action, Press | HoldKey | ReleaseKey) and HIDDEN_KEY in action.keys
    )


def _target(aim: NamedTarget | None, viewport: Viewport | None, crop: _WindowCrop | None) -> StepTarget | None:
    if aim is None or not (aim.name or aim.role):
        return None
    box = box_in(aim.rect, viewport) if aim.rect and viewport else None
    inside = _clipped(box, crop.box) if box and crop else None
    kind = kind_of(aim.role) or aim.role or ""
    return StepTarget(kind, aim.name or "", inside, beside=aim.beside or "", checked=aim.checked, row=aim.row or "")


def _crop(proposal: RecordedProposal, action: Action, frame: FrameTaken | None) -> _WindowCrop | None:
    """Return the part that a step's picture shows: the window, or the full screen where a point is outside of it."""
    viewport = proposal.viewport
    aim = proposal.aim
    if viewport is None or frame is None:
        return None
    full_box = (0, 0, viewport.image.width, viewport.image.height)
    box = box_in(aim.window_rect, viewport) if aim and aim.window_rect else None
    points = points_of(action)
    if box and all(_contains_point(box, at) for at in points):
        return _WindowCrop(frame, box, of_screen=False)
    return _WindowCrop(frame, full_box, of_screen=True)


def _place(points: tuple[ImagePoint, ...], crop: _WindowCrop | None) -> StepPlace | None:
    if not points or crop is None:
        return None
    left, top, width, height = crop.box
    inside = tuple((at.x - left, at.y - top) for at in points)
    return StepPlace(inside, Size(width, height), crop.of_screen)


def _clipped(box: Box4, within: Box4) -> Box4 | None:
    """Return the part of a box inside another, relative to that one; None where they don't overlap."""
    left = max(box[0], within[0])
    top = max(box[1], within[1])
    right = min(box[0] + box[2], within[0] + within[2])
    bottom = min(box[1] + box[3], within[1] + within[3])
    return (left - within[0], top - within[1], right - left, bottom - top) if left < right and top < bottom else None


def _contains_point(box: Box4, at: ImagePoint) -> bool:
    return box[0] <= at.x < box[0] + box[2] and box[1] <= at.y < box[1] + box[3]


def _png(run: RecordedRun, crops: Mapping[str, _WindowCrop], name: str) -> bytes | None:
    """Return a part of a recorded picture as PNG; None where it is missing or has another size than was sent."""
    crop = crops.get(name)
    if crop is None:
        return None
    picture = decoded_picture(shown_picture(run.summary.dir, crop.frame).data)
    if picture is None or picture.shape[:2] != (crop.frame.height, crop.frame.width):
        return None
    left, top, width, height = crop.box
    _, encoded = cv2.imencode(".png", picture[top : top + height, left : left + width])
    return encoded.tobytes()
