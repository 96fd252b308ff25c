"""A request to a model to click marks, made as in a run; its own numbers are read, and nothing is clicked.

The answers go to the caller, and never to the executor of actions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_agent.core.actions.action import Action, Look, Wait
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Viewport
from desktop_agent.core.runs.turn import InvalidAction, ModelInput, Opening, Reply, Result, Turn
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.coordinate_test import HALF, MARKS, SIZE, Mark, MarkClick
from desktop_agent.model.coordinates import Coordinates
from desktop_agent.model.reading.values import number_of
from desktop_agent.screen.captures.encode import digest, encode

# Some models look before they click, and some learn only from a refusal how a call is written.
_TRIES = 3
# blue, green, red
_GROUND = (236, 232, 228)
_BOX = (255, 255, 255)
_EDGE = (120, 90, 40)
_INK = (30, 24, 20)
_SCALE = 0.9
_STROKE = 2


class MarkQuestion:
    """Asks for a click on a mark of a picture, again where the model only looks, or its call can't be read."""

    def __init__(self, conversation: Conversation, mark: Mark, media_type: str) -> None:
        self._conversation = conversation
        self._mark = mark
        self._frame = marked_frame(media_type)
        self._message: ModelInput = Opening(f'Click "{mark.word}"', self._frame)
        self._left = _TRIES
        self.clicks: tuple[MarkClick, ...] = ()
        self.why = ""  # there are none
        self.is_over = False

    async def ask(self) -> Turn:
        """Send the question and return the answer; ModelError when there is none."""
        turn = await self._conversation.think(self._message)
        self.clicks = clicks_of(turn, self._mark, self._conversation.coordinates)
        self.why = "" if self.clicks else answer_without_click(turn)
        self._left -= 1
        wrong = tuple(action.reason for action in _actions(turn) if isinstance(action, InvalidAction))
        self.is_over = bool(self.clicks) or not (wrong or _only_looks(turn)) or not self._left
        self._message = Reply(tuple(Result(call.call_id, self._frame) for call in turn.calls), wrong, self._frame)
        return turn


def clicks_of(turn: Turn, mark: Mark, coordinates: Coordinates) -> tuple[MarkClick, ...]:
    """Return each place in the answer, as the model wrote it; a server may report the size that its pixels refer to."""
    clicks = list[MarkClick]()
    for proposal in (each for call in turn.calls for each in call.proposals):
        x, y = (number_of(proposal.model_action.get(side)) for side in ("x", "y"))
        if x is not None and y is not None:
            named = proposal.space if coordinates == "viewport" else None
            clicks.append(MarkClick(mark, x, y, named or SIZE))
    return tuple(clicks)


def _only_looks(turn: Turn) -> bool:
    actions = _actions(turn)
    return bool(actions) and all(isinstance(action, Look | Wait) for action in actions)


def _actions(turn: Turn) -> list[Action | InvalidAction]:
    return [proposal.action for call in turn.calls for proposal in call.proposals]


def answer_without_click(turn: Turn) -> str:
    """Return a sentence on the content of an answer without a click."""
    text = " ".join([*turn.messages, *([turn.finish.text] if turn.finish else [])]).strip()
    if text:
        return f"The model responded with text instead of a click: “{text[:120]}”."
    kinds = [str(proposal.model_action.get("type")) for call in turn.calls for proposal in call.proposals]
    return (
        f"The model didn't click. It asked for {', '.join(kinds)}." if kinds else "The model didn't ask for anything."
    )


def marked_frame(media_type: str, marks: Sequence[Mark] = MARKS) -> Frame:
    """Return the marked picture as the model gets it."""
    pixels = Pixels(SIZE, _draw_marks(marks))
    data = encode(pixels, SIZE, media_type)
    seen = Viewport(Rect(0, 0, SIZE.width, SIZE.height), SIZE)
    return Frame(data, media_type, seen, digest(data), Scene(), pixels)


def _draw_marks(marks: Sequence[Mark]) -> bytes:
    canvas = np.empty((SIZE.height, SIZE.width, 3), np.uint8)
    canvas[:] = _GROUND
    for mark in marks:
        _draw_mark(canvas, mark)
    unused = np.full((SIZE.height, SIZE.width, 1), 255, np.uint8)
    return np.concatenate((canvas, unused), axis=2).tobytes()


def _draw_mark(canvas: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], mark: Mark) -> None:
    import cv2

    corner = (mark.x - HALF.width, mark.y - HALF.height)
    opposite = (mark.x + HALF.width, mark.y + HALF.height)
    cv2.rectangle(canvas, corner, opposite, _BOX, thickness=-1)
    cv2.rectangle(canvas, corner, opposite, _EDGE, thickness=3)
    font = cv2.FONT_HERSHEY_SIMPLEX
    (width, height), _ = cv2.getTextSize(mark.word, font, _SCALE, _STROKE)
    start = (mark.x - width // 2, mark.y + height // 2)
    cv2.putText(canvas, mark.word, start, font, _SCALE, _INK, _STROKE, cv2.LINE_AA)
