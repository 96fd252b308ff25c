"""How a list of tasks ended as a whole: one exit code out of all of theirs. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_agent.desk.many.progress import TaskProgress

INTERRUPTED, STOPPED = 130, 3
# The worst first: failed, wrong usage, blocked or only partly what was asked for, at a limit, stopped.
_FROM_WORST = (1, 2, 5, 4, 3)


def exit_code(tasks: Sequence[TaskProgress], *, interrupted: bool) -> int:
    """Return 0 where every task has ended with 0, else the worst of their codes; 130 after Ctrl+C.

    What ended by a signal or in any other way counts as failed, and what was never begun as stopped.
    """
    if interrupted:
        return INTERRUPTED
    codes = {STOPPED if one.exit_code is None else one.exit_code for one in tasks} - {0}
    known = {code if code in _FROM_WORST else _FROM_WORST[0] for code in codes}
    return next((code for code in _FROM_WORST if code in known), 0)
