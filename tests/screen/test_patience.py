"""How long programs are waited for that tell names late, or never, and where links lead once they have learnt it."""

import asyncio
from contextlib import suppress
from typing import Any, cast

import pytest
from dbus_fast import Message, MessageType

from desktop_agent.platforms.atspi.controls import SILENT_S, ProgramPatience
from desktop_agent.platforms.atspi.queries import ACCESSIBLE, AccessibilityQueries, AnswerCache
from desktop_agent.platforms.atspi.tree import Tree, TreeCache

PROGRAM = 7
LATE_S = 3 * SILENT_S


async def answer(patience: ProgramPatience, *, after_s: float | None, by_program: bool = True) -> str:
    """Ask a program that answers after a time, or never; return what it tells."""
    reported = asyncio.get_running_loop().create_future()
    async with patience.of(PROGRAM) as answered:
        if after_s is not None:
            asyncio.get_running_loop().call_later(after_s, reported.set_result, "Send")
        else:
            answered(by_program)
        words: str = await reported
        answered(True)
        return words


@pytest.mark.long
def test_a_silent_one_costs_little_after_the_first_time_until_it_answers_again() -> None:
    async def told() -> list[str]:
        patience = ProgramPatience()
        words = list[str]()
        for after_s in (None, LATE_S, 0.0, LATE_S):
            try:
                words.append(await answer(patience, after_s=after_s, by_program=False))
            except TimeoutError:
                words.append("nothing")
        return words

    assert asyncio.run(told()) == ["nothing", "nothing", "Send", "Send"]


class SlowBus:
    """A bus whose answer comes when it is given."""

    def __init__(self) -> None:
        self.answer = asyncio.get_running_loop().create_future()

    async def call(self, _: Message) -> Message:
        """Wait for the answer."""
        answer: Message = await self.answer
        return answer


@pytest.mark.long
def test_the_late_answer_of_a_busy_program_ends_its_silence() -> None:
    async def was_silent_before_and_after() -> tuple[bool, bool]:
        patience = ProgramPatience()
        bus = SlowBus()
        look = AccessibilityQueries(cast("Any", bus), AnswerCache())
        with suppress(TimeoutError):
            async with patience.of(PROGRAM) as look.answered:
                await look.ask((":1.7", "/"), ACCESSIBLE, "GetRole")
        before = patience.is_silent(PROGRAM)
        bus.answer.set_result(
            Message("org.a11y.atspi.Registry", message_type=MessageType.METHOD_RETURN, reply_serial=1)
        )
        await look.ask((":1.7", "/"), ACCESSIBLE, "GetRole")
        return before, patience.is_silent(PROGRAM)

    assert asyncio.run(was_silent_before_and_after()) == (True, False)


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
        reported = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if reported is None:
            return Message(message_type=MessageType.ERROR, reply_serial=1, error_name="org.a.b", signature="")
        return Message(message_type=MessageType.METHOD_RETURN, reply_serial=1, signature="s", body=[reported])


def link(bus: LinkBus, memory: TreeCache) -> str:
    """Return where the link leads, as a look tells."""

    async def told() -> str:
        return await Tree(AccessibilityQueries(cast("Any", bus), memory.answers), memory).link(LINK)

    return asyncio.run(told())


@pytest.mark.parametrize(
    ("answers", "expected", "asked"),
    [((THERE,), THERE, 1), (("", "", THERE), THERE, 3), (("",), "", 6), ((None,), "", 1)],
)
def test_a_link_is_asked_for_until_its_program_has_had_time_to_learn(
    answers: tuple[str | None, ...], expected: str, asked: int
) -> None:
    bus = LinkBus(*answers)

    assert link(bus, TreeCache()) == expected
    assert bus.asked == asked
