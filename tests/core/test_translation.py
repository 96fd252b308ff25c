"""Texts in another language: whole ones, those with gaps, and those that are made of known parts."""

from collections.abc import Iterator

import pytest

from desktop_agent.core import translation
from desktop_agent.core.translation import Translation, language, sentences, speak, tr

GERMAN = {
    "Stop": "Halt",
    "Done": "",
    "button": "Schaltfläche",
    "Click": "Klick auf",
    "Approved": "Genehmigt",
    " by you": " von Ihnen",
    " after {took}": " nach {took}",
    " with {keys} held": " mit gehaltener Taste {keys}",
    " in “{window}”": " in „{window}“",
    "Broken off after {took}, because {why}": "Nach {took} abgebrochen, weil {why}",
    "you took over": "Sie übernommen haben",
    "Step {n} of {last}": "Schritt {n} von {last}",
    "{number} steps": "{number} Schritte",
    " Did you mean: {near}?": " Meinten Sie: {near}?",
    "From {a} to {b}, then to {a}": "Von {a} nach {b} und wieder nach {a}",
    "left": "links",
    "Ctrl": "Strg",
    "Hold {keys} to approve": "Zum Genehmigen {keys} halten",
    "left side": "linke Seite",
    " side": " Seite",
    "{size} KB each": "je {size} KB",
    "Nothing was said. {why} is unknown. Look.": "Unbekannt ist {why}.",
    "look only": "nur ansehen",
    "{what} while we looked": "beim Hinsehen: {what}",
    "{a} {b}!": "zu kurz für eine Vorlage",
    "Step {n} of the plan with many words": "Schritt {n} des Plans mit vielen Wörtern",
}


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Stop", "Halt"),
        ("stop", "stop"),
        ("Stopped", "Stopped"),
        ("Done", "Done"),
        ("", ""),
        ("Button", "Schaltfläche"),
        ("Step 3 of 18", "Schritt 3 von 18"),
        ("Step 3 of the plan with many words", "Schritt 3 des Plans mit vielen Wörtern"),
        ("Step 3 of a plan that nobody knows", "Step 3 of a plan that nobody knows"),
        ("From here to there, then to here", "Von here nach there und wieder nach here"),
        ("From here to there, then to nowhere", "From here to there, then to nowhere"),
        ("Broken off after 1 min 3 s, because you took over", "Nach 1 min 3 s abgebrochen, weil Sie übernommen haben"),
        ("Approved by you after 3.5 s", "Genehmigt von Ihnen nach 3.5 s"),
        ("Click “Send” (button) in “A — B”", "Klick auf „Send“ (Schaltfläche) in „A — B“"),
        ("Click “B” with ctrl+s held", "Klick auf „B“ mit gehaltener Taste ctrl+s"),
        ("Click “Stop” in “Stop”", "Klick auf „Stop“ in „Stop“"),
        ("12 steps · 3.5 s · 45 KB", "12 Schritte · 3.5 s · 45 KB"),
        ("Step 3 of 4 · open the letter", "Schritt 3 von 4 · open the letter"),
        ("Stop: the letter", "Halt: the letter"),
        ("“a: b”: Stop", "„a: b“: Halt"),
        ("“a: b” and more", "“a: b” and more"),
        ("Stop. Stop\nStop", "Halt. Halt\nHalt"),
        ("Stop. Did you mean: “open. It”?", "Halt. Meinten Sie: „open. It“?"),
        ("Stop all stops", "Stop all stops"),
        ("!", "!"),
        ("by you", "von Ihnen"),
        ("left side of it", "left side of it"),
        ("Broken off after 3 s, because the cat sat", "Nach 3 s abgebrochen, weil the cat sat"),
        ("Mousepad, look only", "Mousepad, nur ansehen"),
        ("the cat sat while we looked", "beim Hinsehen: the cat sat"),
        ("Mousepad, gone", "Mousepad, gone"),
        ("a b!", "a b!"),
        ("Ctrl+Alt+Y", "Strg+Alt+Y"),
        ("Hold Ctrl+Alt+Y to approve", "Zum Genehmigen Strg+Alt+Y halten"),
        ("ctrl+left", "ctrl+left"),
    ],
)  # fmt: skip
def test_a_text_is_translated_as_far_as_it_is_known(english: str, german: str) -> None:
    assert Translation(GERMAN).of(english) == german


def test_what_is_longer_than_any_text_of_ours_stays_as_it_is() -> None:
    text = " ".join(["Stop."] * 300)

    assert Translation(GERMAN).of(text) == text


def test_only_so_many_translations_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_MOST_KEPT", 2)
    german = Translation(GERMAN)

    assert [german.of(f"Step {n} of 9") for n in (1, 2, 3, 1)] == [f"Schritt {n} von 9" for n in (1, 2, 3, 1)]
    assert len(german._kept) <= 2


def test_nothing_is_known_in_a_language_without_texts() -> None:
    assert Translation({}).of("Stop: 3 steps") == "Stop: 3 steps"


def test_sentences_end_outside_quotes_and_brackets() -> None:
    text = "Click “a. B” (see c. D). Then e! And f… so"

    assert list(sentences(text)) == ["Click “a. B” (see c. D).", "Then e!", "And f…", "so"]


@pytest.fixture
def german() -> Iterator[None]:
    speak(Translation(GERMAN, "de"))
    yield
    speak(None)


@pytest.mark.usefixtures("german")
def test_all_is_shown_in_the_language_that_is_spoken_until_another_is() -> None:
    assert (tr("Stop"), language()) == ("Halt", "de")

    speak(None)

    assert (tr("Stop"), language()) == ("Stop", "en")
