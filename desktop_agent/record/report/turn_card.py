"""One turn as a card: the picture that the model saw with its targets on it, and the rows of what happened."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from desktop_agent.core.actions import Action, Drag, Scroll, Type, points_of
from desktop_agent.core.events import Decided, RequestSent, Settled
from desktop_agent.core.geometry import ImagePoint, Rect, Size
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.moments import Moment
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.report.cards import Album, TurnCard, shown_size
from desktop_agent.record.report.markup import Html, foreign, join, tag, typed_text, void
from desktop_agent.record.report.steps_nav import kinds_of
from desktop_agent.record.spans import clock_time
from desktop_agent.record.wording import Wording, decision_wording, duration, money

_SPOKEN = {"thought": "model", "message": "model", "question": "model", "answer": "person", "said": "person"}
_RING = 0.017  # of the picture's longer side
_RING_IN_BOX = 0.3  # of the ring's radius, where a frame is drawn around the control


def turn_card(card: TurnCard, album: Album) -> Html:
    """Return a turn's card."""
    turn = card.turn
    actions = [moment for moment in turn.moments if moment.proposal]
    numbers = {id(moment): str(n) for n, moment in enumerate(actions, 1)} if len(actions) > 1 else {}
    times = decision_times(turn)
    # How the run ended is at the top of the page.
    pieces = [
        _moment_html(moment, numbers.get(id(moment), ""), times) for moment in turn.moments if moment.kind != "end"
    ]
    start = turn.spans[0].start_ms if turn.spans else None
    if card.number:
        name = Message("Step {number}", number=card.number)
    elif turn.turn < 1:
        name = Message("Before the first step")
    else:
        name = Message("In words")
    since = gettext("{start} into the run", start=duration(start)) if start is not None else ""
    at = clock_time(turn.events[0].at) if turn.events else ""
    head = _head(card, tr(name), " · ".join(filter(None, (at, since))))
    shot = _figure(card, album) if card.frame else Html()
    words = tag("div", *pieces, tag("div", _turn_figures(turn), class_="sum"), class_="told")
    return _article(card, head, shot, words)


def decision_times(turn: RecordedTurn) -> Mapping[int, str]:
    """Return the time of day of each decision of a turn by the event's `id()`; empty where it is unknown."""
    return {id(stamped.event): clock_time(stamped.at) for stamped in turn.events if isinstance(stamped.event, Decided)}


def picture_card(card: TurnCard, album: Album) -> Html:
    """Return the card of a picture to which the model never answered."""
    return _article(card, _head(card, gettext("The last screenshot"), ""), _figure(card, album), Html())


def _article(card: TurnCard, head: Html, shot: Html, words: Html) -> Html:
    kinds = " ".join(kinds_of(card.turn)) or None
    kind = "turn" if shot and words else "turn bare"
    heading_id = f"{card.id}-name"
    return tag("article", head, shot, words, class_=kind, id=card.id, data_kinds=kinds, aria_labelledby=heading_id)


def _head(card: TurnCard, name: str, side_note: str) -> Html:
    title = tag("h3", tag("a", name, href=f"#{card.id}", id=f"{card.id}-name"))
    return tag("header", title, tag("span", side_note, class_="muted"))


def _figure(card: TurnCard, album: Album) -> Html:
    """Return a picture with the targets over it; a click enlarges it, and a link leads to the picture after it.

    Its data is elsewhere on the page, as several cards may show it.
    """
    frame = card.frame
    picture = album.place(card)
    if frame is None or not picture.id:
        return tag("figure", tag("p", picture.reason, class_="muted missing"))
    alt = gettext("The screen at that moment, {width} by {height} pixels", width=frame.width, height=frame.height)
    size = shown_size(frame)
    shown = tag("use", href=f"#{picture.id}")
    image = tag("svg", shown, class_="shot", viewBox=f"0 0 {size.width} {size.height}", role="img", aria_label=alt)
    zoom = void("input", type="checkbox", id=f"zoom-{card.id}", aria_label=gettext("Enlarge the screenshot"))
    over = _marks(card.turn.proposals, size)
    moved = any(proposal.moved for proposal in card.turn.proposals)
    legend = tag("figcaption", gettext("The dashed mark shows where the model pointed."), class_="muted")
    labelled_image = tag("label", image, over, for_=f"zoom-{card.id}")
    return tag("figure", zoom, labelled_image, _views(card), legend if moved else Html())


