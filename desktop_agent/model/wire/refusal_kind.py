"""Kinds of refusals: one table for all dialects, for refusals and for failed answers. Pure.

Servers and gateways use different statuses and words for the same reason, so the status, the code, the type and the
message are matched together. The first matching line of the table counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

RefusalKind = Literal[
    "forgot", "blind", "many pictures", "no money", "slow down", "too long", "too large", "filtered", "no model", ""
]
_ANY = frozenset(range(600))
_UNREAD = frozenset({400, 422})
_OUTGROWN = frozenset({400, 413, 422, 500})
_LENGTH = r"\b(?:tokens?|context|prompt|n ctx|model len|sequence length)\b|\binput (?:is|length|exceeds)\b"
_TOO_MUCH = (
    r"exceed|(?:longer|larger|greater) than|too (?:long|many|large)|maximum|overflow|outgrown|\blimit\b|\bmax "
    r"|should be \[|<="
)
# Messages about the length of the answer, which is a parameter.
_ANSWER = r"\bmessage max (?:\w+ )?tokens|\b(?:output|completion) tokens"
_EYES = r"\b(?:image(?:s| url)?|vision|multimodal|mmproj)\b"
_NO_EYES = (
    "not support|unsupported|no endpoints found|must provide|cannot (?:process|accept|see) |not enabled|unknown variant"
    "|only supported by|missing data"
)
_PAID = (
    *("insufficient (?:quota|credit|balance|fund)", "exceeded your current quota", "credit balance", "out of credits"),
    *("billing", "payment required", "not enough (?:credit|balance)", "budget has been exceeded", "spending limit"),
    *("credits are depleted", "have any credits", "in good standing"),
)
_FORBIDDEN = (
    *("content (?:policy|filter|management|exists risk)", "responsible ai", "flagged", "inappropriate content"),
    *("violat", "requires moderation", "usage (?:policy|guidelines)"),
)
_NONE_SUCH = "not found|not exist|no such|unknown|not available|invalid|could not find|unable to access|decommissioned"
_PICTURES = r"\b(?:too many|most \d+|max\w* (?:of )?\d+) images?\b|number of images? exceed"
_LARGE = r"\b(?:image|payload|body)\b.*(?:exceed|too large).*(?:\bmb\b|bytes|pixels|limit|dimension)"
_TABLE: tuple[tuple[RefusalKind, Collection[int], str], ...] = (
    ("forgot", {404}, r"\b(?:response|item)\b.*(?:not found|expired|does not exist)"),
    ("forgot", _UNREAD, "previous response|no (?:tool|function|computer) (?:output|call) found|unexpected tool use id"),
    ("", _ANY, r"\bimage\b.*\bformats?\b"),  # not this one: it sees others
    ("blind", _ANY, rf"{_EYES}.*(?:{_NO_EYES})|(?:{_NO_EYES}).*{_EYES}"),
    ("blind", _ANY, "most 0 image|not a multimodal|content must be a string"),
    ("too long", {413, 429}, "request too large"),
    ("filtered", _ANY, "|".join(_FORBIDDEN)),
    ("no money", _ANY, "|".join(_PAID)),
    ("no money", {402}, ""),
    ("many pictures", _OUTGROWN, _PICTURES),
    ("slow down", {429}, ""),
    ("slow down", _UNREAD, "rate limit|too many requests"),
    ("too large", _OUTGROWN, _LARGE),
    ("", _OUTGROWN, rf"^(?!.*context).*(?:{_ANSWER})"),
    ("too long", _OUTGROWN, rf"(?:{_LENGTH}).*(?:{_TOO_MUCH})|(?:{_TOO_MUCH}).*(?:{_LENGTH})"),
    ("too large", {413}, ""),
    ("many pictures", _OUTGROWN, r"\bimages?\b.*(?:limit|exceed)|(?:at most|maximum|limit|exceed).*\bimages?\b"),
    ("no model", {400, 403, 404, 422}, rf"\b(?:model|deployment)\b.*(?:{_NONE_SUCH})|(?:{_NONE_SUCH}) model"),
    ("no model", {400, 403, 404, 422}, "not a valid model|access to the model|no models loaded|no endpoints found for"),
    ("no model", {404}, "^(?:message )?model"),
)
_COMPILED = tuple((kind, statuses, re.compile(pattern, re.DOTALL)) for kind, statuses, pattern in _TABLE)
# Patterns of a limit in a sentence, the surest first.
_NUMBER = r"(\d[\d,]{0,12})\b(?! \+)"
_MOST = tuple(
    re.compile(pattern_text)
    for pattern_text in (
        rf"(?:>|<=) ?{_NUMBER}",
        rf"\[\d+, ?{_NUMBER}\]",
        rf"{_NUMBER} (?:tokens? )?maximum",
        rf"maximum[^\d>]{{0,40}}{_NUMBER}",
        rf"(?:context (?:size|length|window)|limit|at most|up to|max is|supports?|exceeds?)[^\d>]{{0,40}}{_NUMBER}",
    )
)


def refusal_kind(status: int, error: Mapping[str, object]) -> RefusalKind:
    """Return the kind of a status and an error's fields; empty if no line of the table matches."""
    text = _text(error)
    fits = (kind for kind, statuses, pattern in _COMPILED if status in statuses and pattern.search(text))
    return next(fits, "")


def most_stated(error: Mapping[str, object]) -> int | None:
    """Return the limit that an error's message names; None if it names none."""
    message = str(error.get("message")).lower()
    matches = (pattern.search(message) for pattern in _MOST)
    match_found = next((match for match in matches if match), None)
    return int(match_found[1].replace(",", "")) if match_found else None


def _text(error: Mapping[str, object]) -> str:
    names = ("code", "type", "param", "message", "n_ctx")
    text_parts = " ".join(f"{name} {error[name]}" for name in names if error.get(name))
    return re.sub(r"[_\s-]+", " ", text_parts.lower())
