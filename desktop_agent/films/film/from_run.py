"""The script of a film, made from a recorded run in the same words as the other views of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from desktop_agent.core.actions.action import (
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
from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message, gettext, tr, visible, without_home
from desktop_agent.films.film.script import Area, FilmCard, FilmGesture, FilmScript, Point, Shot
from desktop_agent.films.howto.from_run import acts_of, expected_text, groups_of, quoted
from desktop_agent.record.moments import Moment
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, title_of
from desktop_agent.record.spans import time_of
from desktop_agent.record.status import facts_of
from desktop_agent.record.wording import duration, expectation_wording, figures, status_detail, status_wording
from desktop_agent.tasks.steps.playing import single_steps
from desktop_agent.tasks.task import Step, Task

_LONGEST_CAPTION = 150
_LONGEST_NOTE = 130
_LONGEST_LINE = 90
_LONGEST_CHAPTER = 80
_MOST_EXPECTED = 4  # on the last card
_MOST_FRAMED = 0.5  # of its window
_IDLE_MS = 2_500  # shorter idle times need no mention
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
# Ends whose reason is the program's own sentence, with the step; a model's words are no part of a film for others.
_BY_PROGRAM = frozenset({"failed", "stopped", "limit"})
_HERE = Message("here")  # of a control without a name, which the pointer shows


def film_script(run: RecordedRun, title: str = "", *, evidence: bool = False) -> FilmScript:
    """Return the script of a run's film; RecordError where no picture was recorded.

    A film shows the task to others: what was done, and what came of it. As `evidence` it shows all that happened:
    refusals, questions, waits, time and cost.
    """
    numbers: dict[FrameTaken, int] = {}
    shots = tuple(_all_shots(run, numbers) if evidence else _act_shots(run, numbers))
    if run.last_frame:
        _picture_number(run.last_frame, numbers, 0)
    if not numbers:
        raise RecordError(
            Message("This run was recorded without screenshots, so there's nothing to make a video from."),
            Message("Run it again without --no-record."),
        )
    pictures = [replace(each, width=max(1, each.width), height=max(1, each.height)) for each in numbers]
    width, height = _canvas(pictures)
    placed = [_on_canvas(shot, pictures, width, height) for shot in shots]
    heading = _shortened_text(title or title_of(run), 2 * _LONGEST_LINE)
    at = time_of(run.summary.started)
    first = FilmCard(heading, facts=f"{at:%Y-%m-%d}" if at and evidence else "")
    return FilmScript(
        width, height, tuple(pictures), first, tuple(placed),
        end=_end_card(run) if evidence else _result_card(run), steps=run.steps if evidence else 0, words={
            "none": gettext("No screenshot was recorded at this point"),
            "missing": gettext("The screenshot for this moment is missing"),
            "damaged": gettext("The screenshot for this moment has been changed or damaged"),
        },
    )  # fmt: skip


def _act_shots(run: RecordedRun, numbers: dict[FrameTaken, int]) -> Iterator[Shot]:
    """Yield the shots of what was done, as the steps of a how-to show it."""
    picture = 0
    for group in groups_of(acts_of(run)):
        is_keys = not group.typing and isinstance(group.acts[0].action, Press)
        caption = _shortened_text(quoted(group.sentence(_HERE), plainly=is_keys).removesuffix("."), _LONGEST_CAPTION)
        for acts in group.takes if caption else ():
            first = acts[0].moment
            last = acts[-1].moment
            before = _picture_number(first.before, numbers, picture)
            after = _picture_number(last.after, numbers, before)
            picture = after
            shot = Shot(caption, before, after, last.step, caption, first_step=first.step)
            shot = _with_action(shot, acts[-1].action, last.proposal)
            points = (at for act in acts for at in points_of(act.action)[:1])
            path = shot.path or tuple((at.x + 0.5, at.y + 0.5) for at in islice(points, 1))
            yield replace(shot, path=path)


def _all_shots(run: RecordedRun, numbers: dict[FrameTaken, int]) -> Iterator[Shot]:
    """Yield the shots in order; `numbers` collects each picture's number in the film."""
    previous_end = time_of(run.summary.started)
    chapters: dict[int, str] = {}
    picture = 0
    for moment in run.moments:
        before = _picture_number(moment.before, numbers, picture)
        after = _picture_number(moment.after, numbers, before)
        picture = after
        shot = _shot(moment, before, after)
        if shot is None:
            continue
        chapter = chapters.setdefault(moment.step, _shortened_text(shot.caption, _LONGEST_CHAPTER))
        began = time_of(moment.began) or time_of(moment.at)
        ended = time_of(moment.ended) or began
        idle_ms = _ms(previous_end, began)
        idle = f"{gettext('Shortened')}: {duration(idle_ms)}" if idle_ms >= _IDLE_MS else ""
        yield replace(
            shot,
            chapter=chapter,
            note=" · ".join(filter(None, (shot.note, idle))),
            idle_ms=idle_ms,
        )
        previous_end = ended or previous_end


def _picture_number(frame: FrameTaken | None, numbers: dict[FrameTaken, int], previous: int) -> int:
    """Return a picture's number; the previous picture's number where none was recorded."""
    return previous if frame is None or frame.path is None else numbers.setdefault(frame, len(numbers))


