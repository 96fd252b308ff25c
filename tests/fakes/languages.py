"""Languages that windows are tried in: those that there are, a long Greek one, and one that marks what is translated.

The Greek one is no language: each text's letters in Greek ones, and a third longer than the English, as translations
may be. “marked” puts each text that has a translation between ⟦ and ⟧, so that the others can be told.
"""

from __future__ import annotations

import re

from desktop_agent.core.message import GAP
from desktop_agent.core.translation import Translation
from desktop_agent.host.language import translations
from desktop_agent.lib.paths import asset

LONG, MARKED = "greek", "marked"
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GREEK = "αβκδεφγηιζκλμνοπθρστυβωξυζΑΒΚΔΕΦΓΗΙΖΚΛΜΝΟΠΘΡΣΤΥΒΩΞΥΖ"
_LETTERS = str.maketrans(_LATIN, _GREEK)
_LONGER = 0.35
_WORD = re.compile(r"[^\W\d_]{3,}")


def spoken(language: str) -> Translation | None:
    """Return a language by its name; None for English."""
    if language == "en":
        return None
    german = translations(asset("translations") / "desktop_agent_de.ts")
    if language == LONG:
        return Translation({text: _in_greek(text) for text in german}, "el")
    if language == MARKED:
        return Translation({text: _marked(text) for text in german}, "xx")
    return Translation(translations(asset("translations") / f"desktop_agent_{language}.ts"), language)


def unmarked(text: str) -> str:
    """Return what of a shown text is no text of ours in translation: others' words, numbers, and what was forgotten."""
    before = ""
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    return text


def _marked(text: str) -> str:
    core = text.strip()
    return text.replace(core, f"⟦{core}⟧", 1)


def _in_greek(text: str) -> str:
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if GAP.fullmatch(part) else _WORD.sub(_longer, part).translate(_LETTERS) for part in parts)


def _longer(word: re.Match[str]) -> str:
    return word[0] + word[0][-1] * round(len(word[0]) * _LONGER)
