"""Writes for an agent what came of its call: what was done, what was not, and what the person has said."""

from __future__ import annotations

from desktop_agent.agents.orders import ActOrder, McpAnswer, SessionOrder
from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import ModelInput, Opening

LOOK_FIRST = "Nothing was done: this is the first picture. Look at it, and act in its pixels."


LOST = (
    "Nothing was done: the picture that you name is unknown or older than a minute, or the screen has changed since "
    "where you would act. Look at this one, and act in its pixels."
)


def answer_of(order: SessionOrder, message: ModelInput, view: str = "", name: str = "") -> McpAnswer:
    """Return the answer to a call from the loop's message after it.

    `view` says what is on the screen, and `name` is what the picture is called, where it outlives the connection.
    """
    texts = [*_told(message), view or size_of(message.frame)]
    if name:
        texts.append(f"Its name is {name}: where each call is a connection of its own, the next takes it as picture.")
    if isinstance(message, Opening) and isinstance(order, ActOrder):
        texts.insert(0, LOST if order.picture else LOOK_FIRST)
    return McpAnswer(tuple(filter(None, texts)), message.frame.data, message.frame.media_type)


def size_of(frame: Frame) -> str:
    """Return how large a picture is."""
    size = frame.viewport.image
    return f"The picture is {size.width}x{size.height} pixels; (0, 0) is its top left."


def _told(message: ModelInput) -> tuple[str, ...]:
    if isinstance(message, Opening):
        return ()
    done = [line for result in message.results for line in result.told]
    return (f"Done: {'; '.join(done)}." if done else "", *message.texts)
