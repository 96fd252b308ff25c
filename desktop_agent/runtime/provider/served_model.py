"""The model behind a provider's server, and the checks before its first request; loaded where it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.core.actions.action import Function
from desktop_agent.lib.paths import places
from desktop_agent.model.caps import USUAL, Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.endpoint import checked_key, endpoint
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import spoken_dialect, stated_coordinates
from desktop_agent.model.space import Coordinates
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.request_sender import RequestSender
from desktop_agent.model.wire.stream_reader import KeyFilter
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.ports import InputExecutor, Model
from desktop_agent.run.stream import Stream
from desktop_agent.runtime.description.screen_functions import screen_functions
from desktop_agent.runtime.provider.found_space import NAME, AskedFirst, KnownSpace
from desktop_agent.runtime.provider.keys import SESSION
from desktop_agent.runtime.provider.local_servers import awaited
from desktop_agent.runtime.provider.resolve import Provider
from desktop_agent.runtime.provider.words_first import WordsFirst

if TYPE_CHECKING:
    from desktop_agent.runtime.prepare import PreparedRun


def served_model(
    run: PreparedRun,
    stack: AsyncExitStack,
    stream: Stream,
    inquiry: ScreenInquiry,
    *,
    executor: InputExecutor,
    watch: Stopwatch,
) -> Model:
    """Return the model of the run's provider; nothing is sent until its first request."""
    provider = run.provider
    dialect = spoken_dialect(provider.profile, provider.settings)
    sender = _request_sender(run, dialect, stream, executor, watch)
    stack.push_async_callback(sender.close)
    offered = screen_functions(provider, run.spec.settings.functions)
    settings = _task_settings(run)
    functions = (*run.spec.settings.functions, *offered)
    talk = partial(_conversation, provider, sender, stream)

    def begin(coordinates: Coordinates) -> Model:
        settled = replace(settings, coordinates=coordinates)
        model: Model = talk(settled, functions, names=bool(offered))
        return WordsFirst(model, inquiry, stream) if offered and dialect.in_words else model

    space = KnownSpace(places(run.parts.environment).data / NAME, provider)
    coordinates = stated_coordinates(provider.profile, settings, dialect) or space.coordinates
    model = begin(coordinates) if coordinates else AskedFirst(talk(provider.settings), begin, space, stream)
    return awaited(model, provider, stream)


def _request_sender(
    run: PreparedRun, dialect: Dialect, stream: Stream, executor: InputExecutor, watch: Stopwatch
) -> RequestSender:
    """Return what sends requests to the provider's server; its answers are passed on without the key."""
    settings = run.spec.settings
    provider = run.provider
    key = provider.key.value
    address = endpoint(provider.base_url, settings.network.allow_http, dialect.api)
    client = Client(
        address,
        {**dialect.api.headers, **provider.profile.credentials(checked_key(key))},
        Timeouts().of_run(60 * settings.run.max_minutes, here=address.loopback),
        caps=USUAL,
        rate=run.screen.rate,
    )
    return RequestSender(
        client,
        stream,
        pass_on=KeyFilter(run.services.pass_on, key or ""),
        suspended=partial(_without_a_server, executor, watch),
    )


def _task_settings(run: PreparedRun) -> ProviderSettings:
    """Return the provider's settings, with what the model must know of the run's secrets."""
    settings = run.provider.settings
    instructions = (settings.instructions, run.secrets.instructions(run.spec.task))
    return replace(settings, instructions="\n\n".join(filter(None, instructions)))


def _conversation(
    provider: Provider,
    sender: RequestSender,
    stream: Stream,
    settings: ProviderSettings,
    functions: tuple[Function, ...] = (),
    *,
    names: bool = False,
) -> Conversation:
    key = provider.key
    return Conversation(
        provider.profile,
        settings,
        functions=functions,
        names=names,
        key=key.value,
        announce=stream,
        sender=sender,
        caps=USUAL,
        key_source="" if key.source == SESSION else key.source,
    )


@contextmanager
def _without_a_server(executor: InputExecutor, watch: Stopwatch) -> Iterator[None]:
    """Release held keys and buttons, and count no time, while the server is unreachable."""
    executor.release_all()
    with watch.waiting_for("network"):
        yield
