"""Hostile acts on a real side desk, carried out there as code, and what the person's computer shows of them after.

`inside/` is copied onto the desk and runs there, by the system's own Python, as its user: `files.py` does harm to the
person's files by ways that might lead there, `others.py` are acts against the rest, and `playing.py` plays them and
says how each ended. Outside, `stage.py` makes a person's home and session, `test_on_desk.py` has the acts played, and
`oracle.py` says what has happened there.
"""
