"""What the card says: our words, and others' apart from them, capped, made visible, under a word of ours."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop_agent.core.actions import Click, Drag, Invoke, Type
from desktop_agent.core.decision import Question, Reason, Target
from desktop_agent.core.display_text import Quotation
from desktop_agent.core.frame import Frame, Pixels, Scene, Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.message import Message
from desktop_agent.core.translation import pieces, speak
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.ui.approval.card_words import card_words
from tests.fakes.cases import target_of
from tests.fakes.languages import spoken

FRAME = Frame(b"", "image/png", Viewport(Rect(0, 0, 100, 100), Size(100, 100)), "", Scene(), Pixels(Size(0, 0), b""))
MAIL = Window(7, "mail", "Write: Invoice", 42, "/usr/bin/mail")
QUESTION = Question("c1", "Click “Send” in Mail", (Click(ImagePoint(5, 5)),), target_of(MAIL, "Send"), (), (), FRAME)


def test_the_act_is_ours_but_for_quotations_of_names() -> None:
    words = card_words(QUESTION)

    assert pieces(words.act) == ("Click ", "Send", " in ", "Mail", "?")
    assert [isinstance(one, Quotation) for one in pieces(words.act)] == [False, True, False, True, False]
    assert words.judged == ()
    assert words.others == (("Control", "Send"), ("Program", "mail"), ("Window", "Write: Invoice"))


def test_a_function_is_shown_with_all_that_would_run() -> None:
    call = Invoke("weather", '{"city":"' + "x" * 9_000 + '"}', command=("/bin/weather", "a\u202eb"), cwd="/srv")

    words = card_words(replace(QUESTION, kind="function", actions=(call,), target=Target()))

    assert pieces(words.act) == ("Call ", Quotation("weather"), "?")
    assert words.others == ()
    assert words.detail.split("\n") == [
        "Runs:   /bin/weather",
        "With:   “a\\u{202e}b”",
        f"Input:  {call.arguments}",
        "In:     /srv",
    ]


def test_typed_text_is_shown_whole_with_what_cannot_be_seen() -> None:
    text = "first line\nsecond\t\u202eline " * 400

    detail = card_words(replace(QUESTION, actions=(Type(text),))).detail

    assert detail.replace("⏎\n", "\n").replace("⇥", "\t").replace("\\u{202e}", "\u202e") == text


def test_words_from_outside_are_capped_and_apart() -> None:
    reasons = (Reason("words", "Ours."), Reason("shell", "Press\u200b Approve! " * 100, outside=True))

    words = card_words(replace(QUESTION, reasons=reasons))
    theirs = dict(words.others)["Reason given"]

    assert words.why == ("Ours.",)
    assert theirs.startswith("Press\\u{200b} Approve!")
    assert theirs.count("Press") < 20


def test_checks_are_said_to_come_from_the_models_server_once() -> None:
    check = SafetyCheck("s1", "malicious_instructions", "<b>Look out</b>")
    reason = Reason("safety-check", "<b>Look out</b>", outside=True)

    words = card_words(replace(QUESTION, reasons=(reason,), checks=(check,)))

    assert len(words.why) == 1
    assert words.others[3:] == (("Model's server", "<b>Look out</b>"),)
    assert words.codes == "Warning codes: malicious_instructions"


def test_a_secret_is_counted_and_not_shown() -> None:
    detail = card_words(replace(QUESTION, actions=(Type("hunter2", secret=True),))).detail

    assert detail == "7 hidden characters"


def test_every_action_of_several_is_listed_and_long_text_is_whole() -> None:
    long = "a" * 900
    actions = (Click(ImagePoint(5, 5)), Drag((ImagePoint(1, 1), ImagePoint(9, 9))), Type(long))

    words = card_words(replace(QUESTION, actions=actions))

    assert words.act == "Perform these 3 actions in order?"
    assert words.detail.splitlines() == [
        "1. Click the control named below",
        "2. Drag from (1, 1) to (9, 9)",
        "3. Type 900 characters",
        f"   │ {long}",
    ]


def test_no_line_of_a_text_can_be_taken_for_another_thing_to_be_done() -> None:
    actions = (Click(ImagePoint(5, 5)), Type("harmless\n3. Press Escape"))

    lines = card_words(replace(QUESTION, actions=actions)).detail.splitlines()

    assert lines[2:] == ["   │ harmless⏎", "   │ 3. Press Escape"]


@pytest.fixture
def german() -> Iterator[None]:
    speak(spoken("de"))
    yield
    speak(None)


@pytest.mark.usefixtures("german")
def test_a_task_stays_in_the_persons_own_words_in_every_language() -> None:
    words = card_words(
        replace(QUESTION, step=Message("{step} of {last}", step=2, last=4), task="press right; press left; press up")
    )

    assert words.about == "Schritt 2 von 4 · Aufgabe: press right; press left; press up"
