"""The script of a film, made from a recorded run in the same words as the other views of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Look,
    Move,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    points_of,
)
from desktop_agent.core.describe import at_marked_place, in_words
from desktop_agent.core.display_text import visible, without_home
from desktop_agent.core.errors import RecordError
from desktop_agent.core.events import FrameTaken, NamedTarget
from desktop_agent.core.message import Message, plural
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.moments import Moment
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.spans import time_of
from desktop_agent.record.wording import expectation_wording, run_length, status_wording
from desktop_agent.studio.film.live_pictures import with_motion
from desktop_agent.studio.film.script import Area, FilmCard, FilmGesture, FilmScript, Point, Shot
from desktop_agent.tasks.task import Step, Task

_LONGEST_CAPTION, _LONGEST_NOTE, _LONGEST_LINE, _LONGEST_CHAPTER = 150, 130, 90, 80
_MOST_EXPECTED = 4  # on the last card
_TITLE_LINES = 6
# Moments that a film shows without words, or that matter to the record alone.
_OMITTED_KINDS = frozenset({"thought", "resume", "end"})
_USUAL = frozenset({"Done", "Allowed"})
_CAPS: Mapping[str, str] = {
    "enter": Message("Enter ↵"),
    "backspace": "⌫",
    "tab": Message("Tab ⇥"),
    "escape": Message("Esc"),
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": Message("Page ↑"),
    "pagedown": Message("Page ↓"),
    "space": Message("Space"),
    "delete": Message("Del"),
    "insert": Message("Ins"),
    "altgr": "AltGr",
    "print": Message("Print"),
}
_LONGEST = 12
_GESTURES = frozenset({"click", "drag", "scroll", "move", "keys", "type"})
_ACT_MS = 1_000


def film_script(run: RecordedRun, title: str = "") -> FilmScript:
    """Return the script of a run's film; RecordError where no picture was recorded."""
    numbers: dict[FrameTaken, int] = {}
    shots = tuple(_shots(run, numbers))
    if run.last_frame:
        _number(run.last_frame, numbers, 0)
    if not numbers:
        raise RecordError(
            Message("This run was recorded without screenshots, so there's nothing to make a video from."),
            Message("Run it again without --no-record."),
        )
    pictures = [replace(each, width=max(1, each.width), height=max(1, each.height)) for each in numbers]
    width, height = _canvas(pictures)
    placed = [_on_canvas(shot, pictures, width, height) for shot in shots]
    began = time_of(run.summary.started)
    return FilmScript(
        width, height, title=_title(run, title), shots=with_motion(run.summary.dir, began, placed, pictures),
        pictures=tuple(pictures), end=_end(run), steps=run.steps, words=_words(),
    )  # fmt: skip


def _shots(run: RecordedRun, numbers: dict[FrameTaken, int]) -> Iterator[Shot]:
    """Yield the shots in order; `numbers` collects each picture's number in the film."""
    first = previous_end = time_of(run.summary.started)
    steps = _steps_of_task(run)
    chapters: dict[int, str] = {}
    picture = 0
    for moment in run.moments:
        before = _number(moment.before, numbers, picture)
        after = picture = _number(moment.after, numbers, before)
        shot = _shot(moment, before, after)
        if shot is None:
            continue
        name = steps[moment.step - 1] if 0 < moment.step <= len(steps) else shot.caption
        chapter = chapters.setdefault(moment.step, _cut(name, _LONGEST_CHAPTER))
        began = time_of(moment.began) or time_of(moment.at)
        ended = time_of(moment.ended) or began
        yield replace(
            shot,
            chapter=chapter,
            idle_ms=_ms(previous_end, began),
            started_ms=_ms(first, began),
            ended_ms=_ms(first, ended),
        )
        previous_end = ended or previous_end


def _number(frame: FrameTaken | None, numbers: dict[FrameTaken, int], previous: int) -> int:
    """Return a picture's number; the previous picture's number where none was recorded."""
    return previous if frame is None or frame.path is None else numbers.setdefault(frame, len(numbers))


