"""Model servers on this computer: the running ones, and a check of a run's own server before its first request.

Does it run, is it loading, can its model see?
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from desktop_agent.core.errors import ModelError, UnreachableError
from desktop_agent.core.runs.events import Announce, Noticed
from desktop_agent.core.runs.turn import ModelInput, Turn
from desktop_agent.core.texts.message import Message, foreign
from desktop_agent.model.dialects import dialect_named
from desktop_agent.model.endpoint import is_own_address, needs_key, origin
from desktop_agent.model.profile import Profile
from desktop_agent.model.wire.local_server import RunningServer, ask_local_server
from desktop_agent.run.ports import Model
from desktop_agent.runtime.provider.resolve import Provider

_AT_ONCE = 8
_LOOKS_EVERY_S = 1.0
_LOADS_WITHIN_S = 1_800.0  # tens of gigabytes from a slow disk
_LONGEST_NAME = 80
_MOST_NAMED = 5


def running_servers(profiles: Iterable[Profile]) -> Mapping[str, RunningServer]:
    """Return the model servers that answer, by the names of their providers; asked all at once."""
    here = [profile for profile in profiles if profile.base_url and not needs_key(profile.base_url)]
    addresses = list(dict.fromkeys(local.base_url for local in here))
    with ThreadPoolExecutor(_AT_ONCE) as asking:
        answers = dict(zip(addresses, asking.map(ask_local_server, addresses), strict=True))
    servers = {local.name: answers[local.base_url] for local in here}
    return {name: server for name, server in servers.items() if server is not None and server.state != "other"}


def with_server_check(model: Model, provider: Provider, announce: Announce) -> Model:
    """Return the model, with a check of its server first if that is on this computer and may have any model."""
    if needs_key(provider.base_url) or not dialect_named(provider.dialect).depends_on_model:
        return model
    return _AwaitedModel(model, provider, announce)


class _AwaitedModel:
    """A model whose server is checked before the first request; implements the run loop's model port."""

    def __init__(self, model: Model, provider: Provider, announce: Announce) -> None:
        self._model = model
        self._provider = provider
        self._announce = announce
        self._at = origin(provider.base_url)
        self._is_known = False

    async def think(self, message: ModelInput) -> Turn:
        """Send a message and return the answer; UnreachableError where no server runs, ModelError for a blind model."""
        if not self._is_known:
            check_sees(await self._ready_server(), self._provider.model)
            self._is_known = True
        return await self._model.think(message)

    async def cancel(self) -> None:
        """Cancel the answer in flight."""
        await self._model.cancel()

    async def forget(self) -> None:
        """Have the server delete what it stored."""
        await self._model.forget()

    async def _ready_server(self) -> RunningServer:
        """Return the server once it is ready; it is checked repeatedly while it loads its model."""
        began = time.monotonic()
        is_waiting = False
        while (server := await asyncio.to_thread(ask_local_server, self._provider.base_url)) is not None:
            took = time.monotonic() - began
            if server.state != "loading":
                if is_waiting:
                    self._note(Message("The model finished loading after {took:.0f} s.", took=took))
                return server
            if took > _LOADS_WITHIN_S:
                raise UnreachableError(
                    Message("The server at {at} is still loading its model.", at=self._at), Message("Try again later.")
                )
            if not is_waiting:
                self._note(Message("The server at {at} is loading its model, so the run is waiting.", at=self._at))
            is_waiting = True
            await asyncio.sleep(_LOOKS_EVERY_S)
        raise UnreachableError(Message("No model server is responding at {at}.", at=self._at), self._start_hint())

    def _note(self, message: Message) -> None:
        self._announce(Noticed("info", message))

    def _start_hint(self) -> Message:
        """Return how to start the server; its command only where the profile is that of this address and model.

        A profile that stands for its dialect at another address has a command that starts something else.
        """
        profile = self._provider.profile
        is_its_own = is_own_address(profile, self._provider.base_url) and profile.is_for(self._provider.settings.model)
        if is_its_own and profile.started_by:
            return Message("Start it first: {start}", start=profile.started_by)
        return Message("Make sure it's running and the port is correct, then try again.")


def check_sees(server: RunningServer, name: str) -> None:
    """Raise ModelError where a server reports that a model cannot see; no report is no error."""
    model = server.model(name)
    if model is None or model.sees is not False:
        return
    seeing = ", ".join(foreign(name, _LONGEST_NAME) for name in server.seeing[:_MOST_NAMED])
    if seeing:
        hint = Message("Use --model to specify one that can. This server has {seeing}.", seeing=seeing)
    elif server.only:
        hint = Message(
            "Restart the server with a model that can, and with its vision part (llama-server --mmproj FILE)."
        )
    else:
        hint = Message("Get one that can, then specify it with --model.")
    raise ModelError(
        Message(
            "The model “{name}” can't see images, so it can't work with the screen.",
            name=foreign(name, _LONGEST_NAME),
        ),
        hint,
    )