def _views(card: TurnCard) -> Html:
    """Return the link to the picture after the action; the script shows it in the same place."""
    if not card.after:
        return Html()
    after = tag("a", gettext("After"), href=f"#{card.after}", class_="after")
    return tag("p", tag("span", gettext("Before"), class_="before"), after, class_="views")


def _moment_html(moment: Moment, number: str, times: Mapping[int, str]) -> Html:
    if moment.proposal:
        return _action(moment, moment.proposal, number, times)
    if moment.kind in _SPOKEN:
        return tag("blockquote", tag("b", moment.head), tag("p", moment.text, dir="auto"), class_=_SPOKEN[moment.kind])
    return _wording_line(Wording(moment.head, moment.line, moment.tone))


def _action(moment: Moment, proposal: RecordedProposal, number: str, times: Mapping[int, str]) -> Html:
    number_tag = tag("span", number, class_="number") if number else Html()
    parts = [tag("h4", number_tag, moment.text, dir="auto", title=proposal.place or None)]
    parts += _typed_text(moment, proposal.given_up, Message("The model’s text"))
    parts += _typed_text(moment, proposal.action, Message("Your text") if proposal.changed else "")
    parts += [_safety_check(check.get("code"), check.get("message")) for check in proposal.safety_checks]
    parts += [_wording_line(decision_wording(decision), times.get(id(decision), "")) for decision in proposal.decisions]
    if moment.result:
        parts.append(_wording_line(moment.result))
    proposed = tag("pre", _proposal_json(proposal), class_="raw")
    parts.append(tag("details", tag("summary", gettext("As proposed")), proposed))
    return tag("section", *parts, class_="action")


def _typed_text(moment: Moment, action: Action | None, head: str) -> Iterator[Html]:
    """Yield the typed text if the heading does not contain it unchanged."""
    if isinstance(action, Type) and f"“{action.text}”" not in moment.text:
        yield tag("p", head, class_="muted") if head else Html()
        yield tag("pre", typed_text(action.text), dir="auto", class_="typed")


def _safety_check(code: object, message: object) -> Html:
    quoted = tag("q", foreign(str(message), 600), dir="auto") if message else Html()
    return tag("p", gettext("Safety check {part} ", part=code or Message("without a code")), quoted, class_="note warn")


def _wording_line(wording: Wording, at: str = "") -> Html:
    when = join(" ", tag("time", at)) if at else ""
    return tag("p", wording.text, when, class_=f"note {wording.tone}", dir="auto")


def _turn_figures(turn: RecordedTurn) -> str:
    """Return the time until the screen settled, and the cost of the answer, in one line."""
    settled = [stamped.event for stamped in turn.events if isinstance(stamped.event, Settled)]
    attempts = max(
        (stamped.event.attempt for stamped in turn.events if isinstance(stamped.event, RequestSent)), default=0
    )
    waited = duration(sum(settling.waited_ms for settling in settled))
    usage = turn.usage
    state = Message("at rest") if all(settling.stable for settling in settled) else Message("still changing")
    parts: list[str] = [Message("Screen {state} after {waited}", state=state, waited=waited)] if settled else []
    parts += [Message("{attempts} attempts to reach the model", attempts=attempts)] if attempts > 1 else []
    parts += (
        [Message("{total_tokens:,} tokens", total_tokens=usage.total_tokens)]
        if usage and usage.total_tokens is not None
        else []
    )
    parts += [money(usage.cost)] if usage and usage.cost is not None else []
    return " · ".join(map(tr, parts))


def _proposal_json(proposal: RecordedProposal) -> Html:
    return foreign(json.dumps(proposal.model_action, ensure_ascii=False, indent=2, default=str), 4_000)


