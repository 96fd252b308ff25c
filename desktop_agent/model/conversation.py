"""Thinks: one model behind one conversation, from a message to a turn; joins history, dialect, HTTP and reading."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop_agent.core.errors import DialectError, SettingsError
from desktop_agent.core.events import Announce, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Size
from desktop_agent.core.passing import PassOn, pass_nothing_on
from desktop_agent.core.turn import Item, Message, Opening, Reply, Turn, Usage
from desktop_agent.model.asker import Asker, Question, Response
from desktop_agent.model.caps import Caps
from desktop_agent.model.client import Client, Patience
from desktop_agent.model.dialect import Dialect, dialect_named
from desktop_agent.model.endpoint import checked_key, endpoint, key_variables
from desktop_agent.model.history import NEWEST_PICTURES, Exchange, Ours, Request, next_request, pruned, without_last
from desktop_agent.model.money import ESTIMATED, Bill, Exchanged
from desktop_agent.model.profiles import Profile
from desktop_agent.model.read_turn import Manner, Reading, read_turn
from desktop_agent.model.refusal import Refusal, error_of, forgot_previous, overflowed
from desktop_agent.model.space import COORDINATES, Coordinates

_DETOURS = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """How a conversation is held; None means what the profile says."""

    base_url: str | None = None
    model: str | None = None
    dialect: str | None = None
    coordinates: str | None = None
    stream: bool | None = None
    chain: bool | None = None
    instructions: str = ""
    environment: str = "linux"  # linux, windows or mac


class Conversation:
    """One conversation with one model; implements what the loop calls a mind."""

    def __init__(
        self,
        profile: Profile,
        terms: Terms,
        *,
        key: str | None,
        announce: Announce,
        caps: Caps | None = None,
        asker: Asker | None = None,
        pass_on: PassOn = pass_nothing_on,
    ) -> None:
        """Set up; nothing is sent yet. SettingsError when flags contradict or the URL or key can't be used.

        `key` must be one that may go to the URL (`endpoint.key_variables`).
        """
        base_url = terms.base_url or profile.base_url
        self._dialect: Dialect = dialect_named(terms.dialect or profile.dialect)
        coordinates = _coordinates(terms.coordinates or profile.coordinates_for(self._dialect.name))
        self._manner = Manner(self._dialect, coordinates, caps or Caps())
        self._key, self._key_name = checked_key(key), " or ".join(key_variables(profile, base_url))
        self._model = terms.model or profile.model
        self._bill = Bill(profile.price) if profile.price and self._model == profile.model else None
        self._stream = profile.stream if terms.stream is None else terms.stream
        self._chain = profile.chain if terms.chain is None else terms.chain
        self._terms, self._offers_done, self._announce = terms, profile.offers_done, announce
        self._asker = asker or Asker(Client(endpoint(base_url), self._key, Patience()), announce, pass_on=pass_on)
        self._past: tuple[Exchange, ...] = ()
        self._owed: tuple[Item, ...] = ()
        self._unanswerable: tuple[str, ...] = ()
        self._told: set[str] = set()

    async def think(self, message: Message) -> Turn:
        """Send a message and return the model's whole answer; ModelError when there is none.

        After an error nothing has changed: the same message can be sent again.
        """
        past, ours = self._opened(message)
        image = message.frame.viewport.image
        notices: list[str] = []
        used: list[Turn] = []
        for _ in range(_DETOURS):
            reading = await self._ask(past, ours, image)
            past = pruned((*past, _exchange(ours, reading)), self._dialect, NEWEST_PICTURES)
            notices += reading.turn.notices
            used.append(reading.turn)
            if reading.turn.calls or reading.turn.messages or reading.turn.finish:
                self._past, self._owed, self._unanswerable = past, reading.owed, reading.unanswerable
                return self._finished(reading.turn, notices, used)
            # Nothing in it is for the run: the model called for tools that are not here, and is told so at once.
            ours = self._answers_alone(reading, message.frame)
        raise DialectError("The model keeps calling for tools that do not exist here.", "Try another model.")

    async def cancel(self) -> None:
        """Cancel the answer in flight on the server; never raises."""
        await self._asker.cancel()

    async def close(self) -> None:
        """Let the connections go."""
        await self._asker.close()

    async def _ask(self, past: tuple[Exchange, ...], ours: Ours, image: Size) -> Reading:
        request = next_request(past, ours, self._dialect, chain=self._chain, keep=NEWEST_PICTURES)
        answer = await self._asker.ask(self._question(request, image))
        unchained = _why_unchained(answer) if request.previous else ""
        if unchained:
            self._chain = False
            self._announce(Noticed("warning", unchained))
            request = next_request(past, ours, self._dialect, chain=False, keep=NEWEST_PICTURES)
            answer = await self._asker.ask(self._question(request, image))
        if isinstance(answer, Refusal):
            raise error_of(answer, self._key_name, self._key)
        reading = read_turn(answer, self._manner, image)
        return replace(reading, turn=self._charged(reading, request, image))

    def _question(self, request: Request, image: Size) -> Question:
        tools = self._dialect.tools(image, self._terms.environment, offers_done=self._offers_done)
        body: dict[str, object] = {"model": self._model, "input": request.items, "tools": tools, "stream": self._stream}
        body |= self._dialect.options(chain=self._chain)
        if self._terms.instructions:
            body["instructions"] = self._terms.instructions
        if request.previous:
            body["previous_response_id"] = request.previous
        written = json.dumps(body, separators=(",", ":")).encode()
        return Question(written, len(request.items), request.previous, self._stream)

    def _opened(self, message: Message) -> tuple[tuple[Exchange, ...], Ours]:
        """Return what to go on from, and what to say."""
        if isinstance(message, Opening):
            picture = _data_url(message.frame)
            return (), Ours((self._dialect.user([message.task], picture),), (message.task,), picture, 1)
        if message.abandon:
            return without_last(self._past, self._anew(message))
        return self._past, self._reply(message)

    def _reply(self, reply: Reply) -> Ours:
        pictures = _pictures([*(result.frame for result in reply.results), reply.frame])
        items = [
            self._dialect.result(result.call_id, pictures[result.frame.digest], result.acknowledged)
            for result in reply.results
        ]
        shown = {result.frame.digest for result in reply.results}
        newest = pictures[reply.frame.digest]
        notes = [*self._unanswerable, *reply.notes]
        alone = None if reply.frame.digest in shown else newest
        words = [self._dialect.user(notes, alone)] if notes or alone else []
        told = [line for result in reply.results for line in result.told] + notes
        return Ours((*self._owed, *items, *words), tuple(told or ["Done."]), newest, len(items) + (alone is not None))

    def _anew(self, reply: Reply) -> Ours:
        """Say in words what became of the calls of a response that is left behind."""
        told = [line for result in reply.results for line in result.told]
        texts = tuple([*told, *reply.notes] or ["This was not done."])
        picture = _data_url(reply.frame)
        return Ours((self._dialect.user(texts, picture),), texts, picture, 1)

    def _answers_alone(self, reading: Reading, frame: Frame) -> Ours:
        picture = _data_url(frame)
        if not reading.unanswerable:
            return Ours(reading.owed, ("That tool does not exist here.",), picture, 0)
        return Ours((self._dialect.user(reading.unanswerable, picture),), reading.unanswerable, picture, 1)

    def _charged(self, reading: Reading, request: Request, image: Size) -> Turn:
        turn = reading.turn
        if self._bill is None:
            return turn
        sent = (*request.items, self._terms.instructions)
        exchanged = Exchanged(sent, bool(request.previous), reading.output, image, turn.usage)
        self._bill, cost = self._bill.with_(exchanged)
        notices = (*turn.notices, ESTIMATED) if cost.estimated else turn.notices
        return replace(turn, cost=cost.usd, notices=notices)

    def _finished(self, turn: Turn, notices: Iterable[str], used: list[Turn]) -> Turn:
        new = tuple(text for text in dict.fromkeys(notices) if text not in self._told)
        self._told.update(new)
        cost = None if self._bill is None else sum(each.cost or 0.0 for each in used)
        return replace(turn, notices=new, usage=_sum([each.usage for each in used]), cost=cost)


def _why_unchained(answer: Response | Refusal) -> str:
    """Return why our own history has to be sent from here on; empty when it has not."""
    if not isinstance(answer, Refusal):
        return ""
    if overflowed(answer):
        return "The conversation has outgrown the model; from here on only the newest pictures are sent along."
    return "The server keeps no history; from here on it is sent along." if forgot_previous(answer) else ""


def _exchange(ours: Ours, reading: Reading) -> Exchange:
    return Exchange(ours, reading.turn.response_id, reading.output, reading.plain)


def _pictures(frames: Iterable[Frame]) -> dict[str, str]:
    return {digest: _data_url(frame) for digest, frame in {frame.digest: frame for frame in frames}.items()}


def _data_url(frame: Frame) -> str:
    return f"data:{frame.media_type};base64,{base64.b64encode(frame.data).decode()}"


def _sum(used: list[Usage | None]) -> Usage | None:
    known = [usage for usage in used if usage is not None]
    if len(known) != len(used):
        return None
    read, written, total = (_added(known, name) for name in ("input_tokens", "output_tokens", "total_tokens"))
    return Usage(read, written, total, sum(usage.cached_tokens for usage in known))


def _added(known: list[Usage], name: str) -> int | None:
    counts: list[int | None] = [getattr(usage, name) for usage in known]
    return None if None in counts else sum(count or 0 for count in counts)


def _coordinates(named: str) -> Coordinates:
    for one in COORDINATES:
        if one == named:
            return one
    raise SettingsError(f"There is no coordinate space called “{named}”.", f"Use one of: {', '.join(COORDINATES)}.")
