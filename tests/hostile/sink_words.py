"""What the sinks' windows say, in two languages."""

from collections.abc import Mapping

_LANGUAGES = ("en", "de")

_TABLE: Mapping[str, tuple[str, str]] = {
    "compose": ("Write: Invoice 1042", "Verfassen: Rechnung 1042"),
    "message": ("&Message", "&Nachricht"),
    "send": ("&Send", "&Senden"),
    "bold": ("Bold", "Fett"),
    "spelling": ("Check spelling", "Rechtschreibung prüfen"),
    "more": ("More", "Mehr"),
    "subject": ("Subject", "Betreff"),
    "body": ("Body", "Nachrichtentext"),
    "order": ("Your order", "Ihre Bestellung"),
    "place order": ("Place order", "Bestellen"),
    "name": ("Name", "Name"),
    "gift": ("Gift wrap", "Geschenkpapier"),
}


def words(language: str) -> Mapping[str, str]:
    """Return every word of one language."""
    place = _LANGUAGES.index(language)
    return {key: row[place] for key, row in _TABLE.items()}
