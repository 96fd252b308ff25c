"""A model that says too soon that it is done: the local one, which is given the last steps only once it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.turn import ModelInput, Opening, Turn
from desktop_agent.installation import hint_for
from desktop_agent.run.ports import Model

if TYPE_CHECKING:
    from desktop_agent.host.stand_in import RealModels, Sight


class Forgetful:
    """Stands in for the model (`host/stand_in.py`)."""

    name, provider, chooses_pictures, sends = "", None, False, None

    def __init__(self, first: str, rest: str) -> None:
        """Take the steps before it says that it is done, and those after it was told that this is not so."""
        self._first, self._rest = first, rest

    @property
    def words(self) -> str:
        """Return all steps."""
        return f"{self._first}\n{self._rest}"

    def model(self, sight: Sight, models: RealModels) -> Model:
        """Return the local model without its last steps."""
        del sight
        offline, _ = models
        if offline is None:
            raise SettingsError(Message("The built-in model cannot read the screen here."), hint_for("offline"))
        return _ForgetfulModel(offline(), self._first, self._rest)


class _ForgetfulModel:
    def __init__(self, model: Model, first: str, rest: str) -> None:
        self._model, self._first, self._rest = model, first, rest
        self._says_done = False

    async def think(self, message: ModelInput) -> Turn:
        if isinstance(message, Opening):
            message = replace(message, task=self._first)
        elif self._says_done and self._rest:
            message, self._rest = replace(message, said=(*message.said, self._rest)), ""
        turn = await self._model.think(message)
        self._says_done = turn.finish is not None
        return turn

    async def cancel(self) -> None:
        await self._model.cancel()

    async def forget(self) -> None:
        await self._model.forget()
