"""What belongs to a task beside its words: what is to be true at its end, and which files it may be about.

`expectations/` looks, when the model says that it is done, whether that is so. `readable.py` says which files may be
looked into for a task at all: none that a side desk would hide. `attachments/` reads the files that go to the model
with a task.
"""
