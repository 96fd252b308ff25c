"""Names of controls, in the languages that desktops speak, and what they read like."""

import pytest

from desktop_agent.core.actions import Click, Press
from desktop_agent.core.commands import EDITING
from desktop_agent.core.decision import Case
from desktop_agent.policy.consequence_words import consequence, says_yes
from desktop_agent.policy.rules.words import consequences
from tests.fakes.cases import AT, VIEWPORT, target_of, window

NAMES = {
    "send": (
        *("Send", "Senden", "Envoyer", "Enviar", "Invia", "Verzenden", "Wyślij", "Отправить", "Надіслати", "Odeslat"),
        *("Gönder", "Skicka", "Lähetä", "Αποστολή", "Küldés", "Trimite", "Gửi", "Kirim", "שלח", "إرسال", "भेजें", "发送"),
        *("送信", "보내기", "Изпрати", "Odoslať", "✉ ", "Send now", "S\u200bend", "S e n d", "Ѕеnd", "Pošli"),
    ),
    "pay": (
        *(
            "Pay now",
            "Jetzt bezahlen",
            "Payer",
            "Pagar",
            "Paga",
            "Betalen",
            "Zapłać",
            "Оплатить",
            "Сплатити",
            "Zaplatit",
        ),
        *("Öde", "Betala", "Betal", "Maksa", "Πληρωμή", "Fizetés", "Plătește", "Thanh toán", "Bayar", "תשלום", "ادفع"),
        *("भुगतान", "付款", "支払う", "결제", "Transfer", "💳"),
    ),
    "buy": (
        *("Buy", "Kaufen", "Acheter", "Comprar", "Acquista", "Kopen", "Kup teraz", "Купить", "Придбати", "Koupit"),
        *("Satın al", "Köp", "Køb", "Kjøp", "Osta", "Αγορά", "Megrendelés", "Cumpără", "Mua", "Beli", "קנייה", "شراء"),
        *("खरीदें", "购买", "購入", "구매", "Place order", "Order", "🛒"),
    ),
    "delete": (
        *(
            "Delete",
            "Löschen",
            "Supprimer",
            "Eliminar",
            "Elimina",
            "Excluir",
            "Verwijderen",
            "Usuń",
            "Удалить",
            "Видалити",
        ),
        *("Smazat", "Sil", "Radera", "Slet", "Slett", "Poista", "Διαγραφή", "Törlés", "Șterge", "Xóa", "Hapus", "מחק"),
        *(
            "حذف",
            "हटाएं",
            "删除",
            "削除",
            "삭제",
            "Ta bort",
            "Replace",
            "Overwrite",
            "Ersetzen",
            "Заменить",
            "Move to Trash",
        ),
        *("Clear history", "Empty", "🗑", "Uninstall", "Изтрий", "Vymazať", "D\u00adelete"),
        *("Dileu", "Ezabatu", "წაშლა", "ลบ", "নথি মুছে ফেলুন", "削除する…"),
    ),
    "submit": (
        *("Submit", "Veröffentlichen", "Publier", "Publicar", "Pubblica", "Indienen", "Opublikuj", "Опубликовать"),
        *("Опублікувати", "Publikovat", "Yayınla", "Publicera", "Julkaise", "Υποβολή", "Beküldés", "Terbitkan", "פרסם"),
        *("نشر", "发布", "投稿", "게시", "Tweet", "Post"),
    ),
    "system": (
        *("Empty Trash", "Log Out", "Shut Down…", "Restart", "Format…", "Papierkorb leeren", "Vider la corbeille"),
        *(
            "Herunterfahren",
            "Cerrar sesión",
            "Выключить",
            "Se déconnecter",
            "关机",
            "シャットダウン",
            "로그아웃",
            "Power off",
        ),
        *("Turn Off", "Format disk", "Logga ut", "Desligar", "Encerrar", "Uruchom ponownie", "Berrabiarazi"),
    ),
}
HARMLESS = (
    *(
        "Save",
        "Open",
        "Cancel",
        "Sent items",
        "Payment methods",
        "Silver",
        "OK",
        "Next",
        "",
        "Buyer",
    ),
    *(
        "Search",
        "Information",
        "Format",
        "Sender",
        "Payload",
        "Undo",
        "Copy",
        "Postbox",
    ),
    *("Open GUI", "Please send me the book before the end of the week", "x" * 60 + " delete"),
    *(
        "Speichern",
        "Enregistrer",
        "Guardar",
        "Salva",
        "Opslaan",
        "Zapisz",
        "Сохранить",
        "Зберегти",
        "保存",
        "저장",
        "حفظ",
    ),
    *("🙂", "...", "12", "News", "Bold"),
)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMES.items() for name in names])
def test_a_name_with_a_consequence_is_recognised(kind: str, name: str) -> None:
    assert consequence(name) == kind
    assert consequence(name.upper()) == kind
    assert consequence(f"{name}…") == kind or kind in {"system", "buy"}


@pytest.mark.parametrize("name", [name for name in HARMLESS if name != "Format"])
def test_a_harmless_name_is_not(name: str) -> None:
    assert consequence(name) == ""


@pytest.mark.parametrize(
    "name", ["Yes", "OK", "Ok…", "_Yes", "Ja", "Oui", "Sí", "Да", "はい", "確定", "예", "نعم", "Continue"]
)
def test_a_yes_is_known(name: str) -> None:
    assert says_yes(name.lstrip("_"))


@pytest.mark.parametrize("name", ["No", "Cancel", "", "Yesterday"])
def test_what_is_no_yes_is_not(name: str) -> None:
    assert not says_yes(name)


@pytest.mark.parametrize(
    "name", ["Find and Replace", "Find: delete", "Don’t delete", "Remove filter", "Delete bookmark"]
)
def test_no_word_beside_it_takes_a_consequence_away(name: str) -> None:
    assert consequence(name) == "delete"


@pytest.mark.parametrize("command", ["", "Replace", "Save", "Cancel"])
def test_what_looks_for_words_in_a_text_is_told_by_the_programs_own_command_alone(command: str) -> None:
    def on(command: str) -> object:
        target = target_of(
            window("/usr/bin/mousepad"), "Find and Replace", "push button", "accessibility", command=command
        )
        return consequences(Case(Click(AT), VIEWPORT, target))

    assert on("Find and Replace") is on("Find & Replace") is on("Replace All") is None
    assert on(command) is not None


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
