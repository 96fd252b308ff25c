"""Words on controls whose effect may be impossible to undo, in the languages that desktops speak.

Most come from `consequence_labels.txt`: what the desktops themselves write for Delete, Send, Shut Down and the like, in
over a hundred languages, collected by `packaging/consequence_labels.py`. By hand come English, the words of shops and
web sites, and other forms of a word. Accents are dropped before comparing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from desktop_agent.core.decision import Target

# Longer text under the pointer is reading matter, not the name of a control.
LONGEST_NAME = 48
MOST_WORDS = 6

# Whole words of a name.
_WORDS: Mapping[str, str] = {
    "send": "send resend sende absenden verschicken inviare verzenden wyslij wyslac отправка отправь відправити"
    " надішли odesli изпрати laheta στειλε αποστειλε elkuld kuld trimitere gửi kirimkan שלחי posli",
    "pay": "pay bezahlen zahlen payer paiement pagar pagamento paga betalen betaal zaplac zaplata zaplat оплатить"
    " платить заплатить оплатити сплатити заплатити zaplatit плати плащане ode odeme betala betal maksa"
    " πληρωμη πληρωσε fizetes fizet fizetek plateste plata bayar שלם תשלום transfer uberweisen uberweisung"
    " virement donate doneer",
    "buy": "buy purchase checkout kaufen kaufe bestellen bestellung acheter achat commander comprar acquista ordina"
    " kopen kup kupic bestel купить заказать купити придбати замовити koupit kupit objednat купи поръчай satin"
    " siparis kop bestall kob køb kjøp kjop bestil osta tilaa αγορα αγορασε παραγγελια vasarlas megvesz"
    " rendeles megrendel megrendeles cumpara comanda mua beli קנה קנייה רכישה הזמן subscribe abonnieren",
    "delete": "delete deletion removal erase remove discard trash uninstall wipe purge shred destroy overwrite replace"
    " loschen loschung suppression eliminacion borrado cancella remover verwijder usunac skasuj nadpisz"
    " удаление видалення изтрий премахни διαγραψε καταργηση torol felulir",
    "submit": "submit publish post tweet einreichen soumettre publier presentar presenta pubblica submeter indienen"
    " publiceren przeslij опубликовать подать подати опублікувати надрукувати publikovat zverejnit публикувай"
    " yayinla publicera publicer publiser indsend offentliggor julkaise υποβολη bekuldes terbitkan ajukan פרסם"
    " הגש",
    "run": "execute run launch install",
    "grant": "allow grant authorize authorise authenticate unlock trust accept agree permit enrol enroll",
    "system": "logout shutdown reboot restart poweroff hibernate suspend перезагрузить выключить",
}
# Anywhere in a name: more than one word, or scripts that write without spaces.
_PHRASES: Mapping[str, str] = {
    "system": "empty trash|empty bin|empty recycle|empty the trash|papierkorb leeren|vider la corbeille"
    "|vaciar la papelera|vaciar papelera|svuota|esvaziar|prullenbak legen|oproznij kosz|очистить корзину"
    "|очистити кошик|çop kutusunu|cop kutusunu|ごみ箱を空|清空回收站|清空垃圾|휴지통 비우기|shut down|power off|log out"
    "|log off|turn off|switch user|format…|format...|format disk|format drive|format volume|erase disk"
    "|выйти из системы|завершение работы|вийти з системи|시스템 종료|إيقاف التشغيل|delete partition"
    "|new partition table",
    "buy": "place order|оформить заказ|оформити замовлення|passer la commande|finaliser la commande"
    "|finalizar compra|realizar pedido|siparisi|bestelling plaatsen|zloz zamowienie|order now"
    "|place your order|zahlungspflichtig|in den warenkorb und|đat hang|dat hang|購入|注文|购买|購買|下单|下單|立即购买"
    "|구매|주문|شراء|खरीदें|🛒",
    "send": "發送|寄出|보내기|전송|पठाएं|📨|📤|✉|➤|⮞|🛩",
    "pay": "支払|支付|付款|转账|轉帳|振込|결제|송금|ادفع|دفع|भुगतान|thanh toan|💳",
    "delete": "削除|清空|हटाएं|move to bin|move to trash|in den papierkorb|corbeille|papelera|cestino|lixeira|prullenbak"
    "|kosza|в корзину|do kose|clear all|clear history|clear data|factory reset|reset all|save over|🗑",
    "submit": "提出|提交|發佈|제출|نشر|प्रकाशित|send inn|skicka in|go live",
}
# What a name is when it is nothing else.
_WHOLE: Mapping[str, str] = {
    "order": "buy",
    "format": "system",
    "empty": "delete",
    "erase all": "delete",
    "bin": "delete",
}
# Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean write without spaces: a label may be any part of a name.
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = str.maketrans("авеіјкмнорстухѕԁԛԝοαεικνρτυχ", "abeijkmhopctyxsdqwoaeiknptux")
_ANSWERS = frozenset("yes ja oui si sim tak da да так ano evet kylla ναι igen ya כן 是 はい 예 نعم हाँ हां".split())
_YES = frozenset(
    "yes ok okay ок confirm continue proceed ja oui si sim tak da да так ano evet kylla ναι igen bestatigen fortfahren"
    " confirmer continuer confirmar continuar conferma continua bevestigen potwierdz подтвердить продолжить 是 确定"
    " 確定 确认 はい 예 확인 نعم موافق כן".split()
)
_CANCEL = re.compile(
    r"cancel|close|help|browse|abbrechen|schließen|annuler|fermer|cancelar|cerrar|annulla|chiudi|annuleren|anuluj|отмена"
    r"|закрыть|скасувати|iptal|avbryt|annuller|peruuta|zrušit|mégse|anulare|取消|キャンセル|閉じる|취소|إلغاء|ביטול",
    re.IGNORECASE,
)
_RENAMES = re.compile(
    r"rename|umbenennen|renommer|renombrar|rinomina|renomear|hernoemen|zmień nazwę|переимен|перейменув|přejmenovat"
    r"|adlandır|byt namn|omdøb|gi nytt navn|nimeä|μετονομασία|átnevezés|redenum|đổi tên|ganti nama|重命名|名前の変更"
    r"|이름 바꾸기",
    re.IGNORECASE,
)


class LabelIndex:
    """Finds labels of desktops in names; both as `plain_name` writes them."""

    def __init__(self, labels: Iterable[tuple[str, str]] = ()) -> None:
        """Take labels with their kinds."""
        self.kinds: dict[str, str] = {}
        self._unspaced: dict[str, str] = {}
        for label, kind in labels:
            self.add(label, kind)

    def add(self, label: str, kind: str) -> None:
        """Know one more label."""
        self.kinds[label] = kind
        if _SPACELESS.search(label):
            self._unspaced[label] = kind

    def kind_in(self, words: list[str]) -> str:
        """Return the kind of a label that a name holds: some of its words, or any part where none are told apart."""
        runs = (" ".join(words[at : at + n]) for n in range(1, len(words) + 1) for at in range(len(words) - n + 1))
        if run := next((run for run in runs if run in self.kinds), ""):
            return self.kinds[run]
        joined = "".join(words)
        return next((kind for label, kind in self._unspaced.items() if label in joined), "")


def consequence(name: str) -> str:
    """Return what a control's name reads like, empty when it is harmless or no name of a control."""
    plain = plain_name(name)
    words = words_of(plain)
    if len(name) > LONGEST_NAME or len(words) > MOST_WORDS:
        return ""
    if len(words) > 1 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    if plain.strip(" .…!:") in _WHOLE:
        return _WHOLE[plain.strip(" .…!:")]
    for kind, phrases in _PLAIN_PHRASES.items():
        if any(phrase in plain for phrase in phrases):
            return kind
    by_hand = next((_BY_WORD[word] for word in words if word in _BY_WORD), "")
    marked = (_MARKED[word] for word in words_of(name.casefold()) if word in _MARKED)
    return by_hand or next(marked, "") or _disguised(words) or _LABELS.kind_in(words)


