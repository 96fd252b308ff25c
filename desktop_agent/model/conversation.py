"""One conversation with one model, from a message to a turn: joins history, dialect, HTTP and reading."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus

from desktop_agent.core.attachment import pictures_in
from desktop_agent.core.errors import ModelError, NothingSaidError
from desktop_agent.core.events import Announce, Noticed
from desktop_agent.core.geometry import Size
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message, join, plural
from desktop_agent.core.turn import ModelInput, Opening, Reply, Turn
from desktop_agent.model.attachments import attached_items
from desktop_agent.model.body import written
from desktop_agent.model.caps import USUAL, Caps
from desktop_agent.model.cost import ESTIMATED, NO_SIZE, cost_of, tokens_of_items
from desktop_agent.model.dialect import IN_WORDS, Dialect, shown_in
from desktop_agent.model.earlier_run import earlier_exchanges, first_turn
from desktop_agent.model.endpoint import checked_key, key_variables
from desktop_agent.model.history import (
    ASSUMED_TOKENS,
    ContextWindow,
    Exchange,
    OutgoingTurn,
    Request,
    fitted,
    next_request,
    pictures_kept,
    pruned,
    size_of,
    without_last,
    without_pictures,
)
from desktop_agent.model.picture import picture_of
from desktop_agent.model.profile import Profile
from desktop_agent.model.reading.shapes import usage_of
from desktop_agent.model.reading.turn import Reading, ReadOptions, read_turn
from desktop_agent.model.request_options import (
    RequestOptions,
    chained,
    coordinates_of,
    request_template,
    spoken_dialect,
)
from desktop_agent.model.space import Coordinates
from desktop_agent.model.tools import answer_as_text, answered
from desktop_agent.model.wire.attempt import PreparedRequest
from desktop_agent.model.wire.refusal import (
    Refusal,
    Response,
    forgot_previous,
    kind_hint,
    kind_of,
    most_allowed,
    overflowed,
    redact,
    refusal_error,
)
from desktop_agent.model.wire.request_sender import RequestSender

_PART = "This is that part of the screen. Points still refer to the entire picture."
_ASKED_AGAIN = Message("The model's response contained nothing to act on. Requesting a new one.")
_CUT_OFF = Message("The model's response was cut off. Requesting a new one.")
_OUTGROWN = Message(
    "The server doesn't take a conversation as long as this, so fewer steps and screenshots will be sent from now on."
)
_FORGOTTEN = Message("The server couldn't continue from its last response, so the history will be sent from now on.")
_SILENT = Message(
    "The model's responses were empty or cut off, so fewer steps and screenshots will be sent from now on."
)
_FEWER = Message("The server takes fewer screenshots at once, so only the newest ones will be sent from now on.")
_NOT_STORED = Message(
    "The server doesn't store responses or doesn't support deleting them, so nothing was deleted there."
)
_DELETED_AT_ONCE = 8
_LONGEST_DELETING_S = 30.0
# The statuses of a server without such a route, and of one that has nothing under that id.
_NOTHING_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
Delete = Callable[[str], Awaitable[int | None]]  # returns the status; None for no answer


class Conversation:
    """One conversation with one model; implements the run loop's model port."""

    def __init__(
        self,
        profile: Profile,
        options: RequestOptions,
        *,
        key: str | None,
        announce: Announce,
        sender: RequestSender,
        caps: Caps = USUAL,
        key_source: str = "",
    ) -> None:
        """Set up; nothing is sent yet. SettingsError when flags contradict or the key can't be used.

        `sender` talks to the server of the options, with the `key`; the key is used here only to remove it from texts.
        `key_source` is named when the key is refused; by default it is the variables that may hold it.
        """
        base_url = options.base_url or profile.base_url
        self._dialect: Dialect = spoken_dialect(profile, options)
        coordinates = coordinates_of(profile, options, self._dialect)
        self._read_options = ReadOptions(self._dialect, coordinates, caps, options.functions, profile.name)
        self._key = checked_key(key)
        self._key_name = key_source or " or ".join(key_variables(profile, base_url))
        same_model = profile.is_for(options.model)
        self._price = profile.price if same_model else None
        self._chain = chained(profile, options, self._dialect)
        most = self._dialect.most_pictures or options.keep_pictures
        options = replace(options, keep_pictures=min(most, options.keep_pictures))
        self._template = request_template(profile, options, self._dialect)
        self._options = options
        self._announce = announce
        self._forgets = self._dialect.forgets_at_once
        self._sender = sender
        self._past: tuple[Exchange, ...] = ()
        self._pending_answers: tuple[JsonItem, ...] = ()
        self._refusals: Mapping[str, JsonItem] = {}
        self._moved_to: JsonItem = {}
        self._announced: set[str] = set()
        self._requests = 0
        self._stored = False
        window_tokens = options.window_tokens or (profile.window_tokens if same_model else None)
        longest = self._template.params.get("max_output_tokens")
        self._window = ContextWindow(window_tokens or ASSUMED_TOKENS, answer=longest if isinstance(longest, int) else 0)
        self._outgrows = window_tokens is not None
        self._fixed_tokens: dict[Size, int] = {}
        self._attached: tuple[JsonItem, ...] = ()  # at the beginning of every full history
        self._server_tokens = 0  # tokens of the server's stored history, which precede those of a chained request
        self._sent_tokens = 0  # tokens of the newest request, by our estimate

    @property
    def coordinates(self) -> Coordinates:
        """Return the coordinate space of the answers."""
        return self._read_options.coordinates

    async def think(self, message: ModelInput) -> Turn:
        """Send a message and return the model's complete answer; ModelError if there is none.

        After an error nothing has changed: the same message can be sent again.
        """
        if isinstance(message, Opening):
            # Part of every request with the full history; its pictures count toward `most_pictures`.
            self._attached = attached_items(message.material, self._dialect)
            self._fixed_tokens = {}
            if (most := self._dialect.most_pictures) is not None:
                left = max(1, most - pictures_in(message.material))
                self._options = replace(self._options, keep_pictures=min(left, self._options.keep_pictures))
        past, outgoing = self._next_turn(message)
        image = message.frame.viewport.image
        past, reading = await self._ask(past, outgoing, image)
        exchange = Exchange(outgoing, reading.turn.response_id, reading.output, reading.plain)
        past = (*past, exchange)
        self._past = pruned(past, self._pictures_to_keep([exchange_sent.outgoing for exchange_sent in past]))
        self._pending_answers = reading.owed
        self._refusals = reading.refusals
        self._moved_to = reading.moved_to
        new = tuple(text for text in dict.fromkeys(reading.turn.notices) if text not in self._announced)
        self._announced.update(new)
        return replace(reading.turn, notices=new)

    async def cancel(self) -> None:
        """Cancel the answer in flight on the server; never raises."""
        await self._sender.cancel()

    async def forget(self) -> None:
        """Ask the server to delete what it stored of this conversation, if the options say so; never raises."""
        if self._options.forget and self._stored and self._sender.response_ids:
            self._announce(await forget(tuple(self._sender.response_ids), self._sender.delete))

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.close()

    async def _ask(
        self, past: tuple[Exchange, ...], outgoing: OutgoingTurn, image: Size
    ) -> tuple[tuple[Exchange, ...], Reading]:
        """Send the message; return the exchanges that were sent with it, and the answer."""
        spent: float | None = None
        is_shorter = False
        while True:
            past, keep = self._fitted_past(past, outgoing, image)
            request = next_request(past, outgoing, self._dialect, chain=self._chain, keep=keep)
            if request.previous and self._outgrows and self._server_tokens + request.tokens > self._window.room:
                # Once more from the task on, half full; the server's memory begins anew with this request.
                past, keep = self._fitted_past(past, outgoing, image, part=2)
                request = next_request(past, outgoing, self._dialect, chain=False, keep=keep)
            if not request.previous:  # the files come first, and are part of the fixed tokens
                request = replace(request, items=(*self._attached, *request.items))
            self._sent_tokens = (
                self._server_tokens if request.previous else self._fixed_token_count(image)
            ) + request.tokens
            answer = await self._sender.ask(self._prepared_request(request, image))
            if self._adapts(answer, request, past, outgoing, image):
                continue
            if isinstance(answer, Refusal):
                raise self._refusal_error(answer)
            try:
                reading = await self._read_or_ask_again(answer, request, image, self._sent_tokens)
            except NothingSaidError as error:
                # A server may be silent, or stop in the middle, where the model's window is full.
                if is_shorter or not self._outgrows_window(past, outgoing, image):
                    error.cost = _cost_sum(spent, error.cost)
                    raise
                spent = error.cost
                is_shorter = True
                self._chain = False
                self._announce_once(_SILENT)
                continue
            self._correct_estimate(self._sent_tokens, reading)
            if spent is not None:
                reading = replace(reading, turn=replace(reading.turn, cost=_cost_sum(spent, reading.turn.cost)))
            return past, reading

    async def _read_or_ask_again(self, answer: Response, request: Request, image: Size, sent: int) -> Reading:
        """Read an answer; after one without content, such as thoughts alone, ask the model once more."""
        try:
            return self._read(answer, image, sent)
        except NothingSaidError as error:
            spent = error.cost
            request = replace(request, items=(*request.items, self._dialect.user([error.word], None)))
            self._announce(Noticed("info", _CUT_OFF if error.is_cut_off else _ASKED_AGAIN))
        try:
            second = await self._sender.ask(self._prepared_request(request, image))
            if isinstance(second, Refusal):
                raise self._refusal_error(second)
            reading = self._read(second, image, sent)
        except ModelError as error:
            error.cost = _cost_sum(spent, error.cost)
            raise
        return replace(reading, turn=replace(reading.turn, cost=_cost_sum(spent, reading.turn.cost)))

    def _refusal_error(self, refusal: Refusal) -> ModelError:
        return refusal_error(refusal, self._key_name, self._key, answered=self._sender.has_answered)

    def _read(self, answer: Response, image: Size, sent: int) -> Reading:
        try:
            reading = read_turn(answer, self._read_options, image, self._moved_to)
            return replace(reading, turn=self._with_cost(reading, sent))
        except ModelError as error:
            usage = usage_of(answer.get("usage"))
            cost = cost_of(self._price, usage, sent, ()) if usage else None
            error.cost = cost.usd if cost else None
            error.message = redact(error.message, self._key)
            error.hint = kind_hint(answer, answered=self._sender.has_answered) or error.hint
            raise

    def _adapts(
        self,
        answer: Response | Refusal,
        request: Request,
        past: Sequence[Exchange],
        outgoing: OutgoingTurn,
        image: Size,
    ) -> bool:
        """Adapt to a refusal if possible: stop chaining to the server's memory, or send less."""
        most = max(1, most_allowed(answer) or 1)
        if kind_of(answer) == "many pictures" and most < self._options.keep_pictures:
            self._options = replace(self._options, keep_pictures=most)
            self._forgets = 1
            self._chain = False
            why: str = _FEWER
        elif request.previous:
            if overflowed(answer):
                why = _OUTGROWN
            elif forgot_previous(answer):
                why = _FORGOTTEN
            else:
                why = ""
            self._chain = not why
        elif overflowed(answer) and self._outgrows_window(past, outgoing, image, most_allowed(answer)):
            why = _OUTGROWN
        else:
            return False
        if why:
            self._announce_once(why)
        return bool(why)

    def _outgrows_window(
        self, past: Sequence[Exchange], outgoing: OutgoingTurn, image: Size, allowed_tokens: int | None = None
    ) -> bool:
        """Shrink the window as the newest request was too long; return False if nothing more can be left out."""
        if not past:
            return False
        self._window = self._window.outgrown(self._sent_tokens, allowed_tokens)
        shorter, keep = self._fitted_past(past, outgoing, image)
        return self._fixed_token_count(image) + size_of(shorter, outgoing, self._dialect, keep) < self._sent_tokens

    def _announce_once(self, why: str) -> None:
        if why not in self._announced:
            self._announced.add(why)
            self._announce(Noticed("warning", why))

    def _fitted_past(
        self, past: Sequence[Exchange], outgoing: OutgoingTurn, image: Size, part: int = 1
    ) -> tuple[tuple[Exchange, ...], int]:
        room = self._window.room // part - self._fixed_token_count(image)
        return fitted(
            past, outgoing, self._dialect, self._pictures_to_keep([*(each.outgoing for each in past), outgoing]), room
        )

    def _pictures_to_keep(self, turns_sent: Sequence[OutgoingTurn]) -> int:
        return pictures_kept(turns_sent, self._options.keep_pictures, self._forgets)

    def _correct_estimate(self, sent: int, reading: Reading) -> None:
        """Correct our token estimate with the server's count."""
        usage = reading.turn.usage
        self._window = self._window.checked(sent, usage)
        self._server_tokens = self._window.held(sent, usage) + tokens_of_items(reading.output, NO_SIZE)

    def _fixed_token_count(self, image: Size) -> int:
        """Return the tokens that every request has; computed once for each picture size."""
        if image not in self._fixed_tokens:
            self._fixed_tokens = {image: tokens_of_items([*self._template.always(image), *self._attached], NO_SIZE)}
        return self._fixed_tokens[image]

    def _prepared_request(self, request: Request, image: Size) -> PreparedRequest:
        self._requests += 1
        body = self._template.body(request, image, chain=self._chain, number=self._requests)
        api = self._dialect.api
        self._stored |= self._template.is_stored(chain=self._chain)
        encoded = written(api.request(body))
        return PreparedRequest(
            encoded, len(request.items), request.previous, self._template.stream, api, api.place(body)
        )

    def _next_turn(self, message: ModelInput) -> tuple[tuple[Exchange, ...], OutgoingTurn]:
        """Return the exchanges to continue from, and what to send."""
        if isinstance(message, Opening) and message.earlier is not None:
            opening = self._with_bare_items(first_turn(message.task, message.earlier, message.frame, self._dialect))
            return earlier_exchanges(message.task, message.earlier, self._dialect), opening
        if isinstance(message, Opening):
            picture = picture_of(message.frame)
            texts = (message.task, *message.frame.notes)
            return (), self._with_bare_items(OutgoingTurn((self._dialect.user(texts, picture),), texts, picture, 1))
        if message.abandon:
            return without_last(self._past, self._reply_in_words(message))
        return self._past, self._reply(message)

    def _reply(self, reply: Reply) -> OutgoingTurn:
        frames_seen = [result.frame for result in reply.results if result.called == "computer"]
        frames = {frame.digest: frame for frame in (*frames_seen, reply.frame)}
        pictures = {digest: picture_of(frame) for digest, frame in frames.items()}
        calls = [result.call_id for result in reply.results if result.called == "computer"]
        shows = [] if reply.in_words else shown_in(self._dialect, calls)
        answers = list[JsonItem | None]()
        for result in reply.results:
            if result.call_id.startswith(IN_WORDS):
                continue
            if result.called == "computer":
                picture = pictures[result.frame.digest] if result.call_id in shows else None
                answers.append(self._dialect.result(result.call_id, picture, result.acknowledged, result.told))
            elif result.called == "unknown":
                answers.append(self._refusals.get(result.call_id))
            else:
                answers.append(answered(result))
        items = [answer for answer in answers if answer is not None]
        # If the API has no answer to such a call, the model gets a message.
        unanswered = [
            result.output
            for result in reply.results
            if result.called == "unknown" and result.call_id not in self._refusals
        ]
        visible_digests = {result.frame.digest for result in reply.results if result.call_id in shows}
        newest = pictures[reply.frame.digest]
        notes_on_pictures = dict.fromkeys(note for frame in frames.values() for note in frame.notes)
        notes = [*dict.fromkeys(unanswered), *reply.texts, *notes_on_pictures]
        # If only questions about the last picture were answered, it is still the newest.
        before = self._past[-1].outgoing.picture if self._past else None
        only_asked = bool(reply.results) and all(result.called == "function" for result in reply.results)
        is_shown = reply.in_words or reply.frame.digest in visible_digests or (only_asked and before == newest)
        alone = None if is_shown else newest
        parts = [part for part in (reply.part, *(result.part for result in reply.results)) if part]
        words = [self._dialect.user([_PART, *part.notes], picture_of(part)) for part in parts]
        words += [self._dialect.user(notes, alone)] if notes or alone else []
        lines = [line for result in reply.results for line in (*result.told, *answer_as_text(result))]
        lines += reply.texts
        items_sent = (*self._pending_answers, *items, *words)
        pictures_sent = len(shows) + len(parts) + (alone is not None)
        return self._with_bare_items(OutgoingTurn(items_sent, tuple(lines or ["Done."]), newest, pictures_sent))

    def _with_bare_items(self, outgoing: OutgoingTurn) -> OutgoingTurn:
        """Return a copy with its `bare` items, which are sent once its pictures are left out."""
        return replace(outgoing, bare=without_pictures(outgoing.items)) if self._dialect.bare_calls else outgoing

    def _reply_in_words(self, reply: Reply) -> OutgoingTurn:
        """Return a message with the outcome of the calls of an abandoned response."""
        lines = [line for result in reply.results for line in result.told]
        texts = tuple([*lines, *reply.texts, *reply.frame.notes] or ["This was not done."])
        picture = picture_of(reply.frame)
        return self._with_bare_items(OutgoingTurn((self._dialect.user(texts, picture),), texts, picture, 1))

    def _with_cost(self, reading: Reading, sent: int) -> Turn:
        turn = reading.turn
        cost = cost_of(self._price, turn.usage, math.ceil(sent * self._window.factor), reading.output)
        if cost is None:
            return turn
        notices = (*turn.notices, ESTIMATED) if cost.estimated else turn.notices
        return replace(turn, cost=cost.usd, notices=notices)


