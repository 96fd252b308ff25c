"""Ask before text goes into a password field."""

from __future__ import annotations

import re
import unicodedata

from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.policy.effects import entered
from desktop_agent.policy.rules.secrets import is_agreed

# In English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian, Czech, Turkish, Swedish,
# Danish, Norwegian, Finnish, Greek, Hungarian, Romanian, Vietnamese, Indonesian, Hebrew, Arabic, Hindi, Chinese,
# Japanese and Korean; accents are dropped before comparing.
_NAMES = re.compile(
    r"password|passphrase|passcode|\bpin\b|\bpasswor[dt]|passwort|kennwort|mot de passe|contrasena|parola|senha"
    r"|palavra-passe|wachtwoord|haslo|парол|heslo|sifre|losenord|adgangskode|passord|salasana|κωδικ(?:ος|οσ)"
    r"|one.time code|verification code|security code|\bcv[cv]2?\b|\botp\b|card number"
    r"|jelszo|mat khau|kata sandi|סיסמה|סיסמא|كلمة (?:المرور|السر)|पासवर्ड|密码|密碼|口令|パスワード|暗証|비밀번호|암호",
    re.IGNORECASE,
)
# As programs write keys and tokens, whoever they are for.
_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30}|\bsk-[\w-]{20}|\bxox[abpr]-\w{10}"
)
# Boxes that are ticked are called so too: "Show password".
_NO_FIELDS = frozenset({"check box", "push button", "toggle button", "link", "menu item", "check menu item", "label"})


def judge(case: Case) -> Decision | None:
    """Ask when a text is entered where the role or the name of the field says that it is secret."""
    if is_agreed(case):
        return None
    if is_for_password(case):
        return Ask((Reason("password-field", "This goes into a password field."),))
    what = entered(case)
    if what is None or not _SECRET.search(case.typed_before + (what.text or "")):
        return None
    return Ask((Reason("credential", "This text holds a secret key."),))


def is_for_password(case: Case) -> bool:
    """Tell whether a text is entered into a field whose role or name says that it is secret."""
    what = entered(case)
    if what is None:
        return False
    named = what.role not in _NO_FIELDS and names_a_secret(what.control)
    return named or what.role == "password text"


def names_a_secret(name: str) -> bool:
    """Tell whether the name of a field says that a secret goes there."""
    return _NAMES.search(_plain(name)) is not None


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold()).replace("ł", "l").replace("\u0131", "i")
    kept = "".join(char for char in folded if not unicodedata.combining(char) or char > "\u0900")
    return unicodedata.normalize("NFC", kept)
