"""Where each line is a field of its own, only what has come in is compared, never what stood there before."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest
from dbus_fast import Message, MessageType, Variant

from desktop_agent.core.field_text import FieldMark
from desktop_agent.platforms.atspi.field_reader import _Texts
from desktop_agent.screen.accessible_nodes import EDITABLE, FOCUSED

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

PARAGRAPH = 73


@dataclass
class Document:
    """Paragraphs as Writer tells them: the first counts `counted` characters, and a range may be backwards."""

    lines: list[str]
    counted: int

    async def call(self, question: Message) -> Message:
        line = int(str(question.path)[1:]) if question.path != "/all" else 0
        count = self.counted if line == 0 else len(self.lines[line])
        answers: dict[str, tuple[str, list[Any]]] = {
            "GetState": ("au", [[1 << EDITABLE | 1 << FOCUSED, 0]]),
            "GetRole": ("u", [PARAGRAPH]),
            "GetIndexInParent": ("i", [line]),
        }
        if question.member == "GetChildAtIndex":
            answers["GetChildAtIndex"] = ("(so)", [[":1.2", f"/{question.body[0]}"]])
        if question.member == "GetText":
            start, end = question.body
            start, end = sorted((start, count if end == -1 else end))
            answers["GetText"] = ("s", [self.lines[line][start:end]])
        if question.member == "Get":
            parent = Variant("(so)", [":1.2", "/all"])
            answers["Get"] = ("v", [parent if question.body[1] == "Parent" else Variant("i", count)])
        signature, body = answers[str(question.member)]
        return Message(message_type=MessageType.METHOD_RETURN, reply_serial=1, signature=signature, body=body)


@pytest.mark.parametrize(("counted", "came"), [(12, "Inter\na b\nc d"), (5, None)])
def test_a_paragraph_that_counts_too_few_characters_is_not_compared(counted: int, came: str | None) -> None:
    texts = _Texts(cast("MessageBus", Document(["PIN4711Inter", "a b", "c d"], counted)))
    mark = FieldMark((":1.2", "/0"), 7, 7, 7, many_lines=True)

    assert came == asyncio.run(texts.since(mark, "Inter\na b\nc d"))
