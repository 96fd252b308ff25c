"""The dialects of the Responses API: what each has to say of itself, and the one list of them.

To add one, write a file in `dialects/` and name it in DIALECTS. Flags, settings, Preferences, the check of parameters
and the hints read that list; the side of the server is `devserver/dialect.py`, with a list of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import JsonItem, SafetyCheck
from desktop_agent.model.dialects.lightcone import Lightcone
from desktop_agent.model.dialects.openai import OpenAI
from desktop_agent.model.dialects.preview import Preview
from desktop_agent.model.picture import PicturePlaceholder


class Dialect(Protocol):
    """Writes requests in the words of one API; reading is the same for all."""

    @property
    def name(self) -> str:
        """The name in flags and settings."""

    @property
    def profile(self) -> str:
        """The provider that is meant where only the dialect is named."""

    @property
    def parameters(self) -> Mapping[str, JsonItem]:
        """The JSON schema of each parameter that a request may have."""

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions that its reference page lists."""

    @property
    def keeps_items(self) -> bool:
        """Whether there are functions, and a history that we keep may hold calls and results besides messages."""

    def tools(self, display: Size, environment: str, functions: Sequence[JsonItem]) -> list[JsonItem]:
        """Return the tools to offer for a picture of this size; `functions` where the API has any."""

    def options(self, *, chain: bool) -> JsonItem:
        """Return further fields of the request."""

    def user(self, texts: Sequence[str], picture: PicturePlaceholder | None) -> JsonItem:
        """Return a message of the user."""

    def assistant(self, text: str) -> JsonItem:
        """Return what the model said before, as a message."""

    def result(self, call_id: str, picture: PicturePlaceholder, acknowledged: Sequence[SafetyCheck]) -> JsonItem:
        """Return the answer to a computer call."""

    def declined(self, item: JsonItem) -> JsonItem | None:
        """Return the answer to a call that is not ours to do; None where the API has no such answers."""


DIALECTS: Mapping[str, Dialect] = {dialect.name: dialect for dialect in (Lightcone(), Preview(), OpenAI())}


def dialect_named(name: str) -> Dialect:
    """Return a dialect; SettingsError for a name that nobody knows."""
    try:
        return DIALECTS[name]
    except KeyError:
        raise SettingsError(f"There is no dialect called “{name}”.", f"Use one of: {', '.join(DIALECTS)}.") from None