def _shot(moment: Moment, before: int, after: int) -> Shot | None:
    # Notices before the first picture, such as on settings, are for the report alone.
    is_early = moment.before is None
    if moment.kind in _OMITTED_KINDS or (moment.kind == "notice" and (is_early or moment.tone == "muted")):
        return None
    if moment.proposal is None:
        return Shot(_cut(moment.line, _LONGEST_CAPTION), before, after, moment.step, tone=moment.tone)
    return _act(moment, moment.proposal, Shot("", before, after, moment.step))


def _act(moment: Moment, proposal: RecordedProposal, shot: Shot) -> Shot | None:
    action = proposal.action or proposal.proposed
    if isinstance(action, Finish | Look | ReleaseKey):
        return None
    outcome = moment.outcome
    is_usual = outcome is None or outcome.word in _USUAL
    keys = action.keys if isinstance(action, Press | HoldKey) else ()
    modifiers = action.keys if isinstance(action, Click | Drag | Scroll | Move) else ()
    return replace(
        shot,
        caption=_cut(tr(_sentence(action, proposal.aim, moment)), _LONGEST_CAPTION),
        note="" if is_usual or outcome is None else _cut(tr(outcome.text), _LONGEST_NOTE),
        tone="text" if outcome is None else outcome.tone,
        gesture=_gesture(action),
        path=tuple((at.x + 0.5, at.y + 0.5) for at in points_of(action)) if action else (),
        count=action.count if isinstance(action, Click) else 1,
        keys=tuple(map(cap, keys or modifiers)),
        letters=len(action.text) if isinstance(action, Type) else 0,
        target=(
            None
            if proposal.target_box is None
            else Area(
                proposal.target_box.x, proposal.target_box.y, proposal.target_box.width, proposal.target_box.height
            )
        ),
        done=proposal.may_have_happened,
    )


def _sentence(action: Action | None, aim: NamedTarget | None, moment: Moment) -> str:
    """Return the action as a sentence, without places and windows that the film shows."""
    if action is None:
        return moment.line
    return in_words(action, replace(aim, window=None)) if aim and aim.name else at_marked_place(action, aim)


def _gesture(action: Action | None) -> FilmGesture:
    match action:
        case Click() | HoldButton() | ReleaseButton():
            return "click"
        case Drag():
            return "drag"
        case Scroll():
            return "scroll"
        case Move():
            return "move"
        case Press() | HoldKey():
            return "keys"
        case Type():
            return "type"
        case _:
            return "none"


def _canvas(pictures: Sequence[FrameTaken]) -> tuple[int, int]:
    """Return the most frequent size of the pictures, the largest of equally frequent ones."""
    sizes = [(picture.width, picture.height) for picture in pictures]
    return max(sizes, key=lambda size: (sizes.count(size), size[0] * size[1]))


def _on_canvas(shot: Shot, pictures: Sequence[FrameTaken], width: int, height: int) -> Shot:
    """Return a shot in pixels of the canvas, in whose centre a picture of another size lies."""
    if shot.before < 0:
        return shot
    picture = pictures[shot.before]
    scale = min(width / picture.width, height / picture.height)
    left, top = (width - picture.width * scale) / 2, (height - picture.height * scale) / 2
    if (scale, left, top) == (1, 0, 0):
        return shot

    def point(at: Point) -> Point:
        return left + at[0] * scale, top + at[1] * scale

    box = shot.target
    target = None if box is None else Area(*point((box.x, box.y)), box.width * scale, box.height * scale)
    return replace(shot, path=tuple(map(point, shot.path)), target=target)


def _steps_of_task(run: RecordedRun) -> list[str]:
    """Return the lines of the task if they are its steps; else none."""
    lines = [line.strip() for line in (run.summary.task or "").splitlines() if line.strip()]
    acted = max(
        (turn.step for turn in run.turns if turn.proposals), default=0
    )  # a model may add a last turn without an act
    return lines if len(lines) in {run.steps, acted} and len(lines) > 1 else []


