"""Whether a text that a program reports of its field is the one that was meant, in the way that the field writes it.

A field may group digits, put signs around them, and turn quotes and hyphens into typographic ones. No letter, digit or
other sign may be missing, and a number keeps its value.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_ADDED = frozenset(" -().,/:'")  # what a field may put between letters and digits
_DROPPED = frozenset(" -()/")  # and may leave out of a text with digits
_NUMBER = re.compile(r"([-+]?) ?(\d(?:[\d.,' ]*\d)?)")
_GROUPED = 3  # digits after a mark that may be one between groups
_TAIL = 8  # letters of a text of which no more is shown
# A number with a mark in it, of which no part is a number of its own. A date has two marks of a kind.
_MARKED_NUMBER = re.compile(r"\d{1,3}([.,'])\d{3}(?:\1\d{3})*(?:[.,]\d+)?|\d+[.,]\d+")
_DIGITS_AND_MARKS = re.compile(r"\d[\d.,']*\d|\d")
_CURRENCIES = "€$£¥₣₹%"


def has_taken(reported: str, text: str, *, many_lines: bool) -> bool:
    """Return whether a field has taken a typed text; one of many lines may report only the end of a long text."""
    own = _folded(reported).casefold()
    wanted = _folded(text).casefold()
    if wanted in own or _is_same(own, wanted):  # a name may be written in capitals
        return True
    return many_lines and len(own) >= _TAIL and wanted.endswith(own)


def is_written_so(reported: str, text: str) -> bool:
    """Return whether a field has exactly this text, however it writes it."""
    return _is_same(_folded(reported), _folded(text))


def contains(reported: str, text: str) -> bool:
    """Return whether a field has this text in it, but not as a part of a longer number or word."""
    own = _folded(reported)
    wanted = _folded(text)
    found = re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", own)
    return bool(wanted) and any(not _is_in_number(own, one.start(), one.end()) for one in found)


def _folded(text: str) -> str:
    """Return a text with one kind of each quote, hyphen and blank."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    return re.sub("-{2,}", "-", " ".join(plain.split()))


def _is_in_number(text: str, start: int, end: int) -> bool:
    """Return whether a part of a text stands in a number with a mark in it, as “10” does in “10.50”."""
    numbers = (found for found in _DIGITS_AND_MARKS.finditer(text) if found.start() <= start and end <= found.end())
    return any(_MARKED_NUMBER.fullmatch(found[0]) and found.span() != (start, end) for found in numbers)


def _is_same(own: str, wanted: str) -> bool:
    """Return whether two texts have the same letters, digits and signs, but for what a field puts between them."""
    if own == wanted:
        return True
    number = _number(wanted)
    own_number = _number(own.strip(_CURRENCIES + " "))
    if number is not None and own_number is not None:
        return number == own_number
    may_drop = _DROPPED if re.search(r"\d", wanted) else frozenset[str]()
    at = 0
    for letter in own:
        while at < len(wanted) and wanted[at] != letter and letter not in _ADDED and wanted[at] in may_drop:
            at += 1
        if at < len(wanted) and wanted[at] == letter:
            at += 1
        elif letter not in _ADDED:
            return False
    return bool(wanted) and all(letter in may_drop for letter in wanted[at:])


def _number(text: str) -> tuple[str, str, str] | None:
    """Return the sign, the whole part and the fraction of a number; None of anything else."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, body = found.groups()
    last = max(body.rfind("."), body.rfind(","))
    fraction = body[last + 1 :] if last >= 0 and _is_decimal_mark(body, last) else ""
    whole = body[:last] if fraction else body
    return sign, re.sub(r"\D", "", whole), fraction.rstrip("0")


def _is_decimal_mark(body: str, last: int) -> bool:
    """Return whether the last dot or comma of a number begins its fraction, and doesn't part groups of digits."""
    if body.count(body[last]) > 1 or not body[last + 1 :].isdigit():
        return False
    has_others = bool(re.search(r"[., ']", body[:last]))
    return has_others or len(body) - last - 1 != _GROUPED or body.startswith("0")