def _marks(proposals: Sequence[RecordedProposal], size: Size) -> Html:
    """Return an SVG of the picture's size; empty when no action has a place."""
    placed = [(n, proposal) for n, proposal in enumerate(proposals, 1) if _is_placed(proposal.action) or proposal.moved]
    radius = round(_RING * max(size.width, size.height), 1)
    drawn = [_mark(n if len(proposals) > 1 else None, proposal, radius) for n, proposal in placed]
    return tag("svg", *drawn, viewBox=f"0 0 {size.width} {size.height}", aria_hidden="true") if drawn else Html()


def _is_placed(action: Action | None) -> bool:
    return action is not None and bool(points_of(action))


def _mark(number: int | None, proposal: RecordedProposal, radius: float) -> Html:
    kind = "mark" if proposal.may_have_happened else "mark undone"
    before = proposal.given_up if proposal.moved else None
    box = proposal.target_box
    return join(
        _mark_lines(before, "mark given-up", None, radius), _mark_lines(proposal.action, kind, number, radius, box)
    )


def _mark_lines(action: Action | None, kind: str, number: int | None, radius: float, box: Rect | None = None) -> Html:
    if action is None or not points_of(action):
        return Html()
    pointed = isinstance(action, Drag | Scroll) or box is None
    lines = _action_lines(action, radius) if pointed else _ring(points_of(action)[0], radius * _RING_IN_BOX)
    lines = join(_outline(box, radius), lines)
    label = _label(number, points_of(action)[0], radius) if number else Html()
    return tag("g", tag("g", lines, class_="halo"), tag("g", lines, class_="line"), label, class_=kind)


def _outline(box: Rect | None, radius: float) -> Html:
    """Return a frame around a control, with a little air."""
    if box is None:
        return Html()
    air = round(radius * 0.2)
    x = box.x - air
    y = box.y - air
    width = box.width + 2 * air
    height = box.height + 2 * air
    return tag("rect", x=x, y=y, width=width, height=height, rx=round(radius * 0.35, 1))


def _action_lines(action: Action, radius: float) -> Html:
    points = points_of(action)
    match action:
        case Drag():
            way = " ".join(f"{at.x},{at.y}" for at in points)
            return join(tag("polyline", points=way), _ring(points[0], radius * 0.6), _target(points[-1], radius))
        case Scroll(at=at, dx=dx, dy=dy):
            return join(_ring(at, radius), _arrow(at, (dx > 0) - (dx < 0), (dy > 0) - (dy < 0), radius))
        case _:
            return _target(points[0], radius)


def _target(at: ImagePoint, radius: float) -> Html:
    inner = radius * 0.45
    outer = radius * 1.5
    arms = "".join(
        f"M{at.x + dx * inner:.1f} {at.y + dy * inner:.1f}L{at.x + dx * outer:.1f} {at.y + dy * outer:.1f}"
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    )
    return join(_ring(at, radius), tag("path", d=arms))


def _ring(at: ImagePoint, radius: float) -> Html:
    return tag("circle", cx=at.x, cy=at.y, r=round(radius, 1))


def _arrow(at: ImagePoint, dx: int, dy: int, radius: float) -> Html:
    tip_x = at.x + dx * radius * 3.2
    tip_y = at.y + dy * radius * 3.2
    wing = radius * 0.7
    back_x = tip_x - dx * wing
    back_y = tip_y - dy * wing
    head = (
        f"M{back_x - dy * wing:.1f} {back_y - dx * wing:.1f}L{tip_x:.1f} {tip_y:.1f}"
        f"L{back_x + dy * wing:.1f} {back_y + dx * wing:.1f}"
    )
    return tag("path", d=f"M{at.x + dx * radius:.1f} {at.y + dy * radius:.1f}L{tip_x:.1f} {tip_y:.1f}{head}")


def _label(number: int, at: ImagePoint, radius: float) -> Html:
    return tag("text", str(number), x=round(at.x + radius * 1.2, 1), y=round(at.y - radius * 0.9, 1))
