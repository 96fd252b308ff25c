"""What a person expects to be true at the end of a run, looked for by other means than the model's word.

`expectation.py` has its kinds, and parses how a person writes one, strictly. `check.py` checks all of one run: the
screen, commands, and files by `files.py` and `cells.py`, each in bounded time. When it checks, what the model gets to
read, and how the run ends, is `run/end/expectations.py`.
"""
