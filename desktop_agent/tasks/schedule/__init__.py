"""Saved tasks at set times, started by systemd's timers: there is no scheduler of ours.

`times.py` reads the time as a person writes it. `systemd.py` puts a timer in place and asks for those that are there.
`ending.py` keeps how the last run of each ended.
"""
