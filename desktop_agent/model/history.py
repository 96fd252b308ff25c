"""Knows what was said and what to send next: chained to the server's memory, or our own, thinned out. Pure.

A round is what the model put out and what we answered to it. Rounds with the newest pictures are sent in the dialect's
own items; older ones, and all of them where an API takes nothing but messages, are told as text. A computer call can't
keep its place without its picture, so a call is told together with the answer to it, never one without the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_agent.core.turn import JsonItem
from desktop_agent.model.dialect import Dialect
from desktop_agent.model.estimate import NO_SIZE, tokens_of_items, tokens_of_picture
from desktop_agent.model.picture import PicturePlaceholder

NEWEST_PICTURES = 5
# More than any model makes use of; a run of thousands of turns stays as small and as quick as one of hundreds.
MOST_ROUNDS = 400
# What only an answer may hold; servers refuse requests that hold it.
_OUTPUT_ONLY = frozenset({"parsed_arguments", "created_by"})
_OUTPUT_ONLY_IN = {"message": frozenset({"status"})}
_PART_OUTPUT_ONLY = frozenset({"parsed"})
_KEPT_UNTOLD = frozenset({"compaction", "item_reference"})


@dataclass(frozen=True, slots=True)
class OutgoingTurn:
    """What we say in one request: in the dialect's own items, and as text with the newest picture."""

    items: tuple[JsonItem, ...]  # empty once only the text is told
    texts: tuple[str, ...]
    picture: PicturePlaceholder | None  # None once it was left out
    pictures: int  # how many the items hold
    left_out: int = 0  # how many rounds came after it that are not told any more

    @property
    def told(self) -> tuple[str, ...]:
        """The texts, and what stands for the rounds that were left out."""
        if not self.left_out:
            return self.texts
        return (*self.texts, f"({self.left_out} earlier steps are left out here; the picture shows where they led.)")

    @property
    def tokens(self) -> int:
        """How many tokens it has as text."""
        return tokens_of_items(self.told, NO_SIZE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What we said, and what the model answered; `output` is ready for the way back, `plain` is the same as text."""

    ours: OutgoingTurn
    response_id: str
    output: tuple[JsonItem, ...]
    plain: str
    told_tokens: int = field(init=False, compare=False)  # of both as text
    output_tokens: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Count once what is counted before each request."""
        told = self.ours.tokens + tokens_of_items([self.plain, *_untold(self.output)], NO_SIZE)
        object.__setattr__(self, "told_tokens", told)
        object.__setattr__(self, "output_tokens", tokens_of_items(self.output, NO_SIZE))


@dataclass(frozen=True, slots=True)
class Request:
    """What one request carries; `previous` is empty when the whole history goes with it."""

    items: tuple[JsonItem, ...]
    previous: str = ""
    tokens: int = field(default=0, compare=False)  # of the items, by our estimate


def next_request(past: Sequence[Exchange], ours: OutgoingTurn, words: Dialect, *, chain: bool, keep: int) -> Request:
    """Return what to send: only the new with the id of the last response, or everything with `keep` pictures."""
    if not past:
        return Request(ours.items, "", tokens_of_items(ours.items, NO_SIZE))
    if chain and past[-1].response_id:
        return Request(ours.items, past[-1].response_id, tokens_of_items(ours.items, NO_SIZE))
    return Request(_whole(past, ours, words, keep), "", size_of(past, ours, words, keep))


def pruned(past: Sequence[Exchange], keep: int) -> tuple[Exchange, ...]:
    """Return the exchanges without what will never be sent again, so that a long run stays small."""
    first = first_with_items([each.ours for each in past], keep)
    small = tuple(_small(each, n - first) for n, each in enumerate(past))
    if len(small) <= MOST_ROUNDS or first <= MOST_ROUNDS // 4:
        return small
    return without_rounds(small, MOST_ROUNDS // 4)


def without_rounds(past: Sequence[Exchange], count: int) -> tuple[Exchange, ...]:
    """Leave out the rounds after the first message: what the model put out first, to our answer to it, and so on."""
    first, last = past[0].ours, past[count]
    said = _without_items(replace(first, left_out=first.left_out + count))
    # Only the newest of these counts: it stands for all that was before it.
    kept = [item for each in past[:count] for item in _untold(each.output)][-1:]
    return (Exchange(said, last.response_id, (*kept, *last.output), last.plain), *past[count + 1 :])


def size_of(past: Sequence[Exchange], ours: OutgoingTurn, words: Dialect, keep: int) -> int:
    """Return how many tokens the whole history has, by our estimate, with `keep` pictures."""
    said = [*(each.ours for each in past), ours]
    first = first_with_items(said, keep)
    told = sum(each.told_tokens for each in past[: max(first - 1, 0)])
    for n in range(max(first - 1, 0), len(said)):
        told += said[n].tokens if n < first else _size_with_pictures(said[n], words)
        if n < len(past):
            told += _size_of_output(past[n], told=n + 1 < first or not words.keeps_items)
    return told


def without_last(past: Sequence[Exchange], more: OutgoingTurn) -> tuple[tuple[Exchange, ...], OutgoingTurn]:
    """Go back to before the last response: return the exchanges before it, and what to say there once more and new.

    What we said then has to be said again, because the response before it still waits for its answers.
    """
    *before, last = past
    said = replace(
        last.ours,
        items=last.ours.items + more.items,
        texts=last.ours.texts + more.texts,
        picture=more.picture,
        pictures=last.ours.pictures + more.pictures,
    )
    return tuple(before), said


def for_the_way_back(item: JsonItem, name: str) -> JsonItem:
    """Return an item of the output as it may stand in a request; `name` serves where a call has no call_id."""
    kind = item.get("type")
    dropped = _OUTPUT_ONLY | _OUTPUT_ONLY_IN.get(str(kind), frozenset())
    kept = {key: value for key, value in item.items() if key not in dropped and value is not None}
    if str(kind).endswith("_call") and name and "call_id" not in kept and "action" in kept:
        kept["call_id"] = name
    content = kept.get("content")
    if isinstance(content, list):
        kept["content"] = [_part(part) for part in content]
    return kept


def _part(part: object) -> object:
    if not isinstance(part, Mapping):
        return part
    return {key: value for key, value in part.items() if key not in _PART_OUTPUT_ONLY and value is not None}


def _whole(past: Sequence[Exchange], ours: OutgoingTurn, words: Dialect, keep: int) -> tuple[JsonItem, ...]:
    said = [*(each.ours for each in past), ours]
    first = first_with_items(said, keep)
    items: list[JsonItem] = []
    for n, one in enumerate(said):
        told = n < first or not words.keeps_items
        if n:
            items += _told(past[n - 1], words) if told else past[n - 1].output
        if told:
            items.append(words.user(one.told, None if n < first else one.picture))
        else:
            items += one.items
    return tuple(items)


def _size_with_pictures(ours: OutgoingTurn, words: Dialect) -> int:
    if words.keeps_items or ours.picture is None:
        return tokens_of_items(ours.items, NO_SIZE)
    return ours.tokens + tokens_of_picture(ours.picture.size)


def _size_of_output(exchange: Exchange, *, told: bool) -> int:
    if told:
        return exchange.told_tokens - exchange.ours.tokens
    return exchange.output_tokens


def first_with_items(said: Sequence[OutgoingTurn], keep: int) -> int:
    """Return the number of the first message whose pictures are still sent; the last one always is."""
    left, first = keep, len(said) - 1
    for n in range(len(said) - 1, -1, -1):
        left -= said[n].pictures
        if left < 0 or not said[n].picture:
            break
        first = n
    return first


def _told(exchange: Exchange, words: Dialect) -> list[JsonItem]:
    told: list[JsonItem] = [words.assistant(exchange.plain)] if exchange.plain else []
    # Nothing can tell what is in these.
    return [*(_untold(exchange.output) if words.keeps_items else ()), *told]


def _small(exchange: Exchange, place: int) -> Exchange:
    """Return what will be sent of an exchange; its `place` counts from the first message with pictures."""
    small = exchange
    if place < 0 and small.ours.picture:
        small = replace(small, ours=_without_items(small.ours))
    # The answer right before that message goes in its own items.
    if place < -1 and (small.response_id or small.output):
        small = replace(small, response_id="", output=_untold(small.output))
    return small


def _untold(output: Sequence[JsonItem]) -> tuple[JsonItem, ...]:
    # Nothing is left of most: a generator for each of a thousand rounds would take its time.
    return tuple(item for item in output if item.get("type") in _KEPT_UNTOLD) if output else ()


def _without_items(ours: OutgoingTurn) -> OutgoingTurn:
    return replace(ours, items=(), picture=None, pictures=0)
