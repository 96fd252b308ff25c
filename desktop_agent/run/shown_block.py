"""Looks for a text of several lines in what is read off a terminal, whose program reports nothing of it. Pure.

Only lines that are read exactly, and once, count, and not the first: it stands where the caret was. An editor that has
indented them once more shows them further to the right, each by another distance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.message import Message
from desktop_agent.core.screen_contents import ShownControl

CANT_BE_SEEN = Message(
    "What a program in a terminal makes of a text can't be compared here. Look whether the text is there as requested."
)
_FEWEST_LINES = 2
_FEWEST_LETTERS = 4  # of a line: shorter ones are read too vaguely
_OTHER_INDENT = 3  # characters: less may be a matter of reading
_LONGEST_EXCERPT = 20
_INDENTED = re.compile(r"\n[ \t]+\S")


def block_of(action: Action) -> str:
    """Return a text for a terminal whose indents an editor may have changed; empty for anything else."""
    if not isinstance(action, Type) or action.secret or action.entry != "one place":
        return ""
    return action.text if _INDENTED.search(action.text) and "\t" not in action.text else ""


def difference_shown(text: str, shown: Sequence[ShownControl]) -> str:
    """Return how the shown lines differ from those of a text, or that it can't be seen; empty if they don't."""
    wanted = [line for line in text.split("\n")[1:] if len(line.strip()) >= _FEWEST_LETTERS]
    times_wanted = Counter(map(_plain, text.split("\n")))
    times_shown = Counter(_plain(line.name) for line in shown)
    boxes = {_plain(line.name): line.box for line in shown}
    found = [
        (line, boxes[_plain(line)]) for line in wanted if times_wanted[_plain(line)] == times_shown[_plain(line)] == 1
    ]
    if len(found) < _FEWEST_LINES:
        return CANT_BE_SEEN
    cell = median(box.width / len(line.strip()) for line, box in found)
    margins = [box.x / cell - (len(line) - len(line.lstrip())) for line, box in found]
    other = [line for (line, _), margin in zip(found, margins, strict=True) if margin - min(margins) >= _OTHER_INDENT]
    if not other:
        return ""
    short = other[0].strip()
    return Message(
        "The program in the terminal has changed the indents of the text, for example at “{short}”.",
        short=short[:_LONGEST_EXCERPT] + ("…" if len(short) > _LONGEST_EXCERPT else ""),
    )


def _plain(line: str) -> str:
    return " ".join(line.split())
