"""Many desks at once: a list of tasks, each on a desk of its own, as many at a time as memory allows.

`task.py` is one task. `crew.py` carries the list out: it starts a run where `memory.py` finds room for it, follows it
by its events (`progress.py`), lets one at a time ask the person, and stops all of them. A run is a `DeskWorker`
(`news.py`): on this computer a process of the command that a person would give (`worker.py`), which tells by marks
(`cli/marks.py`) when it asks and is read without waiting (`intake.py`). `outcome.py` makes one exit code of theirs.
"""
