"""Where links lead: a program that begins to collect that when it is asked is asked again, once in its life."""

import asyncio
from typing import Any, cast

import pytest
from dbus_fast import Message, MessageType

from desktop_agent.platforms.atspi.look import LookQuestions
from desktop_agent.platforms.atspi.tree import Tree, TreeCache

LINK = (":1.7", "/accessible/69")
THERE = "http://10.1.2.3/a"


class LinkBus:
    """A bus on which one program tells where its links lead, answer by answer; the last one stays."""

    def __init__(self, *answers: str | None) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def call(self, _question: Message) -> Message:
        """Answer the next question."""
        self.asked += 1
        told = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if told is None:
            return Message(message_type=MessageType.ERROR, reply_serial=1, error_name="org.a.b", signature="")
        return Message(message_type=MessageType.METHOD_RETURN, reply_serial=1, signature="s", body=[told])


def link(bus: LinkBus, memory: TreeCache) -> str:
    """Return where the link leads, as a look tells."""

    async def told() -> str:
        return await Tree(LookQuestions(cast("Any", bus), memory.answers), memory).link(LINK)

    return asyncio.run(told())


@pytest.mark.parametrize(
    ("answers", "told", "asked"),
    [((THERE,), THERE, 1), (("", "", THERE), THERE, 3), (("",), "", 6), ((None,), "", 1)],
)
def test_a_link_is_asked_for_until_its_program_has_had_time_to_learn(
    answers: tuple[str | None, ...], told: str, asked: int
) -> None:
    bus = LinkBus(*answers)

    assert link(bus, TreeCache()) == told
    assert bus.asked == asked
