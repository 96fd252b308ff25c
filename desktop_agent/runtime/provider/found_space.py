"""Finds out in which space a model gives places, where none is stated: by a click on a mark, before its first act.

What is found is kept with the server's address and the model's name, and the model isn't asked again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_agent.core.errors import DialectError
from desktop_agent.core.runs.events import Announce, Noticed
from desktop_agent.core.runs.turn import ModelInput, Opening, Turn
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import content_of, replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.marks import ALONE, judged
from desktop_agent.model.space import COORDINATES, Coordinates
from desktop_agent.run.ports import Model
from desktop_agent.runtime.provider.pointing import MarkQuestion
from desktop_agent.runtime.provider.resolve import Provider

NAME = "coordinates.json"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class KnownSpace:
    """The space that was found for one model of one server, in a file for all of them."""

    path: Path
    provider: Provider

    @property
    def coordinates(self) -> Coordinates | None:
        """Return what was found; None where nothing was, or the file can't be read."""
        return next((known for known in COORDINATES if known == self._read().get(self._model)), None)

    def keep(self, coordinates: Coordinates) -> None:
        """Keep what was found; where that isn't possible, the next run finds it again."""
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self.path, [json.dumps(self._read() | {self._model: coordinates}, indent=1).encode()])

    @property
    def _model(self) -> str:
        return f"{self.provider.model} ({self.provider.dialect}) at {self.provider.base_url.rstrip('/')}"

    def _read(self) -> dict[str, object]:
        try:
            read = json.loads(content_of(self.path, _LARGEST) or b"{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


class AskedFirst:
    """A model that is asked for a click on a mark before all else; implements the run loop's model port.

    None of these answers leaves this class but for what it costs. The run looks again after each, so that its limits
    count, and the task begins with a fresh picture.
    """

    def __init__(
        self,
        conversation: Conversation,
        begin: Callable[[Coordinates], Model],
        space: KnownSpace,
        announce: Announce,
    ) -> None:
        """Take the conversation for the question; `begin` starts the next one in the space that is found."""
        self._model: Model = conversation
        self._question = MarkQuestion(conversation, ALONE, f"image/{space.provider.profile.picture}")
        self._begin = begin
        self._space = space
        self._announce = announce
        self._asks = True
        self._opening: Opening | None = None

    async def think(self, message: ModelInput) -> Turn:
        """Ask for the click, and then send the messages; DialectError where the click doesn't show the space.

        The answer to the question is a turn that only looks, so the caller calls again with a fresh picture. The
        opening is sent then, with that picture.
        """
        if isinstance(message, Opening):
            self._opening = message
        if not self._asks:
            return await self._model.think(self._as_opening(message))
        turn = await self._question.ask()
        self._asks = not self._question.is_over
        if not self._asks:
            self._adopt_space(turn)
        return Turn(usage=turn.usage, cost=turn.cost, looks=True)

    async def cancel(self) -> None:
        """Cancel the answer in flight."""
        await self._model.cancel()

    async def forget(self) -> None:
        """Have the server delete what it stored."""
        await self._model.forget()

    def _adopt_space(self, turn: Turn) -> None:
        """Keep the space that the clicks show, and go on with a model that gives places in it."""
        name = self._space.provider.model
        coordinates = judged(self._question.clicks).coordinates
        if coordinates is None:
            error = DialectError(
                Message("“{model}” didn't click the mark on a test picture, so nothing was done.", model=name),
                Message("Set --coordinates or --family as the model's maker specifies, or try another model."),
            )
            error.cost = turn.cost
            raise error
        self._space.keep(coordinates)
        message = Message(
            "“{model}” gives places as “{coordinates}”: that is how it clicked a mark on a test picture.",
            model=name,
            coordinates=coordinates,
        )
        self._announce(Noticed("info", message))
        self._model = self._begin(coordinates)

    def _as_opening(self, message: ModelInput) -> ModelInput:
        """Return the first message of the task, with what the person has said meanwhile; any other as it is."""
        opening = self._opening
        self._opening = None
        if opening is None or isinstance(message, Opening):
            return message
        return replace(opening, task="\n".join((opening.task, *message.texts)), frame=message.frame)


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield what was found out about models."""
    yield from named_in(Message("What was found out about models"), places(environment).data, NAME)
