"""The built-in model behind the server: find the conversation, read the picture, think, and write a dialect's items."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop_agent.core.decisions.question_words import SENSITIVE
from desktop_agent.core.errors import ModelError
from desktop_agent.core.runs.turn import PERSON_SAYS, NotDone, NotDoneReason
from desktop_agent.offline.engine import as_json, next_answer
from desktop_agent.offline.grammar import with_more_steps
from desktop_agent.offline.picture.screen_picture import PictureReader, ScreenPicture
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import End, Next, lines_of
from desktop_agent.offline.resume import call_id, position_in
from desktop_agent.serve.dialects import DIALECTS, Json, ServedDialect
from desktop_agent.serve.wire.handler import ModelAnswer, Thought
from desktop_agent.serve.wire.parsed_request import (
    BadRequestError,
    ParsedCall,
    ParsedEnding,
    ParsedItem,
    ParsedMessage,
    ParsedOutput,
    ParsedRequest,
    newest_picture,
    picture_bytes,
)
from desktop_agent.serve.wire.store import Record, ResponseMemory, Store

_TOOLS = ", ".join(f"{dialect.tool} (dialect {dialect.name})" for dialect in DIALECTS.values())
_NO_TOOL = f"The request offers no computer tool. Send one of: {_TOOLS}."


@dataclass(frozen=True, slots=True)
class ServedOfflineModel:
    """Follows plain steps by reading the pictures of any number of conversations."""

    store: Store
    reader: PictureReader

    def consider(self, request: ParsedRequest) -> Thought:
        """Find the position in the plan, and decode the picture; BadRequestError if either is missing."""
        if request.dialect is None:
            raise BadRequestError(_NO_TOOL, param="tools")
        now = conversation_state(request, self.store)
        dialect = request.dialect
        if now.image_url is None and now.turn == 0:
            # The vendors' own clients begin without a picture, so the model asks for one.
            return Thought(dialect, lambda record: _ask_for_picture(record, request, dialect, now), request.display)
        try:
            screen = ScreenPicture(picture_bytes(now.image_url), self.reader)
        except ModelError as error:
            raise BadRequestError(f"{error.message} {error.hint}", param="input") from error
        return Thought(dialect, lambda record: _answer(record, request, dialect, now, screen), screen.size)


def _ask_for_picture(
    record: Record, request: ParsedRequest, dialect: ServedDialect, now: ConversationState
) -> ModelAnswer:
    """Return the answer to a task without a picture; the position in the plan stays the same."""
    items = look_first(dialect, now.position, secrets.token_hex(4))
    memory = ResponseMemory(
        id=record.id, parent=now.parent, task=now.task, position=now.position, turn=now.turn + 1,
        call_id=call_of(items), checks=frozenset(), ended=False,
    )  # fmt: skip
    return ModelAnswer(items, usage(request.raw, (0, 0), items, dialect), memory)


def _answer(
    record: Record, request: ParsedRequest, dialect: ServedDialect, now: ConversationState, screen: ScreenPicture
) -> ModelAnswer:
    answer = _planned_answer(now, screen)
    scale = Scale(request.display or screen.size, screen.size)
    items = output(ItemWriter(dialect, scale, request.offers_done, secrets.token_hex(4)), answer, now.notices)
    over = isinstance(answer, End)
    memory = ResponseMemory(
        id=record.id, parent=now.parent, task=now.task, position=answer.position, turn=now.turn + 1,
        call_id=None if over else call_of(items), checks=checks_of(items), ended=over,
    )  # fmt: skip
    return ModelAnswer(items, usage(request.raw, screen.size, items, dialect), memory)


def _planned_answer(now: ConversationState, screen: ScreenPicture) -> Next | End:
    if not now.forgotten:
        return next_answer(now.task, now.position, screen, now.not_done)
    # The refused action is known once it is planned again.
    planned = next_answer(now.task, now.position, screen, None)
    if isinstance(planned, End):
        return planned
    return next_answer(now.task, planned.position, screen, NotDone("refused", ""))


_UNSUPPORTED_FIELDS = frozenset({"seconds"})  # no dialect has a field for the length of a wait


@dataclass(frozen=True, slots=True)
class ItemIds:
    """The ids of the items of one answer: random digits, and the id of the call."""

    random: str
    call_id: str | None = None  # None: left out

    def item(self, kind: str, item_type: str) -> Json:
        """Return the ids of an item."""
        return {"id": f"{kind}_{self.random}", "type": item_type}

    def call(self, kind: str, item_type: str) -> Json:
        """Return the ids of a call."""
        return self.item(kind, item_type) | ({} if self.call_id is None else {"call_id": self.call_id})


def reasoning(ids: ItemIds, text: str) -> Json:
    """Return the summary of a thought."""
    return ids.item("rs", "reasoning") | {"summary": [{"type": "summary_text", "text": text}]}


def message(ids: ItemIds, part: Json) -> Json:
    """Return a message of one part."""
    return ids.item("msg", "message") | {"role": "assistant", "status": "completed", "content": [part]}


def text_part(dialect: ServedDialect, text: str) -> Json:
    """Return a part of a message."""
    more: Json = {"annotations": [], "logprobs": []} if dialect.keeps_items else {}
    return {"type": "output_text", "text": text, **more}


def computer_call(dialect: ServedDialect, ids: ItemIds, actions: list[Json], checks: Iterable[Json] = ()) -> Json:
    """Return a call of the computer; `actions` are in the dialect's words, `checks` without an id get one."""
    checks_with_ids = [{"id": f"sc_{ids.random}", **check} for check in checks]
    return ids.call("cc", "computer_call") | dialect.call(actions, checks_with_ids) | {"status": "completed"}


