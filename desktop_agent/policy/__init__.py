"""Decides: acts, the table, the scope, and the only gate to the input backend. Pure: no clock, no I/O.

`act.py` is the only reader of a `Case`: it returns what an action does to what, as acts on surfaces with the concerns
about them. `table.py` is data: which row asks because of a fact, how long a yes may last, what is a wall.
`scope.py` decides where the run may work at all. `judge.py` collects every voice, and the strictest wins; a person's
own rules are in `own_rules.py`, a remembered yes in `remembered.py`, approvals given in advance in `mandate.py`.
`limits.py` decides how long a run goes on. `gate.py` is the only maker of permits.

The other files are knowledge: `roles.py` (what can be done to a control), `words.py` (what buttons are called),
`paths.py` (where a file lies), `addresses.py` and `host.py` (where an address leads).
"""
