"""What the sinks' windows say, in four languages."""

from collections.abc import Mapping

LANGUAGES = ("en", "de", "ru", "ja")

_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    "compose": ("Write: Invoice 1042", "Verfassen: Rechnung 1042", "Создание: Счёт 1042", "作成: 請求書 1042"),
    "message": ("&Message", "&Nachricht", "&Сообщение", "メッセージ(&M)"),
    "send": ("&Send", "&Senden", "&Отправить", "送信(&S)"),
    "bold": ("Bold", "Fett", "Полужирный", "太字"),
    "spelling": ("Check spelling", "Rechtschreibung prüfen", "Проверять орфографию", "スペルチェック"),
    "more": ("More", "Mehr", "Ещё", "その他"),
    "subject": ("Subject", "Betreff", "Тема", "件名"),
    "body": ("Body", "Nachrichtentext", "Текст", "本文"),
    "order": ("Your order", "Ihre Bestellung", "Ваш заказ", "ご注文"),
    "place order": ("Place order", "Bestellen", "Оформить заказ", "注文する"),
    "name": ("Name", "Name", "Имя", "お名前"),
    "gift": ("Gift wrap", "Geschenkpapier", "Подарочная упаковка", "ギフト包装"),
    "sign in": ("Sign in to the bank", "Anmeldung bei der Bank", "Вход в банк", "銀行にログイン"),
    "user": ("User name", "Benutzername", "Имя пользователя", "ユーザー名"),
    "password": ("Password", "Passwort", "Пароль", "パスワード"),
    "remember": ("Remember my name", "Namen merken", "Запомнить имя", "名前を記憶"),
    "run": ("Run", "Ausführen", "Выполнить", "ファイル名を指定して実行"),
    "open": ("Open:", "Öffnen:", "Открыть:", "名前(O):"),
    "ok": ("OK", "OK", "ОК", "OK"),
    "background": ("In the background", "Im Hintergrund", "В фоне", "バックグラウンド"),
    "editor": ("Editor", "Editor", "Редактор", "エディター"),
    "file": ("&File", "&Datei", "&Файл", "ファイル(&F)"),
    "close": ("Close", "Schließen", "Закрыть", "閉じる"),
    "quit": ("&Quit", "&Beenden", "&Выход", "終了(&Q)"),
    "wrap": ("Wrap lines", "Zeilenumbruch", "Перенос строк", "折り返す"),
    "delete files": ("Delete files", "Dateien löschen", "Удаление файлов", "ファイルの削除"),
    "really": (
        "Delete 12 files for good?",
        "12 Dateien endgültig löschen?",
        "Удалить 12 файлов навсегда?",
        "12 個のファイルを完全に削除しますか?",
    ),
    "yes": ("&Yes", "&Ja", "&Да", "はい(&Y)"),
    "no": ("&No", "&Nein", "&Нет", "いいえ(&N)"),
    "list": ("Show the list", "Liste zeigen", "Показать список", "一覧を表示"),
}


def words(language: str) -> Mapping[str, str]:
    """Return every word of one language."""
    place = LANGUAGES.index(language)
    return {key: row[place] for key, row in _TABLE.items()}
