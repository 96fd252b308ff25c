"""Tells by what stands in a file whether it is a secret: a key, what a program keeps of logins, a password in clear.

A key or a store of passwords is told by its first bytes, a database by the names of its tables, a text by a field
that is called like a password and holds what nobody would have thought up.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

HEAD = 32_768
_KEY_HEADS = (
    b"PuTTY-User-Key-File",
    b"SSH PRIVATE KEY FILE FORMAT",
    b"\x03\xd9\xa2\x9a",  # KeePass
    b"\xfe\xed\xfe\xed",  # Java's keys, old and new
    b"\xce\xce\xce\xce",
    b"AGE-SECRET-KEY-",
    b"KWALLET\n\r\0\r\n",
    b"GnomeKeyring\n\r\0\n",
    b"b0VIM ",  # what an editor has open elsewhere
)
# Keys in DER: PKCS#12, PKCS#8, RSA's own form, and that of elliptic curves.
_DER_KEY = re.compile(rb"\x30(?:[\x00-\x7f]|\x81.|\x82..)\x02\x01(?:\x03\x30|\x00\x30|\x00\x02|\x01\x04)", re.DOTALL)
# A secret key in OpenPGP's own form: a packet of kind 5, of version 4, with the number of how it signs.
_PGP_KEY = re.compile(
    rb"(?:\x94.|\x95..|\x96....|\xc5(?:[\x00-\xbf]|[\xc0-\xdf].|\xff....))\x04....[\x01-\x1b]", re.DOTALL
)
# The memory of a program that broke down: an ELF file of type 4.
_CORE = re.compile(rb"\x7fELF.[\x01\x02].{10}(?:\x04\x00|\x00\x04)", re.DOTALL)
_WALLET_MAGIC, _WALLET_AT = (b"\x62\x31\x05\x00", b"\x00\x05\x31\x62"), slice(12, 16)  # Berkeley DB, as in wallets
_DATABASE = b"SQLite format 3\0"
_PEM = rb"-----BEGIN (?:[A-Z0-9]+ )*(?:PRIVATE KEY|TOKEN|SECRET)(?: BLOCK)?-----"
_KEY_AT_START = re.compile(rb"\s*" + _PEM)
_KEY = re.compile(_PEM + rb"(?:\s|\\[nr])+(?:[A-Za-z0-9+/=]{32}|Proc-Type|Version|Comment)|[\"'>]" + _PEM)
_KEY_LINE = re.compile(rb"^(?:AGE-SECRET-KEY-|\s*PrivateKey\s*=|kind:\s*Secret\b)", re.MULTILINE)
_KEY_WORDS = (b"AGE-SECRET-KEY-", b"PrivateKey", b"kind:")
_ANY_KEY = re.compile(_PEM)

# Each is looked for by itself, which is many times faster than one pattern of them all.
_FIELDS = tuple(
    word.encode()
    for word in (
        "password passwd passphrase passcode secret token credential apikey api_key api-key accesskey access_key"
        " access-key authkey auth_key auth-key privatekey private_key private-key"
    ).split()
)
_VALUE = re.compile(
    rb"""[\w.-]*["']?[ \t]*(?:=>|[:=,])[ \t]*(?:["']?(?!\$|null|none|true|false)([^\s"',;{}\[\]<>()$]{8,})"""
    rb"""|["'](\{[^\s"']{8,}|(?:[^\s"'\\]|\\.){20,})["'])""",
    re.IGNORECASE,
)
_TAGGED = re.compile(rb"""[\w.-]*(?:\s[^<>]*)?>\s*([^<>\s$]{6,})\s*</""")
_LINE = re.compile(
    rb"""(?mi)^[ \t]*(?:set[ \t]+)?[\w.-]*pass(?:word|wd|phrase)?(?:[ \t]+|[ \t]*=[ \t]*)["']?([^\s"'=$#]{6,})"""
)
_LOGIN = re.compile(rb"machine\s+\S+\s+login\s|authorization[\"']?\s*[:=]\s*[\"']?(?:basic|bearer|token)\s+\w")
_IN_ADDRESS = re.compile(rb"://([^\s/:@\"'<>]*):([^\s/@\"'<>${}]{6,})@|://(\w{20,})@")
_NAMED_KEY = re.compile(rb"""key["']?\s*[:=]\s*["']([\w+/=.|-]{12,})""")
# Tokens that say themselves what they are.
_TOKENS = tuple(
    word.encode()
    for word in (
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- xoxa- xoxb- xoxp- xoxs- sk- sk_live_ rk_live_ hf_ npm_ pypi-"
        " dop_v1_ shpat_ whsec_ SG. GOCSPX- ya29. AIza AKIA ASIA eyJ"
    ).split()
)
_TOKEN_REST = re.compile(rb"[\w.-]{16,}")
_TABLES = re.compile(
    rb"create (?:virtual )?table\s+[\"'`\[]?\w*(?:cookie|login|passw|credential|history|command|message)"
    rb"|create table\s+[\"'`\[]?\w*(?:mail|chat|session)"
    rb"|\b(?:\w+_)?(?:cookies?|passwords?|passwd|credentials?|secrets?|private|tokens?|messages?)(?:_\w+)?\b"
)
_FOR_EXAMPLE = re.compile(
    rb"(?i)example|sample|your|change|insecure|placeholder|dummy|xxx|password|secret|\*\*\*|\.\.\."
)
_PARTS = re.compile(rb"[-_.:/+=]")
_HEX, _BASE32 = re.compile(rb"(?i)[0-9a-f]{32,}"), re.compile(rb"(?=.*\d)[A-Z2-7]{16,}")
_MIN_BITS, _SHORTEST, _DIGITS_OF_A_KEY, _LEAST_MIXED = 3.0, 12, 3, 6
_ONE_WORD = range(16, 1025)


