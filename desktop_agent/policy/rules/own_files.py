"""Ask before this program's own settings are changed by way of another program."""

from __future__ import annotations

import re

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Ask, Case, Decision, Reason
from desktop_agent.policy.effects import chords, entered

# In a title, by any order of folder and name; in a text, as a path.
_OPEN = re.compile(
    r"applications\.toml|desktop-agent.*(?:config\.toml|(?:confirmed|keys)\.json)"
    r"|(?:config\.toml|keys\.json).*desktop-agent",
    re.IGNORECASE,
)
_PATH = re.compile(r"desktop-agent[\\/]+(?:config[\\/]+)?(?:(?:config|applications)\.toml|keys\.json)", re.IGNORECASE)


def judge(case: Case) -> Decision | None:
    """Ask when keys, text or clicks go to a window that shows such a file, and when a text names one."""
    what, window = entered(case), case.target.window
    text = (case.typed_before + what.text) if what and what.text else ""
    into = window is not None and _OPEN.search(window.title) is not None
    acts = what is not None or bool(chords(case)) or isinstance(case.action, Click)
    if not (into and acts) and not _PATH.search(text):
        return None
    return Ask((Reason("own-files", "This is about the settings of Desktop Agent itself."),))
