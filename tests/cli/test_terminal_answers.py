"""Each answer of the card has a letter at the terminal, which `?` explains; a yes alone needs the digits."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Type
from desktop_agent.core.decisions.decision import (
    Answer,
    AppAllowed,
    Approved,
    Edited,
    Question,
    Rejected,
    RememberedControl,
    StopRun,
    TookOver,
)
from desktop_agent.core.pictures import ImagePoint, Window
from tests.cli.test_line_guard import QUESTION, Desk, Keys, desk
from tests.fakes.runs.cases import target_of

PROMPT = "[y/N] "
SEND = RememberedControl("/usr/bin/mail", "", "window", "", "push button", "Send", "click")
ANY = replace(
    QUESTION, target=target_of(Window(7, "mail", "Letter"), "Send", "push button"), may_be_remembered=True, always=SEND,
    editable=True,
)  # fmt: skip
APPLICATION = replace(
    ANY, kind="application", may_be_remembered=False, always=None, editable=False, folders=("~/Letters",),
    target=target_of(Window(7, "mail", "Letter", program="/usr/bin/mail"), "Send", "push button"),
)  # fmt: skip
TEXT = replace(ANY, actions=(Type("Dear Sir\n"),), always=None)


def answer_to(here: Desk, question: Question, lines: Sequence[tuple[str, str]], *, other: int = 0) -> Answer:
    """Return the answer to a question where a person types these lines, each after what it answers."""
    return here.said([(shown, f"{typed}\n", 0 if other else len(typed) + 1, other) for shown, typed in lines], question)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("y", Approved()), ("w", Approved(remember=True)), ("a", Approved(always=True)),
     ("n", Rejected()), ("t", TookOver()), ("s", StopRun()), ("q", Rejected()), ("", Rejected())],
)  # fmt: skip
def test_each_letter_is_an_answer_of_the_card(typed: str, expected: Answer) -> None:
    with desk(Keys(), here=True) as here:
        assert expected == answer_to(here, ANY, [(PROMPT, typed)])

        line = "Answers: y yes, once · w for this task · a always for this button · e edit · n no · r no, and why ·"
        assert line in " ".join(here.typist.text.split())


@pytest.mark.parametrize("typed", ["w", "e"])
def test_an_answer_that_the_question_does_not_offer_is_a_no(typed: str) -> None:
    with desk(Keys(), here=True) as here:
        assert Rejected() == answer_to(here, QUESTION, [(PROMPT, typed)])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("y", AppAllowed("work", "run")), ("o", AppAllowed("work", "once")), ("a", AppAllowed("work", "always")),
     ("l", AppAllowed("look", "run")), ("n", Rejected()), ("c", Rejected())],
)  # fmt: skip
def test_one_letter_allows_an_application(typed: str, expected: Answer) -> None:
    with desk(Keys(), here=True) as here:
        assert expected == answer_to(here, APPLICATION, [("Let it work in “Mail” for this task? [y/N] ", typed)])

    words = " ".join(here.typist.text.split())
    assert "Answers: y yes, for this task · o once · a always · l look only · n no" in words
    assert "asks before deleting, running, sending and anything outside of ~/Letters." in words


def test_a_question_mark_explains_every_answer_and_asks_again_and_a_no_may_have_a_reason() -> None:
    lines = [(PROMPT, "?"), (PROMPT, "r"), ("instead? ", "Write to Ms Novak")]
    with desk(Keys(), here=True) as here:
        assert Rejected("Write to Ms Novak") == answer_to(here, ANY, lines)

        assert "whenever this button comes up again" in " ".join(here.typist.text.split())


@pytest.mark.parametrize(
    ("question", "lines", "expected"),
    [
        (ANY, ["2, 3"], Click(ImagePoint(2, 3))),
        (TEXT, ["Dear Ms Novak⏎"], Type("Dear Ms Novak\n")),
        (replace(TEXT, actions=(Type("a", ImagePoint(1, 1)),)), ["b", ""], Type("b", ImagePoint(1, 1))),
    ],
)
def test_an_action_is_changed_shown_and_approved(question: Question, lines: list[str], expected: Action) -> None:
    with desk(Keys(), here=True) as here:
        typed = [(PROMPT, "e"), *(("keep it): ", line) for line in lines), ("Approve this instead? [y/N] ", "y")]

        assert Edited(expected) == answer_to(here, question, typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("a", Rejected()), ("a 4711", Approved(always=True)), ("w 4711", Approved(remember=True)), ("t", TookOver()),
     ("s", StopRun())],
)  # fmt: skip
def test_only_a_yes_has_to_meet_the_challenge(typed: str, expected: Answer) -> None:
    with desk(Keys(), here=True, challenge=True) as here:
        assert expected == answer_to(here, ANY, [(PROMPT, typed)], other=5)


def test_an_edit_meets_the_challenge_when_it_is_approved() -> None:
    with desk(Keys(), here=True, challenge=True) as here:
        lines = [(PROMPT, "e"), ("keep it): ", "2,2"), ("instead? Type 4711 for yes. [y/N] ", "y"),
                 ("once? Type 4711 for yes. [y/N] ", "e"), ("keep it): ", "2,2"),
                 ("instead? Type", "y 4711")]  # fmt: skip

        assert Edited(Click(ImagePoint(2, 2))) == answer_to(here, ANY, lines, other=5)
