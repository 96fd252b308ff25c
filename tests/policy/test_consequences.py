"""Names of controls, in the languages that desktops speak, and what they read like."""

import pytest

from desktop_agent.core.actions import Press
from desktop_agent.core.commands import EDITING
from desktop_agent.core.decision import Case
from desktop_agent.policy.consequence_words import Consequence, consequence
from desktop_agent.policy.rules.words import consequences
from tests.fakes.cases import VIEWPORT, target_of, window

# In English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese and Japanese.
NAMES: dict[Consequence, str] = {
    "send": "Send|Senden|Envoyer|Enviar|Invia|Enviar|Verzenden|Wyślij|Отправить|发送|送信",
    "pay": "Pay now|Jetzt bezahlen|Payer|Pagar|Paga|Pagar|Betalen|Zapłać|Оплатить|付款|支払う",
    "buy": "Place order|Kaufen|Acheter|Comprar|Acquista|Comprar|Kopen|Kup teraz|Купить|购买|注文する",
    "delete": "Delete|Löschen|Supprimer|Eliminar|Elimina|Excluir|Verwijderen|Usuń|Удалить|删除|削除",
    "submit": "Publish|Veröffentlichen|Publier|Publicar|Pubblica|Publicar|Publiceren|Opublikuj|Опубликовать|发布|投稿",
    "run": "Install|Ausführen|Exécuter|Instalar|Esegui|Instalar|Uitvoeren|Uruchom|Выполнить|安装|実行",
    "grant": "Allow|Erlauben|Autoriser|Permitir|Consenti|Permitir|Toestaan|Zezwól|Разрешить|允许|許可",
    "system": "Log Out|Abmelden|Éteindre|Apagar|Spegni|Desligar|Afsluiten|Wyloguj|Выключить|关机|Restart now",
}
HARMLESS = (
    *("Save", "Open", "Cancel", "Sent items", "Payment methods", "Silver", "OK", "Next", "", "Buyer", "Search"),
    *("Information", "Sender", "Payload", "Undo", "Copy", "Postbox", "Open GUI", "x" * 60 + " delete", "🙂", "..."),
    *("Please send me the book before the end of the week", "Speichern", "Guardar", "Zapisz", "Сохранить", "保存"),
)


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_with_a_consequence_is_recognised(kind: Consequence) -> None:
    names = NAMES[kind].split("|")

    for written in (*names, *(name.upper() for name in names), f"_{names[0]}…", f"\u200b{names[0]}"):
        assert consequence(written) == kind, written


def test_a_harmless_name_is_not() -> None:
    assert [name for name in HARMLESS if consequence(name)] == []


@pytest.mark.parametrize(
    ("item", "menu", "command", "asked"),
    [
        ("Run", "File", "", True),
        ("Send Selection to Terminal", "Edit", EDITING, True),
        ("Delete Line", "Edit", EDITING, False),  # from a text, whose editor takes it back
        ("Delete", "File", "", True),
        ("Uppercase", "Edit", EDITING, False),
        ("Run", "", "", False),  # told of something else that has the keyboard, and not as what the chord gives
    ],
)
def test_a_chord_is_the_item_that_its_program_gives_for_it(item: str, menu: str, command: str, *, asked: bool) -> None:
    target = target_of(
        window("/usr/bin/mousepad"), item, "menu item", "accessibility", focus_role="text", menu=menu, command=command
    )

    assert asked == (consequences(Case(Press(("ctrl", "e")), VIEWPORT, target)) is not None)
