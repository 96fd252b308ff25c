"""Show me once, on the screen: the sign that a demonstration is recorded, and the window before it.

`tray_action.py` is the action in the tray's menu, and `from_tray.py` has the window that asks for the task's name.
During the recording, `sign.py` shows a red frame around the screen and the badge of `badge_window.py`. Then the person
looks over the steps in `tasks/windows/task_window.py`.
"""
