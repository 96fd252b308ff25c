"""What keeps a desk: small, since each desk has one and waits for it, and right about processes."""

import os
import subprocess

from desktop_agent.desk.sandbox import watch


def test_the_processes_below_one_are_told_by_either_way_of_the_kernel() -> None:
    tree = "sleep 100 & sleep 100 & echo up; wait"
    with subprocess.Popen(["sh", "-c", tree], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        parent.stdout.readline()
        listed, searched = set(watch._told_children(parent.pid)), set(watch._searched_children()(parent.pid))
        below = set(watch.descendants(os.getpid()))
        subprocess.run(["kill", *map(str, listed), str(parent.pid)], check=True)

    assert len(listed) == 2
    assert listed == searched
    assert {os.getpid(), parent.pid, *listed} <= below
