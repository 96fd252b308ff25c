"""Many desks at once: a list of tasks, each on a desk of its own, as many at a time as memory allows.

`task.py` is one task, how far it is by the events of its run, and the one exit code of all. `crew.py` carries the list
out: it starts a task where there is memory for it, lets one at a time ask the person, and stops all of them. A task at
work is a `DeskWorker` (`worker.py`): the client of a run in a process of its own. With Ray it is on another computer
(`ray_cluster.py`), where `node.py` works on folders that `bundle.py` packs.
"""
