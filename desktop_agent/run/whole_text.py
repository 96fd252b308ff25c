"""Whether the line breaks and Tabs of a text are characters of it, or keys: as its field tells, else as it looks.

In a field of one line they are keys: names and streets with Tabs between them fill a form. In a field of many lines
they are characters, and the text goes in as a whole, so that nothing indents, completes or corrects it on the way.
Where nobody can tell, only a text with an indented line is taken for one of many lines, and not where a line break in
it could go somewhere: in terminals, launchers and browsers. Either way policy judges what Return would do.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_agent.core.actions import Action, Type
from desktop_agent.core.decision import Target
from desktop_agent.core.programs import BROWSERS, TERMINALS
from desktop_agent.policy.programs import LAUNCHERS, is_one_of

_MANY_LINES = "text"
# What draws its own text, and says no more of it.
_TELL_NOTHING = frozenset({"", "panel", "drawing area", "filler", "frame", "window", "unknown", "canvas"})
_INDENTED = re.compile(r"\n[ \t]+\S")


def whole_text(action: Action, target: Target) -> Type | None:
    """Return the text as one that goes in as a whole; None where its line breaks and Tabs are keys.

    Secret text never goes as a whole: that would be by way of the clipboard.
    """
    if not isinstance(action, Type) or action.secret or not action.text.strip():
        return None
    if target.focus_role == _MANY_LINES or (_tells_nothing(target) and _INDENTED.search(action.text)):
        return replace(action, whole=True)
    return None


def _tells_nothing(target: Target) -> bool:
    if target.window is None or is_one_of(target.window, BROWSERS | TERMINALS | LAUNCHERS):
        return False
    return target.focus_role in _TELL_NOTHING
