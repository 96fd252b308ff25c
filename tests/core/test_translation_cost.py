"""What a translation costs: so many calls for each letter at most, whatever the text.

The interpreter counts them: each call of a function, those of `str` and `re` among them, which read a text once.
"""

import random
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from desktop_agent.core.message import GAP
from desktop_agent.core.translation import Translation
from desktop_agent.host.language import translations
from desktop_agent.lib.paths import asset
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.plan.unknown import UnknownStep

CATALOGUE = translations(asset("translations") / "desktop_agent_de.ts")
WITH_GAPS = sorted(text for text in CATALOGUE if GAP.search(text))
CALLS, CALLS_PER_LETTER = 60_000, 1_200
WORDS = sorted({word for text in CATALOGUE for word in GAP.sub(" ", text).split()})


@pytest.fixture(scope="module")
def german() -> Translation:
    return Translation(CATALOGUE, "de")


def calls(run: Callable[[], object]) -> int:
    """Return how many functions are called."""
    count = 0

    def called(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


def of_length(text: str, length: int) -> str:
    return (text * (length // len(text) + 1))[:length]


def filled(template: str, length: int) -> str:
    """Return a template with its own words in each of its gaps, again and again."""
    gaps = len(GAP.findall(template))
    own = " ".join(GAP.sub(" ", template).split()) + " "
    return GAP.sub(of_length(own, length // gaps), template)


HOSTILE = {
    "separators": " · ",
    "parts": "a · ",
    "colons": "Stop: ",
    "list": "Stop, ",
    "points": "Stop. ",
    "dots": ".",
    "lines": "Stop\n",
    "blanks": " ",
    "open quotes": "“",
    "nested quotes": "“a “b",
    "closed quotes": "“a” ",
    "quotes that turn": "”“",
    "brackets": "((",
    "one letter": "a",
    "numbers": "1,1.",
    "units": "3 s ",
    "a known word": "Stop ",
    "many known words": "Click left step of the by you after ",
    "because": "because, because of the step, then ",
    "capitals that grow": "İ",
    "tool": "The tool ",
}


@pytest.mark.parametrize("length", [100, 400, 1_500])
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_no_text_costs_more_than_its_length_allows(german: Translation, unit: str, length: int) -> None:
    text = of_length(unit, length)

    assert calls(lambda: german.of(text)) <= CALLS + CALLS_PER_LETTER * length


@pytest.mark.parametrize("length", [100, 700])
def test_no_text_of_the_catalogue_costs_more_where_its_gaps_hold_its_own_words(
    german: Translation, length: int
) -> None:
    for template in WITH_GAPS[:: length // 100]:
        text = filled(template, length)

        assert calls(lambda text=text: german.of(text)) <= CALLS + CALLS_PER_LETTER * len(text), template  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(8))
def test_no_jumble_of_known_words_costs_more(german: Translation, seed: int) -> None:
    chance = random.Random(seed)
    words = chance.choices([*WORDS, "“", "”", ":", "·", ","], k=400)
    text = " ".join(words)[:1_500]

    assert calls(lambda: german.of(text)) <= CALLS + CALLS_PER_LETTER * len(text)


def test_a_text_of_100_kb_is_not_even_looked_through(german: Translation) -> None:
    text = of_length("I do not understand the step “Sort”. ", 100_000)

    assert calls(lambda: german.of(text)) < 20
    assert german.of(text) == text


def test_a_text_that_costs_too_much_is_shown_in_english_and_what_follows_it_in_german(german: Translation) -> None:
    dear = filled("Folder:  {dir}", 300)

    assert german.of(f"{dear}\nStop run") == f"{dear}\n{CATALOGUE['Stop run']}"


def test_the_first_sentence_that_a_german_writes_is_answered_in_german(german: Translation) -> None:
    answer = understand("Sortiere meine Rechnungen nach Jahr")
    assert isinstance(answer, UnknownStep)

    text = german.of(answer.message)

    assert text.startswith(
        "Ich verstehe den Schritt „Sortiere meine Rechnungen nach Jahr“ nicht. Ich bin kein Assistent: "
        "Ich folge einfachen Schritten, mit Namen und Texten in Anführungszeichen. Ich kenne: „click "
    )
    assert text.endswith("Wählen Sie für eine Aufgabe in Ihren eigenen Worten ein anderes Modell.")
