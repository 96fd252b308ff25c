"""Word stems on controls whose effect may be impossible to undo, in ten languages; a word only adds a question.

Accents and case are dropped before comparing. There are lists besides: words that cancel or agree to a question, and
programs' names of commands that shortcuts also give.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Command = Literal["save", "close", "paste", "open", "cut", "copy", "move", "rename"]
# Longer text under the pointer is reading matter, not the name of a control.
LONGEST_NAME = 48
_MOST_WORDS = 6
# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese and Japanese. A star stands for
# any ending; a language that has the word of another one is left out.
_SENDS = "send|senden|absenden|abschicken|envoyer|enviar|invia|inviare|verzenden|wyslij|отправить|发送|送信"
_DELETES = (
    "delete|remove|erase|wipe|purge|destroy|shred|clear all"
    "|losche|loschen|entfernen|supprimer|eliminar|borrar|elimina|excluir|verwijder*|usun*"
    "|удалить|删除|削除|trash|wastebasket|recycle bin|papierkorb|corbeille|papelera|cestino|lixeira"
    "|prullenbak|kosz|корзин*|回收站|ゴミ箱"
)
# Wherever they stand in a name, it is what a press does.
_ACTS = (
    f"{_SENDS}|{_DELETES}|pay|make payment|make a payment|donate|withdraw|zahlen|bezahle|bezahlen|uberweise|uberweisen"
    "|payer|pagar|paga|betalen|zaplac*|оплат*|付款|支払"
    "|buy|checkout|subscribe|unsubscribe|kaufe|kaufen|bestelle|bestellen|acheter|commander|comprar|acquista|kopen|kup"
    "|zamow*|купить|заказать|购买|購入|注文"
    "|discard|overwrite|reset|revert|refund|release funds|verwerfen"
    "|cancel my|cancel the|cancel your|cancel this|cancel order|cancel booking|cancel subscription|cancel membership"
    "|cancel plan|cancel contract|cancel reservation|close account|close my account|deactivate|terminate|deploy"
    "|stornieren|kundigen|kundige|resilier|cancelar pedido|annuleer"
    "|submit|publish|invite|upload|veroffentlichen|einreichen|unterschreiben|publier|signer|publicar"
    "|firmar|pubblica|publiceren|opublikuj|опубликовать|подписать|发布|投稿"
    "|execute|install|uninstall|compile|ausfuhren|installieren|executer|installer|ejecutar|instalar"
    "|esegui|installa|uitvoeren|installeren|uruchom*|zainstaluj|выполнить|установить|运行|安装|実行"
    "|allow|authorize|accept|agree|approve|confirm|unlock|erlauben|zulassen|annehmen|bestatige|bestatigen|autoriser"
    "|accepter|permitir|aceptar|consenti|accetta|toestaan|zezwol|разрешить|принять|允许|許可"
    "|log out|sign out|shut down|restart|reboot|power off|abmelden|herunterfahren|eteindre|deconnexion|apagar"
    "|desligar|spegni|afsluiten|wyloguj|выключить|关机"
)
# What binds or costs something, whichever verb completes it: “Complete payment”, “Passer la commande”.
_COMPLETES = (
    "confirmer|confirmar|conferma|bevestig|potwierdz|подтвердить"
    "|complete|finish|finalize|finalise|place|make|start|begin|initiate|process|create|schedule|release|renew"
    "|finaliser|terminer|passer|valider|effectuer|lancer|finalizar|completar|realizar|tramitar|iniciar|efectuar|hacer"
    "|completa|concludi|effettua|finalizza|termina|concluir|efetuar|fazer|fechar|plaats|voltooi|dokoncz|zloz|wykonaj"
    "|zrealizuj|оформить|завершить|сделать|выполнить"
)
_BINDING = (
    "order|orders|purchase|payment|payments|transfer|transfers|transaction|booking|reservation|donation|sale|trade"
    "|deposit|withdrawal|bid|offer|post|subscription|registration"
    "|commande|achat|paiement|virement|reservation|don|pedido|compra|pago|transferencia|reserva|donacion"
    "|ordine|acquisto|pagamento|bonifico|prenotazione|bestelling|betaling|overboeking|boeking"
    "|platnosc|przelew|rezerwacje|заказ|покупку|перевод|платеж"
)
# German and Dutch put the verb last: “Bestellung aufgeben”.
_BINDING_FIRST = (
    "*bestellung|*kauf|*einkauf|*zahlung|*uberweisung|*buchung|*auftrag|*reservierung|*spende|*transaktion|*vertrag|abo"
    "|*beitrag|*gebot|*bestelling|*betaling|*aankoop|*overboeking|*boeking"
)
_COMPLETES_LAST = (
    "abschliessen|aufgeben|freigeben|tatigen|beenden|durchfuhren|starten|auslosen|vornehmen|erteilen|erstellen|abgeben"
    "|fertigstellen|plaatsen|afronden|voltooien|bevestigen|doen"
)
_COMPLETED_SPACELESS = "下单|提交订单|确认订单|转账|送金する|振り込む"
# English words that are things as well: acts where a name begins with them, or goes on with them, as “Save and post”.
_ACTS_AT_FIRST = "reply|forward|transfer|order|post|sign|share|run|build|debug|trust|grant|format"
# Acts on which others rely, in a page: they may bind or cost something.
_COMMITS = "book|reserve|apply for|register|sign up|enrol|enroll|vote|bid|place|rent|hire|join|finalize"
# What speaks for the person: a statement in the first person, or a request for them, as “I'm in”, “Count me in”.
_STATES = r"i(?:['’]|\s+\w)|j['’]\w|(?:ich|je|yo|io|eu|ik|я)\s+\w|(?:me|mi|ci)\s+\w+o\b|我"
_ASKS_FOR_ME = (
    r"(?!(?:show|tell|take|let|give|teach|help|remind|remember|keep|ask|about|for|near|with|like)\b)\w+\s+me\b"
)
_SAYS_NOT = r"\b(?:not|forgot|lost|need)\b|n['’]t\b"
_SPEAKS = re.compile(rf"\W*(?:\w+[,:!.]\s+)?(?!.*(?:{_SAYS_NOT}))(?:{_STATES}|{_ASKS_FOR_ME})")
_GOES_ON = (
    r"(?:^[^\w]*|[,:;/+–—]\s*|\b(?:and|or|now|then|please|yes|always|i|we|digitally|electronically|permanently|directly"
    r"|immediately|publicly|automatically|(?<!how )to)\s+|\be-)"
)
# A noun that ends a name right after such a word makes it a thing: “Order history”. What may be the object of the act
# is none of them: “Share page”.
_THINGS = "settings|options|preferences|prices?|types?|methods?|office|painter"
_THINGS_OF = (
    (
        "order|run|build|debug",
        "history|details|status|dates?|numbers?|lists?|summary|overview|times?|names?|info|information",
    ),
    ("transfer|post", "history|dates?|times?"),
    ("book|reserve|register|vote|bid|place|rent|hire|join", "history|details|status|numbers?|lists?|summary|overview"),
)
# A press on these only puts things in order, or empties fields, though their first word says more.
_ARRANGES = re.compile(
    r"send (?:to back|backwards?)"
    r"|delete (?:the )?(?:word|line|character)(?: (?:left|right|forwards?|backwards?))?"
    r"|reset (?:all )?(?:the )?(?:filters?|zoom|view|search|layout|form|fields?|selection|columns?)"
    r"|order by (?:dates?|names?|prices?|size|time|title|types?|rating|relevance|popularity|newest|oldest)"
)
# It asks about an act, and is none, unless it goes on with one: “When ready, pay”, “Why not buy now”.
_QUESTION = re.compile(
    r"(?:how(?! about)|why(?! not)|what(?! about)|when (?:to|do|does|is|are|will|can|should)|where|who|wie|warum"
    r"|comment|pourquoi|como|por que|come (?:\w+re|si|posso)|perche|hoe)\b ?\w[^,;:.!?–—]*"
)
_GOES_ON_WITH = re.compile(r"\b(?:and|then|now|und|dann|jetzt|et|maintenant|y|ahora|e|ora|agora|en|nu)\b")
# Answers that say nothing of what they do.
_VAGUE = (
    "ok|okay|yes|yes please|go|go ahead|lets go|continue|proceed|done|finish|complete|retry|try again|start|apply|do it"
    "|ja|ja bitte|fertig|los|los gehts|fortfahren|abschliessen|nochmal|erneut versuchen|oui|continuer|terminer"
    "|reessayer|valider|si|continuar|terminar|finalizar|listo|reintentar|continua|fine|riprova|sim|concluir"
    "|tentar novamente|doorgaan|klaar|opnieuw proberen|tak|gotowe|kontynuuj|sprobuj ponownie|да|готово"
    "|продолжить|повторить|是|确定|完成|继续|重试|はい|続ける|完了|再試行"
)
_RESET = "reset|zurucksetzen|reinitialiser|restablecer|reimposta|redefinir|herstellen|resetuj|сбросить|重置|リセット"
# Signs without letters that every person knows: close, menu, more, there and back, up and down.
_SIGNS = frozenset("×✕✖☰≡⋮⋯…•+−-–←→↑↓‹›«»<>◀▶▲▼▾▴▸◂⌄⌃?!")
# Fields of a page that search everything, and not its site.
_WIDE_SEARCH = re.compile(
    r"\b(?:web|internet|www|google|bing|duckduckgo|yahoo|ecosia|startpage|qwant|yandex|baidu)\b(?! ?(?:shop|site))"
)
# Choices that arrange what a page shows.
_ARRANGED = (
    "sort*|order by|filter*|show|view|per page|language|currency|country|region|theme|sprache|wahrung|tri|trier|langue"
    "|orden*|idioma|ordina*|lingua|sorteer*|taal|jezyk|сортиров*|язык|排序|语言|並べ替え|言語"
)
# A button of a form with such a word leads on to its next page, unless another word says more.
_LEADS_ON = (
    "next|continue|proceed|back|previous|weiter|fortfahren|zuruck|suivant*|continuer|retour|precedent*|siguiente"
    "|continuar|atras|anterior|avanti|continua|indietro|seguinte|proximo|avancar|voltar|volgende|doorgaan|verder|terug"
    "|dalej|nastepn*|kontynuuj|wstecz|далее|продолжить|назад|下一步|继续|返回|上一步|次へ|続ける|戻る"
)
# Words of a last step, even where the word is harmless elsewhere.
_LAST_STEPS = (
    "finish|complete|done|finalize|book|reserve|apply|register|sign up|enrol|enroll|vote|bid|rent|hire|join|create"
    "|fertig*|abschliess*|buch*|reservier*|beantrag*|bewerb*|registrier*|anmelden|abstimm*|bieten"
    "|terminer|finaliser|reserver|postuler|inscrire|voter|valider|finalizar|completar|reservar|solicitar|registrar*|votar"
    "|termina|completa|prenota|iscriviti|vota|conferma|concluir|inscrever|afronden|voltooi*|reserveer*|boek|aanmelden"
    "|zakoncz|rezerwuj|zarejestruj|заверш*|заброниров*|зарегистр*|完成|预订|注册|提交|予約|完了|登録|申し込*"
)
_RUN_DIALOG = (
    "run|run program|run command|run application|run dialog|ausfuhren|executer|ejecutar|esegui|executar|uitvoeren"
    "|uruchom|выполнить|运行|実行"
)
_CANCEL = "cancel|abbrechen|abbruch|annuler|cancelar|annulla|annuleren|anuluj|отмена|取消|キャンセル"
_AGREES = "ok|yes|ja|oui|si|sim|tak|да|是|はい|确定"
_COMMANDS: Mapping[Command, str] = {
    "save": "save*|speicher*|sichern|enregistrer*|guardar|salva*|opslaan|zapisz|сохранить|保存",
    "close": "close*|quit|exit|×|✕|✖|schliessen|beenden|fermer|quitter|cerrar|salir|chiudi|esci|fechar|sair|sluiten"
    "|afsluiten|zamknij|zakoncz|закрыть|выйти|关闭|退出|閉じる|終了",
    "paste": "paste*|einfugen|coller|pegar|incolla|colar|plakken|wklej|вставить|粘贴|貼り付け",
    "open": "open*|offnen|ouvrir|abrir|apri|openen|otworz|открыть|打开|開く",
    "cut": "cut|ausschneiden|couper|cortar|taglia|knippen|wytnij|вырезать|剪切|切り取り",
    "copy": "copy*|kopier*|copier*|copiar*|copia*|kopieer*|kopiuj*|копировать|скопировать|复制|コピー",
    "move": "move*|verschieb*|deplacer|mover|sposta|verplaats*|przenies|переместить|移动|移動",
    "rename": "rename*|umbenennen|renommer|renombrar|rinomina|renomear|hernoemen|zmien nazwe|переименовать|重命名",
}
# Items of a file manager's menus that delete nothing, without accents.
_KNOWN_ITEMS = (
    "open|open with|cut|copy|copy path(s)|paste|rename|properties|select all|new folder|create folder"
    "|offnen|offnen mit|ausschneiden|kopieren|einfugen|umbenennen|eigenschaften|alles auswahlen"
    "|ouvrir|ouvrir avec|couper|copier|coller|renommer|proprietes|tout selectionner"
    "|abrir|abrir con|cortar|copiar|pegar|renombrar|propiedades|seleccionar todo"
    "|apri|apri con|taglia|copia|incolla|rinomina|proprieta|seleziona tutto"
    "|abrir com|colar|renomear|propriedades|selecionar tudo"
    "|openen|openen met|knippen|kopieren|plakken|hernoemen|eigenschappen|alles selecteren"
    "|otworz|wytnij|kopiuj|wklej|zmien nazwe|wlasciwosci|zaznacz wszystko"
    "|открыть|вырезать|копировать|вставить|переименовать|свойства"
    "|打开|剪切|复制|粘贴|重命名|属性|全选|開く|切り取り|コピー|貼り付け|名前の変更|プロパティ"
)
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def has_consequence(name: str, *, is_control: bool = False) -> bool:
    """Return whether a name says an act such as send, pay or delete.

    What is known to be a control may have a long name; any other long text is reading matter.
    """
    if not is_control and _is_reading_matter(name):
        return False
    plain = plain_name(name).strip(" .…!?")
    if _ARRANGES.fullmatch(plain) or _only_asks(plain):
        return False
    return only_resets(name) or any(pattern.search(plain) for pattern in (_ACT, _ACT_AT_FIRST, _COMPLETION))


def commits(name: str, *, is_control: bool = False) -> bool:
    """Return whether a name says an act that may bind or cost something, as “Book now” in a page."""
    if not is_control and _is_reading_matter(name):
        return False
    plain = plain_name(name).strip()
    return bool(_COMMIT.search(plain) or _SPEAKS.match(plain))


def is_thing_too(name: str) -> bool:
    """Return whether a name is a single word that may be a thing as well as an act, as “Post”."""
    return _unpunctuated_name(name) in _THINGS_TOO


def says_nothing(name: str) -> bool:
    """Return whether a name doesn't say what a press does: it is empty, an answer to anything, or an unknown sign."""
    bare = _unpunctuated_name(name.replace("’", "").replace("'", ""))
    if any(char.isalnum() for char in bare):
        return bare in _SAYS_NOTHING
    return not any(char in _SIGNS for char in name)


