"""Determine a request's conversation, its position in the plan, and the outcome of the last action."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.runs.turn import PERSON_SAYS, NotDone, NotDoneReason
from desktop_agent.offline.grammar import with_more_steps
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.resume import position_in
from desktop_agent.serve.wire.parsed_request import (
    BadRequestError,
    ParsedCall,
    ParsedEnding,
    ParsedItem,
    ParsedMessage,
    ParsedOutput,
    ParsedRequest,
    newest_picture,
)
from desktop_agent.serve.wire.store import ResponseMemory, Store

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
        r"\b(?:took the mouse|took over|taken over)\b.*\bnot (?:been )?(?:done|carried)", re.IGNORECASE)),
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
