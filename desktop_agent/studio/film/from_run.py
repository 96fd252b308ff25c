"""Makes the script of a film from a recorded run: what was done, in the words and names of all other surfaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

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
from desktop_agent.core.describe import in_words, without_points
from desktop_agent.core.display_text import visible, without_home
from desktop_agent.core.errors import RecordError
from desktop_agent.core.events import ActionStarted, FrameTaken, NamedTarget, Stamped
from desktop_agent.core.message import Message, plural
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun
from desktop_agent.record.spans import moment
from desktop_agent.record.story import Row, RunStory
from desktop_agent.record.wording import expectation_wording, run_length, status_wording
from desktop_agent.studio.film.live_pictures import with_motion
from desktop_agent.studio.film.script import Area, FilmCard, FilmGesture, FilmPicture, FilmScript, Point, Shot
from desktop_agent.studio.steps.step import Step, StepFile

_LONGEST_CAPTION, _LONGEST_NOTE, _LONGEST_LINE, _LONGEST_CHAPTER = 150, 130, 90, 80
_MOST_EXPECTED = 4  # on the last card
_TITLE_LINES = 6
# What a film shows without saying it, and what only the record needs.
_LEFT_OUT = frozenset({"thought", "resume", "end"})
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
_TAKES_MS = 1_000


def film_script(run: RecordedRun, title: str = "") -> FilmScript:
    """Return what a film of a run shows; RecordError where no picture was recorded."""
    events = tuple(chain.from_iterable(turn.events for turn in run.turns))
    cast = _Cast()
    for stamped in events:
        cast.take(stamped)
    if not any(picture.path for picture in cast.pictures):
        raise RecordError(
            Message("This run was recorded without screenshots, so there's nothing to make a video from."),
            Message("Run it again without --no-record."),
        )
    width, height = _canvas(cast.pictures)
    placed = [_placed(shot, cast.pictures, width, height) for shot in cast.shots(_chapters(run))]
    shots = with_motion(run.summary.dir, moment(events[0].at) if events else None, placed, cast.pictures)
    return FilmScript(width, height, tuple(cast.pictures), _title(run, title), shots, _end(run), run.steps, _words())


class _Cast:
    """Goes through a run's events, and notes for each row which picture was there before it and which after it."""

    def __init__(self) -> None:
        self.pictures: list[FilmPicture] = []
        self._story = RunStory()
        self._before: dict[int, int] = {}
        self._after: dict[int, int] = {}
        self._started: dict[int, datetime] = {}
        self._settled: dict[int, datetime] = {}
        self._first: datetime | None = None
        self._newest: int | None = None  # the row of the last action

    def take(self, stamped: Stamped) -> None:
        """Take the next event."""
        now = moment(stamped.at)
        self._first = self._first or now
        if isinstance(stamped.event, FrameTaken) and not stamped.event.is_extra:
            self._show(stamped.event, now)
        index = self._story.take(stamped)
        for row in range(len(self._before), len(self._story.rows)):
            self._before[row] = len(self.pictures) - 1
        if index is not None and self._story.rows[index].proposal:
            self._newest = index
        if isinstance(stamped.event, ActionStarted) and index is not None and now:
            self._started[index] = now

    def shots(self, chapters: Sequence[str]) -> Iterator[Shot]:
        """Yield what is shown, in order."""
        self._story.close()
        rested = self._first
        named: dict[int, str] = {}
        for index, row in enumerate(self._story.rows):
            shot = self._shot(index, row)
            if shot is None:
                continue
            chapter = named.setdefault(
                row.step,
                _cut(chapters[row.step - 1] if 0 < row.step <= len(chapters) else shot.caption, _LONGEST_CHAPTER),
            )
            began = self._started.get(index) or moment(row.at)
            idle = _ms(rested, began)
            ended = self._settled.get(index) or began
            rested = ended or rested
            yield replace(
                shot, chapter=chapter, idle_ms=idle, started_ms=_ms(self._first, began),
                ended_ms=_ms(self._first, ended),
            )  # fmt: skip

    def _show(self, event: FrameTaken, now: datetime | None) -> None:
        if event.path is None:  # the picture before it stays
            return
        picture = FilmPicture(
            event.path, event.bytes, event.sha256, event.media_type, max(1, event.width), max(1, event.height)
        )
        self.pictures.append(picture)
        if self._newest is not None and self._newest not in self._after:
            self._after[self._newest] = len(self.pictures) - 1
            if now:
                self._settled[self._newest] = now

    def _shot(self, index: int, row: Row) -> Shot | None:
        # What was said before there was a picture, as of the settings, is for the report.
        early = self._before[index] < 0
        before = max(self._before[index], 0)
        after = max(self._after.get(index, before), 0)
        if row.kind in _LEFT_OUT or (row.kind == "notice" and (early or row.tone == "muted")):
            return None
        if row.proposal is None:
            return Shot(_cut(row.line, _LONGEST_CAPTION), before, after, row.step, tone=row.tone)
        return _act(row, row.proposal, Shot("", before, after, row.step))


