"""Draws what a run's time went into: one strip from left to right, and the sums below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_agent.record.page.markup import Html, tag
from desktop_agent.record.page.words import SPENT, duration
from desktop_agent.record.recording import RecordedTurn, Span, TimeUse


def timeline(steps: Sequence[RecordedTurn]) -> Html:
    """Return the strip of a whole run, each piece a link to its turn, with the sums."""
    pieces = [(step.turn, span) for step in steps for span in _merged(step.spans)]
    total = sum(span.length_ms for _, span in pieces)
    if not total:
        return Html()
    strip = [_piece(turn, span) for turn, span in pieces]
    sums = [_sum(kind, [span for _, span in pieces], total) for kind in SPENT]
    return tag(
        "section",
        tag("h2", "Where the time went"),
        tag("div", *strip, class_="strip", role="img", aria_label=f"{duration(total)} in all"),
        tag("ul", *sums, class_="sums"),
    )


def small_strip(step: RecordedTurn) -> Html:
    """Return the strip of one turn."""
    pieces = _merged(step.spans)
    parts = [_bar(span) for span in pieces]
    return tag("div", *parts, class_="strip small", aria_hidden="true") if parts else Html()


def _piece(turn: int, span: Span) -> Html:
    what = f"Turn {turn}: {SPENT[span.spent].lower()}, {duration(span.length_ms)}"
    href = f"#turn-{turn}" if turn > 0 else None
    return tag("a", class_=span.spent, href=href, title=what, style=f"flex-grow:{span.length_ms}")


def _bar(span: Span) -> Html:
    what = f"{SPENT[span.spent]}: {duration(span.length_ms)}"
    return tag("i", class_=span.spent, title=what, style=f"flex-grow:{span.length_ms}")


def _sum(kind: TimeUse, spans: Iterable[Span], total: int) -> Html:
    spent = sum(span.length_ms for span in spans if span.spent == kind)
    share = f"{100 * spent / total:.0f} %"
    return tag("li", tag("i", class_=kind), tag("span", SPENT[kind]), tag("b", duration(spent)), tag("span", share))


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Return spans with neighbours of one kind joined."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.spent == span.spent:
            merged[-1] = Span(last.spent, last.start_ms, last.length_ms + span.length_ms)
        else:
            merged.append(span)
    return merged
