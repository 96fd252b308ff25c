"""The history and the content of each request: chained to the server's memory, or our own history, shortened. Pure.

A round is the model's output and our answer to it. Rounds with the newest pictures are sent as the dialect's own
items; older ones, and all of them where an API takes only messages, are sent as text. A computer call is not valid
without its picture, so a call and its answer always become text together. A call of a function needs no picture: it
stays a call, as the model is to write the next, and only the pictures are left out.

What does not fit the model's context window, by an estimate corrected by the server's counts, is dropped in this order:
the oldest rounds after the first message, which leave one line behind; then pictures, down to the newest. The first
message, the task, always stays. More is dropped than necessary, so that the next requests begin alike and a server can
read them from its cache.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_agent.core.runs.turn import Usage
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.model.caps import LONGEST_ID
from desktop_agent.model.dialect import Dialect, assistant_message
from desktop_agent.model.picture import PicturePlaceholder
from desktop_agent.model.profile import NO_SIZE, tokens_of_items, tokens_of_picture
from desktop_agent.model.reading.shapes import texts_in

# More than any model makes use of; a run of thousands of turns stays as small and as quick as one of hundreds.
MOST_ROUNDS = 400
# Fields that only an answer may have; servers refuse requests with them.
_OUTPUT_ONLY = frozenset({"parsed_arguments", "created_by"})
_OUTPUT_ONLY_IN = {"reasoning": frozenset({"status"})}
_PART_OUTPUT_ONLY = frozenset({"parsed", "logprobs"})
# Fields that a request's types require of an item, but that a server may omit in its answer.
_REQUIRED_IN: Mapping[str, JsonItem] = {
    "computer_call": {"status": "completed", "pending_safety_checks": []},
    "reasoning": {"summary": []},
}
_REQUIRED_IN_PART: Mapping[str, JsonItem] = {"output_text": {"annotations": []}}
_EARLIER: JsonItem = {"type": "input_text", "text": "(An earlier picture of the screen is left out here.)"}
_ALWAYS_RETAINED = frozenset({"compaction", "item_reference"})
# Items that only repeat to a server what it has said or stored itself, and those whose ids do.
_ECHOES = frozenset({"reasoning", "compaction", "item_reference"})
_WITH_ECHOED_ID = frozenset({"message", "computer_call", "function_call", "custom_tool_call"})
# The window of a model of unknown size: few models that see have less.
ASSUMED_TOKENS = 128_000
_FOR_THE_ANSWER = 8  # the fraction of the window: one in so many parts
_LEFT_AFTER = 0.75  # of the room, once it was too little
_MOST_OFF = 4.0


@dataclass(frozen=True, slots=True)
class OutgoingTurn:
    """The content of one request: as the dialect's own items, and as text with the newest picture."""

    items: tuple[JsonItem, ...]  # empty once only the text is sent
    texts: tuple[str, ...]
    picture: PicturePlaceholder | None  # None once it was left out
    pictures: int  # how many the items hold
    left_out: int = 0  # the number of rounds after it that are no longer sent
    bare: tuple[JsonItem, ...] = ()  # the items without their pictures, where calls need none

    @property
    def as_text(self) -> tuple[str, ...]:
        """The texts, and a line for the rounds that were left out."""
        if not self.left_out:
            return self.texts
        return (*self.texts, f"({self.left_out} earlier steps are left out here; the picture shows where they led.)")

    @property
    def tokens(self) -> int:
        """The estimated tokens of the turn without pictures."""
        return tokens_of_items(self.bare or self.as_text, NO_SIZE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A sent turn and the model's answer; `output` is ready to be sent back, `plain` is the same as text."""

    outgoing: OutgoingTurn
    response_id: str
    output: tuple[JsonItem, ...]
    plain: str
    text_tokens: int = field(init=False, compare=False)  # of both without pictures
    output_tokens: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Compute once the token counts that each request needs."""
        output = tokens_of_items(self.output, NO_SIZE)
        plain = tokens_of_items([self.plain, *_retained_items(self.output)], NO_SIZE)
        object.__setattr__(self, "text_tokens", self.outgoing.tokens + (output if self.outgoing.bare else plain))
        object.__setattr__(self, "output_tokens", output)


@dataclass(frozen=True, slots=True)
class Request:
    """The content of one request; `previous` is empty if it has the full history."""

    items: tuple[JsonItem, ...]
    previous: str = ""
    tokens: int = field(default=0, compare=False)  # of the items, by our estimate


def next_request(
    past: Sequence[Exchange], outgoing: OutgoingTurn, dialect: Dialect, *, chain: bool, keep: int
) -> Request:
    """Return the next request: the new turn and the last response's id, or the full history with `keep` pictures."""
    if not past:
        return Request(outgoing.items, "", tokens_of_items(outgoing.items, NO_SIZE))
    if chain and past[-1].response_id:
        return Request(outgoing.items, past[-1].response_id, tokens_of_items(outgoing.items, NO_SIZE))
    return Request(_all_items(past, outgoing, dialect, keep), "", size_of(past, outgoing, dialect, keep))


def pruned(past: Sequence[Exchange], keep: int) -> tuple[Exchange, ...]:
    """Drop what will never be sent again, so that a long run stays small."""
    first = first_with_pictures([exchange.outgoing for exchange in past], keep)
    answers = [*(each.outgoing for each in past[1:]), None]
    small = tuple(_pruned_exchange(each, n - first, answers[n]) for n, each in enumerate(past))
    if len(small) <= MOST_ROUNDS or first <= MOST_ROUNDS // 4:
        return small
    return without_rounds(small, MOST_ROUNDS // 4)


def without_rounds(past: Sequence[Exchange], count: int) -> tuple[Exchange, ...]:
    """Leave out the oldest rounds after the first message."""
    first = past[0].outgoing
    last = past[count]
    first_message = _without_items(replace(first, left_out=first.left_out + count, bare=()))
    # Only the newest of these counts: it replaces everything before it.
    retained = [item for exchange in past[:count] for item in _retained_items(exchange.output)][-1:]
    return (Exchange(first_message, last.response_id, (*retained, *last.output), last.plain), *past[count + 1 :])


def size_of(past: Sequence[Exchange], outgoing: OutgoingTurn, dialect: Dialect, keep: int) -> int:
    """Return the estimated tokens of the full history with `keep` pictures."""
    messages = [*(exchange.outgoing for exchange in past), outgoing]
    first = first_with_pictures(messages, keep)
    tokens = sum(exchange.text_tokens for exchange in past[: max(first - 1, 0)])
    for n in range(max(first - 1, 0), len(messages)):
        tokens += messages[n].tokens if n < first else _size_with_pictures(messages[n], dialect)
        if n < len(past):
            tokens += _size_of_output(past[n], as_text=n + 1 < first or not dialect.keeps_items)
    return tokens


def without_last(past: Sequence[Exchange], more: OutgoingTurn) -> tuple[tuple[Exchange, ...], OutgoingTurn]:
    """Go back to before the last response: return the exchanges before it, and what to send instead.

    The last turn is sent again, because the response before it still needs its answers.
    """
    *before, last = past
    message = replace(
        last.outgoing,
        items=last.outgoing.items + more.items,
        texts=last.outgoing.texts + more.texts,
        picture=more.picture,
        pictures=last.outgoing.pictures + more.pictures,
        bare=last.outgoing.bare + more.bare if last.outgoing.bare and more.bare else (),
    )
    return tuple(before), message


def returnable_item(item: JsonItem, name: str) -> JsonItem:
    """Return an output item in the form that a request may hold; `name` stands in for a missing call_id."""
    kind = str(item.get("type"))
    dropped = _OUTPUT_ONLY | _OUTPUT_ONLY_IN.get(kind, frozenset())
    fields = {key: value for key, value in item.items() if key not in dropped and value is not None}
    if kind.endswith("_call") and name and "call_id" not in fields and "action" in fields:
        fields["call_id"] = name
    if not 0 < len(str(fields.get("id", "_"))) <= LONGEST_ID:
        fields = _without_id(fields)
    content = fields.get("content")
    if isinstance(content, list):
        fields["content"] = [_part(part) for part in content]
    return {**_REQUIRED_IN.get(kind, {}), **_returnable(fields)}


def _part(part: object) -> object:
    if not isinstance(part, Mapping):
        return part
    fields = {key: value for key, value in part.items() if key not in _PART_OUTPUT_ONLY and value is not None}
    return {**_REQUIRED_IN_PART.get(str(fields.get("type")), {}), **fields}


def _returnable_message(item: JsonItem) -> JsonItem:
    """Return a message in the form of an answer; one without an id becomes a plain text message."""
    content = item.get("content")
    if isinstance(content, list) and "id" in item:
        return {"role": "assistant", "status": "completed", **item}
    texts = texts_in(content)
    is_text = isinstance(content, str) or (isinstance(content, list) and len(texts) == len(content))
    return assistant_message("\n".join(texts)) if is_text else item


def _all_items(past: Sequence[Exchange], outgoing: OutgoingTurn, dialect: Dialect, keep: int) -> tuple[JsonItem, ...]:
    messages = [*(exchange.outgoing for exchange in past), outgoing]
    first = first_with_pictures(messages, keep)
    items: list[JsonItem] = []
    for n, message in enumerate(messages):
        as_text = n < first or not dialect.keeps_items
        if n:
            items += _items_of_answer(past[n - 1], dialect, message) if as_text else past[n - 1].output
        if as_text and message.bare:
            items += message.bare
        elif as_text:
            items.append(dialect.user(message.as_text, None if n < first else message.picture))
        else:
            items += message.items
    return tuple(items)


def _items_of_answer(exchange: Exchange, dialect: Dialect, to_it: OutgoingTurn) -> Sequence[JsonItem]:
    """Return an older answer of the model: its calls if the next turn answers them, else text."""
    return _items_without_reasoning(exchange.output) if to_it.bare else _text_items(exchange, dialect)


def _size_with_pictures(outgoing: OutgoingTurn, dialect: Dialect) -> int:
    if dialect.keeps_items or outgoing.picture is None:
        return tokens_of_items(outgoing.items, NO_SIZE)
    return outgoing.tokens + tokens_of_picture(outgoing.picture.size)


def _size_of_output(exchange: Exchange, *, as_text: bool) -> int:
    if as_text:
        return exchange.text_tokens - exchange.outgoing.tokens
    return exchange.output_tokens


def kept_picture_count(messages: Sequence[OutgoingTurn], keep: int, at_once: int) -> int:
    """Return how many of the newest pictures are sent: `keep`, or more until `at_once` can be dropped together."""
    sent = sum(message.pictures for message in messages if message.picture)
    return keep if sent >= keep + at_once else max(keep, sent)


def first_with_pictures(messages: Sequence[OutgoingTurn], keep: int) -> int:
    """Return the index of the first message whose pictures are still sent; the last one's always are."""
    left = keep
    first = len(messages) - 1
    for n in range(len(messages) - 1, -1, -1):
        left -= messages[n].pictures
        if left < 0 or not messages[n].picture:
            break
        first = n
    return first


def _text_items(exchange: Exchange, dialect: Dialect) -> list[JsonItem]:
    text_items: list[JsonItem] = [dialect.assistant(exchange.plain)] if exchange.plain else []
    # These cannot be written as text.
    return [*(_retained_items(exchange.output) if dialect.keeps_items else ()), *text_items]


def _pruned_exchange(exchange: Exchange, place: int, answer: OutgoingTurn | None) -> Exchange:
    """Return an exchange without what will not be sent again; `place` counts from the first message with pictures."""
    small = exchange
    if place < 0 and small.outgoing.picture:
        small = replace(small, outgoing=_without_items(small.outgoing))
    # The answer right before that message is sent as its own items.
    if place < -1 and (small.response_id or small.output):
        stays = answer is not None and answer.bare
        small = replace(
            small,
            response_id="",
            output=_items_without_reasoning(small.output) if stays else _retained_items(small.output),
        )
    return small


def _items_without_reasoning(output: Sequence[JsonItem]) -> tuple[JsonItem, ...]:
    """Return an older answer without its reasoning, and then without the ids of its items."""
    if not any(item.get("type") == "reasoning" for item in output):
        return tuple(output)
    without_reasoning = (item for item in output if item.get("type") != "reasoning")
    return tuple(map(_returnable, map(_without_id, without_reasoning)))


def without_echoes(past: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Return the exchanges without what only repeats to the server what it has said or stored itself.

    These are thoughts, other encrypted content, ids of items, and the responses to continue from. A call keeps its own
    id, which its result refers to, and a signature, without which Google refuses it.
    """
    return tuple(replace(each, response_id="", output=_without_echoes(each.output)) for each in past)


def _without_echoes(output: Sequence[JsonItem]) -> tuple[JsonItem, ...]:
    said = [item for item in output if item.get("type") not in _ECHOES]
    return tuple(_without_echo(item) if item.get("type") in _WITH_ECHOED_ID else item for item in said)


def _without_echo(item: JsonItem) -> JsonItem:
    is_signed_call = item.get("type") == "function_call"
    fields = {name: value for name, value in item.items() if is_signed_call or name != "encrypted_content"}
    return _returnable(_without_id(fields))


def _without_id(item: JsonItem) -> dict[str, object]:
    """Return an item without its id; a computer call, which needs one, gets one of ours."""
    fields = {name: value for name, value in item.items() if name != "id"}
    own_id = {"id": f"cu_{item.get('call_id')}"[:LONGEST_ID]} if item.get("type") == "computer_call" else {}
    return {**fields, **own_id}


def _returnable(item: JsonItem) -> JsonItem:
    return _returnable_message(item) if item.get("type") == "message" else item


def without_pictures(items: Sequence[JsonItem]) -> tuple[JsonItem, ...]:
    """Return items with a line of text in the place of each picture."""
    return tuple({key: _without_picture(value) for key, value in item.items()} for item in items)


def _without_picture(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [_EARLIER if isinstance(part, Mapping) and part.get("type") == "input_image" else part for part in value]


def _retained_items(output: Sequence[JsonItem]) -> tuple[JsonItem, ...]:
    # Mostly empty: a generator for each of a thousand rounds would be slow.
    return tuple(item for item in output if item.get("type") in _ALWAYS_RETAINED) if output else ()


def _without_items(outgoing: OutgoingTurn) -> OutgoingTurn:
    return replace(outgoing, items=(), picture=None, pictures=0)


@dataclass(frozen=True, slots=True)
class ContextWindow:
    """How many tokens a model can hold, and the largest ratio of the server's count to our estimate so far."""

    tokens: int
    factor: float = 1.0
    answer: int = 0  # the longest answer, if it is limited

    @property
    def most(self) -> int:
        """The most tokens that a request may have, so that the answer has room as well."""
        return self.tokens - max(self.tokens // _FOR_THE_ANSWER, self.answer)

    @property
    def room(self) -> int:
        """The same, in tokens by our estimate."""
        return int(self.most / self.factor)

    def checked(self, estimated: int, usage: Usage | None) -> ContextWindow:
        """Return the window corrected by a server's count; its room never grows."""
        server_tokens = self._server_count(estimated, usage)
        return replace(self, factor=max(self.factor, min(server_tokens / estimated, _MOST_OFF)))

    def held(self, estimated: int, usage: Usage | None) -> int:
        """Return the length of what a server has read, in tokens by our estimate."""
        return int(self._server_count(estimated, usage) / self.factor)

    def after_refusal(self, estimated: int, allowed_tokens: int | None = None) -> ContextWindow:
        """Return the window after a refusal of a too long request; `allowed_tokens` is the server's limit if known."""
        sent = int(estimated * self.factor)
        return replace(
            self, tokens=allowed_tokens if allowed_tokens and allowed_tokens < sent else min(self.tokens, sent) // 2
        )

    def _server_count(self, estimated: int, usage: Usage | None) -> float:
        """Return the server's count, or our estimate if the count is impossible."""
        server_tokens = usage.input_tokens if usage else None
        credible = server_tokens is not None and estimated <= server_tokens * _MOST_OFF and server_tokens <= self.tokens
        return server_tokens if server_tokens is not None and credible else estimated * self.factor


def exchanges_that_fit(
    past: Sequence[Exchange], outgoing: OutgoingTurn, dialect: Dialect, keep: int, room: int
) -> tuple[tuple[Exchange, ...], int]:
    """Return the exchanges, and the number of their pictures, that fit into `room` tokens with the new turn."""
    if size_of(past, outgoing, dialect, keep) <= room:
        return tuple(past), keep
    goal = int(room * _LEFT_AFTER)
    shorter = tuple(past)
    for fewer in range(keep, 0, -1):
        shorter = _with_fewer_rounds(shorter, outgoing, dialect, fewer, goal)
        if size_of(shorter, outgoing, dialect, fewer) <= room:
            return shorter, fewer
    return shorter, 1


def _with_fewer_rounds(
    past: tuple[Exchange, ...], outgoing: OutgoingTurn, dialect: Dialect, keep: int, goal: int
) -> tuple[Exchange, ...]:
    """Drop the oldest rounds that are sent as text until the goal is reached, or none is left."""
    over = size_of(past, outgoing, dialect, keep) - goal
    text_rounds = first_with_pictures([*(exchange.outgoing for exchange in past), outgoing], keep) - 1
    count = 0
    while over > 0 and count < text_rounds:
        count += 1
        over -= past[count - 1].text_tokens - past[count - 1].outgoing.tokens + past[count].outgoing.tokens
    return without_rounds(past, count) if count else past
