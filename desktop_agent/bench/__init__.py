"""Public sets of tasks, played on side desks and judged by their own judges.

`sets.py` is which sets there are and how they come into the cache; `task.py` reads a task of OSWorld's shape and says
why one cannot be played here. `stage.py` is the desk of one task: a home of its own at the path that the task names,
what is set up there, and the way inside. `play.py` has the task done, by whoever plays; `judge.py` asks the set's own
code. `one_task.py` joins them for one task, in a process of its own, and `many.py` plays as many at once as are wanted.
`results.py` is what is told of them, and two of them beside each other; `page.py` is the page with it.

What runs behind walls is in `inside/`, and needs nothing but the system's own Python.
"""
