"""What History shows of a run, in plain words and without Qt: one row a step, and all that is known of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
from desktop_agent.core.describe import visible
from desktop_agent.core.events import (
    ActionProposed,
    Answered,
    Asked,
    Event,
    FrameTaken,
    Noticed,
    Paused,
    Resumed,
    RunFinished,
    Stamped,
)
from desktop_agent.core.geometry import Viewport
from desktop_agent.record.page.words import STATUS, duration, outcome, verdict
from desktop_agent.record.parse import parse_viewport
from desktop_agent.record.recording import RecordedProposal, RecordedRun, RecordedTurn, RunSummary
from desktop_agent.record.spans import moment

Tone = Literal["text", "muted", "ok", "warn", "bad"]
_LONGEST = 20_000  # characters of one text in the pane beside the table
_SHORT = 300  # characters of one cell
# A journal that came from elsewhere may name any path: only what a recorder writes is opened.
_PICTURE = re.compile(r"frames/[0-9]{6,9}\.(png|jpg|webp)")
_TONES: Mapping[str, Tone] = {"ok": "ok", "warn": "warn", "bad": "bad", "muted": "muted"}


@dataclass(frozen=True, slots=True)
class DetailParagraph:
    """One paragraph beside the picture; `role` as the style sheet has it."""

    text: str
    role: Literal["", "muted", "ok", "warn", "bad", "mono"] = ""
    head: str = ""  # who says it


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the table, and what is shown when it is chosen."""

    icon: str
    at: str  # local wall clock
    action: str
    where: str
    result: str
    tone: Tone
    told: tuple[DetailParagraph, ...]
    seen: FrameTaken | None = None
    done: Action | None = None
    given_up: Action | None = None  # what the model asked for where a person changed it


def rows_of(run: RecordedRun) -> tuple[HistoryRow, ...]:
    """Return the rows of a whole run, in its order."""
    viewport = parse_viewport(run.started) if run.started else None
    return tuple(row for step in run.steps for row in _rows(step, viewport))


def picture_in(folder: Path, frame: FrameTaken | None) -> Path | None:
    """Return the file of a picture; None where there is none that a recorder wrote."""
    if frame is None or frame.path is None or not _PICTURE.fullmatch(frame.path):
        return None
    path = folder / frame.path
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        return None
    return path


def summed_up(run: RecordedRun) -> str:
    """Return a run in one line: how many steps, how many approved and refused by a person, how long, how it ended."""
    decided = [each for step in run.steps for proposal in step.proposals for each in proposal.decisions]
    by_hand = [each.verdict for each in decided if each.by == "human"]
    approved, refused = sum(each in {"allow", "edit"} for each in by_hand), by_hand.count("deny")
    parts = [_count(run.summary.turns, "step")]
    parts += [f"{approved} approved"] if approved else []
    parts += [f"{refused} refused"] if refused else []
    parts += [duration(run.summary.seconds * 1000), _status(run.summary)[0]]
    parts += [f"{_count(run.unreadable_lines, 'damaged line')}"] if run.unreadable_lines else []
    return " · ".join(parts)


def listed(run: RunSummary) -> tuple[str, str, Tone]:
    """Return how a run stands in the list: its task, when and how it ended, and the tone of that."""
    words, colour = _status(run)
    task = next((line for line in run.task.splitlines() if line.strip()), "") or run.id
    at = moment(run.started)
    when = f"{at.astimezone():%d %b %Y %H:%M}" if at else "at an unknown time"
    ended = f"{when} · {words}"
    if run.status != "unreadable":
        ended += f" · {_count(run.turns, 'step')}"
    return visible(task.strip(), _SHORT), ended, _TONES.get(colour, "text")


def _status(run: RunSummary) -> tuple[str, str]:
    words, colour = STATUS[run.status]
    # The report's words for these two are about the page that it is.
    return {"running": "Running", "cut off": "Cut off"}.get(run.status, words), colour


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _rows(step: RecordedTurn, viewport: Viewport | None) -> Iterator[HistoryRow]:
    proposals = iter(step.proposals)
    for stamped in step.events:
        if isinstance(stamped.event, ActionProposed):
            yield _of_action(next(proposals), step, stamped, viewport)
        elif (plain := _plain(stamped.event)) is not None:
            icon, text, result, tone = plain
            told = (DetailParagraph(visible_lines(text), tone if tone in {"warn", "bad"} else ""), *_said(step))
            yield HistoryRow(icon, _clock(stamped), visible(text, _SHORT), "–", result, tone, told, step.seen)


