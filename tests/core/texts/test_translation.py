"""A text is shown in the person's language where it is a message, and as it is where it is none."""

import pytest

from desktop_agent.core.actions.action import Click
from desktop_agent.core.actions.describe import in_words
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.core.texts.message import (
    Language,
    Message,
    Quotation,
    follow,
    gettext,
    language,
    marked,
    pieces,
    plural,
    speak,
    tr,
    whole,
)
from tests.fakes.people.languages import Made, catalogue, language_of

GERMAN = {"Stop": "Stoppen", "It costs {cost:.2f} USD": "Es kostet {cost:.2f} USD", "In {place}": "In {place}"}


pytestmark = pytest.mark.usefixtures("english_again")


def test_messages_are_shown_in_the_chosen_language_until_another_is_chosen() -> None:
    assert ("en", "Stop") == (language(), tr(Message("Stop")))

    speak(language_of(GERMAN))
    assert ("de", "Stoppen", "Stoppen", "Stoppen") == (
        language(), tr(Message("Stop")), gettext("Stop"), whole("Stop"),
    )  # fmt: skip

    speak(None)
    assert ("en", "Stop", "Stop") == (language(), gettext("Stop"), whole("Stop"))


def test_a_text_that_is_no_message_is_shown_as_it_is_though_it_reads_like_one_of_ours() -> None:
    speak(language_of(GERMAN))

    assert ["Stop", "In Stop", ""] == [tr("Stop"), tr(Message("In {place}", place="Stop")), tr("")]


def test_a_number_is_written_as_the_language_writes_it_and_a_year_is_no_number() -> None:
    german = Language(catalogue("de"), "de")

    assert "12.345 Schritte" == german.of(plural("{count:,} step", "{count:,} steps", count=12_345))
    assert "1 Schritt" == german.of(plural("{count:,} step", "{count:,} steps", count=1))
    assert "Port 8080" == german.of(Message("Port {port}", port=8080))
    assert "1.5" == Language(Made(str), "xx").of(Message("{part:g}", part=1.5))
    assert "It costs 1,234.50" == Message("It costs {cost:,.2f}", cost=1234.5)


@pytest.mark.parametrize(
    ("code", "named"),
    [("de", "Klick auf „Send“ in „Mail“"), ("fr", "Cliquer sur «\u00a0Send\u00a0» dans «\u00a0Mail\u00a0»")],
)
def test_the_word_before_a_name_comes_with_the_name(code: str, named: str) -> None:
    words = in_words(Click(ImagePoint(5, 7)), NamedTarget("Send", window="Mail"))

    assert Language(catalogue(code), code).of(words) == named


def test_a_quotation_stays_apart_wherever_a_language_puts_it_and_whatever_it_reads_like() -> None:
    text = Message(
        "Click {name} in {place}?", name=Quotation("Stop"), place=Message("{part}, twice", part=Quotation("{name}"))
    )

    assert pieces(text) == ("Click ", "Stop", " in ", "{name}", ", twice?")
    speak(language_of({"Click {name} in {place}?": "In {place} auf {name} klicken?", "Stop": "Stoppen"}))
    turned = pieces(text)
    assert turned == ("In ", "{name}", ", twice auf ", "Stop", " klicken?")
    assert [isinstance(one, Quotation) for one in turned] == [False, True, False, True, False]
    assert tr(text) == "".join(turned)


def test_a_sentence_that_begins_with_a_quotation_keeps_its_first_letter() -> None:
    inside = follow(Quotation("send"), Message(" is {part} there", part=Message("not")))

    assert pieces(Message("{part:capital}.", part=inside)) == ("send", " is not there.")
    assert pieces(Message("{part:capital}.", part=Message("not {n}", n=2))) == ("Not 2.",)
    assert pieces("Stop") == ("Stop",)
    assert pieces("") == ()
    assert pieces(follow(Quotation("a"), Quotation("b"))) == ("a", "b")


def test_in_plain_text_a_quotation_has_quotation_marks() -> None:
    assert marked(follow("Work in ", Quotation("Thunar"), "?")) == "Work in “Thunar”?"
