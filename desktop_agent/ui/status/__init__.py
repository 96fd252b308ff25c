"""The display of a run's state on the screen: the status badge, icons and notifications.

`states.py` derives one of six states from a run's events, and all displays show that state. `status_badge.py` has
the badge's window and the frame around the screen.
`state_icon.py` draws the symbols, `notify.py` sends notifications.
"""
