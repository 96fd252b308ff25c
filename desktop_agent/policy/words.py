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
_SENDS = "send|senden|absenden|envoyer|enviar|invia|inviare|verzenden|wyslij|отправить|发送|送信|reply|forward"
_DELETES = (
    "delete|remove|erase|wipe|losch*|entfernen|supprimer|eliminar|borrar|elimina|excluir|verwijder*|usun*|удалить|删除"
    "|削除|trash|papierkorb|corbeille|papelera|cestino|lixeira|prullenbak|kosz|ゴミ箱"
)
_STEMS = (
    f"{_SENDS}|{_DELETES}|pay|payment|transfer|donate|withdraw|zahlen|bezahl*|uberweis*|payer|pagar|paga|betalen|zaplac*|оплат*|付款|支払"
    "|buy|order|checkout|subscribe|unsubscribe|kauf*|bestell*|acheter|commander|comprar|acquista|kopen|kup|zamow*"
    "|купить|заказать|购买|購入|注文"
    "|discard|overwrite|reset|revert|verwerfen"
    "|submit|publish|post|sign|share|invite|upload|veroffentlich*|einreichen|unterschreib*|publier|signer|publicar"
    "|firmar|pubblica|publiceren|opublikuj|опубликовать|подписать|发布|投稿"
    "|run|execute|install|uninstall|build|compile|debug|ausfuhren|installieren|executer|installer|ejecutar|instalar"
    "|esegui|installa|uitvoeren|installeren|uruchom*|zainstaluj|выполнить|установить|运行|安装|実行"
    "|allow|authorize|accept|agree|approve|confirm|trust|unlock|grant|erlauben|zulassen|annehmen|bestatig*|autoriser|accepter"
    "|permitir|aceptar|consenti|accetta|toestaan|zezwol|разрешить|принять|允许|許可"
    "|log out|sign out|shut down|restart|reboot|power off|format|abmelden|herunterfahren|eteindre|deconnexion|apagar"
    "|desligar|spegni|afsluiten|wyloguj|выключить|关机"
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


def has_consequence(name: str) -> bool:
    """Return whether a control's name has a word such as send, pay or delete."""
    if len(name) > LONGEST_NAME or len(name.split()) > _MOST_WORDS:
        return False
    return _CONSEQUENCE.search(plain_name(name)) is not None


def sends(name: str) -> bool:
    """Return whether a control's name says that it sends a message."""
    return _SENDING.search(plain_name(name)) is not None


def deletes(name: str) -> bool:
    """Return whether a control's name says that it deletes something."""
    return _DELETING.search(plain_name(name)) is not None


def leads_on(name: str) -> bool:
    """Return whether a button's name says that it leads to a form's next page, and nothing more."""
    plain = plain_name(name)
    may_end = len(name) > LONGEST_NAME or any(pattern.search(plain) for pattern in (_CONSEQUENCE, _LAST_STEP))
    return _LEADING.search(plain) is not None and not may_end


def says_run(title: str) -> bool:
    """Return whether a window's title is that of a dialog that runs commands."""
    return _bare(title) in _RUN_TITLES


def is_cancel(name: str) -> bool:
    """Return whether a control's name cancels a question."""
    return _bare(name) in _CANCELS


def agrees(name: str) -> bool:
    """Return whether a control's name only agrees to its window's question, such as “OK”."""
    return _bare(name) in _YESES


def is_known_item(name: str) -> bool:
    """Return whether an item of a file manager's menu is a common one that deletes nothing, to the letter."""
    return _bare(name) in _ITEMS


def only_closes(name: str) -> bool:
    """Return whether a control's name says that it closes a window, and nothing besides."""
    return _NAMES["close"].fullmatch(_bare(name)) is not None


def command_of(name: str) -> Command | None:
    """Return the command that a control's name stands for; None if it is none of them."""
    bare = _bare(name)
    return next((command for command, pattern in _NAMES.items() if pattern.match(bare)), None)


def _bare(name: str) -> str:
    """Return a name without surrounding punctuation, and without a mnemonic in brackets as in Japanese programs."""
    return re.sub(r"\s*\(\w\)$", "", plain_name(name).strip(" .…!"))


def plain_name(name: str) -> str:
    """Return a name in lower case, without accents and invisible characters."""
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf" and char not in "_&")
    folded = unicodedata.normalize("NFKD", seen.casefold()).replace("ł", "l")
    return unicodedata.normalize("NFC", "".join(char for char in folded if not unicodedata.combining(char)))


def _pattern(stems: str) -> re.Pattern[str]:
    """Return a pattern that matches the stems as words; Chinese and Japanese words need no spaces."""
    words = [plain_name(stem) for stem in stems.split("|")]
    spaced = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words if not _SPACELESS.search(word))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{'|'.join(filter(_SPACELESS.search, words))}")


_CONSEQUENCE = _pattern(_STEMS)
_LAST_STEP = _pattern(_LAST_STEPS)
_LEADING = _pattern(_LEADS_ON)
_SENDING = _pattern(_SENDS)
_DELETING = _pattern(_DELETES)
_NAMES = {command: _pattern(stems) for command, stems in _COMMANDS.items()}
_RUN_TITLES, _CANCELS, _YESES, _ITEMS = (
    frozenset(map(plain_name, words.split("|"))) for words in (_RUN_DIALOG, _CANCEL, _AGREES, _KNOWN_ITEMS)
)
