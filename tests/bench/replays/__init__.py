"""Recorded runs, replayed: as they were, moved, dark, larger, covered, and with another label; elsewhere; and as left.

`__main__` has six programs (`programs`, `tasks`, `windows`), `elsewhere` runs through three of them in other
circumstances, by the points of `scripted`; `left` has tasks of `tests/bench/meant_tasks` on the desktop that they left.
"""
