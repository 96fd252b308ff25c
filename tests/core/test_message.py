"""Messages keep what they are made of, and are exact in another language whatever is in their gaps."""

import json
import pickle
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pytest

from desktop_agent.core.message import GAP, Message, follow, join
from desktop_agent.core.translation import Translation, speak, tr
from desktop_agent.host.language import translations
from tests.fakes.source import ROOT

GERMAN = {
    "Wait {seconds} s": "{seconds} s warten",
    "Click “{name}” ({role}) in “{window}”": "„{name}“ ({role}) in „{window}“ anklicken",
    "button": "Schaltfläche",
    "Stop": "Anhalten",
    " in “{window}”": " in „{window}“",
    "Refused: {act}": "Abgelehnt: {act}",
}
HOSTILE = ("a “b” c", "“", "”; Stop “", "日本語 のファイル", "مرحبا", "a. B! c?", "привет, мир", "x (y) z")


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    speak(Translation(GERMAN, "de"))
    yield
    speak(None)


def test_a_message_is_its_english_text_to_whoever_knows_no_more() -> None:
    message = Message("Wait {seconds} s", seconds=3)

    assert "Wait 3 s" == message == str(message)
    assert '"Wait 3 s"' == json.dumps(message)
    assert {"Wait 3 s"} == {message, "Wait 3 s"}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_stands_in_quotes_is_never_translated_nor_searched(name: str) -> None:
    message = Message("Click “{name}” ({role}) in “{window}”", name=name, role=Message("button"), window="Stop")

    assert f"„{name}“ (Schaltfläche) in „Stop“ anklicken" == tr(message)


def test_a_message_in_a_gap_is_translated_too() -> None:
    act = Message("Click “{name}” ({role}) in “{window}”", name="in", role="button", window="“in”")

    assert "Abgelehnt: „in“ (Schaltfläche) in „“in”“ anklicken" == tr(Message("Refused: {act}", act=act))


def test_put_together_they_stay_what_they_are() -> None:
    place = Message(" in “{window}”", window="Refused: Stop")

    assert "Wait 3 s in “Refused: Stop”" == Message("Wait {seconds} s", seconds=3) + place
    assert "3 s warten in „Refused: Stop“" == tr(Message("Wait {seconds} s", seconds=3) + place)
    assert "Anhalten in „Refused: Stop“" == tr("Stop" + place)
    assert "Anhalten · 3 s warten" == tr(join(" · ", ["Stop", Message("Wait {seconds} s", seconds=3)]))
    assert "" == tr(join(" · ", ())) == follow()


def test_what_has_no_translation_is_shown_as_it_is() -> None:
    assert "Nobody has said “Stop”" == tr(Message("Nobody has said “{word}”", word="Stop"))


def test_a_message_survives_another_process_and_a_copy() -> None:
    @dataclass(frozen=True)
    class Holder:
        text: str

    message = Message("Refused: {act}", act=Message(" in “{window}”", window="x"))

    for again in (pickle.loads(pickle.dumps(message)), asdict(Holder(message))["text"]):
        assert again == message
        assert "Abgelehnt:  in „x“" == tr(again)


def test_a_gap_that_nothing_fills_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Message("Wait {seconds} s")


def test_every_german_text_comes_out_as_it_was_written_whatever_fills_its_gaps() -> None:
    texts = translations(ROOT / "assets" / "translations" / "desktop_agent_de.ts")
    german, chance = Translation(texts, "de"), random.Random(28)
    wrong = []
    for english, written in texts.items():
        names = set(GAP.findall(english))
        parts = {name: chance.choice(HOSTILE) for name in sorted(names)}
        meant = GAP.sub(lambda gap: parts[gap[1]], written)  # noqa: B023 - called at once
        if names and german.of(Message(english, **parts)) != meant:
            wrong.append(english)

    assert [] == wrong
