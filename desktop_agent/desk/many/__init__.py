"""Many desks at once: a list of tasks, each on a desk of its own, as many at a time as memory allows.

`task.py` is one task. `crew.py` carries the list out: it starts a task where `memory.py` finds room for it, follows its
run by its events (`progress.py`), lets one at a time ask the person (`in_turn.py`), and stops all of them. A task at
work is a `DeskWorker` (`worker.py`): the client of a run in a process of its own. `outcome.py` makes one exit code of
theirs.
"""
