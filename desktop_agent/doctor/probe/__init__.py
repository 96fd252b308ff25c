"""Tests a provider before a run costs money: picture, space, tool call, chain and stream, one line each.

`start.py` opens the connection, and `suite.py` follows the path of a run: single requests, and clicks on
the marks of a drawing (`runtime/provider/pointing.py`, `model/marks.py`). `check.py` has the results, and
derives changes to the profile from them.
"""
