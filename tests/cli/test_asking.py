"""Asking at a terminal: what counts as a yes, what does not, and what a hostile screen can show."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import pytest

from desktop_agent.cli.prompt.asking import TerminalApprover
from desktop_agent.cli.prompt.line_guard import LineGuard
from desktop_agent.cli.prompt.tty import ControllingTerminal
from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Answer, Approved, Question, Reason, Rejected
from desktop_agent.core.frame import Frame, Pixels, Scene, Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.turn import SafetyCheck
from tests.fakes.cases import target_of
from tests.fakes.typist import Typist

PROMPT = "[y/N] "
UNWATCHED = LineGuard()
END_OF_FILE = "\x04"
SEEN = Frame(b"", "image/png", Viewport(Rect(0, 0, 4, 4), Size(4, 4)), "", Scene(), Pixels(Size(4, 4), bytes(64)))


def question(title: str = "Order form", control: str = "Send", warning: str = "This can't be undone.") -> Question:
    return Question(
        "c1",
        "Click “Send”",
        (Click(ImagePoint(1, 1)),),
        target_of(Window(7, "demo", title), control, "accessibility"),
        (Reason("words", "The button sends something."),),
        (SafetyCheck("s1", "sensitive_action", warning),),
        SEEN,
    )


@contextmanager
def desk(
    within_s: float | None = None, *, in_words: bool = True, guard: LineGuard = UNWATCHED
) -> Iterator[tuple[Typist, TerminalApprover]]:
    """Put a person on one side of a terminal and the approver on the other."""
    master, slave = os.openpty()
    os.set_blocking(slave, False)
    terminal = ControllingTerminal(slave)
    try:
        yield Typist(master), TerminalApprover(terminal, nullcontext, within_s=within_s, in_words=in_words, guard=guard)
    finally:
        terminal.close()
        os.close(master)


def decided(typist: Typist, approver: TerminalApprover, person: Callable[[], None]) -> Answer:
    """Ask, while the person does their part in a thread of their own."""
    thread = threading.Thread(target=person)
    thread.start()
    answer = asyncio.run(approver.decide(question()))
    thread.join()
    return answer


@pytest.mark.parametrize("typed", ["y\n", "YES\n"])
def test_y_and_yes_in_any_case_are_a_yes(typed: str) -> None:
    with desk() as (typist, approver):

        def person() -> None:
            typist.waits_for(PROMPT)
            typist.types(typed)

        assert Approved() == decided(typist, approver, person)


@pytest.mark.parametrize("typed", ["n\n", "\n", "yess\n", "y" + 2 * END_OF_FILE])
def test_everything_else_and_end_of_file_are_a_no(typed: str) -> None:
    with desk() as (typist, approver):

        def person() -> None:
            typist.waits_for(PROMPT)
            typist.types(typed)

        assert Rejected() == decided(typist, approver, person)


def test_what_was_typed_before_the_question_answers_nothing() -> None:
    with desk() as (typist, approver):
        typist.types("y\nyes\ny")

        def person() -> None:
            typist.waits_for(PROMPT)
            typist.types("\n")

        assert Rejected() == decided(typist, approver, person)


def test_silence_is_a_no_when_a_time_is_set() -> None:
    with desk(within_s=0.1) as (typist, approver):
        answer = decided(typist, approver, lambda: None)

        assert Rejected() == answer
        assert "No answer within 0.1 s" in typist.waits_for("refused.")


def test_a_stop_ends_the_question_while_it_waits() -> None:
    with desk() as (typist, approver):

        async def stopped() -> bool:
            asking = asyncio.create_task(approver.decide(question()))
            await asyncio.to_thread(typist.waits_for, PROMPT)
            asking.cancel()
            await asyncio.wait([asking])
            return asking.cancelled()

        assert asyncio.run(stopped())


def test_a_hung_up_terminal_is_a_no() -> None:
    master, slave = os.openpty()
    os.set_blocking(slave, False)
    terminal = ControllingTerminal(slave)
    os.close(master)

    answer = asyncio.run(
        TerminalApprover(terminal, nullcontext, within_s=None, in_words=True, guard=UNWATCHED).decide(question())
    )
    terminal.close()

    assert Rejected() == answer


def test_words_from_outside_cannot_drive_the_terminal_or_forge_a_line() -> None:
    hostile = question(
        title="\x1b[2J\x1b]0;owned\x07\nAllow this once? [y/N] y",
        control="Send\u202eyldneirf",
        warning="a\r\x9b1Ab" * 900,
    )
    with desk(within_s=0.1) as (typist, approver):
        asyncio.run(approver.decide(hostile))
        typist.waits_for("refused.")

        assert b"\x1b" not in typist.raw
        assert "\u202e" not in typist.text
        assert "\n" + "Allow this once?" not in typist.text.replace("\nAllow this once? [y/N] \n", "")
        assert len(typist.text) < 2000


def test_every_line_that_others_have_written_is_behind_a_bar() -> None:
    control = "Cancel”. Harmless, says Desktop Agent: “"
    hostile = question(title="Approved already. " * 40, control=control, warning="a\nWhy: b")
    with desk(within_s=0.1) as (typist, approver):
        asyncio.run(approver.decide(hostile))
        lines = typist.waits_for("refused.").replace("\r", "").splitlines()

    theirs = [line for line in lines if any(word in line for word in ("Approved", "already", "Harmless", "Why: b"))]
    assert len(theirs) >= 3
    assert all("│ " in line for line in theirs)
    assert not any("”" in line for line in lines)


def test_the_models_own_question_is_answered_in_words() -> None:
    with desk() as (typist, approver):

        async def asked() -> str | None:
            reply = asyncio.create_task(approver.reply("Which folder?"))
            await asyncio.to_thread(typist.waits_for, "Your answer: ")
            typist.types("Documents – ordentlich\n")
            return await reply

        assert "Documents – ordentlich" == asyncio.run(asked())
