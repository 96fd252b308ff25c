"""From what the proxy of a desk holds to the person's answer, and back."""

import asyncio

from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict
from desktop_agent.desk.network.question import GoneWrite, HeldWrite
from desktop_agent.desk.runs.writes import DeskWrites
from tests.fakes.card_questions import question
from tests.fakes.waiting import wait_until

FRAME = question("click", "action").frame
HELD = HeldWrite(3, OutgoingRequest("POST", "example.org", "/a", True, 1, "text/plain", (("a", "1"),)))


class Slow:
    def __init__(self) -> None:
        self.asked: list[tuple[str, OutgoingRequest]] = []
        self.left: list[tuple[str, OutgoingRequest]] = []
        self.go_on = asyncio.Event()

    async def ask(self, call_id: str, request: OutgoingRequest, frame: object) -> OutgoingVerdict:
        self.asked.append((call_id, request))
        await self.go_on.wait()
        return "once"

    def unanswered(self, call_id: str, request: OutgoingRequest) -> None:
        self.left.append((call_id, request))


def test_what_is_given_up_and_what_comes_at_the_end_is_not_answered() -> None:
    async def play() -> list[tuple[int, str]]:
        slow = Slow()
        answers = list[tuple[int, str]]()
        writes = DeskWrites(slow, lambda *one: answers.append(one), lambda: FRAME, asyncio.get_running_loop())
        writes.receive(HELD)
        await asyncio.to_thread(wait_until, lambda: slow.asked)
        writes.receive(GoneWrite(3))
        writes.receive(GoneWrite(4))
        await asyncio.to_thread(wait_until, lambda: not writes._open)
        writes.receive(HELD)
        await asyncio.to_thread(wait_until, lambda: len(slow.asked) == 2)
        assert [] == slow.left  # what its program gave up
        writes.close()
        assert ["write-3"] == [call_id for call_id, _ in slow.left]
        await asyncio.to_thread(wait_until, lambda: not writes._open)
        slow.go_on.set()
        late.append(writes)
        return answers

    late = list[DeskWrites]()
    assert [] == asyncio.run(play())
    late[0].receive(HELD)  # the loop is closed: no error, no question
