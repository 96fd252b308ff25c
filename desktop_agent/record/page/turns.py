"""One turn as a card: the picture that the model saw with its targets, its words, our words for what was done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count

from desktop_agent.core.actions import Action, Finish, Type
from desktop_agent.core.describe import in_words
from desktop_agent.core.events import (
    ActionProposed,
    Answered,
    Asked,
    Decided,
    FrameTaken,
    Noticed,
    Paused,
    Reasoned,
    RequestSent,
    Resumed,
    Said,
    Settled,
    Stamped,
)
from desktop_agent.core.geometry import Size
from desktop_agent.record.page.marks import marks
from desktop_agent.record.page.markup import Html, foreign, join, tag, typed
from desktop_agent.record.page.timeline import small_strip
from desktop_agent.record.page.words import duration, money, outcome, verdict
from desktop_agent.record.recording import RecordedProposal, RecordedTurn

# Gives the address of a picture, or the reason why there is none.
Pictures = Callable[[FrameTaken], tuple[str, str]]


def turn_card(step: RecordedTurn, pictures: Pictures) -> Html:
    """Return a turn's card; empty when there is nothing in it for a reader."""
    numbers = (str(n) if len(step.proposals) > 1 else "" for n in count(1))
    proposals = zip(step.proposals, numbers, strict=False)
    events = (each for each in step.events if not _said_already(each, step))
    told = [piece for stamped in events if (piece := _told(stamped, proposals))]
    if not told:
        return Html()
    start = step.spans[0].start_ms if step.spans else None
    head = tag(
        "header",
        tag(
            "h3", tag("a", f"Turn {step.turn}" if step.turn > 0 else "Before the first turn", href=f"#turn-{step.turn}")
        ),
        tag("span", f"{duration(start)} into the run" if start is not None else "", class_="muted"),
    )
    shot = figure(step.seen, pictures, step.proposals, f"turn-{step.turn}") if step.seen and step.turn > 0 else Html()
    words = tag("div", *told, tag("div", _sum(step), small_strip(step), class_="sum"), class_="told")
    return tag("article", head, shot, words, class_="turn" if shot else "turn bare", id=f"turn-{step.turn}")


def figure(frame: FrameTaken, pictures: Pictures, proposals: tuple[RecordedProposal, ...], name: str) -> Html:
    """Return a picture with the targets over it; a click on it shows it large."""
    uri, reason = pictures(frame)
    if not uri:
        return tag("figure", tag("p", reason, class_="muted missing"))
    alt = f"The screen as the model saw it, {frame.width} by {frame.height} pixels"
    image = Html(f'<img src="{uri}" width="{frame.width}" height="{frame.height}" alt="{alt}">')
    zoom = Html(f'<input type="checkbox" id="zoom-{name}" aria-label="Show the picture large">')
    over = marks(proposals, Size(frame.width, frame.height))
    moved = any(proposal.versions.moved for proposal in proposals)
    legend = tag("figcaption", "Dashed is where the model pointed.", class_="muted")
    return tag("figure", zoom, tag("label", image, over, for_=f"zoom-{name}"), legend if moved else Html())


def _said_already(stamped: Stamped, step: RecordedTurn) -> bool:
    return isinstance(stamped.event, Asked) and stamped.event.text in step.messages


def _told(stamped: Stamped, proposals: Iterator[tuple[RecordedProposal, str]]) -> Html:
    """Return what an event tells a reader; the events that belong to a proposal are told with it."""
    match stamped.event:
        case Reasoned(text=text):
            return _words("The model’s reasoning", text, "model")
        case Said(text=text):
            return _words("The model says", text, "model")
        case Asked(text=text):
            return _words("The model asks", text, "model")
        case Answered(text=text):
            return _words("Answer", text, "person")
        case Paused(by=by, reason=reason):
            return _note(f"Paused by {by}: {reason}", "warn")
        case Resumed(by=by):
            return _note(f"Resumed by {by}", "muted")
        case Noticed(level=level, text=text):
            return _note(text, {"info": "muted", "warning": "warn", "error": "bad"}[level])
        case ActionProposed():
            return _proposal(*next(proposals))
        case Settled(waited_ms=waited_ms, stable=False):
            return _note(f"The screen had not come to rest after {duration(waited_ms)}", "warn")
        case RequestSent(attempt=attempt) if attempt > 1:
            return _note(f"Asked the model again, attempt {attempt}", "warn")
        case _:
            return Html()


def _sum(step: RecordedTurn) -> str:
    """Return how long the screen took to come to rest, and what the answer cost, in one line."""
    waited = sum(each.waited_ms for each in step.settled)
    usage = step.usage
    parts = [f"Screen at rest after {duration(waited)}"] if step.settled and step.settled[-1].stable else []
    parts += [f"{usage.total_tokens:,} tokens"] if usage and usage.total_tokens is not None else []
    parts += [money(usage.cost)] if usage and usage.cost is not None else []
    return " · ".join(parts)


def _proposal(proposal: RecordedProposal, number: str) -> Html:
    versions = proposal.versions
    result, colour = outcome(proposal)
    return tag(
        "section",
        tag("h4", tag("span", number, class_="number") if number else Html(), versions.sentence(_say), dir="auto"),
        *_text(versions.given_up, "The model’s text"),
        *_text(versions.action, "Your text" if versions.changed else ""),
        *(_check(each.get("code"), each.get("message")) for each in proposal.safety_checks),
        *(_decision(each) for each in proposal.decisions),
        _note(result, colour) if result else Html(),
        _words("Why", proposal.error, "bad") if proposal.error else Html(),
        tag("details", tag("summary", "As the model wrote it"), tag("pre", _json(proposal), class_="raw")),
        class_="action",
    )


def _text(action: Action | None, head: str) -> Iterator[Html]:
    if isinstance(action, Type):
        yield tag("p", head, class_="muted") if head else Html()
        yield tag("pre", typed(action.text), dir="auto", class_="typed")


def _say(action: Action) -> str:
    match action:
        case Type(text=text, at=at):
            where = f" at ({at.x}, {at.y})" if at else ""
            return f"Type {len(text):,} character{'' if len(text) == 1 else 's'}{where}"
        case Finish(status=status, text=text):
            return f"Finish ({status}): {text}"
        case _:
            return in_words(action)


def _check(code: object, message: object) -> Html:
    said = tag("q", foreign(str(message), 600), dir="auto") if message else Html()
    return tag("p", f"Safety check {code or 'without a code'} ", said, class_="note warn")


def _decision(decided: Decided) -> Html:
    text, colour = verdict(decided)
    reply = join(": ", tag("q", foreign(decided.reply, 600), dir="auto")) if decided.reply else Html()
    rule = join(" · rule ", tag("code", decided.rule)) if decided.rule != "default" else Html()
    return tag("p", text, rule, reply, class_=f"note {colour}")


def _words(who: str, text: str, kind: str) -> Html:
    return tag("blockquote", tag("b", who), tag("p", text, dir="auto"), class_=kind)


def _note(text: str, colour: str) -> Html:
    return tag("p", text, class_=f"note {colour}", dir="auto")


def _json(proposal: RecordedProposal) -> Html:
    return foreign(json.dumps(proposal.model_action, ensure_ascii=False, indent=2, default=str), 4_000)