@dataclass(frozen=True, slots=True)
class FoundIn:
    """Where what is judged was found."""

    is_settings: bool  # in a hidden folder, or in a hidden file
    is_private: bool  # its owner alone may read it
    is_small: bool  # small enough for settings


def is_secret(head: bytes, found_in: FoundIn) -> bool:
    """Tell by its first bytes whether a file is a secret."""
    if head.startswith(_KEY_HEADS) or any(kind.match(head) for kind in (_DER_KEY, _PGP_KEY, _CORE)):
        return True
    if head.startswith(_DATABASE):
        return found_in.is_settings and bool(_TABLES.search(head.lower()))
    if b"\0" in head[:1024]:
        return found_in.is_settings and head[_WALLET_AT] in _WALLET_MAGIC
    return found_in.is_small and (_is_key(head, found_in) or _tells(head, found_in))


def _is_key(head: bytes, found_in: FoundIn) -> bool:
    told = (_ANY_KEY if found_in.is_settings else _KEY).search(head) if b"-----BEGIN " in head else None
    if told or _KEY_AT_START.match(head):
        return True
    return any(word in head for word in _KEY_WORDS) and bool(_KEY_LINE.search(head))


def _tells(text: bytes, found_in: FoundIn) -> bool:
    """Tell whether a text gives away a password or a token."""
    if _is_one_word(text, found_in) or _has_token(text):
        return True
    if b"://" in text and any(_opens(one) for one in _IN_ADDRESS.finditer(text)):
        return True
    low = text.lower()
    if any(found_in.is_settings or is_random(value) for value in _field_values(text, low)):
        return True
    return found_in.is_settings and _lets_in(low)


def _has_token(text: bytes) -> bool:
    """Tell whether a token stands in a text that says itself what it is."""
    for start in _TOKENS:
        for at in _places(text, start):
            rest = _TOKEN_REST.match(text, at)
            if rest and not text[at - len(start) - 1 : at - len(start)].isalnum() and is_random(rest[0]):
                return True
    return False


def _field_values(text: bytes, low: bytes) -> Iterator[bytes]:
    """Yield what stands in fields and tags that are called like a password; `low` is the text in small letters."""
    for word in _FIELDS:
        for at in _places(low, word):
            found = _VALUE.match(text, at) or _TAGGED.match(text, at)
            if found:
                yield found[found.lastindex or 1]
    for at in _places(low, b"<pass"):
        found = _TAGGED.match(text, at)
        if found:
            yield found[1]


def _places(text: bytes, word: bytes) -> Iterator[int]:
    """Yield where a text goes on behind a word."""
    at = text.find(word)
    while at >= 0:
        yield at + len(word)
        at = text.find(word, at + len(word))


def _lets_in(low: bytes) -> bool:
    """Tell whether settings, in small letters, hold a line with a password, a login, or a long random key."""
    if b"pass" in low and _LINE.search(low):
        return True
    if (b"login" in low or b"authorization" in low) and _LOGIN.search(low):
        return True
    return any(
        sum(map(_is_digit, one[1])) >= _DIGITS_OF_A_KEY
        and is_random(one[1])
        and not low[one.start() - 1 : one.start()].isalnum()
        for one in _NAMED_KEY.finditer(low)
    )


def _opens(address: re.Match[bytes]) -> bool:
    """Tell whether the password in an address is more than an example of one."""
    password = address[2] or address[3]
    return not _FOR_EXAMPLE.search(password) and bool(address[2] or is_random(password))


def _is_one_word(text: bytes, found_in: FoundIn) -> bool:
    """Tell whether settings begin with a line that is one random word, or a document is nothing but that."""
    if not found_in.is_settings and not found_in.is_private:
        return False
    line, _, rest = text.strip().partition(b"\n")
    word = line.strip()
    if len(word) not in _ONE_WORD or (rest and not found_in.is_settings):
        return False
    return not any(mark in word for mark in b" \t/{[<") and is_random(word)


def is_random(value: bytes) -> bool:
    """Tell whether a value looks like nothing a person would have thought up."""
    if len(value) < _SHORTEST or _FOR_EXAMPLE.search(value):
        return False
    if _HEX.search(value) or _BASE32.fullmatch(value):
        return True
    parts = [part for part in _PARTS.split(value) if part]
    if not any(_is_mixed(part) for part in parts):
        return False
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts) >= _MIN_BITS


def _is_mixed(part: bytes) -> bool:
    """Tell whether digits stand among the letters of a word, not only behind them."""
    letters = part.rstrip(b"0123456789")
    return len(part) >= _LEAST_MIXED and any(map(_is_digit, letters)) and bool(letters.strip(b"0123456789"))


def _is_digit(code: int) -> bool:
    return 48 <= code <= 57  # noqa: PLR2004
