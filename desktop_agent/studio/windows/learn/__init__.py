"""Show me once, on the screen: the sign that somebody watches, and the windows before and after it.

`tray_action.py` is the action in the tray's menu, and `from_tray.py` has the window that takes the name of the task and
lists those that were learned. As long as it is recorded, `sign.py` shows a red frame around the screen and what
`badge_window.py` draws. Then the steps are looked over in `steps_window.py`, with their pictures and variables.
"""
