"""Show me once, on the screen: the sign that a demonstration is recorded, and the windows before and after it.

`tray_action.py` is the action in the tray's menu, and `from_tray.py` has the window that asks for the task's name and
lists the learned tasks. During the recording, `sign.py` shows a red frame around the screen and the badge of
`badge_window.py`. Then the person reviews the steps in `steps_window.py`, with their pictures and variables.
"""