def _cost_sum(spent: float | None, more: float | None) -> float | None:
    return more if spent is None else spent + (more or 0.0)


async def forget(ids: Sequence[str], delete: Delete, longest_s: float = _LONGEST_DELETING_S) -> Noticed:
    """Delete all responses, a few at a time; never raises, and gives up on a server that does not answer.

    If cancelled (the user does not want to wait), it returns the result so far.
    """
    statuses: list[int | None] = []

    async def delete_response(name: str) -> None:
        statuses.append(await delete(name))

    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        async with asyncio.timeout(longest_s):
            for first in range(0, len(ids), _DELETED_AT_ONCE):
                await asyncio.gather(*(delete_response(name) for name in ids[first : first + _DELETED_AT_ONCE]))
                if set(statuses) == {None}:
                    break
    return _deletion_notice(len(ids), statuses)


def _deletion_notice(number: int, statuses: Sequence[int | None]) -> Noticed:
    deleted = sum(status is not None and status < HTTPStatus.MULTIPLE_CHOICES for status in statuses)
    if deleted == number:
        return Noticed(
            "info",
            plural(
                "The server has deleted the run: {count:,} response.",
                "The server has deleted the run: {count:,} responses.",
                count=number,
            ),
        )
    absent = sum(status in _NOTHING_THERE for status in statuses)
    if absent == number:
        return Noticed("warning", _NOT_STORED)
    if deleted + absent == number:
        return Noticed(
            "info",
            plural(
                "The server has deleted {count:,} response. It hadn't stored the others ({absent:,}).",
                "The server has deleted {count:,} responses. It hadn't stored the others ({absent:,}).",
                count=deleted,
                absent=absent,
            ),
        )
    left = number - deleted - absent
    failed = {status for status in statuses if status is None or status >= HTTPStatus.MULTIPLE_CHOICES} - _NOTHING_THERE
    codes = sorted(str(status) for status in failed - {None})
    answers = (Message("no answer"),) if None in failed else ()
    reasons = join(", ", (*codes, *answers)) or Message("there was no time")
    return Noticed(
        "warning",
        plural(
            "The server hasn't deleted {left:,} of {count:,} response ({reasons}), and keeps what it stored.",
            "The server hasn't deleted {left:,} of {count:,} responses ({reasons}), and keeps what it stored.",
            count=number,
            left=left,
            reasons=reasons,
        ),
    )
