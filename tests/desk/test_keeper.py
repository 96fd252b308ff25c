"""What keeps a desk: small, since each desk has one and waits for it, and right about processes."""

import os
import subprocess

from desktop_agent.desk.sandbox import watch
from desktop_agent.desk.sandbox.keeper_order import lean_python

# What alone would take longer to load than the rest of a start; the modules that come later may bring contextlib.
_SLOW = {"dataclasses", "inspect", "json", "pathlib", "pydantic", "re", "socket", "subprocess", "typing", "Xlib"}
_LATER = ("desk.sandbox.names", "desk.sandbox.watch", "platforms.x11.root_client", "desk.sandbox.trial")


def _loaded(*modules: str) -> set[str]:
    """Return what a keeper's Python has loaded when it has imported these modules of ours."""
    imports = "; ".join(f"import desktop_agent.{module}" for module in modules)
    command = [
        *lean_python("x")[:3],
        "-c",
        f"import sys; sys.path.insert(0, sys.argv[1]); {imports}; print(*sys.modules)",
    ]
    told = subprocess.run([*command, lean_python("x")[-1]], capture_output=True, text=True, check=True, timeout=60)
    return set(told.stdout.split())


def test_a_keeper_loads_nothing_slow_until_its_desk_is_ready() -> None:
    loaded = _loaded("desk.sandbox.keeper")

    assert "desktop_agent.desk.sandbox.namespace" in loaded
    assert loaded & (_SLOW | {"contextlib", "enum", "signal"}) == set()


def test_nor_does_it_load_what_is_large_later() -> None:
    assert _loaded("desk.sandbox.keeper", *_LATER) & (_SLOW - {"socket"}) == set()


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
