"""The side desk on the command line: `desk open`, `run`, `show`, `take` and their words.

`desk.py` is the group with the desks that there are, `changes.py` what is done with their changes, and `run_undo.py`
with those of a run. `place.py` has the flags by which any run is ordered onto a desk, carries it out there and says
what became of it.
"""
