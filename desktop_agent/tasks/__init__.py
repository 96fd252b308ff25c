"""Tasks that are kept, and what belongs to a task beside its words: what is to be true at its end.

`saved/` keeps tasks under names, with variables, and carries them out; `schedule/` has the system start them;
`commands/` are the commands of both. `expectations/` looks, when the model says that it is done, whether that is so.
`attachments.py` reads the files that go to the model with a task. Neither looks into a file that a side desk would
hide.
"""
