"""The built-in rules: one file for each kind, one line in this table; `policy.rule.BUILT_IN` describes them.

Each has a `judge` that speaks of one `Case`, or returns None. By what they look at: `viewport.py` and `own_windows.py`
(where a point lies), `chords.py`, `launchers.py`, `sending.py` and `deleting.py` (keys), `passwords.py`, `secrets.py`,
`terminals.py`, `editors.py` and `developer.py` (where text goes), `addresses.py`, `opening.py`, `landing.py` and
`own_files.py` (addresses and files), `closing.py`, `consequences.py`, `structure.py` and `unknown.py` (what a press
would do).
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.decision import Case, Decision
from desktop_agent.policy.rules import (
    addresses,
    chords,
    closing,
    consequences,
    deleting,
    developer,
    editors,
    landing,
    launchers,
    opening,
    own_files,
    own_windows,
    passwords,
    secrets,
    sending,
    structure,
    terminals,
    unknown,
    viewport,
)

BuiltInRule = Callable[[Case], Decision | None]

# Each returns None where it has nothing to say.
RULES: tuple[BuiltInRule, ...] = (
    viewport.judge,
    own_windows.judge,
    chords.judge,
    addresses.judge,
    developer.judge,
    passwords.judge,
    secrets.judge,
    terminals.judge,
    launchers.judge,
    own_files.judge,
    editors.judge,
    opening.judge,
    landing.judge,
    closing.judge,
    deleting.judge,
    sending.judge,
    consequences.judge,
    structure.judge,
    unknown.judge,
)
