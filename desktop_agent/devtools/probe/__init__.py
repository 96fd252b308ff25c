"""Tests a provider before a run costs money: is it reachable, what does it offer, and how does it count coordinates?

`start.py` opens the connection, and `suite.py` checks one feature after the other with single requests (`client.py`),
what the server stores among them. For coordinates it draws marks (`marks.py`) and asks the model to click them
(`pointing.py`). `check.py` has the results, and `changes.py` makes of them changes to the profile.
"""
