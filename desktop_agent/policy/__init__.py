"""Decides: acts, the table, the scope, and the only gate to the input backend. Pure: no clock, no I/O.

`act.py` is the only reader of a `Case`: it says what an action does to what, as acts on surfaces with the facts that
speak about them. `table.py` is data: which row asks because of a fact, how long a yes may last, what is a wall.
`scope.py` is where the run may work at all. `judge.py` collects every voice, and the strictest wins; a person's own
rules are in `own_rules.py`, a remembered yes in `remembered.py`, approvals that were given beforehand in `mandate.py`.
`limits.py` decides on how long a run goes on. What is decided passes `gate.py`, the only maker of permits; `explain.py`
shows who said what.

The rest is knowledge: `roles.py` (what can be done to a control), `words.py` (what buttons are called), `paths.py`
(where a file lies), `addresses.py` and `host.py` (where one leads).
"""
