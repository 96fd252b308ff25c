"""Word stems on controls whose effect may be impossible to undo, in ten languages.

A word only adds a question: nothing passes because of a word, and what other rules ask about is asked in every
language. Accents and case are dropped before comparing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

from desktop_agent.core.decision import Target

Consequence = Literal["send", "pay", "buy", "delete", "submit", "run", "grant", "system"]
# Longer text under the pointer is reading matter, not the name of a control.
LONGEST_NAME = 48
_MOST_WORDS = 6

# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese and Japanese. A star stands for
# any ending; a language that has the word of another one is left out.
_STEMS: Mapping[Consequence, str] = {
    "send": "send|senden|absenden|envoyer|enviar|invia|inviare|verzenden|wyslij|отправить|发送|送信",
    "pay": "pay|transfer|zahlen|bezahl*|uberweis*|payer|pagar|paga|betalen|zaplac*|оплат*|付款|支払",
    "buy": "buy|order|checkout|subscribe|kauf*|bestell*|acheter|commander|comprar|acquista|kopen|kup|zamow*"
    "|купить|заказать|购买|購入|注文",
    "delete": "delete|remove|erase|discard|overwrite|losch*|entfernen|supprimer|eliminar|borrar|elimina|excluir"
    "|verwijder*|usun*|удалить|删除|削除",
    "submit": "submit|publish|post|sign|veroffentlich*|einreichen|unterschreib*|publier|signer|publicar|firmar|pubblica"
    "|publiceren|opublikuj|опубликовать|подписать|发布|投稿",
    "run": "run|execute|install|uninstall|ausfuhren|installieren|executer|installer|ejecutar|instalar|esegui|installa"
    "|uitvoeren|installeren|uruchom*|zainstaluj|выполнить|установить|运行|安装|実行",
    "grant": "allow|authorize|accept|agree|trust|unlock|erlauben|annehmen|autoriser|accepter|permitir|aceptar|consenti"
    "|accetta|toestaan|zezwol|разрешить|принять|允许|許可",
    "system": "log out|shut down|restart|power off|abmelden|herunterfahren|eteindre|deconnexion|apagar|desligar|spegni"
    "|afsluiten|wyloguj|выключить|关机",
}
_YES = frozenset("yes ja oui si sim tak да 是 はい".split())
_AGREES = _YES | {"ok", "确定"}


def consequence(name: str) -> Consequence | None:
    """Return what a control's name reads like; None where it is harmless, or no name of a control."""
    if len(name) > LONGEST_NAME or len(name.split()) > _MOST_WORDS:
        return None
    return consequence_in(name)


def consequence_in(text: str) -> Consequence | None:
    """Return what a text of any length speaks of, a question for example."""
    plain = plain_name(text)
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(plain)), None)


def consequence_around(target: Target) -> Consequence | None:
    """Return what the buttons and labels beside a control speak of; None where that is harmless, or unknown."""
    return next((consequence_in(text) for text in names_with_consequence(target)), None)


def names_with_consequence(target: Target) -> tuple[str, ...]:
    """Return those buttons and labels beside a control that don't read harmless."""
    return tuple(text for text in target.place.around if consequence_in(text)) if target.place else ()


def says_yes(name: str) -> bool:
    """Tell whether a control answers a question of its window with yes: the words on it don't say what to."""
    return _bare(name) in _YES


def agrees(name: str) -> bool:
    """Tell whether a control only agrees to what its window says."""
    return _bare(name) in _AGREES


def _bare(name: str) -> str:
    """Return a name without marks around it and without a mnemonic in brackets, as Japanese programs write it."""
    bare = re.sub(r"\s*\(\w\)$", "", plain_name(name).strip(" .…!"))
    # Where a name was read off the picture, the icon before it may have been read as a letter.
    return re.sub(r"^[a-z0-9©®✓✔√] ", "", bare)


def plain_name(name: str) -> str:
    """Return a name without accents, marks that can't be seen, and differences of case."""
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf" and char not in "_&")
    folded = unicodedata.normalize("NFKD", seen.casefold()).replace("ł", "l")
    return unicodedata.normalize("NFC", "".join(char for char in folded if not unicodedata.combining(char)))


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"[^\W_]+", text)


def _pattern(stems: str) -> re.Pattern[str]:
    """Return what finds the stems as words; Chinese and Japanese write without spaces."""
    words = [plain_name(stem) for stem in stems.split("|")]
    spaced = "|".join(word.replace("*", r"\w*") for word in words if not _SPACELESS.match(word))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{'|'.join(filter(_SPACELESS.match, words))}")


_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PATTERNS = {kind: _pattern(stems) for kind, stems in _STEMS.items()}
