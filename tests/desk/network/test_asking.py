"""Holding and answering: one answer for one question, silence is no yes, and the end is a no."""

import threading
from dataclasses import replace

import pytest

from desktop_agent.core.outgoing import OutgoingRequest
from desktop_agent.desk.network.asking import LetOutBy, WriteAsker, WriteKind
from desktop_agent.desk.network.question import GoneWrite, HeldWrite
from desktop_agent.desk.network.refusal import RefusedRequestError
from tests.fakes.waiting import wait_until

REQUEST = OutgoingRequest("POST", "example.org", "/a", True, 0)
KIND = WriteKind(True, "example.org", "/a", "POST")


class Asked:
    """An asker and what it tells."""

    def __init__(self) -> None:
        self.told: list[HeldWrite | GoneWrite] = []
        self.answers: list[LetOutBy | None] = []
        self.asker = WriteAsker(self.told.append)
        self.threads: list[threading.Thread] = []

    def ask(self, kind: WriteKind = KIND) -> None:
        request = replace(REQUEST, path=kind.path)
        thread = threading.Thread(target=lambda: self.answers.append(self.asker.ask(request, kind, lambda: False)))
        self.threads.append(thread)
        thread.start()

    def numbers(self, count: int) -> list[int]:
        wait_until(lambda: len(self.told) >= count)
        return [one.number for one in self.told]

    def end(self) -> list[LetOutBy | None]:
        for thread in self.threads:
            thread.join()
        return self.answers


def test_each_question_has_its_own_answer_and_takes_no_other_or_second_one() -> None:
    asked = Asked()
    asked.asker.answer(1, "run")  # before it was asked
    asked.ask()
    (first,) = asked.numbers(1)
    asked.ask()
    second = asked.numbers(2)[1]
    asked.asker.answer(second + 1, "once")
    asked.asker.answer(second, "no")
    asked.asker.answer(second, "once")
    wait_until(lambda: asked.answers == [None])
    asked.asker.answer(first, "once")

    assert [None, "once"] == asked.end()


def test_a_yes_for_the_run_frees_its_like_and_no_other() -> None:
    asked = Asked()
    asked.ask()
    asked.ask()
    asked.ask(replace(KIND, method="DELETE"))
    numbers = asked.numbers(3)
    asked.asker.answer(numbers[0], "run")
    wait_until(lambda: asked.answers == ["run", "run"])
    asked.ask()
    wait_until(lambda: asked.answers == ["run"] * 3)
    asked.asker.close()

    assert ["run", "run", "run", None] == asked.end()
    assert 3 == len(asked.told)


def test_too_many_questions_at_once_are_refused() -> None:
    asked = Asked()
    for _ in range(16):
        asked.ask()
    asked.numbers(16)
    with pytest.raises(RefusedRequestError):
        asked.asker.ask(REQUEST, KIND, lambda: False)
    asked.asker.close()

    assert [None] * 16 == asked.end()
