"""Saved tasks, and a task's expectations and attachments.

`saved/` stores tasks under names, with variables, and carries them out; `schedule/` lets the system start them;
`commands/` are the commands of both. `expectations/` checks, when the model reports that it is done, whether that is
true. `attachments.py` reads the files that go to the model with a task. Neither reads a file that a side desk would
hide.
"""
