"""Decides: rules, limits, and the only gate to the input backend. Pure: no clock, no I/O.

`judge.py` is the entry: it collects what every rule says of a `Case`, and the strictest wins. Five voices speak: the
server's safety checks, the built-in rules (`rule.py` lists them, `rules/` has them), the person's own (`own_rules.py`),
the application that the action goes into (`applications.py`, with the scope of the run, `scope.py`), and the mode.
`commit_points.py` tells free acts from commit points, which is why most questions are asked. A remembered yes is in
`remembered_approvals.py` and `keyboard_place.py`. `limits.py` decides on how long a run goes on, and notices that it
does not get anywhere. What is decided passes `gate.py`, the only maker of permits; `explain.py` shows who said what.

The rest is knowledge that rules share: `effects.py` (what an action enters, presses and opens), `addresses.py` and
`host.py` (where one leads), `roles.py` and `consequence_words.py` (what is on the screen).
"""
