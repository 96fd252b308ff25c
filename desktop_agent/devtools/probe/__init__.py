"""Tests a provider before a run costs money: picture, space, tool call, chain and stream, in a line each.

`start.py` opens the connection, and `suite.py` plays the path of a run: single requests (`client.py`), and clicks on
the marks of a drawing (`host/pointing.py`, `model/marks.py`). `check.py` has the results, and `changes.py` makes of
them changes to the profile.
"""
