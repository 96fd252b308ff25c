"""The embedded model as one that answers: find the conversation, look at the picture, think."""

import secrets
from dataclasses import dataclass

from desktop_agent.devserver.wire.conversation import Memories, ResponseMemory, Situation, situation
from desktop_agent.devserver.wire.parsed_request import DialectName, ParsedRequest
from desktop_agent.devserver.wire.problem import BadRequestError
from desktop_agent.devserver.wire.record import Record
from desktop_agent.devserver.wire.responder import ModelAnswer, Thought
from desktop_agent.devserver.wire.wording import ItemWriter, call_of, checks_of, output, usage
from desktop_agent.offline import engine
from desktop_agent.offline.planner import End

_NO_TOOL = (
    "The request offers no computer tool. Send one of: computer_use_preview (dialect preview), "
    "computer_use (lightcone), computer (openai)."
)


@dataclass(frozen=True, slots=True)
class OfflineModel:
    """Follows plain steps by what it reads on the picture; `tells_seconds` is for a client that knows that field."""

    memories: Memories
    reader: engine.Reader
    tells_seconds: bool = False

    def consider(self, asked: ParsedRequest, before: Record | None) -> Thought:  # noqa: ARG002 - the memories know it
        """Find the place in the plan, and decode the picture."""
        if asked.dialect is None:
            raise BadRequestError(_NO_TOOL, param="tools")
        now = situation(asked, self.memories)
        eyes = engine.look(now, self.reader)
        dialect = asked.dialect
        return Thought(dialect, lambda record: self._answer(record, asked, dialect, now, eyes), eyes.size)

    def _answer(
        self, record: Record, asked: ParsedRequest, dialect: DialectName, now: Situation, eyes: engine.PictureEyes
    ) -> ModelAnswer:
        answer = engine.think(now, eyes)
        scale = engine.scale(asked, eyes)
        words = ItemWriter(dialect, scale, asked.offers_done, secrets.token_hex(4), tells_seconds=self.tells_seconds)
        items = output(words, answer)
        over = isinstance(answer, End)
        memory = ResponseMemory(
            id=record.body["id"], parent=now.parent, task=now.task, place=answer.place, turn=now.turn + 1,
            call_id=None if over else call_of(items), checks=checks_of(items), ended=over,
        )  # fmt: skip
        return ModelAnswer(items, usage(asked.raw, eyes.size, items, dialect), memory)
