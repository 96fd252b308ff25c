"""One conversation with one model, from a message to a turn: joins history, dialect, HTTP and reading."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

from desktop_agent.core.actions.action import Function
from desktop_agent.core.errors import DialectError, ModelError, NothingSaidError, UnreachableError
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import Announce, Noticed
from desktop_agent.core.runs.material import pictures_in
from desktop_agent.core.runs.turn import ModelInput, Opening, Reply, Turn
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message, join, plural, sentences
from desktop_agent.model import history
from desktop_agent.model.caps import MOST_REQUEST_BYTES, USUAL, Caps
from desktop_agent.model.coordinates import Coordinates
from desktop_agent.model.dialect import IN_WORDS, Dialect, shown_in
from desktop_agent.model.endpoint import checked_key, key_variables
from desktop_agent.model.ladder import Contents, Ladder, RunRecap, step_announcement
from desktop_agent.model.picture import picture_of
from desktop_agent.model.profile import ESTIMATED, NO_SIZE, Profile, cost_of, tokens_of_items
from desktop_agent.model.provider_settings import ProviderSettings
from desktop_agent.model.reading.shapes import usage_of
from desktop_agent.model.reading.turn import Reading, ReadOptions, read_turn
from desktop_agent.model.request_body import attached_items, earlier_exchanges, first_turn, size_in_bytes, written
from desktop_agent.model.request_options import (
    chained,
    coordinates_of,
    request_template,
    spoken_dialect,
)
from desktop_agent.model.tools import answer_as_text, answered
from desktop_agent.model.wire.attempt import PreparedRequest
from desktop_agent.model.wire.refusal import (
    RESUME,
    Refusal,
    Response,
    is_final,
    is_too_long,
    is_too_much,
    kind_hint,
    redact,
    refusal_error,
    refused_field,
    stated_window,
)
from desktop_agent.model.wire.request_sender import RequestSender

_PART = "This is that part of the screen. Points still refer to the entire picture."
_ASKED_AGAIN = Message("The model's response contained nothing to act on. Requesting a new one.")
_CUT_OFF = Message("The model's response was cut off. Requesting a new one.")
_UNREADABLE = Message("The model's response couldn't be read. Requesting a new one.")
_TOO_LARGE = Message(
    "Requests are kept below {megabytes} MB.",
    megabytes=MOST_REQUEST_BYTES // 1_000_000,
)
_FEWER_PICTURES = Message("Fewer of the earlier screenshots are sent.")
_WORD_BYTES = 1_000  # for a word to the model, with which it is asked again
_STORING = Message("The server may then store the responses.")
_NOT_STORED = Message(
    "The server doesn't store responses or doesn't support deleting them, so nothing was deleted there."
)
_DELETED_AT_ONCE = 8
_LONGEST_DELETING_S = 30.0
# The statuses of a server without such a route, and of one that has nothing under that id.
_NOTHING_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
Delete = Callable[[str], Awaitable[int | None]]  # returns the status; None for no answer


@dataclass(frozen=True, slots=True)
class _Unusable:
    """What came in place of a usable answer: the error to end the run with, and the answer if there was one."""

    error: ModelError
    answer: Response | Refusal | None = None
    is_unread: bool = False  # another answer to the same request may be readable

    @property
    def is_final(self) -> bool:
        """Whether no other request would be answered."""
        return self.answer is not None and is_final(self.answer)


class Conversation:
    """One conversation with one model; implements the run loop's model port."""

    def __init__(  # noqa: PLR0913 - each is one choice of a run, or of a trial
        self,
        profile: Profile,
        settings: ProviderSettings,
        *,
        functions: tuple[Function, ...] = (),
        names: bool = False,
        key: str | None,
        announce: Announce,
        sender: RequestSender,
        caps: Caps = USUAL,
        key_source: str = "",
        steps_down: bool = True,
    ) -> None:
        """Set up; nothing is sent yet. SettingsError when flags contradict or the key can't be used.

        `functions` are offered where the dialect has any; with `names`, controls are found by name here.
        `sender` talks to the server of the settings, with the `key`; the key is used here only to remove it from texts.
        `key_source` is named when the key is refused; by default it is the variables that may hold it.
        Without `steps_down`, a refused request isn't made smaller: a trial is to find out what a server refuses.
        """
        base_url = settings.base_url or profile.base_url
        self._dialect: Dialect = spoken_dialect(profile, settings, names=names)
        coordinates = coordinates_of(profile, settings, self._dialect)
        self._read_options = ReadOptions(self._dialect, coordinates, caps, functions, profile.name)
        self._key = checked_key(key)
        self._key_name = key_source or " or ".join(key_variables(profile, base_url))
        same_model = profile.is_for(settings.model)
        self._price = profile.price if same_model else None
        self._chain = chained(profile, settings, self._dialect)
        most = self._dialect.most_pictures or settings.keep_pictures
        self._settings = replace(settings, keep_pictures=min(most, settings.keep_pictures))
        self._template = request_template(profile, settings, self._dialect, functions)
        self._announce = announce
        self._sender = sender
        self._past: tuple[history.Exchange, ...] = ()
        self._pending_answers: tuple[JsonItem, ...] = ()
        self._refusals: Mapping[str, JsonItem] = {}
        self._moved_to: JsonItem = {}
        self._announced: set[str] = set()
        self._ladder = Ladder(self._dialect)
        self._steps_down = steps_down
        self._story = RunRecap()
        self._requests = 0
        self._stored = False
        window_tokens = settings.window_tokens or (profile.window_tokens if same_model else None)
        longest = self._template.params.get("max_output_tokens")
        self._window = history.ContextWindow(
            window_tokens or history.ASSUMED_TOKENS, answer=longest if isinstance(longest, int) else 0
        )
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
                self._settings = replace(self._settings, keep_pictures=min(left, self._settings.keep_pictures))
        past, outgoing = self._next_turn(message)
        if isinstance(message, Opening):
            story = RunRecap(tuple(dict.fromkeys((message.task, *outgoing.texts))))
        else:
            story = self._story.after_reply(message)

        def fresh() -> history.OutgoingTurn:
            return self._with_bare_items(story.outgoing(message.frame, self._dialect))

        contents = self._ladder.first(Contents(past, outgoing), fresh)
        contents, reading = await self._ask_until_usable(contents, fresh, message.frame.viewport.image)
        self._story = story.after_turn(reading.turn)
        exchange = history.Exchange(contents.outgoing, reading.turn.response_id, reading.output, reading.plain)
        past = (*contents.past, exchange)
        self._past = history.pruned(past, contents.keep or 1)  # what was left out doesn't come back
        self._pending_answers = reading.pending
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
        if self._settings.forget and self._stored and self._sender.response_ids:
            self._announce(await forget(tuple(self._sender.response_ids), self._sender.delete))

    async def close(self) -> None:
        """Close the connections."""
        await self._sender.close()

    async def _ask_until_usable(
        self, contents: Contents, fresh: Callable[[], history.OutgoingTurn], image: Size
    ) -> tuple[Contents, Reading]:
        """Ask until there is a usable answer; return what was sent for it, and the answer."""
        spent: float | None = None
        while True:
            contents, request = self._request_that_fits(contents, image, fresh)
            try:
                result = await self._usable_answer(request, image, is_first=not contents.step)
            except ModelError as error:
                error.cost = _cost_sum(spent, error.cost)
                raise
            if isinstance(result, Reading):
                self._correct_estimate(self._sent_tokens, result)
                self._ladder.accepted(contents)
                return contents, _with_spent(result, spent)
            spent = _cost_sum(spent, result.error.cost)
            onward = self._contents_to_retry(result, contents, request, image, fresh)
            if onward is None:
                result.error.cost = spent
                raise result.error
            contents = onward

    def _request_that_fits(
        self, contents: Contents, image: Size, fresh: Callable[[], history.OutgoingTurn]
    ) -> tuple[Contents, history.Request]:
        """Return a request for contents, and as much of these as fits into the model's window and into one request."""
        contents, request = self._request_within_window(contents, image)
        # The size of a message alone is limited where it comes from.
        while contents.past and self._is_too_large(request, image):
            keep = contents.keep or 1
            if request.previous or keep == 1:
                self._announce_once("warning", step_announcement("fresh"), _TOO_LARGE)
                contents = Contents((), fresh())
            else:
                self._announce_once("warning", _FEWER_PICTURES, _TOO_LARGE)
                contents = replace(contents, keep=min(keep - 1, self._settings.keep_pictures))
            contents, request = self._request_within_window(contents, image)
        return contents, request

    def _is_too_large(self, request: history.Request, image: Size) -> bool:
        body = self._dialect.api.request(self._body(request, image))
        return size_in_bytes(body) > MOST_REQUEST_BYTES - _WORD_BYTES

    def _request_within_window(self, contents: Contents, image: Size) -> tuple[Contents, history.Request]:
        contents = self._contents_that_fit(contents, image)
        request = self._request_of(contents, chain=self._chain)
        if request.previous and self._outgrows and self._server_tokens + request.tokens > self._window.room:
            # Once more from the task on, half full; the server's memory starts over with this request.
            contents = self._contents_that_fit(contents, image, part=2)
            request = self._request_of(contents, chain=False)
        if not request.previous:  # the files come first, and are part of the fixed tokens
            request = replace(request, items=(*self._attached, *request.items))
        self._sent_tokens = (
            self._server_tokens if request.previous else self._fixed_token_count(image)
        ) + request.tokens
        return contents, request

    def _request_of(self, contents: Contents, *, chain: bool) -> history.Request:
        return history.next_request(
            contents.past, contents.outgoing, self._dialect, chain=chain, keep=contents.keep or 1
        )

    async def _usable_answer(self, request: history.Request, image: Size, *, is_first: bool) -> Reading | _Unusable:
        """Return the reading of an answer; one that can't be read is asked for again, but not on a step down."""
        result = await self._send_and_read(request, image, waits=is_first)
        if isinstance(result, Reading) or not (is_first and result.is_unread) or result.is_final:
            return result
        spent = result.error.cost
        why = _UNREADABLE
        if isinstance(result.error, NothingSaidError):  # such as thoughts alone: the model is informed
            why = _CUT_OFF if result.error.is_cut_off else _ASKED_AGAIN
            request = replace(request, items=(*request.items, self._dialect.user([result.error.word], None)))
        self._announce(Noticed("info", why))
        try:
            second = await self._send_and_read(request, image, waits=True)
        except ModelError as error:
            error.cost = _cost_sum(spent, error.cost)
            raise
        if isinstance(second, Reading):
            return _with_spent(second, spent)
        second.error.cost = _cost_sum(spent, second.error.cost)
        return second

    async def _send_and_read(self, request: history.Request, image: Size, *, waits: bool) -> Reading | _Unusable:
        """Send a request and read the answer; ModelError if the server can't be reached."""
        try:
            answer = await self._sender.ask(self._prepared_request(request, image), waits=waits)
        except (DialectError, UnreachableError) as error:
            if isinstance(error, UnreachableError) and not self._sender.was_reached:
                raise
            return _Unusable(error)
        if isinstance(answer, Refusal):
            return _Unusable(self._refusal_error(answer), answer)
        try:
            return self._read_response(answer, image, self._sent_tokens)
        except ModelError as error:
            return _Unusable(error, answer, is_unread=isinstance(error, DialectError))

    def _contents_to_retry(
        self,
        unusable: _Unusable,
        contents: Contents,
        request: history.Request,
        image: Size,
        fresh: Callable[[], history.OutgoingTurn],
    ) -> Contents | None:
        """Return what to send instead; None if the run ends."""
        answer = unusable.answer
        error = unusable.error
        if unusable.is_final:
            return None
        if answer is not None and self._leave_out_field(answer, error, request, image):
            return contents
        # The first request of a resumed run has a history, too.
        is_full = isinstance(error, NothingSaidError) or (answer is not None and is_too_much(answer))
        can_be_shorter = is_full and bool(contents.past)
        if not (self._steps_down and (self._past or can_be_shorter)):
            return None
        if answer is not None and is_too_long(answer):
            self._window = self._window.after_refusal(self._sent_tokens, stated_window(answer))
        was_chained = bool(request.previous)
        is_new = isinstance(answer, Refusal)  # anything else has been asked for twice
        smaller = self._ladder.smaller(contents, fresh, was_chained=was_chained, may_repeat=is_new)
        if smaller is None:
            error.hint = RESUME
            return None
        self._chain = self._chain and not was_chained
        step = step_announcement(smaller.step, was_chained=was_chained, is_less=smaller.is_less)
        self._announce_once("warning", step, error.message)
        return smaller

    def _announce_once(self, level: Literal["info", "warning"], text: str, before: str = "") -> None:
        """Announce a text, the first time after a sentence with its reason."""
        if text not in self._announced:
            self._announced.add(text)
            self._announce(Noticed(level, sentences(before, text)))

    def _leave_out_field(
        self, answer: Response | Refusal, error: ModelError, request: history.Request, image: Size
    ) -> bool:
        """Leave out an optional field that a refusal names; return False if it names none."""
        field = refused_field(answer, self._template.optional_fields(request, image, chain=self._chain))
        if not field:
            return False
        self._template = self._template.without(field)
        self._fixed_tokens = {}
        left_out = Message("That names “{field}”, so requests are sent without it from now on.", field=field)
        self._announce(Noticed("warning", sentences(error.message, left_out, _STORING if field == "store" else "")))
        return True

    def _refusal_error(self, refusal: Refusal) -> ModelError:
        params = self._template.params.keys() - {"instructions"}
        answered = self._sender.has_answered
        return refusal_error(refusal, self._key_name, self._key, answered=answered, params=params)

    def _read_response(self, answer: Response, image: Size, sent: int) -> Reading:
        try:
            reading = read_turn(answer, self._read_options, image, self._moved_to)
            return replace(reading, turn=self._with_cost(reading, sent))
        except ModelError as error:
            usage = usage_of(answer.get("usage"))
            cost = cost_of(self._price, usage, sent, ()) if usage else None
            error.cost = cost.usd if cost else None
            error.message = redact(error.message, self._key)
            error.hint = kind_hint(answer) or error.hint
            raise

    def _contents_that_fit(self, contents: Contents, image: Size, part: int = 1) -> Contents:
        """Return as much of the contents as fits into one part of the model's window."""
        room = self._window.room // part - self._fixed_token_count(image)
        keep = self._pictures_to_keep([*(each.outgoing for each in contents.past), contents.outgoing])
        if contents.keep is not None:
            keep = min(keep, contents.keep)
        past, fewer = history.exchanges_that_fit(contents.past, contents.outgoing, self._dialect, keep, room)
        return replace(contents, past=past, keep=fewer)

    def _pictures_to_keep(self, turns_sent: Sequence[history.OutgoingTurn]) -> int:
        most = self._ladder.most_pictures
        if most is not None:
            return min(most, self._settings.keep_pictures)
        return history.kept_picture_count(turns_sent, self._settings.keep_pictures, self._dialect.forgets_at_once)

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

    def _prepared_request(self, request: history.Request, image: Size) -> PreparedRequest:
        self._requests += 1
        self._stored |= self._template.is_stored(chain=self._chain)
        body = self._body(request, image)
        api = self._dialect.api
        encoded = written(api.request(body))
        return PreparedRequest(
            encoded, len(request.items), request.previous, self._template.stream, api, api.place(body)
        )

    def _body(self, request: history.Request, image: Size) -> Mapping[str, object]:
        return self._template.body(request, image, chain=self._chain, number=self._requests)

    def _next_turn(self, message: ModelInput) -> tuple[tuple[history.Exchange, ...], history.OutgoingTurn]:
        """Return the exchanges to continue from, and what to send."""
        if isinstance(message, Opening) and message.earlier is not None:
            opening = self._with_bare_items(first_turn(message.task, message.earlier, message.frame, self._dialect))
            return earlier_exchanges(message.task, message.earlier, self._dialect), opening
        if isinstance(message, Opening):
            picture = picture_of(message.frame)
            texts = (message.task, *message.frame.notes)
            return (), self._with_bare_items(
                history.OutgoingTurn((self._dialect.user(texts, picture),), texts, picture, 1)
            )
        if message.abandon:
            return history.without_last(self._past, self._reply_in_words(message))
        return self._past, self._turn_of_reply(message)

    def _turn_of_reply(self, reply: Reply) -> history.OutgoingTurn:
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
                answers.append(self._dialect.result(result.call_id, picture, result.acknowledged, result.acts_in_words))
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
        lines = [line for result in reply.results for line in (*result.acts_in_words, *answer_as_text(result))]
        lines += reply.texts
        items_sent = (*self._pending_answers, *items, *words)
        pictures_sent = len(shows) + len(parts) + (alone is not None)
        return self._with_bare_items(history.OutgoingTurn(items_sent, tuple(lines or ["Done."]), newest, pictures_sent))

    def _with_bare_items(self, outgoing: history.OutgoingTurn) -> history.OutgoingTurn:
        """Return a copy with its `bare` items, which are sent once its pictures are left out."""
        return (
            replace(outgoing, bare=history.without_pictures(outgoing.items)) if self._dialect.bare_calls else outgoing
        )

    def _reply_in_words(self, reply: Reply) -> history.OutgoingTurn:
        """Return a message with the outcome of the calls of an abandoned response."""
        lines = [line for result in reply.results for line in result.acts_in_words]
        texts = tuple([*lines, *reply.texts, *reply.frame.notes] or ["This was not done."])
        picture = picture_of(reply.frame)
        return self._with_bare_items(history.OutgoingTurn((self._dialect.user(texts, picture),), texts, picture, 1))

    def _with_cost(self, reading: Reading, sent: int) -> Turn:
        turn = reading.turn
        cost = cost_of(self._price, turn.usage, math.ceil(sent * self._window.factor), reading.output)
        if cost is None:
            return turn
        notices = (*turn.notices, ESTIMATED) if cost.estimated else turn.notices
        return replace(turn, cost=cost.usd, notices=notices)


def _with_spent(reading: Reading, spent: float | None) -> Reading:
    """Return the reading of an answer with the cost of those before it that couldn't be used."""
    if spent is None:
        return reading
    return replace(reading, turn=replace(reading.turn, cost=_cost_sum(spent, reading.turn.cost)))


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
            "The server hasn't confirmed deleting {left:,} of {count:,} response ({reasons}), and may keep it.",
            "The server hasn't confirmed deleting {left:,} of {count:,} responses ({reasons}), and may keep them.",
            count=number,
            left=left,
            reasons=reasons,
        ),
    )
