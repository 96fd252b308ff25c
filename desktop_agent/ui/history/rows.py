"""What History shows of a run, without Qt: rows of its story, where each was done, and all that is known of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from desktop_agent.core.actions import (
    Action,
    Finish,
    HoldKey,
    Invoke,
    Look,
    Navigate,
    Press,
    ReleaseKey,
    Type,
    Wait,
    points_of,
)
from desktop_agent.core.display_text import visible
from desktop_agent.core.events import FrameTaken, NamedTarget
from desktop_agent.core.message import Message, join, plural
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.journal import PICTURE
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedRun, RecordedTurn, RunSummary
from desktop_agent.record.spans import moment
from desktop_agent.record.story import Row, RowKind
from desktop_agent.record.wording import Tone, duration, file_size, program_name, status_wording, was_asked

_LONGEST = 20_000  # characters of one text in the pane beside the table
_SHORT = 300  # characters of one cell
_NOWHERE = "–"
_ICONS: dict[RowKind, str] = {
    "question": "chat",
    "answer": "chat",
    "said": "chat",
    "access": "shield",
    "pause": "pause",
    "resume": "play",
    "notice": "alert",
    "expectation": "eye",
    "end": "list",
}
# Shown beside each step of their turn instead.
_BESIDE = frozenset({"thought", "message"})


@dataclass(frozen=True, slots=True)
class DetailParagraph:
    """One paragraph beside the picture."""

    text: str
    role: Tone | Literal["mono"] = "text"
    head: str = ""  # who says it


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the table, with the turn that it belongs to."""

    entry: Row
    turn: RecordedTurn
    icon: str
    where: str
    where_exactly: str  # the window, and the place in the picture

    @property
    def step(self) -> str:
        """Return its number; empty where nothing was to be done."""
        return str(self.entry.step) if self.turn.proposals else ""

    @property
    def text(self) -> str:
        """Return what happened."""
        return visible(self.entry.line, _SHORT)

    @property
    def result(self) -> str:
        """Return in a word what came of an action; empty for everything else."""
        return tr(self.entry.outcome.word) if self.entry.outcome else ""

    @property
    def paragraphs(self) -> tuple[DetailParagraph, ...]:
        """Return all that is known."""
        return tuple(_paragraphs(self.entry, self.turn))


def rows_of(run: RecordedRun) -> tuple[HistoryRow, ...]:
    """Return the rows of a whole run, in its order; notices without weight are left out."""
    return tuple(
        HistoryRow(row, turn, *_about(row))
        for turn in run.turns
        for row in turn.rows
        if row.kind not in _BESIDE and not (row.kind == "notice" and row.tone == "muted")
    )


def picture_in(folder: Path, frame: FrameTaken | None) -> Path | None:
    """Return the file of a picture; None where a recorder wrote none."""
    if frame is None or frame.path is None or not PICTURE.fullmatch(frame.path):
        return None
    path = folder / frame.path
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        return None
    return path


def summed_up(run: RecordedRun, later: Path | None = None) -> str:
    """Return a run in one line: how many steps, how many approved and refused by a person, how long, how it ended.

    `later` is the run that continues it.
    """
    by_hand = [each.verdict for each in run.decisions if was_asked(each)]
    approved, refused = sum(each in {"allow", "edit"} for each in by_hand), by_hand.count("deny")
    parts: list[str] = [plural("{count:,} step", "{count:,} steps", count=run.steps)]
    parts += [Message("{approved} approved", approved=approved)] if approved else []
    parts += [Message("{refused} refused", refused=refused)] if refused else []
    parts += [duration(run.summary.seconds * 1000), status_wording(run.summary.status).word]
    parts += (
        [plural("{count:,} damaged line", "{count:,} damaged lines", count=run.unreadable_lines)]
        if run.unreadable_lines
        else []
    )
    parts += [Message("resumes an earlier run")] if run.summary.resumes else []
    parts += [Message("resumed later")] if later else []
    return tr(join(" · ", parts))