def _title(run: RecordedRun, title: str) -> FilmCard:
    lines = [line.strip() for line in (title or run.summary.task).splitlines() if line.strip()]
    at = time_of(run.summary.started)
    steps = tr(plural("{count:,} step", "{count:,} steps", count=run.steps))
    facts = " · ".join(filter(None, (f"{at:%Y-%m-%d}" if at else "", steps)))
    if not lines:
        return FilmCard(gettext("The task wasn't recorded"), facts=facts)
    if len(lines) == 1:
        return FilmCard(_cut(lines[0], 2 * _LONGEST_LINE), facts=facts)
    lines_shown = tuple(_cut(line, _LONGEST_LINE) for line in lines[:_TITLE_LINES])
    more = (gettext("… and {part} more", part=len(lines) - _TITLE_LINES),) if len(lines) > _TITLE_LINES else ()
    return FilmCard(gettext("The task"), (*lines_shown, *more), facts)


def _end(run: RecordedRun) -> FilmCard:
    summary = run.summary
    status = status_wording(summary.status)
    message = (_cut(tr(summary.message), 2 * _LONGEST_LINE),) if summary.message.rstrip(".") != status.word else ()
    facts = " · ".join(
        (tr(plural("{count:,} step", "{count:,} steps", count=run.steps)), run_length(summary.seconds, summary.cost))
    )
    expectations = map(expectation_wording, run.expectations[:_MOST_EXPECTED])
    expectation_lines = (
        _cut(f"{tr(expectation.word)}: {tr(expectation.text)}", 2 * _LONGEST_LINE) for expectation in expectations
    )
    return FilmCard(tr(status.word), (*filter(None, message), *expectation_lines), facts, status.tone)


def _words() -> dict[str, str]:
    return {
        "shortened": gettext("Shortened"),
        "none": gettext("No screenshot was recorded at this point"),
        "missing": gettext("The screenshot for this moment is missing"),
        "damaged": gettext("The screenshot for this moment has been changed or damaged"),
    }


def _cut(text: str, longest: int) -> str:
    return visible(without_home(" ".join(text.split())), longest)


def _ms(since: datetime | None, until: datetime | None) -> int:
    return max(0, round((until - since).total_seconds() * 1000)) if since and until else 0


def cap(key: str) -> str:
    """Return the label on a key's cap."""
    if key in _CAPS:
        return _CAPS[key]
    label = key if len(key) <= _LONGEST else f"{key[:_LONGEST]}…"
    return label.upper() if len(label) == 1 else label[:1].upper() + label[1:]


def directed(script: FilmScript, task: Task) -> FilmScript:
    """Return a film's script directed by a task: only its acts, in the task's words, and with fixed times.

    Two runs differ in time, but their films must be equal to the byte: so a film of a task has the waits of its lines
    instead of the run's.
    """
    steps = dict(enumerate(task.steps, start=1))
    acts = [shot for shot in script.shots if shot.gesture in _GESTURES]
    shots = tuple(_directed_shot(shot, number, steps) for number, shot in enumerate(acts))
    heading = task.title or script.title.heading
    return replace(
        script,
        title=replace(script.title, heading=heading, lines=(), facts=""),
        shots=shots,
        end=replace(script.end, facts=""),
    )


def _directed_shot(shot: Shot, number: int, steps: Mapping[int, Step]) -> Shot:
    step = steps.get(shot.step)
    began = number * _ACT_MS
    timed = replace(shot, started_ms=began, ended_ms=began + _ACT_MS, idle_ms=0)
    if step is None:
        return timed
    return replace(
        timed,
        caption=step.caption or shot.caption,
        chapter=step.name or shot.chapter,
        zoom=step.zoom,
        idle_ms=round(step.wait_s * 1000),
    )
