"""A trial of a model's server and key before they are saved: a request for the list of models, which costs nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from desktop_agent.core.errors import DialectError, ModelError
from desktop_agent.core.texts.message import Message
from desktop_agent.model.caps import USUAL, Timeouts
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.foreign_json import load_object
from desktop_agent.model.profile import Profile
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import spoken_dialect

_WITHIN_S = 8.0


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """The result: "works"; "refused" for the key, or without one; "untried" where neither shows, with the reason."""

    state: Literal["works", "refused", "untried"]
    why: str = ""
    models: tuple[str, ...] = ()  # that the server lists


def try_model(profile: Profile, base_url: str, key: str | None) -> ModelTrial:
    """Query the server at this address, and no other, with the key for it; takes eight seconds at most.

    A server that refuses its list to the key (403) may take it for work: OpenAI's keys can be limited like this.
    """
    try:
        return asyncio.run(_trial_result(profile, base_url, key))
    except ModelError as error:
        return ModelTrial("untried", error.message)


async def _trial_result(profile: Profile, base_url: str, key: str | None) -> ModelTrial:
    from desktop_agent.model.wire.client import Client
    from desktop_agent.model.wire.refusal import refuses_key

    patience = Timeouts(connect_s=_WITHIN_S, idle_s=_WITHIN_S, total_s=_WITHIN_S)
    api = spoken_dialect(profile, ProviderSettings(base_url=base_url)).api
    where = endpoint(base_url, api=api)
    client = Client(where, {**api.headers, **profile.credentials(key)}, patience)
    try:
        async with client.models() as answer:
            if not answer.good:
                limited = answer.status == HTTPStatus.FORBIDDEN
                if not limited and refuses_key(await answer.refusal()):
                    return ModelTrial("refused")
                return ModelTrial(
                    "untried",
                    Message("The server returned {status} when asked for its list of models.", status=answer.status),
                )
            reply = load_object(await answer.read(), USUAL)
            listed = reply.get("data", reply.get("models"))
    except DialectError:
        listed = None
    finally:
        await client.close()
    if not isinstance(listed, list):
        return ModelTrial("untried", Message("The server's response isn't a list of models."))
    names = [entry.get("id", entry.get("name")) for entry in listed if isinstance(entry, dict)]
    return ModelTrial("works", models=tuple(name for name in names if isinstance(name, str)))
