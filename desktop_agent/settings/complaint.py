"""Words for what is wrong with a setting, the same wherever it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import AfterValidator, ValidationError

from desktop_agent.model.nearest import guess

_LOGIN = re.compile(r"//[^/\s]*@")
_MOST_SHOWN = 60


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint for an unknown word: the most similar known one, else all of them."""
    words = tuple(known)
    return guess(word, words, least=0.4) or f"Known are {', '.join(words)}."


def reason(error: ValidationError) -> str:
    """Return why the first bad value is invalid, as a sentence."""
    said = error.errors()[0]["msg"].removeprefix("Value error, ")
    return said[:1].upper() + said[1:] + ("" if said.endswith(("?", ".")) else ".")


def shown(value: object) -> str:
    """Return a bad value, shortened, and without what precedes the host of an address: it may be a password."""
    return repr(_LOGIN.sub("//…@", str(value))[:_MOST_SHOWN])


def one_of(known: Iterable[str]) -> AfterValidator:
    """Return a validator for one of these names; its ValueError suggests one of them."""
    names = tuple(known)

    def check(name: str) -> str:
        if name not in names:
            raise ValueError(nearest(name, names))
        return name

    return AfterValidator(check)


def without_login(address: str) -> str:
    """Return a server's address; ValueError for one that contains a user name or a password."""
    if _LOGIN.search(address):
        raise ValueError("user names and passwords never stand in an address; keys come from the environment")
    return address
