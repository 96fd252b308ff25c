"""What a client says to the model in the middle of a run: that an action was refused, only shown, or did not happen."""

import re
from typing import Literal

News = Literal["refused", "rehearsed", "taken over", "not done", "none"]

_QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|'[^']*'")
_MEANINGS: tuple[tuple[News, re.Pattern[str]], ...] = (
    ("rehearsed", re.compile(r"\b(?:rehears|watch mode|only shown)", re.IGNORECASE)),
    ("taken over", re.compile(
        r"\b(?:took the mouse|took over|taken over)\b.*\bnot (?:been )?(?:done|carried)", re.IGNORECASE)),
    ("refused", re.compile(
        r"\b(?:refus|declin|den(?:y|ied)|disallow|forbid|reject|blocked|"
        r"(?:not|n't) (?:been )?(?:allow|permit|approv))", re.IGNORECASE)),
    ("not done", re.compile(
        r"\b(?:(?:was|were|could|has|have|is) not (?:be |been )?(?:done|carried|performed|executed|pressed)|"
        r"nothing (?:was|has been) (?:done|pressed|clicked)|fail(?:ed|ure)|could not|error)", re.IGNORECASE)),
)  # fmt: skip


def news(texts: tuple[str, ...]) -> News:
    """Return what the client's words mean for the last action.

    What stands before a colon says it; after it comes what it is about, which may hold any word (“Decline”).
    """
    said = _QUOTED.sub("", " ".join(text.split(":")[0] for text in texts))
    for meaning, words in _MEANINGS:
        if words.search(said):
            return meaning
    return "none"
