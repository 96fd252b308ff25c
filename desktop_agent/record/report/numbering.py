"""Gives each card of a report its number and its address: what a person reads as “Step 14” is found at `#step-14`.

A step of a plan may take several answers of the model; the further ones are “Step 14.2”, “Step 14.3”.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.recording import RecordedRun, RecordedTurn, last_frame

_WITH_PICTURES = 2_000  # cards; in a longer run the others are told in words alone


@dataclass(frozen=True, slots=True)
class TurnCard:
    """One turn as the report shows it; `number` is empty where nothing was to be done."""

    turn: RecordedTurn
    id: str
    number: str
    frame: FrameTaken | None  # what the model saw, where it is shown
    after: str = ""  # the id of the card that shows what came of it


def cards_of(run: RecordedRun) -> tuple[TurnCard, ...]:
    """Return a card for each turn that has something to tell, and one for a last picture that the model never saw."""
    told = [turn for turn in run.turns if any(row.kind != "end" for row in turn.rows)]
    numbers, ids = Counter[str](), set[str]()
    cards: list[TurnCard] = []
    for place, turn in enumerate(told):
        number = _number(turn, numbers)
        name = _free(f"step-{number}" if number else f"words-{place}", ids)
        frame = turn.seen if turn.turn > 0 and place < _WITH_PICTURES else None
        cards.append(TurnCard(turn, name, number, frame))
    if run.last_frame and all(turn.seen != run.last_frame for turn in run.turns):
        cards.append(TurnCard(RecordedTurn(0, run.last_frame, (), (), None, ()), "end", "", run.last_frame))
    return _with_after(cards)


def _number(turn: RecordedTurn, numbers: Counter[str]) -> str:
    if not turn.proposals:
        return ""
    step = str(turn.step)
    numbers[step] += 1
    return step if numbers[step] == 1 else f"{step}.{numbers[step]}"


def _free(name: str, ids: set[str]) -> str:
    while name in ids:
        name += "-again"
    ids.add(name)
    return name


def _with_after(cards: list[TurnCard]) -> tuple[TurnCard, ...]:
    shown = {id(card.frame): card.id for card in cards if card.frame}
    return tuple(
        TurnCard(card.turn, card.id, card.number, card.frame, _after(card, shown)) if card.turn.proposals else card
        for card in cards
    )


def _after(card: TurnCard, shown: dict[int, str]) -> str:
    frame = last_frame(card.turn.events)
    name = shown.get(id(frame), "") if frame else ""
    return "" if name == card.id else name
