"""Policy: acts, the table, the scope, and the only gate to the input backend. Pure: no clock, no I/O.

`act.py` is the only reader of a `Case`: it returns the effects of an action as acts on surfaces, with their concerns.
`table.py` is data: the row that asks for each fact, how long a yes may last, and which rows are walls. `scope.py`
decides where the run may work at all. `judge.py` collects the decisions of all rules, and the strictest wins. A
person's own rules are in `own_rules.py`, remembered approvals in `remembered_approvals.py`. `limits.py` decides how
long a run continues. `gate.py` is the only maker of permits.

The other files are knowledge: `roles.py` (groups of controls), `words.py` (names of buttons), `addresses.py` (targets
of addresses, places of files), `editor.py` (keys of vi and nano in a terminal).
"""
