"""The built-in rules, in six files by what they are about; `policy.rule.BUILT_IN` describes them.

A rule is a function that says what it makes of one `Case`, or None where it has nothing to say. By what they look at:
`pointer.py` (where a press lands), `keys.py` (chords), `text.py` (where text goes), `files.py`, `web.py` (addresses),
and `words.py` (what is written on and around what is pressed). They import nothing from each other: what they share
stands in the files of knowledge beside this folder.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.decision import Case, Decision
from desktop_agent.policy.rules import files, keys, pointer, text, web, words

BuiltInRule = Callable[[Case], Decision | None]

RULES: tuple[BuiltInRule, ...] = (
    pointer.outside_picture,
    pointer.own_window,
    keys.session_chord,
    web.web_address,
    web.developer_tools,
    text.password_or_key,
    text.secret,
    text.terminal,
    keys.launcher,
    files.own_settings,
    text.editor_command,
    text.command_line,
    files.opening,
    files.landing,
    files.emptied,
    pointer.unsaved_close,
    keys.delete_key,
    keys.send_key,
    words.consequences,
    files.upload,
    words.structure,
    words.unknown_effect,
)
