"""Asks a model to click the marks, exactly as a run would, and reads its own numbers from the answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_agent.core.actions import Look, Wait
from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import Rect, Viewport
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import ModelInput, Opening, Reply, Result, Turn
from desktop_agent.devtools.probe.client import ProbeClient
from desktop_agent.devtools.probe.marks import HALF, MARKS, MOVED, SIZE, Mark, MarkClick
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect import IN_WORDS
from desktop_agent.screen.encode import digest, encode

# Some models look before they click.
_LOOKS = 3
_GROUND, _BOX, _EDGE, _INK = (236, 232, 228), (255, 255, 255), (120, 90, 40), (30, 24, 20)  # blue, green, red
_SCALE, _STROKE = 1.3, 2


@dataclass(frozen=True, slots=True)
class Missed:
    """Why a model's answer holds no click."""

    why: str


async def click(conversation: Conversation, mark: Mark, media_type: str, client: ProbeClient) -> MarkClick | Missed:
    """Ask for a click on a mark and return it; ModelError when the server does not answer."""
    frame = marked_frame(media_type)
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
    moved = marked_frame("image/png", MOVED)
    turn = await _thought(conversation, Opening(f'Click "{first.word}"', marked_frame("image/png")), client)
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
        return f"The model responded with text instead of a click: “{said[:120]}”."
    kinds = [str(proposal.model_action.get("type")) for call in turn.calls for proposal in call.proposals]
    return (
        f"The model didn't click. It asked for {', '.join(kinds)}." if kinds else "The model didn't ask for anything."
    )


def marked_frame(media_type: str, marks: Sequence[Mark] = MARKS) -> Frame:
    """Return the picture as the model gets it."""
    pixels = Pixels(SIZE, _drawn(marks))
    data = encode(pixels, SIZE, media_type)
    seen = Viewport(Rect(0, 0, SIZE.width, SIZE.height), SIZE)
    return Frame(data, media_type, seen, digest(data), Scene(), pixels)


def _drawn(marks: Sequence[Mark]) -> bytes:
    canvas = np.empty((SIZE.height, SIZE.width, 3), np.uint8)
    canvas[:] = _GROUND
    for mark in marks:
        _draw(canvas, mark)
    unused = np.full((SIZE.height, SIZE.width, 1), 255, np.uint8)
    return np.concatenate((canvas, unused), axis=2).tobytes()


def _draw(canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], mark: Mark) -> None:
    import cv2

    corner, opposite = (mark.x - HALF.width, mark.y - HALF.height), (mark.x + HALF.width, mark.y + HALF.height)
    cv2.rectangle(canvas, corner, opposite, _BOX, thickness=-1)
    cv2.rectangle(canvas, corner, opposite, _EDGE, thickness=3)
    font = cv2.FONT_HERSHEY_SIMPLEX
    (width, height), _ = cv2.getTextSize(mark.word, font, _SCALE, _STROKE)
    start = (mark.x - width // 2, mark.y + height // 2)
    cv2.putText(canvas, mark.word, start, font, _SCALE, _INK, _STROKE, cv2.LINE_AA)
