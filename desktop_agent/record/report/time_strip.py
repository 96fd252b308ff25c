"""Draws what a run's time went into: one strip from left to right, and the sums below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop_agent.core.translation import tr
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.report.markup import Html, tag
from desktop_agent.record.spans import Span
from desktop_agent.record.wording import TimeUse, duration

_NAMES: Mapping[TimeUse, str] = {
    "model": "The model",
    "person": "You",
    "act": "Acting",
    "settle": "Waiting for the screen",
    "own": "Everything else",
}


def time_strip(turns: Sequence[RecordedTurn]) -> Html:
    """Return the strip of a whole run, each piece a link to its turn, with the sums."""
    pieces = [(turn, span) for turn in turns for span in _merged(turn.spans)]
    total = sum(span.length_ms for _, span in pieces)
    if not total:
        return Html()
    strip = [_piece(turn, span) for turn, span in pieces]
    sums = [_sum(kind, [span for _, span in pieces], total) for kind in _NAMES]
    return tag(
        "section",
        tag("h2", tr("Where the time went")),
        tag("div", *strip, class_="strip", role="img", aria_label=tr(f"{duration(total)} in all")),
        tag("ul", *sums, class_="sums"),
    )


def small_strip(turn: RecordedTurn) -> Html:
    """Return the strip of one turn."""
    pieces = _merged(turn.spans)
    parts = [_bar(span) for span in pieces]
    return tag("div", *parts, class_="strip small", aria_hidden="true") if parts else Html()


def _piece(turn: RecordedTurn, span: Span) -> Html:
    what = f"Step {turn.step}: {_NAMES[span.spent]}, {duration(span.length_ms)}"
    href = f"#step-{turn.turn}" if turn.turn > 0 else None
    return tag("a", class_=span.spent, href=href, title=tr(what), style=f"flex-grow:{span.length_ms}")


def _bar(span: Span) -> Html:
    what = f"{_NAMES[span.spent]}: {duration(span.length_ms)}"
    return tag("i", class_=span.spent, title=tr(what), style=f"flex-grow:{span.length_ms}")


def _sum(kind: TimeUse, spans: Iterable[Span], total: int) -> Html:
    spent = sum(span.length_ms for span in spans if span.spent == kind)
    share = f"{100 * spent / total:.0f} %"
    return tag(
        "li", tag("i", class_=kind), tag("span", tr(_NAMES[kind])), tag("b", duration(spent)), tag("span", share)
    )


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
