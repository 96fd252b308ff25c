"""What is on the screen during a run: the status badge, icons and notifications.

`states.py` makes one of six states of a run's events, and everything shows that one. `status_badge.py` joins what a run
is watched by: the badge's window and the frame around the screen (`status_window.py`).
`state_icon.py` draws the symbols, `notify.py` sends notifications.
"""
