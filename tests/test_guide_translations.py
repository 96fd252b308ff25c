"""The guide in other languages says what the English pages say: the same headings, commands, names, links and rows."""

import hashlib
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from desktop_agent.core.texts.message import Language, speak
from desktop_agent.guide import TOPICS, found, page
from desktop_agent.policy.table import ROWS, Fact, words_of
from tests.fakes.people.languages import catalogue
from tests.fakes.source import ROOT

GUIDE = ROOT / "desktop_agent" / "guide"
LANGUAGES = ("de", "fr")
TRANSLATED = tuple(sorted(file.stem for file in (GUIDE / LANGUAGES[0]).glob("*.md")))
# The English text that each translation was made from: whoever changes a page changes its translations.
MADE_FROM = Path(__file__).with_name("translated_pages.toml")
PAGES = pytest.mark.parametrize(("code", "topic"), [(code, topic) for code in LANGUAGES for topic in TRANSLATED])


pytestmark = pytest.mark.usefixtures("english_again")


def commands(text: str) -> list[str]:
    """Return the code of a page without its comments."""
    blocks = re.findall(r"^ *```.*?^ *```", text, flags=re.MULTILINE | re.DOTALL)
    return [re.sub(r"(^| +)# .*", "", line).rstrip() for block in blocks for line in block.splitlines()]


def prose(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)


def shape(text: str) -> list[str]:
    """Return the kinds of the lines that a page is made of: headings by level, rows of tables by columns, items."""
    marks = (re.match(r"#+ |\||[-*] |\d+\. ", line) for line in prose(text).splitlines())
    return [mark[0] if mark[0] != "|" else f"|{mark.string.count('|')}" for mark in marks if mark]


def links(text: str) -> Counter[str]:
    return Counter(link.removeprefix("../").partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", prose(text)))


@PAGES
def test_a_translated_page_has_the_commands_names_links_and_rows_of_the_english_one(code: str, topic: str) -> None:
    english = page(topic)
    translated = (GUIDE / code / f"{topic}.md").read_text("utf-8")
    names = [Counter(re.findall(r"`([^`\n]+)`", prose(text))) for text in (english, translated)]

    assert commands(translated) == commands(english)
    assert shape(translated) == shape(english)
    assert links(translated) == links(english)
    assert names[1] == names[0]
    linked = re.findall(r"\]\(([^)#]+\.md)", prose(translated))
    assert [link for link in linked if "://" not in link and not (GUIDE / code / link).exists()] == []


@PAGES
def test_a_translation_was_made_from_the_english_page_as_it_is(code: str, topic: str) -> None:
    made_from = tomllib.loads(MADE_FROM.read_text("utf-8"))[code]
    digest = hashlib.sha256((GUIDE / f"{topic}.md").read_bytes()).hexdigest()[:16]

    assert made_from.get(topic) == digest, f'translate what has changed, then write: {topic} = "{digest}"'


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_people_read_first_is_there_in_their_language_and_is_found_there(code: str) -> None:
    assert {"start", "rules"} <= {file.stem for file in (GUIDE / code).glob("*.md")} == {*TRANSLATED} <= {*TOPICS}
    english = {topic: page(topic) for topic in TRANSLATED}
    speak(Language(catalogue(code), code))

    assert [topic for topic in TRANSLATED if page(topic) == english[topic]] == []
    assert next(iter(found("Tabelle" if code == "de" else "feuille"))) == "start"
    assert next(iter(found("many files"))) == "start"
    assert next(iter(found("Französisch" if code == "de" else "français"))) == "start"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_table_of_the_rules_speaks_the_words_of_settings_and_cards(code: str) -> None:
    table = (GUIDE / code / "rules.md").read_text("utf-8")
    language = Language(catalogue(code), code)

    for name, row in ROWS.items():
        assert f"| `{name}` | {row.verdict} | {language.of(row.text)} | {language.of(row.known_by)} |" in table
    gaps = dict.fromkeys(("window", "name", "path", "what"), "…")
    cards = {words_of(fact, gaps): language.of(words_of(fact, gaps)) for fact in Fact}
    english = re.findall(
        r"^\| .* \| (.*) \|$", page("rules").partition("and the card says |\n|---|---|\n")[2], re.MULTILINE
    )
    assert len(english) >= 10
    for sentence in english[:10]:
        assert f" | {cards[sentence]} |" in table
