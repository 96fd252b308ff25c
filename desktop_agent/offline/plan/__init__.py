"""The plain steps, and what each of them does on what is on the screen; pure.

`phrases.py` cuts a task into phrases, and `steps.py` has what one can be. Each kind is done by a file of its own:
`pointing.py`, `filling.py` and `checking.py`, from what `outcome.py` gives them to what it lets come of them. A phrase
that is no step is refused: `unknown_steps.py` says so, and names the nearest one.
"""
