"""Tasks that repeat, and a task's expectations and attachments.

`task.py` has a task as data: a header, and lines that are steps or wishes. `saved/` reads and writes its file, keeps
tasks under names, and carries them out; `learn/` records a person's demonstration as lines; `steps/` reads its lines,
makes them of runs, and plays them. `schedule.py` lets the system start tasks; `commands/` has what the terminal does
with all of them. `expectations/` checks, when the model reports that it is done, whether that is true. `attachments.py`
reads the files that go to the model with a task. Neither reads a file that a side desk would hide.
"""
