"""Who decided what, and when: everything that a person decided, and all that was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from desktop_agent.core.events import Decided
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.report.markup import Html, tag
from desktop_agent.record.report.numbering import TurnCard
from desktop_agent.record.report.steps_nav import said_by
from desktop_agent.record.spans import moment
from desktop_agent.record.wording import Wording, decision_wording

_MOST = 500  # rows


def decisions_table(cards: Sequence[TurnCard]) -> Html:
    """Return the table of decisions; empty where the rules let everything pass."""
    rows = [row for card in cards for row in _rows(card)]
    if not rows:
        return Html()
    heads = [
        tag("th", tr(head), scope="col")
        for head in (Message("Time"), Message("Step"), Message("What"), Message("Decision"))
    ]
    rest = len(rows) - _MOST
    more = tag("p", gettext("{rest:,} more are at their steps.", rest=rest), class_="muted") if rest > 0 else Html()
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows[:_MOST]))
    return tag(
        "section",
        tag("h2", gettext("Who decided what")),
        tag("div", table, class_="wide"),
        more,
        class_="decisions",
    )


def times_of(turn: RecordedTurn) -> Mapping[int, str]:
    """Return when each decision of a turn was made, by the event's identity; empty where the record does not say."""
    return {id(each.event): clock(each.at) for each in turn.events if isinstance(each.event, Decided)}


def clock(at: str) -> str:
    """Return the local time of day."""
    time = moment(at)
    return f"{time.astimezone():%H:%M:%S}" if time else ""


def _rows(card: TurnCard) -> Iterator[Html]:
    times = times_of(card.turn)
    for row in card.turn.rows:
        for decided in row.proposal.decisions if row.proposal else ():
            wording = decision_wording(decided)
            if _matters(decided, wording):
                yield _row(card, times.get(id(decided), ""), said_by(row), wording)
        if row.kind == "access":
            yield _row(card, row.clock, "", Wording("", row.text, row.tone))


def _matters(decided: Decided, wording: Wording) -> bool:
    return decided.by != "policy" or (decided.verdict != "allow" and wording.word != "Skipped")


def _row(card: TurnCard, at: str, what: str, wording: Wording) -> Html:
    step = tag("a", card.number or "–", href=f"#{card.id}")
    return tag(
        "tr",
        tag("td", at),
        tag("td", step),
        tag("td", what, dir="auto"),
        tag("td", tr(wording.text), class_=wording.tone, dir="auto"),
    )
