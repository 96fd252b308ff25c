"""Ask before a press on a control whose name reads like send, pay, buy, delete or submit."""

from __future__ import annotations

import re
import unicodedata

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, HoldKey, Press, ReleaseButton, Type
from desktop_agent.core.decision import Ask, Case, Decision, Reason, Target

# Stems at the start of a word, in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian,
# Turkish and Swedish; accents are dropped before comparing.
_STEMS = {
    "send": "send senden sende abschicken absenden verschicken envoyer envoi enviar invia inviare verzenden verstuur"
    " wyslij wyslac отправить отправка gonder skicka",
    "pay": "pay bezahlen zahlen payer paiement pagar pagamento paga betalen betaal zaplac zaplata оплатить платить"
    " ode odeme betala transfer uberweisen",
    "buy": "buy purchase checkout kaufen kaufe bestellen bestellung acheter achat commander comprar compra acquista"
    " ordina kopen kup kupic купить заказать satin siparis kop bestall",
    "delete": "delete erase remove discard trash uninstall loschen entfernen verwerfen supprimer effacer eliminar"
    " borrar elimina cancella apagar excluir remover verwijder verwijderen wissen usun usunac skasuj удалить стереть"
    " sil radera",
    "submit": "submit publish post einreichen veroffentlichen soumettre publier presentar publicar presenta pubblica"
    " submeter indienen publiceren przeslij opublikuj опубликовать подать yayinla",
}
_PHRASES = {
    "buy": ("place order", "order now", "place your order"),
    "send": ("送信", "发送", "發送", "送出", "보내기", "전송", "إرسال", "पठाएं", "भेजें"),
    "pay": ("支払", "支付", "付款", "결제", "ادفع", "भुगतान"),
    "buy ": ("購入", "注文", "购买", "購買", "下单", "구매", "주문", "شراء", "खरीदें"),
    "delete": ("削除", "删除", "刪除", "삭제", "حذف", "हटाएं"),
    "submit": ("提出", "提交", "投稿", "제출"),
}
_WORDS = {word: kind for kind, words in _STEMS.items() for word in words.split()}
# Longer text under the pointer is reading matter, not the name of a control.
_LONGEST_NAME = 48
_MOST_WORDS = 6
# Roles that are worked with, not pressed for their effect; names of fields are questions ("Send to").
_HARMLESS_ROLES = frozenset(
    {
        "entry",
        "text",
        "editbar",
        "password text",
        "paragraph",
        "document text",
        "document web",
        "document frame",
        "terminal",
        "label",
        "static",
        "heading",
        "frame",
        "window",
        "panel",
        "filler",
        "scroll pane",
        "scroll bar",
        "combo box",
        "spin button",
        "slider",
        "table",
        "tree table",
        "page tab list",
        "tool bar",
        "status bar",
        "menu bar",
        "canvas",
        "image map",
        "section",
        "block quote",
        "layered pane",
        "viewport",
    }
)


def judge(case: Case) -> Decision | None:
    """Ask when the name of a control that is pressed says that the effect cannot be taken back."""
    if not _presses(case.action):
        return None
    reasons = tuple(reason for target in (case.target, case.target.also) if target and (reason := _reason(target)))
    return Ask(reasons) if reasons else None


def _reason(target: Target) -> Reason | None:
    kind = _kind(target.control)
    if not kind or target.role in _HARMLESS_ROLES:
        return None
    text = f"“{target.control[:_LONGEST_NAME]}” reads like “{kind}”, which may not be possible to take back."
    return Reason(f"consequence-{kind}", text)


def _presses(action: Action) -> bool:
    """Tell whether a button may fire: by roundabout ways too, such as a drag by one pixel or a typed space."""
    match action:
        case Click(button=button) | HoldButton(button=button) | ReleaseButton(button=button):
            return button == "left"
        case Drag():
            return True
        case Press(keys) | HoldKey(keys):
            return bool({"enter", "space"} & {*keys})
        case Type(text, at):
            return at is not None or bool({"\n", " "} & {*text})
        case _:
            return False


def _kind(name: str) -> str:
    """Return what a control's name reads like, empty when it is harmless or no name of a control."""
    plain = _plain(name)
    words = re.findall(r"\w+", plain)
    if len(name) > _LONGEST_NAME or len(words) > _MOST_WORDS:
        return ""
    for kind, phrases in _PHRASES.items():
        if any(_plain(phrase) in plain for phrase in phrases):
            return kind.strip()
    return next((_WORDS[word] for word in words if word in _WORDS), "")


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).replace("ł", "l").replace("ß", "ss").replace("\u0131", "i")
    kept = "".join(char for char in folded if not unicodedata.combining(char) or char > "\u1000")
    return unicodedata.normalize("NFC", kept)
