"""Messages keep what they are made of, and are exact in another language whatever is in their gaps."""

import json
import pickle
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pytest

from desktop_agent.core.texts.message import (
    GAP,
    Language,
    Message,
    as_sentence,
    follow,
    form_of,
    join,
    message_of,
    plural,
    speak,
    tr,
)
from desktop_agent.lib.paths import ENGLISH, languages
from tests.fakes.people.languages import catalogue, language_of

GERMAN = {
    "Wait {seconds} s": "{seconds} s warten",
    "Click “{name}” ({role}) in “{window}”": "„{name}“ ({role}) in „{window}“ anklicken",
    "button": "Schaltfläche",
    "Stop": "Stoppen",
    " in “{window}”": " in „{window}“",
    "Refused: {act}": "Abgelehnt: {act}",
}
HOSTILE = ("a “b” c", "“", "”; Stop “", "日本語 のファイル", "مرحبا", "a. B! c?", "привет, мир", "x (y) z")


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    speak(language_of(GERMAN))
    yield
    speak(None)


def test_a_message_is_a_string_with_its_english_text() -> None:
    message = Message("Wait {seconds} s", seconds=3)

    assert "Wait 3 s" == message == str(message) == json.loads(json.dumps(message))
    assert {"Wait 3 s"} == {message, "Wait 3 s"}
    with pytest.raises(KeyError):
        Message("Wait {seconds} s")


def test_quoted_words_are_never_translated_and_a_message_inside_a_message_is() -> None:
    act = Message("Click “{name}” ({role}) in “{window}”", name="Stop", role=Message("button"), window="“in”")

    assert "Abgelehnt: „Stop“ (Schaltfläche) in „“in”“ anklicken" == tr(Message("Refused: {act}", act=act))
    assert "Nobody has said “Stop”" == tr(Message("Nobody has said “{word}”", word="Stop"))


def test_joined_messages_stay_translatable() -> None:
    place = Message(" in “{window}”", window="Refused: Stop")

    assert "Wait 3 s in “Refused: Stop”" == Message("Wait {seconds} s", seconds=3) + place
    assert "3 s warten in „Refused: Stop“" == tr(Message("Wait {seconds} s", seconds=3) + place)
    assert "Stoppen in „Refused: Stop“" == tr(Message("Stop") + place)
    assert "… Stoppen" == tr("… " + Message("Stop"))
    assert "Stoppen · 3 s warten" == tr(join(" · ", [Message("Stop"), Message("Wait {seconds} s", seconds=3)]))
    assert "" == tr(join(" · ", ())) == follow()


def test_a_message_survives_another_process_and_a_copy() -> None:
    @dataclass(frozen=True)
    class Holder:
        text: str

    message = Message("Refused: {act}", act=Message(" in “{window}”", window="x"))

    for again in (pickle.loads(pickle.dumps(message)), asdict(Holder(message))["text"]):
        assert again == message
        assert "Abgelehnt:  in „x“" == tr(again)


@pytest.mark.parametrize("code", sorted({*languages()} - {ENGLISH}))
def test_every_translation_comes_out_as_it_was_written_whatever_fills_its_gaps(code: str) -> None:
    texts = catalogue(code)
    spoken = Language(texts, code)
    chance = random.Random(29)
    tried = 0
    wrong = []
    for english in filter(None, texts._catalog):  # type: ignore[attr-defined]  # gettext has no other list of its texts
        gaps = GAP.findall(english) if isinstance(english, str) and "\4" not in english else []
        if not gaps or any(spec for _, spec in gaps):
            continue
        parts = {name: chance.choice((*HOSTILE, *GERMAN)) for name in sorted({name for name, _ in gaps})}
        meant = GAP.sub(lambda gap: parts[gap[1]], texts.gettext(english))  # noqa: B023 - called at once
        tried += 1
        if spoken.of(Message(english, **parts)) != meant:
            wrong.append(english)

    assert tried > 400
    assert [] == wrong


def test_a_message_comes_back_from_json_as_it_was() -> None:
    inner = plural("{count} file", "{count} files", count=2)
    message = Message("Refused: {act}, {seconds:.1f} s", act=inner, seconds=1.25)
    again = message_of(json.loads(json.dumps(form_of(message))))

    assert form_of(Message("Stop")) == {"id": "Stop"}
    assert again == message
    assert isinstance(again, Message)
    assert form_of(message) == form_of(again)


DEEP: dict[str, object] = {"id": "x"}
for _ in range(20):
    DEEP = {"id": "{x}", "parts": {"x": DEEP}}


@pytest.mark.parametrize(
    "form",
    [
        DEEP, None, "x", 1, [], {}, {"id": 1}, {"id": "x", "many": 1}, {"id": "x", "parts": []}, {"id": "{x}"},
        {"id": "{x}", "parts": {"x": None}}, {"id": "{x}", "parts": {"x": {"id": 3}}}, {"id": "x", "many": "y"},
        {"id": "{x:.1f}", "parts": {"x": "y"}}, {"id": "{x:99999999}", "parts": {"x": 1}},
        {"id": "{x:c}", "parts": {"x": -1}},
    ],
)  # fmt: skip
def test_invalid_json_makes_no_message(form: object) -> None:
    assert message_of(form) is None


def test_a_sentence_begins_with_a_capital_unless_it_begins_with_a_name() -> None:
    ours = Message("there is no “{key}”", key="x")

    assert "There is no “x”." == as_sentence(follow(ours, "."))
    assert "run.mode cannot be 3." == as_sentence(Message("{name} cannot be {value}.", name="run.mode", value=3))
    assert "3 left" == as_sentence(Message("{count} left", count=3))
    assert "ours" == as_sentence("ours")
