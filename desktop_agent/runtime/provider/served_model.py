"""The model behind a provider's server, and the checks before its first request; loaded where it is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.core.actions.function import Function
from desktop_agent.lib.paths import places
from desktop_agent.model.caps import USUAL, Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.endpoint import checked_key, endpoint
from desktop_agent.model.request_options import RequestOptions, spoken_dialect, stated_coordinates
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
    dialect = spoken_dialect(provider.profile, provider.options)
    sender = _request_sender(run, dialect, stream, executor, watch)
    stack.push_async_callback(sender.close)
    offered = screen_functions(provider, run.spec.settings.functions)
    options = _task_options(run, offered)

    def begin(coordinates: Coordinates) -> Model:
        model: Model = _conversation(provider, replace(options, coordinates=coordinates), sender, stream)
        return WordsFirst(model, inquiry, stream) if offered and dialect.in_words else model

    space = KnownSpace(places(run.parts.environment).data / NAME, provider)
    coordinates = stated_coordinates(provider.profile, options, dialect) or space.coordinates
    if coordinates:
        model = begin(coordinates)
    else:
        model = AskedFirst(_conversation(provider, provider.options, sender, stream), begin, space, stream)
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


def _task_options(run: PreparedRun, offered: Sequence[Function]) -> RequestOptions:
    """Return the provider's options with the functions of the run, and with what the model must know of its secrets."""
    options = run.provider.options
    instructions = (options.instructions, run.secrets.instructions(run.spec.task))
    return replace(
        options,
        functions=(*run.spec.settings.functions, *offered),
        instructions="\n\n".join(filter(None, instructions)),
        names=bool(offered),
    )


def _conversation(provider: Provider, options: RequestOptions, sender: RequestSender, stream: Stream) -> Conversation:
    key = provider.key
    return Conversation(
        provider.profile,
        options,
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