def only_resets(name: str) -> bool:
    """Return whether a button's name says that it empties a form's fields, and nothing besides."""
    return _unpunctuated_name(name) in _RESETS


def searches_widely(name: str) -> bool:
    """Return whether a search field says that it searches more than its site."""
    return _WIDE_SEARCH.search(plain_name(name)) is not None


def only_arranges(name: str) -> bool:
    """Return whether a choice says that it only arranges what is shown: its order, its part, its language."""
    return _ARRANGING.search(plain_name(name)) is not None


def sends(name: str) -> bool:
    """Return whether a control's name says that it sends a message."""
    return _SENDING.search(plain_name(name)) is not None


def deletes(name: str) -> bool:
    """Return whether a control's name says that it deletes something."""
    return _DELETING.search(plain_name(name)) is not None


def leads_on(name: str) -> bool:
    """Return whether a button's name says that it leads to a form's next page, and nothing more."""
    plain = plain_name(name)
    may_end = len(name) > LONGEST_NAME or any(
        pattern.search(plain) for pattern in (_ACT, _ACT_AT_FIRST, _COMPLETION, _LAST_STEP)
    )
    return _LEADING.search(plain) is not None and not may_end


def says_run(title: str) -> bool:
    """Return whether a window's title is that of a dialog that runs commands."""
    return _unpunctuated_name(title) in _RUN_TITLES


