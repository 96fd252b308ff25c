"""The model behind a provider's server: what is found out before its first request, and its answers in words.

What is found is kept with the server's address and the model's name, and the model isn't asked again.

It stands between the loop and a model that uses the computer through functions. Such a model gets the first picture,
and another one when it asks for a screenshot. What it points at it has to have seen, in a picture or in a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.actions.action import Function, Look
from desktop_agent.core.errors import DialectError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import Announce, Noticed
from desktop_agent.core.runs.turn import Call, InvalidAction, ModelInput, Opening, Proposal, Turn
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import content_of, replace_file
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.model.caps import USUAL, Timeouts
from desktop_agent.model.conversation import Conversation
from desktop_agent.model.coordinate_test import ALONE, judge_clicks
from desktop_agent.model.coordinates import COORDINATES, Coordinates
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.endpoint import checked_key, endpoint
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.request_options import spoken_dialect, stated_coordinates
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.request_sender import RequestSender
from desktop_agent.model.wire.stream_reader import KeyFilter
from desktop_agent.run.control import Stopwatch
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.run.ports import InputExecutor, Model
from desktop_agent.run.stream import Stream
from desktop_agent.runtime.description.screen_functions import screen_functions
from desktop_agent.runtime.description.screen_view import ScreenView, must_be_seen, unreported_picture
from desktop_agent.runtime.description.seen_areas import SeenScreen
from desktop_agent.runtime.provider.keys import SESSION
from desktop_agent.runtime.provider.local_servers import with_server_check
from desktop_agent.runtime.provider.pointing import MarkQuestion
from desktop_agent.runtime.provider.resolve import Provider

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
        return ModelWithScreenText(model, inquiry, stream) if offered and dialect.in_words else model

    space = StoredCoordinates(places(run.parts.environment).data / NAME, provider)
    coordinates = stated_coordinates(provider.profile, settings, dialect) or space.coordinates
    model = begin(coordinates) if coordinates else ModelWithSpaceQuestion(talk(provider.settings), begin, space, stream)
    return with_server_check(model, provider, stream)


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


NAME = "coordinates.json"
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class StoredCoordinates:
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


class ModelWithSpaceQuestion:
    """A model that is asked for a click on a mark before all else; implements the run loop's model port.

    None of these answers leaves this class but for what it costs. The run looks again after each, so that its limits
    count, and the task begins with a fresh picture.
    """

    def __init__(
        self,
        conversation: Conversation,
        begin: Callable[[Coordinates], Model],
        space: StoredCoordinates,
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
        coordinates = judge_clicks(self._question.clicks).coordinates
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


_NOT_SEEN = "You haven't seen the screen as it is now at this point. Look at the new picture, and decide again."


class ModelWithScreenText:
    """A model that gets in words what its acts have changed."""

    def __init__(self, model: Model, inquiry: ScreenInquiry, stream: Stream) -> None:
        self._model = model
        self._inquiry = inquiry
        self._stream = stream
        self._view = ScreenView(inquiry)
        self._seen = SeenScreen()
        self._turn = Turn()
        self._frame: Frame | None = None  # the one that the model last got, as a picture or in words

    async def think(self, message: ModelInput) -> Turn:
        """Return the model's answer, with the points refused that it hasn't seen."""
        turn = await self._model.think(await self._with_words_for_picture(message))
        calls = [await self._checked(call, message.frame) for call in turn.calls]
        self._turn = replace(turn, calls=tuple(calls))
        is_told = self._acts and not self._looks
        return replace(self._turn, wants="nothing") if is_told else self._turn

    async def cancel(self) -> None:
        """Cancel the answer in flight."""
        await self._model.cancel()

    async def forget(self) -> None:
        """Have the server forget the conversation."""
        await self._model.forget()

    @property
    def _proposals(self) -> list[Proposal]:
        return [proposal for call in self._turn.calls if call.called == "computer" for proposal in call.proposals]

    @property
    def _acts(self) -> bool:
        return bool(self._proposals)

    @property
    def _looks(self) -> bool:
        return any(isinstance(proposal.action, Look) for proposal in self._proposals)

    async def _with_words_for_picture(self, message: ModelInput) -> ModelInput:
        """Return a message with words in the place of its picture, if they say what has changed."""
        frame = message.frame
        earlier = self._frame
        self._frame = frame
        if isinstance(message, Opening) or not self._acts:
            for result in () if isinstance(message, Opening) else message.results:
                if result.part is not None:
                    self._seen.add(frame, result.part.viewport.screen)
            if earlier is None or frame.digest != earlier.digest:  # else it isn't shown again
                self._seen.add(frame)
                await self._view.overview(frame)
            return message
        changes = await self._view.changes(frame)
        has_points = any(_has_point(proposal) for proposal in self._proposals)
        is_shown = self._looks or message.abandon or must_be_seen(message, has_points=has_points)
        untold = self._seen.with_unseen(frame, changes.untold, changes.uncovered)
        shown = unreported_picture(frame, untold) if untold is not None else None
        if is_shown or shown is frame:
            self._seen.add(frame)
            if not self._looks:
                self._stream.show(frame, "requested")  # the loop has kept it as one of which nothing is sent
            return message
        if shown is not None:
            self._seen.add(frame, shown.viewport.screen)
            self._stream.show_part(shown)
        notes = (*message.notes, changes.words) if changes.words else message.notes
        return replace(message, notes=notes, in_words=True, part=shown)

    async def _checked(self, call: Call, now: Frame) -> Call:
        proposals = [await self._checked_proposal(proposal, now) for proposal in call.proposals]
        return replace(call, proposals=tuple(proposals)) if call.called == "computer" else call

    async def _checked_proposal(self, proposal: Proposal, now: Frame) -> Proposal:
        if await self._seen.covers(now, proposal.given_points, self._inquiry):
            return proposal
        return replace(proposal, action=InvalidAction(_NOT_SEEN), named=None)


def _has_point(proposal: Proposal) -> bool:
    return "x" in proposal.model_action if isinstance(proposal.form, InvalidAction) else bool(proposal.given_points)
