"""One turn as a card: the picture that the model saw with its targets on it, and the rows of what happened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.events import FrameTaken, RequestSent, Settled
from desktop_agent.core.geometry import Size
from desktop_agent.core.translation import tr
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.report.marks import marks
from desktop_agent.record.report.markup import Html, foreign, tag, typed
from desktop_agent.record.report.time_strip import small_strip
from desktop_agent.record.story import Row
from desktop_agent.record.wording import Wording, duration, money

# Gives the address of a picture, or the reason why there is none.
Pictures = Callable[[FrameTaken], tuple[str, str]]
_SPOKEN = {"thought": "model", "message": "model", "question": "model", "answer": "person", "said": "person"}


def turn_card(turn: RecordedTurn, pictures: Pictures) -> Html:
    """Return a turn's card; empty when there is nothing in it for a reader."""
    actions = [row for row in turn.rows if row.proposal]
    numbers = {id(row): str(n) for n, row in enumerate(actions, 1)} if len(actions) > 1 else {}
    # How the run ended is at the top of the page.
    pieces = [_row(row, numbers.get(id(row), "")) for row in turn.rows if row.kind != "end"]
    if not pieces:
        return Html()
    start = turn.spans[0].start_ms if turn.spans else None
    name = f"Step {turn.step}" if turn.proposals else "Before the first step" if turn.turn < 1 else "In words"
    head = tag(
        "header",
        tag("h3", tag("a", tr(name), href=f"#step-{turn.turn}")),
        tag("span", tr(f"{duration(start)} into the run") if start is not None else "", class_="muted"),
    )
    shot = figure(turn.seen, pictures, turn.proposals, f"step-{turn.turn}") if turn.seen and turn.turn > 0 else Html()
    words = tag("div", *pieces, tag("div", tr(_sum(turn)), small_strip(turn), class_="sum"), class_="told")
    return tag("article", head, shot, words, class_="turn" if shot else "turn bare", id=f"step-{turn.turn}")


def figure(frame: FrameTaken, pictures: Pictures, proposals: tuple[RecordedProposal, ...], name: str) -> Html:
    """Return a picture with the targets over it; a click on it shows it large."""
    uri, reason = pictures(frame)
    if not uri:
        return tag("figure", tag("p", tr(reason), class_="muted missing"))
    alt = tr(f"The screen as the model saw it, {frame.width} by {frame.height} pixels")
    image = Html(f'<img src="{uri}" width="{frame.width}" height="{frame.height}" alt="{alt}">')
    zoom = Html(f'<input type="checkbox" id="zoom-{name}" aria-label="Show the picture large">')
    over = marks(proposals, Size(frame.width, frame.height))
    moved = any(proposal.moved for proposal in proposals)
    legend = tag("figcaption", tr("The dashed mark is where the model pointed."), class_="muted")
    return tag("figure", zoom, tag("label", image, over, for_=f"zoom-{name}"), legend if moved else Html())


def _row(row: Row, number: str) -> Html:
    if row.proposal:
        return _action(row, row.proposal, number)
    if row.kind in _SPOKEN:
        return tag("blockquote", tag("b", tr(row.head)), tag("p", row.text, dir="auto"), class_=_SPOKEN[row.kind])
    return _note(Wording(row.head, row.line, row.tone))


def _action(row: Row, proposal: RecordedProposal, number: str) -> Html:
    return tag(
        "section",
        tag(
            "h4",
            tag("span", number, class_="number") if number else Html(),
            tr(row.text),
            dir="auto",
            title=tr(proposal.place) or None,
        ),
        *_text(row, proposal.given_up, "The model’s text"),
        *_text(row, proposal.action, "Your text" if proposal.changed else ""),
        *(_check(each.get("code"), each.get("message")) for each in proposal.safety_checks),
        *map(_note, row.decisions),
        _note(row.result) if row.result else Html(),
        tag("details", tag("summary", tr("As the model wrote it")), tag("pre", _json(proposal), class_="raw")),
        class_="action",
    )


def _text(row: Row, action: Action | None, head: str) -> Iterator[Html]:
    """Yield a text that was typed, where the heading cannot hold it as it is."""
    if isinstance(action, Type) and f"“{action.text}”" not in row.text:
        yield tag("p", tr(head), class_="muted") if head else Html()
        yield tag("pre", typed(action.text), dir="auto", class_="typed")


def _check(code: object, message: object) -> Html:
    quoted = tag("q", foreign(str(message), 600), dir="auto") if message else Html()
    return tag("p", tr(f"Safety check {code or 'without a code'} "), quoted, class_="note warn")


def _note(wording: Wording) -> Html:
    return tag("p", tr(wording.text), class_=f"note {wording.tone}", dir="auto")


def _sum(turn: RecordedTurn) -> str:
    """Return how long the screen took to come to rest, and what the answer cost, in one line."""
    settled = [each.event for each in turn.events if isinstance(each.event, Settled)]
    attempts = max((each.event.attempt for each in turn.events if isinstance(each.event, RequestSent)), default=0)
    waited, usage = duration(sum(each.waited_ms for each in settled)), turn.usage
    state = "at rest" if all(each.stable for each in settled) else "still changing"
    parts = [f"Screen {state} after {waited}"] if settled else []
    parts += [f"{attempts} attempts to reach the model"] if attempts > 1 else []
    parts += [f"{usage.total_tokens:,} tokens"] if usage and usage.total_tokens is not None else []
    parts += [money(usage.cost)] if usage and usage.cost is not None else []
    return " · ".join(parts)


def _json(proposal: RecordedProposal) -> Html:
    return foreign(json.dumps(proposal.model_action, ensure_ascii=False, indent=2, default=str), 4_000)