def is_cancel(name: str) -> bool:
    """Return whether a control's name cancels a question."""
    return _unpunctuated_name(name) in _CANCELS


def agrees(name: str) -> bool:
    """Return whether a control's name only agrees to its window's question, such as “OK”."""
    return _unpunctuated_name(name) in _YESES


def is_known_item(name: str) -> bool:
    """Return whether an item of a file manager's menu is a common one that deletes nothing, to the letter."""
    return _unpunctuated_name(name) in _ITEMS


def only_closes(name: str) -> bool:
    """Return whether a control's name says that it closes a window, and nothing besides."""
    return _NAMES["close"].fullmatch(_unpunctuated_name(name)) is not None


def command_of(name: str) -> Command | None:
    """Return the command that a control's name stands for; None if it is none of them."""
    bare = _unpunctuated_name(name)
    return next((command for command, pattern in _NAMES.items() if pattern.match(bare)), None)


def _is_reading_matter(name: str) -> bool:
    return len(name) > LONGEST_NAME or len(name.split()) > _MOST_WORDS


def _only_asks(plain: str) -> bool:
    """Return whether a name is a question, and goes on with no act after it."""
    if not _QUESTION.fullmatch(plain):
        return False
    later = _GOES_ON_WITH.split(plain)[1:]
    return not any(pattern.search(part.strip()) for part in later for pattern in (_ACT, _ACT_AT_FIRST, _COMPLETION))


