"""Asks a model to click the marks, exactly as a run would, and reads its own numbers from the answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_agent.core.actions import Look, Wait
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import ModelInput, Opening, Reply, Result, Turn
from desktop_agent.devtools.probe import picture
from desktop_agent.devtools.probe.client import ProbeClient
from desktop_agent.devtools.probe.marks import MARKS, MOVED, Mark, MarkClick
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect import IN_WORDS

# Some models look before they click.
_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a model's answer holds no click."""

    why: str


async def click(conversation: Conversation, mark: Mark, media_type: str, client: ProbeClient) -> MarkClick | Missed:
    """Ask for a click on a mark and return it; ModelError when the server does not answer."""
    frame = picture.frame(media_type)
    message: ModelInput = Opening(f'Click "{mark.word}"', frame)
    turn = Turn()
    for _ in range(_LOOKS):
        turn = await _thought(conversation, message, client)
        numbers = _numbers(turn)
        if numbers is not None:
            return MarkClick(mark, *numbers)
        if not _only_looks(turn):
            break
        message = Reply(tuple(Result(call.call_id, frame) for call in turn.calls), (), frame)
    return Missed(_instead(turn))


async def click_in_result(conversation: Conversation, client: ProbeClient) -> MarkClick | Missed:
    """Ask for a click on a mark, and then for one in the picture that is in the result of that call.

    RejectedError where the server takes no pictures there.
    """
    first, mark = MARKS[0], MOVED[1]
    moved = picture.frame("image/png", MOVED)
    turn = await _thought(conversation, Opening(f'Click "{first.word}"', picture.frame("image/png")), client)
    calls = [call for call in turn.calls if not call.call_id.startswith(IN_WORDS)]
    if not calls:
        return Missed(_instead(turn))
    results = tuple(Result(call.call_id, moved, told=("Done.",)) for call in calls)
    turn = await _thought(conversation, Reply(results, (f'Click "{mark.word}"',), moved), client)
    numbers = _numbers(turn)
    return MarkClick(mark, *numbers) if numbers is not None else Missed(_instead(turn))


async def _thought(conversation: Conversation, message: ModelInput, client: ProbeClient) -> Turn:
    began = time.monotonic()
    turn = await conversation.think(message)
    client.took(time.monotonic() - began, turn.response_id)
    return turn


def _numbers(turn: Turn) -> tuple[float, float] | None:
    """Return x and y of the first action that has both, as the model wrote them."""
    for call in turn.calls:
        for proposal in call.proposals:
            x, y = _at(proposal.model_action)
            if x is not None and y is not None:
                return x, y
    return None


def _at(action: JsonItem) -> tuple[float | None, float | None]:
    found: Mapping[str, object] = action
    x, y = found.get("x"), found.get("y")
    return _number(x), _number(y)


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _only_looks(turn: Turn) -> bool:
    actions = [proposal.action for call in turn.calls for proposal in call.proposals]
    return bool(actions) and all(isinstance(action, Look | Wait) for action in actions)


def _instead(turn: Turn) -> str:
    said = " ".join([*turn.messages, *([turn.finish.text] if turn.finish else [])]).strip()
    if said:
        return f"The model answered in words instead of a click: “{said[:120]}”."
    kinds = [str(proposal.model_action.get("type")) for call in turn.calls for proposal in call.proposals]
    return f"The model did not click; it asked for {', '.join(kinds)}." if kinds else "The model called for nothing."