def _shot(moment: Moment, before: int, after: int) -> Shot | None:
    # Notices before the first picture, such as on settings, are for the report alone.
    is_early = moment.before is None
    if moment.kind in _OMITTED_KINDS or (moment.kind == "notice" and (is_early or moment.tone == "muted")):
        return None
    if moment.proposal is None:
        return Shot(_shortened_text(moment.line, _LONGEST_CAPTION), before, after, moment.step, tone=moment.tone)
    return _act_shot(moment, moment.proposal, Shot("", before, after, moment.step))


def _act_shot(moment: Moment, proposal: RecordedProposal, shot: Shot) -> Shot | None:
    action = proposal.action or proposal.proposed
    if isinstance(action, Finish | Look | ReleaseKey):
        return None
    outcome = moment.outcome
    is_usual = outcome is None or outcome.word in _USUAL
    return replace(
        _with_action(shot, action, proposal),
        caption=_shortened_text(moment.short, _LONGEST_CAPTION),
        note="" if is_usual or outcome is None else _shortened_text(tr(outcome.text), _LONGEST_NOTE),
        tone="text" if outcome is None else outcome.tone,
        window=None,  # the whole screen is evidence
        done=proposal.may_have_happened,
    )


def _with_action(shot: Shot, action: Action | None, proposal: RecordedProposal | None) -> Shot:
    keys = action.keys if isinstance(action, Press | HoldKey) else ()
    modifiers = action.keys if isinstance(action, Click | Drag | Scroll | Move) else ()
    return replace(
        shot,
        gesture=_gesture(action),
        path=tuple((at.x + 0.5, at.y + 0.5) for at in points_of(action)) if action else (),
        count=action.count if isinstance(action, Click) else 1,
        keys=tuple(map(cap, keys or modifiers)),
        letters=len(action.text) if isinstance(action, Type) else 0,
        rows=_written_lines(action.text) if isinstance(action, Type) else 1,
        entered=isinstance(action, Type) and action.text.endswith("\n"),
        target=_framed_control(proposal) if proposal else None,
        window=_area(proposal.window_box) if proposal else None,
    )


def _framed_control(proposal: RecordedProposal) -> Area | None:
    """Return the control that a frame shows; None where it fills its window: a frame around a sheet says nothing."""
    target = _area(proposal.target_box)
    window = _area(proposal.window_box)
    if target and window and target.width * target.height > _MOST_FRAMED * window.width * window.height:
        return None
    return target


def _written_lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines()) or 1


def _area(box: Rect | None) -> Area | None:
    return Area(box.x, box.y, box.width, box.height) if box and box.width and box.height else None


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
    left = (width - picture.width * scale) / 2
    top = (height - picture.height * scale) / 2
    if (scale, left, top) == (1, 0, 0):
        return shot

    def point(at: Point) -> Point:
        return left + at[0] * scale, top + at[1] * scale

    def area(box: Area | None) -> Area | None:
        return None if box is None else Area(*point((box.x, box.y)), box.width * scale, box.height * scale)

    return replace(shot, path=tuple(map(point, shot.path)), target=area(shot.target), window=area(shot.window))


def _end_card(run: RecordedRun) -> FilmCard:
    summary = run.summary
    status = status_wording(summary.status, summary.message)
    detail = _shortened_text(tr(status_detail(summary.status, summary.message)), 2 * _LONGEST_LINE)
    certain = (_shortened_text(tr(fact), 2 * _LONGEST_LINE) for fact in facts_of(run.finished))
    counts = " · ".join(map(tr, figures(run.steps, summary.seconds, summary.cost)))
    expectations = map(expectation_wording, run.expectations[:_MOST_EXPECTED])
    expectation_lines = (
        _shortened_text(f"{tr(expectation.word)}: {tr(expectation.text)}", 2 * _LONGEST_LINE)
        for expectation in expectations
    )
    return FilmCard(tr(status.word), (*filter(None, [detail]), *certain, *expectation_lines), counts, status.tone)


def _result_card(run: RecordedRun) -> FilmCard:
    """Return the last card of a film for others: what is true now, or else how the run ended."""
    status = status_wording(run.summary.status, run.summary.message)
    texts = [text for each in run.expectations if each.holds and (text := expected_text(each.what))]
    if status.tone != "ok":
        detail = status_detail(run.summary.status, run.summary.message)
        why = _shortened_text(tr(detail), 2 * _LONGEST_LINE) if run.summary.status in _BY_PROGRAM else ""
        return FilmCard(tr(status.word), tuple(filter(None, [why])), tone=status.tone)
    lines = [_shortened_text(f"✓ {text}", _LONGEST_LINE) for text in texts[:_MOST_EXPECTED]] or [gettext("Done")]
    return FilmCard(lines[0], tuple(lines[1:]), tone="ok")


def _shortened_text(text: str, longest: int) -> str:
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
    """Return a film's script directed by a task: in the words of its lines, and closer only where these allow it."""
    played = (step for line in task.steps if not line.skip for step in single_steps(line))
    lines = dict(enumerate(played, start=1))
    shots = tuple(_directed_shot(shot, lines) for shot in script.shots)
    return replace(script, title=replace(script.title, heading=task.title or script.title.heading), shots=shots)


def _directed_shot(shot: Shot, lines: Mapping[int, Step]) -> Shot:
    steps = [lines[number] for number in range(shot.first_step or shot.step, shot.step + 1) if number in lines]
    return replace(
        shot,
        caption=next((step.caption for step in steps if step.caption), shot.caption),
        chapter=next((step.name for step in steps if step.name), shot.chapter),
        zoom=all(step.zoom for step in steps),
    )