def _unpunctuated_name(name: str) -> str:
    """Return a name without surrounding punctuation, and without a mnemonic in brackets as in Japanese programs."""
    return re.sub(r"\s*\(\w\)$", "", plain_name(name).strip(" .…!"))


def plain_name(name: str) -> str:
    """Return a name in lower case, without accents, invisible characters and signs of mnemonics; “ & ” is “ and ”."""
    spelled = re.sub(r"(?<=\s)&&?(?=\s)", "and", name)
    seen = "".join(char for char in spelled if unicodedata.category(char) != "Cf" and char not in "_&")
    folded = unicodedata.normalize("NFKD", seen.casefold()).replace("ł", "l")
    return unicodedata.normalize("NFC", "".join(char for char in folded if not unicodedata.combining(char)))


def _pattern(stems: str) -> re.Pattern[str]:
    """Return a pattern that matches the stems as words; Chinese and Japanese words need no spaces."""
    words = [plain_name(stem) for stem in stems.split("|")]
    spaced = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words if not _SPACELESS.search(word))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{'|'.join(filter(_SPACELESS.search, words))}")


def _leading_pattern(stems: str) -> re.Pattern[str]:
    """Return a pattern that matches the stems where a name begins with them or goes on with them, and is no thing."""
    of_some = "".join(
        rf"|(?<=\b(?:{word}))\s+(?:{nouns})\W*$" for words, nouns in _THINGS_OF for word in words.split("|")
    )
    no_thing = rf"(?!\s+(?:{_THINGS})\W*$|-|(?<=\bsign) in\b{of_some})"
    return re.compile(rf"{_GOES_ON}(?:{stems})\b{no_thing}")