def ending(dialect: ServedDialect, ids: ItemIds, text: str, *, success: bool, offers_done: bool) -> Json:
    """Return the item that ends a task: the dialect's own action, else the client's function `done`, else a message."""
    action = dialect.end(text, success)
    if action is not None:
        return computer_call(dialect, ids, [action])
    if not offers_done:
        return message(ids, text_part(dialect, text))
    arguments = json.dumps({"message": text, "status": "success" if success else "failed"}, ensure_ascii=False)
    call = ids.call("fc", "function_call")
    return call | {"name": "done", "arguments": arguments, "status": "completed"}


@dataclass(frozen=True, slots=True)
class Scale:
    """The conversion of points from a picture's size to the client's coordinates, the size of its display."""

    space: tuple[int, int]
    size: tuple[int, int]

    def scaled(self, value: Any) -> Any:  # noqa: ANN401 - an action, or a part of one
        """Return an action with its points, given in pixels, in the client's coordinates."""
        match value:
            case {"x": int() | float() as x, "y": int() | float() as y}:
                return value | {"x": self._side(x, 0), "y": self._side(y, 1)}
            case {"path": [*points]}:
                return value | {"path": [self.scaled(point) for point in points]}
            case _:
                return value

    def _side(self, at: float, side: int) -> float:
        return round(at * self.space[side] / self.size[side])


@dataclass(frozen=True, slots=True)
class ItemWriter:
    """A dialect, how its client counts points, and fresh random digits for ids."""

    dialect: ServedDialect
    scale: Scale
    offers_done: bool
    random: str


def output(words: ItemWriter, answer: Next | End, notices: Sequence[str] = ()) -> list[Json]:
    """Return the items for an answer of the built-in model; `notices` answer the user's messages."""
    thought = [reasoning(ItemIds(words.random), lines_of(answer))] if answer.thoughts else []
    notice_items = (
        [message(ItemIds(f"{words.random}00"), text_part(words.dialect, " ".join(notices)))] if notices else []
    )
    if isinstance(answer, End):
        name = f"done_{words.random}" if words.dialect.keeps_items else call_id(answer.position, words.random)
        ids = ItemIds(words.random, name)
        end = ending(words.dialect, ids, answer.message, success=answer.success, offers_done=words.offers_done)
        return [*thought, *notice_items, end]
    scaled_action = words.scale.scaled(as_json(answer.action))
    action = {name: value for name, value in scaled_action.items() if name not in _UNSUPPORTED_FIELDS}
    checks: list[Json] = [{"code": SENSITIVE, "message": answer.warning}] if answer.warning else []
    ids = ItemIds(words.random, call_id(answer.position, words.random))
    return [*thought, *notice_items, computer_call(words.dialect, ids, [words.dialect.action(action)], checks)]


def look_first(dialect: ServedDialect, position: PlanPosition, random: str) -> list[Json]:
    """Return the items of a model that has not seen the screen yet."""
    thought = reasoning(ItemIds(random), "There's no picture of the screen yet, so I'll ask for one.")
    call = computer_call(dialect, ItemIds(random, call_id(position, random)), [dialect.action({"type": "screenshot"})])
    return [thought, call]