def _plain(event: Event) -> tuple[str, str, str, Tone] | None:
    match event:
        case Asked(text=text):
            return "chat", f"The model asks: {text}", "", "text"
        case Answered(text=text):
            return "chat", f"Answer: {text}", "answered", "ok"
        case Paused(reason=reason):
            return "pause", f"Paused: {reason}", "paused", "warn"
        case Resumed():
            return "play", "The run goes on", "resumed", "muted"
        case Noticed(level=level, text=text) if level != "info":
            return "alert", text, level, "warn" if level == "warning" else "bad"
        case RunFinished(status=status, message=message):
            words, colour = STATUS[status]
            return "list", f"{words}: {message}" if message else words, words.lower(), _TONES.get(colour, "text")
        case _:
            return None


def _of_action(
    proposal: RecordedProposal, step: RecordedTurn, stamped: Stamped, viewport: Viewport | None
) -> HistoryRow:
    versions, action = proposal.versions, proposal.action
    result, tone = _result(proposal)
    moved = (DetailParagraph("Dashed in the picture is where the model pointed.", "muted"),) if versions.moved else ()
    texts = (*_typed(versions.given_up, "The model’s whole text"), *_typed(action, "The whole text"))
    told = (DetailParagraph(_clock(stamped), "muted"), *moved, *_decided(proposal), *_said(step), *texts)
    where, icon = _where(action, viewport), _icon(action or versions.proposed)
    text, given_up = versions.sentence(), versions.given_up
    return HistoryRow(icon, _clock(stamped), text, where, result, tone, told, step.seen, action, given_up)


def _result(proposal: RecordedProposal) -> tuple[str, Tone]:
    by_hand = any(each.by == "human" for each in proposal.decisions)
    last = proposal.decisions[-1] if proposal.decisions else None
    match proposal.outcome:
        case "done" if last is not None and last.verdict == "edit":
            return "changed and done", "ok"
        case "done":
            return ("approved", "ok") if by_hand else ("done", "muted")
        case "failed":
            return "failed", "bad"
        case "unknown":
            return "unknown", "warn"
    if last is None or isinstance(proposal.action, Finish) or last.rule == "not-reached":
        return "–", "muted"
    if last.verdict == "deny":
        return ("rehearsed", "muted") if last.by == "mode" else ("refused", "bad")
    return ("stopped", "bad") if last.verdict == "stop" else ("not done", "warn")


def _decided(proposal: RecordedProposal) -> Iterator[DetailParagraph]:
    for decided in proposal.decisions:
        text, colour = verdict(decided)
        rule = f" Rule: {decided.rule}." if decided.rule not in {"", "default"} else ""
        yield DetailParagraph(f"{text}.{rule}", "muted" if colour == "muted" else _role(colour))
        if decided.reply:
            yield DetailParagraph(visible_lines(decided.reply), head="Reply to the model")
    result, colour = outcome(proposal)
    if result:
        yield DetailParagraph(f"{result}.", _role(colour))
    if proposal.error:
        yield DetailParagraph(visible_lines(proposal.error), "bad")
    for check in proposal.safety_checks:
        said = visible(str(check.get("message") or ""), _SHORT)
        yield DetailParagraph(
            f"“{said}”", "warn", f"Safety check {visible(str(check.get('code')), _SHORT)}, from outside"
        )


def _role(colour: str) -> Literal["", "muted", "ok", "warn", "bad"]:
    tone = _TONES.get(colour, "text")
    return "" if tone == "text" else tone


def _said(step: RecordedTurn) -> Iterator[DetailParagraph]:
    for text in step.reasoning:
        yield DetailParagraph(visible_lines(text), head="The model’s reasoning")
    for text in step.messages:
        yield DetailParagraph(visible_lines(text), head="The model says")


def _typed(action: Action | None, head: str) -> Iterator[DetailParagraph]:
    if isinstance(action, Type) and not action.secret and action.text:
        yield DetailParagraph(visible_lines(action.text), "mono", head)


def visible_lines(text: str) -> str:
    """Return text with its line breaks, and with everything else that a reader cannot see made visible."""
    lines = text[:_LONGEST].split("\n")
    return "\n".join(visible(line, _LONGEST) for line in lines) + ("…" if len(text) > _LONGEST else "")


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


def _where(action: Action | None, viewport: Viewport | None) -> str:
    match action:
        case None | Wait() | Finish() | Invoke():
            return "–"
        case Look():
            return "whole screen"
        case Navigate(url=url):
            return _host(url)
    points = points_of(action)
    if not points:
        return "keyboard"
    if viewport is None:
        return "screen"
    return " → ".join(f"{at.x}, {at.y}" for at in map(viewport.to_screen, dict.fromkeys((points[0], points[-1]))))


def _host(url: str) -> str:
    try:
        return visible(urlsplit(url).hostname or url, 60)
    except ValueError:
        return visible(url, 60)


def _clock(stamped: Stamped) -> str:
    at = moment(stamped.at)
    return f"{at.astimezone():%H:%M:%S}" if at else ""
