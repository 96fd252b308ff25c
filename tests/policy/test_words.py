"""What is read off names and paths: words of grave effect, commands, and places that programs read by themselves."""

from collections.abc import Callable

import pytest

from desktop_agent.core.decisions.decision import File
from desktop_agent.policy.addresses import has_hidden_path, is_ordinary, runs
from desktop_agent.policy.words import (
    agrees,
    command_of,
    commits,
    has_consequence,
    is_cancel,
    is_known_item,
    is_thing_too,
    only_arranges,
    only_resets,
    says_nothing,
    says_run,
    searches_widely,
)

HOME = "/srv/ada"


@pytest.mark.parametrize(
    "name",
    (
        "Send|_Send|S&end|Absenden|Envoyer|Enviar|Invia|Verzenden|Wyślij|Отправить|发送|送信|Pay now|Überweisen|付款"
        "|Zapłać|Buy|Kaufen|Acheter|Comprar|Kup teraz|购买|Delete 3 files|Löschen|Supprimer|Eliminar|Usuń|Удалить"
        "|削除する|Papierkorb|Publish|Veröffentlichen|Install|Ausführen|実行|Allow|Zulassen|Autoriser|Разрешить"
        "|Log Out|Shut Down|关机|Publish now|Save & send|Save and post|Order with payment"
        "|✉ Share|Yes, delete"
        "|Purge|Cancel my booking|Close account|Reset device"
        "|Make a payment|Transfer everything to Lisa|Format disk|Subscribe for 5 € a month"
        "|In den Papierkorb verschieben|Bestellung absenden|Abschicken|Reset|Zurücksetzen"
        "|Complete order|Finish order|Complete payment|Make transfer|Start transfer|Complete transfer|Place order"
        "|Complete your secure payment|Create post|Make an offer|Finalize booking"
        "|Bestellung abschicken|Bestellung aufgeben|Kauf abschließen|Überweisung freigeben"
        "|Sammelüberweisung jetzt freigeben"
        "|Passer la commande|Confirmer la commande|Effectuer un virement|Finaliser l’achat|Realizar pedido"
        "|Effettua il pagamento|Concluir compra|Bestelling plaatsen|Złóż zamówienie|Оформить заказ|提交订单"
        "|Always trust|Always run|Yes, I trust the authors|Digitally sign|E-sign"
        "|Save & share|Review & sign|Book & pay|Save && share|S&end & close"
        "|Delete line items and pay|When ready, pay|Why not buy now|Delete letter|Reset layout and delete all"
        "|How to order and pay now|What about we pay|Send to back office|Delete word and send"
        "|Share page|Forward this page|Post in channel|Share in Slack|Post results|Run in terminal|Order 3 items"
        "|Transfer all items|Sign policy|Order by phone|Share details|Post status|Run report|Forward report"
    ).split("|"),
)
def test_a_grave_word_is_known_in_ten_languages(name: str) -> None:
    assert has_consequence(name)


@pytest.mark.parametrize(
    "name",
    (
        "Next post →|Sort by payment date|Payment methods|Payment|How to delete a file|Deleted items|Order history"
        "|Share prices|Recent orders|Reset filters|Reset the view|Send to back|Delete word|Bestellungen"
        "|Sign in|Post office|Order by date|Run time|Format painter|Buying guide|Latest post|Wie bestellen?"
        "|Post settings|Share settings|Run history|Order details|Order status|Transfer history|Sign in with a code"
        "|Sign-in|Delete word left|Reset all filters|Complete order history|Booking complete|Payment received"
        "|Start page|What to send?|When will you pay me?|How to cut and paste|Comment payer|Come pagare|R&D"
        "|Terms & conditions|Cut & paste"
    ).split("|"),
)
def test_nouns_questions_and_layout_commands_are_no_grave_words(name: str) -> None:
    assert not has_consequence(name)