def text_of(items: list[Json]) -> str:
    """Return output items as text, for the estimate of tokens."""
    return json.dumps(items, ensure_ascii=False)


def checks_of(items: list[Json]) -> frozenset[str]:
    """Return the ids of the pending safety checks."""
    checks = (check for item in items for check in _list(item.get("pending_safety_checks")))
    return frozenset(str(check["id"]) for check in checks if isinstance(check, dict))


def call_of(items: list[Json]) -> str | None:
    """Return the id of the call that needs an output."""
    return next((str(item["call_id"]) for item in items if item["type"] == "computer_call"), None)


def usage(request: Mapping[str, object], picture: tuple[int, int], items: list[Json], dialect: ServedDialect) -> Json:
    """Return estimated token counts: four characters a token, and 750 pixels of the picture."""
    words = sum(len(text) for text in _texts_in(request.get("input")))
    tokens_in = words // 4 + picture[0] * picture[1] // 750 + 1
    tokens_out = len(text_of(items)) // 4 + 1
    counts: Json = {"input_tokens": tokens_in, "output_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
    return dialect.usage(counts)


def _texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [entry for key, entry in value.items() if key in {"text", "content", "input"}]
    return [text for entry in _list(value) for text in _texts_in(entry)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


_LOST = (
    "I do not know how far along this conversation is, because none of its calls are mine. Chain with "
    "previous_response_id, or send the calls back with the IDs that I gave them."
)
_TASK_MARK = "task:"
# Patterns of a client's words about the last action. The first match counts.
_QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|'[^']*'")
_MEANINGS: tuple[tuple[NotDoneReason, re.Pattern[str]], ...] = (
    ("rehearsed", re.compile(r"\b(?:rehears|watch mode|only shown)", re.IGNORECASE)),
    ("taken over", re.compile(
        r"\b(?:took the mouse|took over|taken over|was paused|was locked|computer slept|listed no windows)\b"
        r".*\bnot (?:been )?(?:done|carried)", re.IGNORECASE)),
    ("refused", re.compile(
        r"\b(?:refus|declin|den(?:y|ied)|disallow|forbid|reject|blocked|"
        r"not (?:been )?(?:allow|permit|approv))", re.IGNORECASE)),
    ("failed", re.compile(
        r"\b(?:(?:was|were|could|has|have|is) not (?:be |been )?(?:done|carried|performed|executed|pressed)|"
        r"nothing (?:was|has been) (?:done|pressed|clicked)|fail(?:ed|ure)|could not|error)", re.IGNORECASE)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConversationState:
    """A task, its position, the newest picture, and why the last action was not carried out, if it was not.

    `notices` answer the user's messages. `forgotten` is whether the refused action is neither in the conversation nor
    in the server's memory.
    """

    task: str
    position: PlanPosition
    image_url: str | None
    not_done: NotDone | None = None
    forgotten: bool = False
    parent: str = ""
    turn: int = 0
    notices: tuple[str, ...] = ()


def task_mark(task: str) -> str:
    """Return the parent of the first response to a task."""
    return f"{_TASK_MARK}{task}"


def conversation_state(request: ParsedRequest, store: Store) -> ConversationState:
    """Return the state of a request's conversation; BadRequestError without a task, or for an unknown conversation."""
    if request.previous is not None:
        memory = store.of_response(request.previous)
        if memory is None:
            raise BadRequestError(
                f"The response {request.previous} came to nothing: go on from the one before it.",
                param="previous_response_id",
            )
        return _continued_state(memory, _user_texts(request.items), request.items, store)
    return _state_from_history(request, store)


def _state_from_history(request: ParsedRequest, store: Store) -> ConversationState:
    """Return the state from the client's own history: the last of our calls in it has the position."""
    task_at = next((at for at, item in enumerate(request.items) if _has_words(item)), None)
    if task_at is None:
        raise BadRequestError("There's no task in the input. Send it as the first user message.", param="input")
    # A client that sends older turns as text may have put later messages into the same message as the task.
    task, *later_texts = _user_texts(request.items[task_at : task_at + 1])
    picture = newest_picture(request.items)
    last = _last_call(request, task, store)
    if last is None:
        return _starting_state(task, (*later_texts, *_user_texts(request.items[task_at + 1 :])), picture, store)
    at, memory = last
    memory = replace(memory, task=_task_with_added_steps(task, request.items[task_at + 1 : at]))
    tail = request.items[at + 1 :]
    now = _continued_state(memory, _user_texts(tail), tail, store)
    return replace(now, image_url=now.image_url or picture)


def _starting_state(task: str, texts: tuple[str, ...], picture: str | None, store: Store) -> ConversationState:
    start = ConversationState(task, PlanPosition(), picture, not_done(texts), parent=task_mark(task))
    return _state_before_refusal(start, store)


def _continued_state(
    memory: ResponseMemory, texts: tuple[str, ...], items: Sequence[ParsedItem], store: Store
) -> ConversationState:
    user_texts = _user_messages(texts)
    if memory.ended and texts and not user_texts:
        return _starting_state(_joined(texts), (), newest_picture(items), store)
    picture = newest_picture(items)
    task, notices = with_more_steps(memory.task, user_texts)
    why = not_done(texts)
    now = ConversationState(task, memory.position, picture, why, parent=memory.id, turn=memory.turn, notices=notices)
    return _state_before_refusal(now, store)


def _task_with_added_steps(task: str, items: Sequence[ParsedItem]) -> str:
    """Return the task with the further steps of the user's later messages."""
    return with_more_steps(task, _user_messages(_user_texts(items)))[0]


def _user_messages(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the user's own messages among the client's texts."""
    return tuple(text.removeprefix(PERSON_SAYS).strip() for text in texts if text.startswith(PERSON_SAYS))


def _state_before_refusal(now: ConversationState, store: Store) -> ConversationState:
    """Return the state before a refused action: a call with a refused safety check is never answered."""
    if now.not_done is None or now.not_done.why != "refused":
        return now
    left = next((child for child in reversed(store.children(now.parent)) if child.checks), None)
    if left is not None:
        return replace(now, position=left.position, turn=left.turn)
    return replace(now, forgotten=now.parent.startswith(_TASK_MARK))


def _last_call(request: ParsedRequest, task: str, store: Store) -> tuple[int, ResponseMemory] | None:
    calls = [(at, item.call_id) for at, item in enumerate(request.items) if isinstance(item, ParsedCall | ParsedOutput)]
    if calls:
        _, call_id = calls[-1]
        at = min(at for at, other in calls if other == call_id)
        return at, _memory_of_call(call_id, task, len(calls), store)
    answered = [
        at for at, item in enumerate(request.items) if isinstance(item, ParsedEnding) or _is_assistant_message(item)
    ]
    return (answered[-1], _memory_from_messages(request, answered, task, store)) if answered else None


def _memory_of_call(call_id: str, task: str, turn: int, store: Store) -> ResponseMemory:
    memory = store.of_call(call_id)
    if memory is not None:
        return memory
    position = position_in(call_id)
    if position is None:
        raise BadRequestError(_LOST, param="input")
    return ResponseMemory("", task_mark(task), task, position, turn, call_id, frozenset(), ended=False)


def _memory_from_messages(request: ParsedRequest, answered: list[int], task: str, store: Store) -> ResponseMemory:
    """Return the memory for a history of messages only: by an id in the text, else by the number of answers."""
    for at in reversed(answered):
        item = request.items[at]
        position = position_in(" ".join(item.texts)) if isinstance(item, ParsedMessage) else None
        if position is not None:
            return ResponseMemory("", task_mark(task), task, position, len(answered), None, frozenset(), ended=False)
    memory = store.newest_of_task(_task_with_added_steps(task, request.items[: answered[-1]]), len(answered))
    if memory is None:
        raise BadRequestError(_LOST, param="input")
    return replace(memory, call_id=None)


def not_done(texts: tuple[str, ...]) -> NotDone | None:
    """Return the meaning of the client's texts for the last action; None if it was carried out.

    Only the words before a colon count; those after it name the subject, which may be any word (“Decline”).
    """
    head = " ".join(text.split(":")[0] for text in texts).replace("n't", " not")  # else two of them are read as a quote
    unquoted = _QUOTED.sub("", head)
    why = next((meaning for meaning, words in _MEANINGS if words.search(unquoted)), None)
    return NotDone(why, _joined(texts)) if why else None


def _is_assistant_message(item: ParsedItem) -> bool:
    return isinstance(item, ParsedMessage) and item.role == "assistant"


def _has_words(item: ParsedItem) -> bool:
    return bool(_user_texts([item]))


def _user_texts(items: Sequence[ParsedItem]) -> tuple[str, ...]:
    messages = (item for item in items if isinstance(item, ParsedMessage) and item.role == "user")
    return tuple(text.strip() for item in messages for text in item.texts if text.strip())


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(texts).strip()