def listed(run: RunSummary, size: int | None = None, *, kept: bool = False) -> tuple[str, str, Tone]:
    """Return a run's line in the list: its task, when it began, how it ended, how long it was, and the tone."""
    status = status_wording(run.status)
    took = "" if run.status in {"running", "unreadable"} else duration(run.seconds * 1000)
    resumed, stays = Message("resumed") if run.resumes else "", Message("kept") if kept else ""
    parts = (started_at(run), status.word, resumed, took, "" if size is None else file_size(size), stays)
    return title_of(run), tr(join(" · ", filter(None, parts))), status.tone


def title_of(run: RunSummary) -> str:
    """Return the first line of a run's task, or why there is none."""
    task = next((line for line in run.task.splitlines() if line.strip()), "")
    return visible(task.strip(), _SHORT) or tr(
        Message("Starting…") if run.status == "running" else Message("The task wasn't recorded")
    )


def started_at(run: RunSummary) -> str:
    """Return when a run began, in local time; the year only where it is another one than now."""
    at = moment(run.started)
    if at is None:
        return Message("at an unknown time")
    local = at.astimezone()
    year = "" if local.year == datetime.now(local.tzinfo).year else " %Y"
    return local.strftime(f"{local.day} %b{year} %H:%M")


def _paragraphs(row: Row, turn: RecordedTurn) -> Iterator[DetailParagraph]:
    yield DetailParagraph(row.clock, "muted")
    if row.proposal:
        yield from _of_action(row, row.proposal)
    elif len(row.line) > _SHORT:  # more than the title holds
        yield DetailParagraph(_visible_lines(row.line), row.tone)
    for words in turn.rows:
        if words.kind in _BESIDE:
            yield DetailParagraph(_visible_lines(words.text), head=tr(words.head))
    if row.proposal:
        yield from _typed(row.proposal.given_up, gettext("The model’s full text"))
        yield from _typed(row.proposal.action, gettext("The whole text"))


def _of_action(row: Row, proposal: RecordedProposal) -> Iterator[DetailParagraph]:
    if proposal.moved:
        yield DetailParagraph(gettext("The dashed mark shows where the model pointed."), "muted")
    for wording in (*row.decisions, *((row.result,) if row.result else ())):
        yield DetailParagraph(_visible_lines(tr(wording.text)), wording.tone)
    for check in proposal.safety_checks:
        message, code = (visible(str(check.get(name) or ""), _SHORT) for name in ("message", "code"))
        yield DetailParagraph(
            f"“{message}”",
            "warn",
            tr(Message("Safety check “{code}”", code=code) if code else Message("Safety check without a code")),
        )


def _typed(action: Action | None, head: str) -> Iterator[DetailParagraph]:
    if isinstance(action, Type) and not action.secret and action.text:
        yield DetailParagraph(_visible_lines(action.text), "mono", head)


def _visible_lines(text: str) -> str:
    """Return text with its line breaks, and with everything else that a reader cannot see made visible."""
    lines = text[:_LONGEST].split("\n")
    return "\n".join(visible(line, _LONGEST) for line in lines) + ("…" if len(text) > _LONGEST else "")


def _about(row: Row) -> tuple[str, str, str]:
    """Return the icon, and where something was done: in a word, and exactly."""
    if row.proposal is None:
        return _ICONS[row.kind], _NOWHERE, ""
    action, aim = row.proposal.action, row.proposal.aim
    window = gettext("Window “{window}”", window=aim.window) if aim and aim.window else ""
    return (
        _icon(action or row.proposal.proposed),
        _place(action, aim),
        "\n".join(filter(None, (window, tr(row.proposal.place)))),
    )


def _icon(action: Action | None) -> str:
    match action:
        case None | Finish():
            return "list"
        case Type() | Press() | HoldKey() | ReleaseKey():
            return "keyboard"
        case Look():
            return "camera"
        case Wait():
            return "clock"
        case Navigate() | Invoke():
            return "globe"
        case _:
            return "mouse"


def _place(action: Action | None, aim: NamedTarget | None) -> str:
    match action:
        case None | Wait() | Finish() | Invoke():
            return _NOWHERE
        case Look():
            return gettext("whole screen")
        case Navigate(url=url):
            return _host(url)
    named = (program_name(aim.application) or aim.window) if aim else ""
    return named or tr(Message("screen") if points_of(action) else Message("keyboard"))


def _host(url: str) -> str:
    try:
        return visible(urlsplit(url).hostname or url, 60)
    except ValueError:
        return visible(url, 60)
