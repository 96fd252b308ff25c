"""Saved tasks on the command line.

`tasks.py` keeps and runs them, `schedule.py` has the system start them; `confirming.py` asks for a yes to one.
"""