def _act(row: Row, proposal: RecordedProposal, shot: Shot) -> Shot | None:
    action = proposal.action or proposal.proposed
    if isinstance(action, Finish | Look | ReleaseKey):
        return None
    outcome = row.outcome
    is_usual = outcome is None or outcome.word in _USUAL
    keys = action.keys if isinstance(action, Press | HoldKey) else ()
    held = action.keys if isinstance(action, Click | Drag | Scroll | Move) else ()
    return replace(
        shot,
        caption=_cut(tr(_sentence(action, proposal.aim, row)), _LONGEST_CAPTION),
        note="" if is_usual or outcome is None else _cut(tr(outcome.text), _LONGEST_NOTE),
        tone="text" if outcome is None else outcome.tone,
        gesture=_gesture(action),
        path=tuple((at.x + 0.5, at.y + 0.5) for at in points_of(action)) if action else (),
        count=action.count if isinstance(action, Click) else 1,
        keys=tuple(map(cap, keys or held)),
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


def _sentence(action: Action | None, aim: NamedTarget | None, row: Row) -> str:
    """Return what is done, without what the film shows by itself: places, and the window of what has a name."""
    if action is None:
        return row.line
    return in_words(action, replace(aim, window=None)) if aim and aim.name else without_points(action, aim)


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


def _canvas(pictures: Sequence[FilmPicture]) -> tuple[int, int]:
    """Return the size that most pictures have, the largest of those that are as frequent."""
    sizes = [(one.width, one.height) for one in pictures]
    return max(sizes, key=lambda size: (sizes.count(size), size[0] * size[1]))


def _placed(shot: Shot, pictures: Sequence[FilmPicture], width: int, height: int) -> Shot:
    """Return a shot in pixels of the canvas: a picture of another size lies in its middle."""
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


def _chapters(run: RecordedRun) -> list[str]:
    """Return the names of the steps, where the task is a list of them."""
    lines = [line.strip() for line in (run.summary.task or "").splitlines() if line.strip()]
    acted = max((turn.step for turn in run.turns if turn.proposals), default=0)  # a model may have a last word after it
    return lines if len(lines) in {run.steps, acted} and len(lines) > 1 else []


def _title(run: RecordedRun, title: str) -> FilmCard:
    lines = [line.strip() for line in (title or run.summary.task).splitlines() if line.strip()]
    at = moment(run.summary.started)
    steps = tr(plural("{count:,} step", "{count:,} steps", count=run.steps))
    facts = " · ".join(filter(None, (f"{at:%Y-%m-%d}" if at else "", steps)))
    if not lines:
        return FilmCard(gettext("The task wasn't recorded"), facts=facts)
    if len(lines) == 1:
        return FilmCard(_cut(lines[0], 2 * _LONGEST_LINE), facts=facts)
    shown = tuple(_cut(line, _LONGEST_LINE) for line in lines[:_TITLE_LINES])
    more = (gettext("… and {part} more", part=len(lines) - _TITLE_LINES),) if len(lines) > _TITLE_LINES else ()
    return FilmCard(gettext("The task"), (*shown, *more), facts)


def _end(run: RecordedRun) -> FilmCard:
    summary = run.summary
    said = status_wording(summary.status)
    message = (_cut(tr(summary.message), 2 * _LONGEST_LINE),) if summary.message.rstrip(".") != said.word else ()
    facts = " · ".join(
        (tr(plural("{count:,} step", "{count:,} steps", count=run.steps)), run_length(summary.seconds, summary.cost))
    )
    looked = map(expectation_wording, run.expectations[:_MOST_EXPECTED])
    found = (_cut(f"{tr(one.word)}: {tr(one.text)}", 2 * _LONGEST_LINE) for one in looked)
    return FilmCard(tr(said.word), (*filter(None, message), *found), facts, said.tone)


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
    """Return what stands on a key's cap."""
    if key in _CAPS:
        return _CAPS[key]
    shown = key if len(key) <= _LONGEST else f"{key[:_LONGEST]}…"
    return shown.upper() if len(shown) == 1 else shown[:1].upper() + shown[1:]


def directed(script: FilmScript, file: StepFile) -> FilmScript:
    """Return a film's script as a file of steps wants it: its acts alone, in the file's words, and in no clock's time.

    Two runs of one program take other times, and their films are to be the same to the byte: so a film of steps has the
    waits of its file, and none of the run's.
    """
    steps = dict(enumerate(file.steps, start=1))
    acts = [shot for shot in script.shots if shot.gesture in _GESTURES]
    shots = tuple(_directed(shot, number, steps) for number, shot in enumerate(acts))
    heading = file.title or script.title.heading
    return replace(
        script,
        title=replace(script.title, heading=heading, lines=(), facts=""),
        shots=shots,
        end=replace(script.end, facts=""),
    )


def _directed(shot: Shot, number: int, steps: Mapping[int, Step]) -> Shot:
    step = steps.get(shot.step)
    began = number * _TAKES_MS
    timed = replace(shot, started_ms=began, ended_ms=began + _TAKES_MS, idle_ms=0)
    if step is None:
        return timed
    return replace(
        timed,
        caption=step.caption or shot.caption,
        chapter=step.name or shot.chapter,
        zoom=step.zoom,
        idle_ms=round(step.wait_s * 1000),
    )
