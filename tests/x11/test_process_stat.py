"""What the kernel tells of a process."""

import os

from desktop_agent.x11.process_stat import PARENT, STATE, stat_of


def test_a_process_has_a_state_and_a_parent_and_one_that_is_not_there_nothing() -> None:
    mine = stat_of(os.getpid())

    assert (mine[STATE], int(mine[PARENT])) == ("R", os.getppid())
    assert stat_of(2**22 + 1) == []
