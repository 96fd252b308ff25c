"""Saved tasks at set times, started by the system's own timers: there is no scheduler of ours.

`times.py` reads the time as a person writes it. `timers.py` is the protocol by which a timer is put in place and asked
for; `systemd.py`, `launchd.py` and `task_scheduler.py` are what it is on Linux, macOS and Windows. `ending.py` keeps
how the last run of each ended; `mandate.py` what may be done then without a question.
"""
