"""Answer requests: find the conversation, look at the picture, think, and keep the response."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.local import mind
from desktop_agent.local.planner import End
from desktop_agent.local.wire.asked import Asked, read_request
from desktop_agent.local.wire.response import body, opening
from desktop_agent.local.wire.store import Record, Store
from desktop_agent.local.wire.thread import Memory, Situation, situation
from desktop_agent.local.wire.wording import Words, call_of, checks_of, output, usage

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answerer:
    """What the server needs to answer: the responses so far, and somebody who reads pictures."""

    store: Store
    reader: mind.Reader

    def begin(self, raw: bytes, key: str | None) -> tuple[Record, bool, Callable[[], None]]:
        """Return the record of a request, whether the client wants a stream, and the work that completes the record.

        Raises:
            BadRequestError: the request cannot be answered; nothing is kept of it.
        """
        asked = read_request(raw)
        now = situation(asked, self.store)
        eyes = mind.look(now, self.reader)
        begun = body(asked, f"resp_{secrets.token_hex(12)}", time.time(), eyes.size)
        record, new = self.store.begin(begun, key)
        if not new:
            return record, asked.stream, _wait_for(record)
        for event in opening(begun):
            record.tell(event)
        return record, asked.stream, lambda: self._complete(record, asked, now, eyes)

    def _complete(self, record: Record, asked: Asked, now: Situation, eyes: mind.PictureEyes) -> None:
        try:
            answer = mind.think(now, eyes)
        except DesktopAgentError as error:
            _fail(record, str(error))
            return
        except BaseException:
            # Whoever follows the stream would else wait for ever.
            _fail(record, "The local model failed in a way that nobody foresaw.")
            raise
        words = Words(asked.dialect, mind.scale(asked, eyes), asked.offers_done, secrets.token_hex(4))
        items = output(words, answer)
        over = isinstance(answer, End)
        record.memory = Memory(
            id=record.body["id"], parent=now.parent, task=now.task, place=answer.place, turn=now.turn + 1,
            call_id=None if over else call_of(items), checks=checks_of(items), ended=over,
        )  # fmt: skip
        spent = usage(asked.raw, eyes.size, items, asked.dialect)
        record.end(record.body | {"status": "completed", "output": items, "usage": spent})


def in_background(work: Callable[[], None]) -> None:
    """Do the work in a thread: a client that goes away can then come back for the answer."""
    threading.Thread(target=work, daemon=True).start()


def _fail(record: Record, why: str) -> None:
    record.end(record.body | {"status": "failed", "error": {"code": "server_error", "message": why}})


def _wait_for(record: Record) -> Callable[[], None]:
    def wait() -> None:
        for _ in record.follow():
            pass

    return wait
