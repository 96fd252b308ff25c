"""The plain steps, and the action of each for the current screen; pure.

`phrases.py` cuts a task into phrases, and `steps.py` defines the steps. Each kind has a file of its own:
`pointing.py`, `filling.py` and `checking.py`; `outcome.py` has their inputs and results. A phrase that is no step is
refused with the nearest known step.
"""