def consequence_around(target: Target) -> str | None:
    """Return what the buttons and labels beside a control read like, empty where harmless, None where none is told."""
    if target.place is None or not target.place.around:
        return None
    return next((kind for text in target.place.around if (kind := _in_text(text))), "")


def names_with_consequence(target: Target) -> tuple[str, ...]:
    """Return those buttons and labels beside a control that do not read harmless."""
    return tuple(text for text in target.place.around if _in_text(text)) if target.place else ()


def _in_text(text: str) -> str:
    """Return what a text of any length speaks of, a question for example."""
    words = words_of(plain_name(text))
    pieces = (" ".join(words[at : at + MOST_WORDS])[:LONGEST_NAME] for at in range(0, len(words), MOST_WORDS))
    return next((kind for piece in pieces if (kind := consequence(piece))), "")


def says_yes(name: str) -> bool:
    """Tell whether a control only agrees to what its window asks."""
    return bare_name(name) in _YES | _ANSWERS


def answers_yes(name: str) -> bool:
    """Tell whether a control answers a question of its window with yes: the words on it do not say what to."""
    return bare_name(name) in _ANSWERS


def cancels(name: str) -> bool:
    """Tell whether a control gives up what its dialog is for."""
    return _CANCEL.search(name) is not None


def renames(title: str) -> bool:
    """Tell whether a dialog asks for another name, by its title."""
    return _RENAMES.search(title) is not None


def bare_name(name: str) -> str:
    """Return a name without marks around it and without a mnemonic in brackets, as Japanese programs write it."""
    bare = re.sub(r"\s*\(\w\)$", "", plain_name(name).strip(" .…!")).strip(" .…!")
    # Where a name was read off the picture, the icon before it may have been read as a letter.
    return re.sub(r"^[a-z0-9©®✓✔√] ", "", bare)


def plain_name(name: str) -> str:
    """Return a name without accents, marks that cannot be seen, and differences of case."""
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf" and char not in "_&")
    folded = unicodedata.normalize("NFKD", seen.casefold()).replace("ł", "l").replace("ß", "ss").replace("\u0131", "i")
    kept = "".join(char for char in folded if not unicodedata.combining(char) or "\u0900" <= char <= "\u0dff")
    return unicodedata.normalize("NFC", kept)


def words_of(text: str) -> list[str]:
    """Return the words of a text; marks belong to the letter before them, as in Hindi and Thai."""
    return "".join(char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in text).split()


def _disguised(words: list[str]) -> str:
    """Return what a word is when letters of another alphabet stand in for Latin ones."""
    mixed = (word for word in words if not word.isascii())
    return next((_BY_WORD[latin] for word in mixed if (latin := word.translate(_LOOKALIKES)) in _BY_WORD), "")


def _labels() -> Iterator[tuple[str, str]]:
    """Give each label of the list, as `plain_name` writes it, with its kind."""
    kind = ""
    for line in files(__package__).joinpath("consequence_labels.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        else:
            yield line, kind


# A word whose accent makes the difference to an everyday one stands as it is written.
_MARKED = {"gửi": "send"}
_BY_WORD = {plain_name(word): kind for kind, words in _WORDS.items() for word in words.split() if word not in _MARKED}
_PLAIN_PHRASES = {kind: tuple(plain_name(one) for one in phrases.split("|")) for kind, phrases in _PHRASES.items()}
_LABELS = LabelIndex(_labels())
