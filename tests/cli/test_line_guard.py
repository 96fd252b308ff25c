"""Whose keys wrote a line at the terminal: counted key by key, whatever bytes arrive."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TypeVar

import pytest

from desktop_agent.cli.prompt.asking import TerminalApprover
from desktop_agent.cli.prompt.line_guard import ChordAtTerminal, LineGuard
from desktop_agent.cli.prompt.tty import ControllingTerminal
from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Answer, Approved, Question, Reason, Rejected
from desktop_agent.core.frame import Frame, Pixels, Scene, Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from tests.fakes.cases import target_of
from tests.fakes.typist import Typist

T = TypeVar("T")
PROMPT = "[y/N] "
VOID = "physical keyboard.\n"
AGAIN = f"{VOID}Allow this once? [y/N] "
SEEN = Frame(b"", "image/png", Viewport(Rect(0, 0, 4, 4), Size(4, 4)), "", Scene(), Pixels(Size(4, 4), bytes(64)))
TARGET = target_of(Window(7, "mousepad", "Notes"))
QUESTION = Question("c1", "Click", (Click(ImagePoint(1, 1)),), TARGET, (Reason("words", "It sends."),), (), SEEN)


@dataclass
class Keys:
    """A display's count of keys, as a test says."""

    physical: int = 0
    other: int = 0
    tells_source: bool = True

    def key_presses(self) -> tuple[int, int]:
        """Return the counts."""
        return self.physical, self.other


class Desk:
    """A person and a terminal, and what the display counts."""

    def __init__(
        self, keys: Keys | None, *, here: bool = True, challenge: bool = False, chord: ChordAtTerminal | None = None
    ) -> None:
        self._master, slave = os.openpty()
        os.set_blocking(slave, False)
        self.keys = keys
        self.typist = Typist(self._master)
        self._terminal = ControllingTerminal(slave)
        guard = LineGuard(keys, lambda: here, challenge=challenge, digits=lambda: "4711", chord=chord)
        self.approver = TerminalApprover(self._terminal, nullcontext, within_s=None, in_words=True, guard=guard)

    def types(self, line: str, *, physical: int = 0, other: int = 0) -> None:
        """Let a line arrive that so many keys were pressed for."""
        if self.keys is not None:
            self.keys.physical += physical
            self.keys.other += other
        self.typist.types(line)

    def decides(self, person: Callable[[], None], question: Question = QUESTION) -> Answer:
        """Ask, while the person does their part."""
        return asyncio.run(_both(self.approver.decide(question), person))

    def replies(self, person: Callable[[], None]) -> str | None:
        """Ask in words, while the person does their part."""
        return asyncio.run(_both(self.approver.reply("Which folder?"), person))

    def close(self) -> None:
        """Close both sides."""
        self._terminal.close()
        os.close(self._master)


@contextmanager
def desk(
    keys: Keys | None, *, here: bool = True, challenge: bool = False, chord: ChordAtTerminal | None = None
) -> Iterator[Desk]:
    made = Desk(keys, here=here, challenge=challenge, chord=chord)
    try:
        yield made
    finally:
        made.close()


async def _both(asked: Coroutine[object, object, T], person: Callable[[], None]) -> T:
    asking = asyncio.ensure_future(asked)
    await asyncio.to_thread(person)
    return await asking


def test_a_line_that_physical_keys_were_pressed_for_counts() -> None:
    with desk(Keys()) as here:

        def person() -> None:
            here.typist.waits_for(PROMPT)
            here.types("y\n", physical=2)

        assert Approved() == here.decides(person)


@pytest.mark.parametrize(("physical", "other"), [(0, 2), (1, 0), (9, 1)], ids=["xtest", "few", "mixed"])
def test_a_line_that_other_keys_had_a_part_in_is_void_and_the_question_stays(physical: int, other: int) -> None:
    with desk(Keys()) as here:

        def person() -> None:
            here.typist.waits_for(PROMPT)
            here.types("y\n", physical=physical, other=other)
            here.typist.waits_for(AGAIN)
            here.types("n\n", physical=2)

        assert Rejected() == here.decides(person)


def test_keys_from_before_the_prompt_do_not_pay_for_a_line() -> None:
    with desk(Keys(physical=50)) as here:

        def person() -> None:
            here.typist.waits_for(PROMPT)
            here.types("y\n")
            here.typist.waits_for(AGAIN)
            here.types("\n", physical=1)

        assert Rejected() == here.decides(person)


def test_where_the_terminal_is_unknown_a_foreign_key_on_the_worked_screen_voids_the_line() -> None:
    with desk(Keys(), here=False) as away:

        def person() -> None:
            away.typist.waits_for(PROMPT)
            away.types("y\n", other=2)
            away.typist.waits_for(AGAIN)
            away.types("n\n")

        assert Rejected() == away.decides(person)


@pytest.mark.parametrize("keys", [None, Keys(tells_source=False)], ids=["nothing watches", "nothing is told"])
def test_on_the_worked_screen_without_knowing_whose_keys_they_are_nothing_is_a_yes(keys: Keys | None) -> None:
    with desk(keys) as here:
        answer = here.decides(lambda: here.types("y\n"))
        here.typist.waits_for("challenge")

        assert isinstance(answer, Rejected)
        assert ("policy", None) == (answer.by, here.replies(lambda: None))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("4711", Approved()), ("y 4711", Approved()), ("4712", Rejected()), ("n 4711", Rejected())],
)  # fmt: skip
def test_a_challenge_is_met_by_its_digits_whoever_presses_them(typed: str, expected: Answer) -> None:
    with desk(Keys(), challenge=True) as here:

        def person() -> None:
            assert "4711" in here.typist.waits_for(PROMPT)
            here.types(f"{typed}\n", other=5)

        assert expected == here.decides(person)


def test_words_may_be_made_from_fewer_keys_but_not_from_none() -> None:
    with desk(Keys()) as here:

        def person() -> None:
            here.typist.waits_for("Your answer: ")
            here.types("Delete it all\n")
            here.typist.waits_for(f"{VOID}Your answer: ")
            here.types("Documents\n", physical=3)

        assert "Documents" == here.replies(person)


@pytest.mark.parametrize(("physical", "expected"), [(0, ""), (22, "I solved the captcha")])
def test_what_is_typed_before_enter_is_the_persons_words_if_a_keyboard_typed_it(physical: int, expected: str) -> None:
    with desk(Keys()) as here:

        async def resumed() -> str | None:
            waiting = asyncio.create_task(here.approver.hand_back("a key was pressed"))
            await asyncio.to_thread(here.typist.waits_for, "Ctrl+C to stop. ")
            here.types("I solved the captcha\n", physical=physical, other=0 if physical else 22)
            if not physical:
                await asyncio.to_thread(here.typist.waits_for, "Ignored: ")
                here.types("\n", other=1)
            return await waiting

        assert asyncio.run(resumed()) == expected
        assert "To tell the model something" in here.typist.text
