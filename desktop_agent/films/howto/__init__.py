"""How-tos made from runs: numbered steps in plain words with pictures, for other people to follow.

`from_run.py` finds the steps: it omits waits, looks, and refused or failed acts, and joins related acts into one step.
`make.py` is the entry: it chooses the part of the screen that a step shows, draws its mark, and writes the two kinds of
file; in HTML, foreign text is always escaped.
"""
