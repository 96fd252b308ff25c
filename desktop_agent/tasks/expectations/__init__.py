"""What a person expects to be true at the end of a run, looked for by other means than the model's word.

`read.py` reads how a person writes it, strictly, into one of the classes of `kinds.py`. `check.py` looks at all of one
run: files by `files.py` and `cells.py`, the screen by `screen.py`, and commands, each in bounded time. When it is
looked, what the model gets to read, and how the run ends, is `run/end/expectations.py`.
"""
