"""OpenAI's current API: the `computer` tool, whose size is the picture's, and calls that hold several actions."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect import Dialect, user_message
from desktop_agent.model.picture import PicturePlaceholder


class OpenAIDialect(Dialect):
    """The newest API: pictures are sent in their original size, which is the display's."""

    name = "openai"
    profile = "openai"
    coordinates = "viewport"
    actions = ("click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait")

    def tools(self, _display: Size, _environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer."""
        return [{"type": "computer"}, *functions]

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields of a request; without storage, the client carries the reasoning, encrypted."""
        if chain:
            return {"truncation": "auto"}
        return {"truncation": "auto", "store": False, "include": ["reasoning.encrypted_content"]}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""
        return user_message(texts, picture, detail="original")


DIALECT = OpenAIDialect
