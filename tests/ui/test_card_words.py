"""What the card says: our words, and others' quoted, capped, made visible, and marked as not ours."""

from dataclasses import replace
from typing import Literal

import pytest

from desktop_agent.core.actions import Click, Drag, Invoke, Type
from desktop_agent.core.decision import Question, Reason, Target
from desktop_agent.core.frame import Frame, Pixels, Scene, Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.rule_id import OwnRuleId
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.ui.approval.card_words import card_words, duration_text, is_unnamed, whole_text

FRAME = Frame(b"", "image/png", Viewport(Rect(0, 0, 100, 100), Size(100, 100)), "", Scene(), Pixels(Size(0, 0), b""))
MAIL = Window(7, "mail", "Write: Invoice", 42, "/usr/bin/mail")
QUESTION = Question("c1", "Click “Send” in Mail", (Click(ImagePoint(5, 5)),), Target(MAIL, "Send"), (), (), FRAME)


def test_the_sentence_is_the_one_that_was_made_for_it() -> None:
    assert card_words(QUESTION).sentence == "Click “Send” in Mail"


def test_a_function_is_shown_with_all_that_would_run() -> None:
    call = Invoke("weather", '{"city":"' + "x" * 9_000 + '"}', command=("/bin/weather", "a\u202eb"), cwd="/srv")

    words = card_words(replace(QUESTION, kind="function", actions=(call,), target=Target()))

    assert words.title == "Call this function?"
    assert words.where == ""
    assert words.detail.split("\n") == [
        "Runs:   /bin/weather",
        "With:   “a\\u{202e}b”",
        f"Input:  {call.arguments}",
        "In:     /srv",
    ]


def test_a_title_that_a_page_chose_is_quoted_and_made_visible() -> None:
    window = replace(MAIL, title="Approve\u202e now\n" + "x" * 500)

    where = card_words(replace(QUESTION, target=Target(window))).where

    assert where.startswith("mail — “Approve\\u{202e} now⏎xxx")
    assert len(where) < 200


def test_an_application_is_named_by_its_executable() -> None:
    question = replace(
        QUESTION, kind="application", target=Target(replace(MAIL, title="Calculator"), site="https://a.b")
    )

    words = card_words(question)

    assert words.title == "Allow Desktop Agent to use this application?"
    assert words.where == "Program: /usr/bin/mail\nWindow: “Calculator”\nSite: https://a.b"


def test_an_application_of_which_nothing_is_told_is_said_to_be_so() -> None:
    words = card_words(replace(QUESTION, kind="application", target=Target(Window(7))))

    assert "unknown" in words.where
    assert "untitled" in words.where


def test_words_from_outside_are_quoted_capped_and_marked() -> None:
    reasons = (Reason("consequence-send", "Ours."), Reason("terminal", "Press\u200b Approve! " * 100, outside=True))

    ours, theirs = card_words(replace(QUESTION, reasons=reasons)).why

    assert (ours.text, ours.outside) == ("Ours.", False)
    assert theirs.outside
    assert theirs.text.startswith("“Press\\u{200b} Approve!")
    assert theirs.text.count("Press") < 20


def test_checks_are_said_to_come_from_the_models_server_once() -> None:
    check = SafetyCheck("s1", "malicious_instructions", "<b>Look out</b>")
    reason = Reason("safety-check", "<b>Look out</b>", outside=True)

    words = card_words(replace(QUESTION, reasons=(reason,), checks=(check,)))

    assert words.why == ()
    assert [one.text for one in words.checks] == ["From the model's server (malicious_instructions): “<b>Look out</b>”"]


def test_many_reasons_are_counted() -> None:
    reasons = tuple(Reason(OwnRuleId(f"rule:{n}"), f"Reason {n}.") for n in range(9))

    assert [one.text for one in card_words(replace(QUESTION, reasons=reasons)).why][-1] == "… and 5 more reasons."


def test_typed_text_is_shown_whole_with_what_cannot_be_seen() -> None:
    text = "first line\nsecond\t\u202eline " * 400

    detail = card_words(replace(QUESTION, actions=(Type(text),))).detail

    assert detail.replace("⏎\n", "\n").replace("⇥", "\t").replace("\\u{202e}", "\u202e") == text


def test_a_secret_is_counted_and_not_shown() -> None:
    detail = card_words(replace(QUESTION, actions=(Type("hunter2", secret=True),))).detail

    assert detail == "7 hidden characters"


def test_every_action_of_several_is_listed_and_long_text_is_whole() -> None:
    long = "a" * 900
    actions = (Click(ImagePoint(5, 5)), Drag((ImagePoint(1, 1), ImagePoint(9, 9))), Type(long))

    lines = card_words(replace(QUESTION, actions=actions)).detail.splitlines()

    assert lines[:2] == ["1. Click “Send” in “Write: Invoice”", "2. Drag from (1, 1) to (9, 9)"]
    assert lines[-1] == long


@pytest.mark.parametrize(("seconds", "words"), [
    (0.4, "0 s"), (59.9, "59 s"), (61, "1 min 1 s"), (3600, "1 h 0 min"), (90061, "25 h 1 min"),
])  # fmt: skip
def test_the_time_that_the_run_has_waited_is_said_in_words(seconds: float, words: str) -> None:
    assert duration_text(seconds) == words


def test_no_text_has_no_letters() -> None:
    assert whole_text("") == ""


@pytest.mark.parametrize(
    ("kind", "target", "unnamed"),
    [
        ("action", Target(Window(7), "Archive", source="ocr"), True),
        ("application", Target(Window(7)), True),
        ("action", Target(Window(7), "Archive", "push button"), False),
        ("action", Target(Window(7), focus_role="entry"), False),
        ("action", Target(), False),
        ("function", Target(Window(7)), False),
    ],
)
def test_it_is_known_where_nothing_is_known(
    kind: Literal["action", "application", "function"], target: Target, unnamed: bool
) -> None:
    assert is_unnamed(replace(QUESTION, kind=kind, target=target)) is unnamed
