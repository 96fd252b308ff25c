"""Hostile acts on a real side desk, carried out there as code, and what the person's computer shows of them after.

`inside/` is copied onto the desk and runs there, by the system's own Python, as its user: `verbs.py` does harm to a
file by its path, `routes.py` are the ways that lead to the person's files, `kernel.py`, `session.py` and `shell.py` are
acts of their own, and `playing.py` plays them and says how each ended. Outside, `stage.py` makes a person's home and
session, `play.py` has the acts played, and `oracle.py` says what has happened there, with a watching process
(`watching.py`).
"""
