"""The built-in rules: one file for each, one line in this table."""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.decision import Case, Decision
from desktop_agent.policy.rules import addresses, chords, consequences, own_windows, viewport

Rule = Callable[[Case], Decision | None]

# Each returns None where it has nothing to say.
RULES: tuple[Rule, ...] = (viewport.judge, chords.judge, addresses.judge, own_windows.judge, consequences.judge)
