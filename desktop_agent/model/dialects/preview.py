"""The `computer_use_preview` tool: the newer Tzafon API, and any vLLM server."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.dialect import Dialect, user_message
from desktop_agent.model.picture import PicturePlaceholder


class PreviewDialect(Dialect):
    """The preview API: pictures are sent in high detail, so that clicks are precise."""

    name = "preview"
    profile = "lightcone-preview"
    actions = (
        *("click", "double_click", "type", "point_and_type", "keypress", "key_down", "key_up", "scroll", "drag"),
        *("move", "mouse_down", "mouse_up", "wait", "screenshot"),
    )

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer."""
        size = {"display_width": display.width, "display_height": display.height}
        return [{"type": "computer_use_preview", **size, "environment": environment}, *functions]

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields of a request; our own history need not be stored by the server as well."""
        return {"truncation": "auto"} if chain else {"truncation": "auto", "store": False}

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""
        return user_message(texts, picture, detail="high")


DIALECT = PreviewDialect
