"""What the card says: our words, and others' apart from them, capped, made visible, under a word of ours."""

from dataclasses import replace

from desktop_agent.core.actions.action import Click, Invoke, Type
from desktop_agent.core.decisions.decision import Question, Target
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, Size, Viewport, Window
from desktop_agent.core.texts.message import Quotation, pieces
from desktop_agent.ui.approval.card_words import card_words
from tests.fakes.runs.cases import target_of

FRAME = Frame(b"", "image/png", Viewport(Rect(0, 0, 100, 100), Size(100, 100)), "", Scene(), Pixels(Size(0, 0), b""))
MAIL = Window(7, "mail", "Write: Invoice", 42, "/usr/bin/mail")
QUESTION = Question("c1", "Click “Send” in Mail", (Click(ImagePoint(5, 5)),), target_of(MAIL, "Send"), (), (), FRAME)


def test_the_act_is_ours_but_for_quotations_of_names() -> None:
    words = card_words(QUESTION)

    assert pieces(words.act) == ("Click ", "Send", " in ", "Mail", "?")
    assert [isinstance(piece, Quotation) for piece in pieces(words.act)] == [False, True, False, True, False]
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


def test_a_secret_is_counted_and_not_shown() -> None:
    detail = card_words(replace(QUESTION, actions=(Type("hunter2", secret=True),))).detail

    assert detail == "7 hidden characters"


def test_no_line_of_a_text_can_be_taken_for_another_thing_to_be_done() -> None:
    actions = (Click(ImagePoint(5, 5)), Type("harmless\n3. Press Escape"))

    lines = card_words(replace(QUESTION, actions=actions)).detail.splitlines()

    assert lines[2:] == ["   │ harmless⏎", "   │ 3. Press Escape"]
