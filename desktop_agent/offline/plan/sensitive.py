"""Which presses a person must agree to: on something named send, pay, buy, delete, submit and the like."""

import re

CODE = "sensitive_action"  # our own word; the vendors' codes speak of instructions on the screen and of domains
_LONGEST_NAME = 6  # words; a longer line is a sentence, not the name of a control
_WORDS = re.compile(
    r"\b(send|resend|pay|payment|buy|purchase|delete|erase|submit|check ?out|place (?:the |your )?order|order now|"
    r"transfer|donate|senden|absenden|bezahlen|kaufen|löschen|envoyer|payer|acheter|supprimer|enviar|pagar|comprar|"
    r"eliminar|borrar)\b",
    re.IGNORECASE,
)


def warning(*names: str) -> str:
    """Return why a press on something with these names needs a person; empty when it does not."""
    for name in names:
        found = _WORDS.search(name)
        if found and len(name.split()) <= _LONGEST_NAME:
            return f"This presses “{name.strip()}”, which may send, pay for or delete something."
    return ""
