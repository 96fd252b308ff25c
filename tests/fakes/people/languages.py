"""Languages that windows are tried in: those that there are, a long Greek one, and one that marks what is translated.

The Greek one is no language: each text's letters in Greek ones, and a third longer than the English, as translations
may be. “marked” puts each text that is looked up between ⟦ and ⟧, so that the others can be told.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping

from desktop_agent.core.texts.message import GAP, Language
from desktop_agent.lib.paths import asset

LONG = "greek"
MARKED = "marked"
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GREEK = "αβκδεφγηιζκλμνοπθρστυβωξυζΑΒΚΔΕΦΓΗΙΖΚΛΜΝΟΠΘΡΣΤΥΒΩΞΥΖ"
_LETTERS = str.maketrans(_LATIN, _GREEK)
_LONGER = 0.35
_WORD = re.compile(r"[^\W\d_]{3,}")


class Made(gettext.NullTranslations):
    def __init__(self, say: Callable[[str], str]) -> None:
        super().__init__()
        self._say = say

    def gettext(self, message: str) -> str:
        return self._say(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._say(msgid1 if n == 1 else msgid2)


def language_of(texts: Mapping[str, str]) -> Language:
    return Language(Made(lambda text: texts.get(text, text)), "de")


def catalogue(code: str) -> gettext.GNUTranslations:
    with (asset("translations") / f"{code}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def spoken(language: str) -> Language | None:
    """Return a language by its name; None for English."""
    if language == "en":
        return None
    if language == LONG:
        return Language(Made(_in_greek), "el")
    if language == MARKED:
        return Language(Made(_marked), "xx")
    return Language(catalogue(language), language)


def unmarked(text: str) -> str:
    """Return what of a shown text is no text of ours in translation: others' words, numbers, and what was forgotten."""
    before = ""
    while before != text:
        before = text
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return text


def _marked(text: str) -> str:
    core = text.strip()
    return text.replace(core, f"⟦{core}⟧", 1) if re.search(r"[^\W\d_]", GAP.sub("", text)) else text


def _in_greek(text: str) -> str:
    parts = re.split(r"(\{\w+(?::[^{}]*)?\})", text)
    return "".join(part if GAP.fullmatch(part) else _WORD.sub(_longer, part).translate(_LETTERS) for part in parts)


def _longer(word: re.Match[str]) -> str:
    return word[0] + word[0][-1] * round(len(word[0]) * _LONGER)