def _completion_pattern() -> re.Pattern[str]:
    """Return a pattern that matches a verb of completion with what it binds to, and few words between them."""
    completes, binding, first, last = (
        "|".join(re.escape(plain_name(word)).replace(r"\*", r"\w*") for word in words.split("|"))
        for words in (_COMPLETES, _BINDING, _BINDING_FIRST, _COMPLETES_LAST)
    )
    between = r"\s+(?:[\w'’-]+\s+){0,2}?"
    thing = "|".join((_THINGS, *(nouns for _, nouns in _THINGS_OF)))
    verb_first = rf"\b(?:{completes}){between}(?:[dl]['’])?(?:{binding})\b(?!\s+(?:{thing})\W*$)"
    return re.compile(rf"{verb_first}|\b(?:{first}){between}(?:{last})\b|{_COMPLETED_SPACELESS}")


_ACT = _pattern(_ACTS)
_ACT_AT_FIRST = _leading_pattern(_ACTS_AT_FIRST)
_COMPLETION = _completion_pattern()
_COMMIT = _leading_pattern(_COMMITS)
_ARRANGING = _pattern(_ARRANGED)
_LAST_STEP = _pattern(_LAST_STEPS)
_LEADING = _pattern(_LEADS_ON)
_SENDING = _pattern(_SENDS)
_DELETING = _pattern(_DELETES)
_NAMES = {command: _pattern(stems) for command, stems in _COMMANDS.items()}
_RUN_TITLES, _CANCELS, _YESES, _ITEMS, _SAYS_NOTHING, _RESETS, _THINGS_TOO = (
    frozenset(map(plain_name, words.split("|")))
    for words in (_RUN_DIALOG, _CANCEL, _AGREES, _KNOWN_ITEMS, _VAGUE, _RESET, _ACTS_AT_FIRST)
)
