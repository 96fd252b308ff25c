"""Saved tasks at set times, started by the system's own timers: there is no scheduler of ours.

`times.py` reads the time as a person writes it, and says it as systemd has it. `timers.py` writes the units of a task,
puts them in place and asks systemd how things stand. `ending.py` keeps how the last run of each ended; `mandate.py`
what may be done then without a question.
"""
