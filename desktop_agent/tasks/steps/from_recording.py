"""Steps made from a recorded run: the actions carried out, with the person's changes to them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2

from desktop_agent.core.actions.action import (
    Action,
    HoldKey,
    Look,
    Press,
    ReleaseKey,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.actions.describe import in_words, kind_of
from desktop_agent.core.pictures import ImagePoint, Size, Viewport
from desktop_agent.core.runs.events import FrameTaken, NamedTarget, Reasoned
from desktop_agent.core.texts.passwords import HIDDEN, HIDDEN_KEY
from desktop_agent.offline.plan.steps import Looking, WaitStep
from desktop_agent.record.picture_file import decoded_picture, shown_picture
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, title_of
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.sight import Box4, box_in
from desktop_agent.tasks.steps.variables import escaped
from desktop_agent.tasks.steps.words import verb_of
from desktop_agent.tasks.steps.writer import ShownAct, StepWriter, joined
from desktop_agent.tasks.task import Step, StepPlace, StepTarget, StepWindow


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
        left_out.extend(said[act.number] for act in joined(acts) if not writer.add(act))
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
    if box and all(_holds(box, at) for at in points):
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


def _holds(box: Box4, at: ImagePoint) -> bool:
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
