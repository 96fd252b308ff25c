"""The built-in model behind the server: find the conversation, read the picture, think."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from desktop_agent.core.errors import ModelError
from desktop_agent.core.runs.turn import NotDone
from desktop_agent.offline.engine import next_answer
from desktop_agent.offline.picture.screen_picture import PictureReader, ScreenPicture
from desktop_agent.offline.planner import End, Next
from desktop_agent.serve.dialect import ServedDialect
from desktop_agent.serve.dialects import DIALECTS
from desktop_agent.serve.wire.conversation import ConversationState, conversation_state
from desktop_agent.serve.wire.parsed_request import ParsedRequest, picture_bytes
from desktop_agent.serve.wire.problem import BadRequestError
from desktop_agent.serve.wire.responder import ModelAnswer, Thought
from desktop_agent.serve.wire.store import Record, ResponseMemory, Store
from desktop_agent.serve.wire.wording import ItemWriter, Scale, call_of, checks_of, look_first, output, usage

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
    answer = _thought(now, screen)
    scale = Scale(request.display or screen.size, screen.size)
    items = output(ItemWriter(dialect, scale, request.offers_done, secrets.token_hex(4)), answer, now.notices)
    over = isinstance(answer, End)
    memory = ResponseMemory(
        id=record.id, parent=now.parent, task=now.task, position=answer.position, turn=now.turn + 1,
        call_id=None if over else call_of(items), checks=checks_of(items), ended=over,
    )  # fmt: skip
    return ModelAnswer(items, usage(request.raw, screen.size, items, dialect), memory)


def _thought(now: ConversationState, screen: ScreenPicture) -> Next | End:
    if not now.forgotten:
        return next_answer(now.task, now.position, screen, now.not_done)
    # The refused action is known once it is planned again.
    planned = next_answer(now.task, now.position, screen, None)
    if isinstance(planned, End):
        return planned
    return next_answer(now.task, planned.position, screen, NotDone("refused", ""))
