"""The dialects as the server speaks them: what each has to say of itself, and the one list of them.

To add one, write a file in `dialects/` and name it in DIALECTS; the client's side is `model/dialect.py`. The two sides
share no code that writes, so that a mistake in one of them is noticed by the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from desktop_agent.devserver.dialects.lightcone import ServedLightcone
from desktop_agent.devserver.dialects.openai import ServedOpenAI
from desktop_agent.devserver.dialects.preview import ServedPreview
from desktop_agent.devserver.json_object import Json


class ServedDialect(Protocol):
    """Writes responses in the words of one API; actions come in the words of `preview`."""

    @property
    def name(self) -> str:
        """The name that the client's side has for it, too."""

    @property
    def tool(self) -> str:
        """The type of its computer tool, by which a request shows which dialect it speaks."""

    @property
    def picture(self) -> str:
        """The type of the picture in the output of a computer call."""

    @property
    def words(self) -> frozenset[str]:
        """The words for actions that a script may use."""

    @property
    def ends(self) -> frozenset[str]:
        """The actions that end a task, and wait for no output."""

    @property
    def keeps_items(self) -> bool:
        """Whether it has functions, refusals and safety checks, and histories hold calls and results."""

    @property
    def batches(self) -> bool:
        """Whether a call holds several actions."""

    @property
    def holds_keys(self) -> bool:
        """Whether an action of the mouse can say which keys are held meanwhile."""

    @property
    def queues(self) -> bool:
        """Whether a response in the background begins as queued."""

    def action(self, action: Json) -> Json:
        """Return an action in its own words."""

    def call(self, actions: list[Json], checks: list[Json]) -> Json:
        """Return what a computer call says beside its ids and its status."""

    def end(self, text: str, *, success: bool) -> Json | None:
        """Return the action that ends a task; None where there is none."""

    def begun(self, request: Json, created: float, viewport: Json | None) -> Json:
        """Return what a response that has just begun says beside id, model, status and output.

        `created` is in Unix seconds; `viewport` is the one that its coordinates are in.
        """

    def completed(self, at: float) -> Json:
        """Return what it says once it is completed, at a time in Unix seconds."""

    def failed(self, why: str) -> Json:
        """Return what it says when it has failed."""

    def usage(self, counts: Json) -> Json:
        """Return the counts of tokens."""


DIALECTS: Mapping[str, ServedDialect] = {one.name: one for one in (ServedLightcone(), ServedPreview(), ServedOpenAI())}
DEFAULT: ServedDialect = DIALECTS["openai"]  # where neither the request nor the one before it offers a computer
