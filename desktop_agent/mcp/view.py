"""The answers that an agent gets: the result of an order in words, and the sentences around its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.turn import ModelInput, Opening
from desktop_agent.mcp.orders import ActOrder, ClipboardOrder, McpAnswer, SessionOrder
from desktop_agent.runtime.description.screen_view import corners

LOOK_FIRST = "Nothing was done: this is the first picture. Look at it, and use its pixels."
LOST = (
    "Nothing was done: the picture you named is unknown or older than a minute, or the screen has since changed "
    "where you want to act. Look at this one, and use its pixels."
)
NOT_SEEN = (
    "Nothing was done: you haven't seen the screen as it is now at one of these points. Look at this picture, and use "
    "its pixels, or names."
)
UNCHANGED = "Nothing in the picture has changed since the last one."
NO_CHANGE = "Nothing has changed on the screen."


def answer_of(order: SessionOrder, message: ModelInput, words: Sequence[str], picture: Frame | None) -> McpAnswer:
    """Return the answer to a call from the loop's message after it.

    `words` describe the screen, or the changes on it.
    """
    reasons = () if isinstance(message, Opening) else message.texts
    if isinstance(order, ClipboardOrder):
        outputs = () if isinstance(message, Opening) else tuple(result.output for result in message.results)
        return McpAnswer((*outputs, *reasons), refused=bool(reasons) and not any(outputs))
    done = _done_lines(message)
    texts = [f"Done: {'; '.join(done)}." if done else "", *reasons, *words]
    if isinstance(message, Opening) and isinstance(order, ActOrder):
        texts.insert(0, LOST if order.picture else LOOK_FIRST)
    answer = with_picture(tuple(filter(None, texts)), picture)
    is_undone = isinstance(order, ActOrder) and bool(reasons) and not done
    return replace(answer, refused=is_undone and picture is None)


def with_picture(texts: tuple[str, ...], picture: Frame | None) -> McpAnswer:
    """Return an answer with a picture, if there is one."""
    if picture is None:
        return McpAnswer(texts)
    return McpAnswer((*texts, *picture.notes), picture.data, picture.media_type)


def part_words(frame: Frame, part: Frame, *, again: bool) -> str:
    """Return which region of `frame` the picture `part` shows; the first time also which picture points refer to."""
    rule = "" if again else " Action points still refer to the entire picture."
    return f"This is the part {corners(frame, part.viewport.screen)} of the picture.{rule}"


def named_picture(name: str, *, again: bool) -> str:
    """Return a sentence with the name of a stored picture; the first time also its purpose."""
    why = ": if each call is its own connection, give it as picture in the next one."
    return f"Its name is {name}" + ("." if again else why)


def _done_lines(message: ModelInput) -> list[str]:
    return [] if isinstance(message, Opening) else [line for result in message.results for line in result.acts_in_words]
