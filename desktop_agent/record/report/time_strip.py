"""Draws how a run's time was spent: one strip from left to right, and the sums below it.

It is SVG, whose positions and lengths are attributes: without `unsafe-inline`, a page can't use inline styles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.report.cards import TurnCard
from desktop_agent.record.report.markup import Html, join, tag
from desktop_agent.record.spans import Span
from desktop_agent.record.wording import TimeUse, duration

NAMES: Mapping[TimeUse, str] = {
    "model": Message("The model"),
    "person": Message("You"),
    "act": Message("Acting"),
    "settle": Message("Waiting for the screen"),
    "own": Message("Everything else"),
}
_STRIP = 26


def time_strip(cards: Sequence[TurnCard]) -> Html:
    """Return the strip of a whole run, each piece a link to its card, with the sums."""
    pieces = [(card, span) for card in cards for span in _merge_neighbours(card.turn.spans)]
    total = sum(span.length_ms for _, span in pieces)
    if not total:
        return Html()
    sums = [_sum(kind, [span for _, span in pieces], total) for kind in NAMES]
    return tag(
        "section",
        tag("h2", gettext("Where the time went")),
        _strip(pieces, total),
        tag("ul", *sums, class_="sums"),
        class_="times",
    )


def small_strip(turn: RecordedTurn) -> Html:
    """Return the strip of one turn, and its sums in words."""
    pieces = _merge_neighbours(turn.spans)
    total = sum(span.length_ms for span in pieces)
    if not total:
        return Html()
    start = 0
    bars = list[Html]()
    sums = list[str]()
    for span in pieces:
        bars.append(_rect(span.spent, start, span.length_ms))
        start += span.length_ms
    for kind, name in NAMES.items():
        spent = sum(span.length_ms for span in pieces if span.spent == kind)
        sums += [Message("{name} {spent}", name=tr(name), spent=duration(spent))] if spent else []
    drawn = _drawing(bars, total, _STRIP, "strip small", aria_hidden="true")
    return join(drawn, tag("span", " · ".join(map(tr, sums)), class_="spent"))


def _strip(pieces: Sequence[tuple[TurnCard, Span]], total: int) -> Html:
    label = gettext("{total} in all", total=duration(total))
    start = 0
    links = list[Html]()
    for card, span in pieces:
        title = Message(
            "{card}: {names}, {length_ms}",
            card=_name(card),
            names=NAMES[span.spent],
            length_ms=duration(span.length_ms),
        )
        links.append(_link(card, title, _rect(span.spent, start, span.length_ms)))
        start += span.length_ms
    return _drawing(links, total, _STRIP, "strip", role="group", aria_label=label)


def _link(card: TurnCard, title: str, *shapes: Html) -> Html:
    # The list of steps leads to the same places, and is the one for the keyboard.
    return tag("a", tag("title", title), *shapes, href=f"#{card.id}", tabindex="-1")


def _name(card: TurnCard) -> str:
    return Message("Step {number}", number=card.number) if card.number else Message("Between steps")


def _rect(kind: TimeUse, x: int, width: int) -> Html:
    return tag("rect", class_=kind, x=x, y=0, width=width, height=_STRIP)


def _drawing(shapes: Iterable[Html], width: int, height: int, kind: str, **more: str) -> Html:
    box = f"0 0 {width} {height}"
    return tag("svg", *shapes, viewBox=box, preserveAspectRatio="none", class_=kind, focusable="false", **more)


def _sum(kind: TimeUse, spans: Iterable[Span], total: int) -> Html:
    spent = sum(span.length_ms for span in spans if span.spent == kind)
    share = f"{100 * spent / total:.0f} %"
    return tag("li", tag("i", class_=kind), tag("span", NAMES[kind]), tag("b", duration(spent)), tag("span", share))


def _merge_neighbours(spans: Sequence[Span]) -> list[Span]:
    """Return spans with neighbours of one kind joined."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.spent == span.spent:
            merged[-1] = Span(last.spent, last.start_ms, last.length_ms + span.length_ms)
        else:
            merged.append(span)
    return merged