def test_a_long_name_counts_for_what_is_a_control() -> None:
    name = "Yes, I have understood this and want to delete my account with all of its photos"

    assert has_consequence(name, is_control=True)
    assert not has_consequence(name)


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        (says_nothing, "|OK|Let's go!|Let’s go|Finish|🗑|Continue|Ja|完了", "☰|×|Next|21|Continue reading|+|‹|Weiter"),
        (
            commits,
            "Book now|Join|Register|Vote for Anna|Place bid|Book time|Review & book",
            "Book list|Bid history|Places|Joined|Address book|Next",
        ),
        (
            commits,
            "I'm in|I’ll come|Yes, I do|Count me in|Notify me|Ich bin dabei|J'accepte|Yo voy|Mi iscrivo|Я иду",
            "I forgot my password|I don't know|Show me more|Remind me later|Near me|In|I|Icons|My orders|Ich",
        ),
        (searches_widely, "Search the web|Google|Im Web suchen", "Search|Search web shop|Webster|Search this website"),
        (only_arranges, "Sort by|Sortieren nach|Filters|Language", "Answer|Rooms|Stars"),
        (only_resets, "Reset|Zurücksetzen|重置", "Reset device|Send"),
        (is_thing_too, "Post|Order|_Share", "Post it|Delete"),
    ],
)
def test_names_that_commit_search_or_only_arrange_are_told_apart(
    question: Callable[[str], bool], yes: str, no: str
) -> None:
    assert [name for name in yes.split("|") if not question(name)] == []
    assert [name for name in no.split("|") if question(name)] == []


@pytest.mark.parametrize(
    "name", "Bold|Sender|Next|Weiter|Open|Payload|Runner|Preview|Détails|Zoom In|Ordinary|".split("|")
)
def test_any_other_word_is_not_grave(name: str) -> None:
    assert not has_consequence(name)


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("save", "Save|Save As…|Speichern|Enregistrer|Guardar|保存(S)"),
        ("close", "Close|Quit|×|Schließen|Beenden|Cerrar|閉じる"),
        ("paste", "Paste|Einfügen|Coller|Pegar|貼り付け"),
        ("open", "Open|Open With…|Öffnen|Ouvrir|開く(O)"),
        ("cut", "Cut|Ausschneiden|剪切"),
        ("move", "Move to…|Verschieben nach|移動"),
        ("copy", "Copy|Copy Path(s)|Kopieren|Copier|复制"),
        ("rename", "Rename...|Umbenennen|Zmień nazwę|重命名"),
        (None, "Bold|Disclose|Unsaved"),
    ],
)
def test_a_command_is_known_by_what_programs_call_it(command: str | None, names: str) -> None:
    assert {command_of(name) for name in names.split("|")} == {command}


def test_an_item_of_a_folder_is_a_common_one_to_the_letter_alone() -> None:
    assert all(map(is_known_item, ("Rename...", "_Properties", "Öffnen", "复制")))
    assert not any(map(is_known_item, ("Move to Irash", "Renarne", "Delete", "")))


def test_an_answer_that_changes_nothing_and_one_that_only_agrees() -> None:
    assert is_cancel("_Cancel")
    assert not is_cancel("Cancel order")
    assert agrees("OK")
    assert agrees("确定")
    assert not agrees("Yes, delete")
    assert says_run("Run Program…")
    assert not says_run("Run report")


@pytest.mark.parametrize(
    ("path", "ordinary"),
    [
        *((path, True) for path in ("/srv/ada/notes.txt", "/srv/ada/Documents/bin", "/tmp/a", "/srv/ada.d/a")),
        *((f"/srv/ada/{path}", False) for path in (".bashrc", ".config/autostart/a.desktop", "bin/ls", "a/.git/x")),
        *((path, False) for path in ("/etc/crontab", "/var/spool/cron/ada", "/usr/local/bin/ls", "/tmp/a/.git/x", "/")),
    ],
)  # fmt: skip
def test_a_place_that_programs_read_by_themselves_is_not_ordinary(path: str, *, ordinary: bool) -> None:
    assert is_ordinary(File(path, HOME)) == ordinary
    assert not is_ordinary(File(path, HOME, ours=True))
    assert not is_ordinary(File(path, HOME, has_other_names=True))


@pytest.mark.parametrize("home", ["/root", "/var/home/ada", "/srv/.homes/ada"])
def test_a_home_is_ordinary_wherever_it_is(home: str) -> None:
    assert is_ordinary(File(f"{home}/notes.txt", home))
    assert not is_ordinary(File(f"{home}/.bashrc", home))


def test_files_that_run_and_hidden_files_are_recognised() -> None:
    assert runs(File("/srv/ada/run.sh", HOME, "program"))
    assert runs(File("/srv/ada/Makefile", HOME, "document"))
    assert not runs(File("/srv/ada/page.HTML", HOME, "program"))
    assert not runs(File("/srv/ada/note.txt", HOME, "document"))
    assert all(map(has_hidden_path, (".bashrc", "../a", "~/.ssh/key", "a\\.git\\x")))
    assert not any(map(has_hidden_path, ("./a", "notes.txt", "~/a.b/c", "")))
