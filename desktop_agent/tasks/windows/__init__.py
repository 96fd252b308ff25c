"""Saved tasks in the windows: chosen in the menus of tray and console, asked for their values, and made of a run.

`saved_tasks.py` is what both menus show and open. `values_window.py` is the form for the values of variables.
`task_window.py` shows a task's text: to confirm it, or to edit it with the pictures of its steps, as `save_button.py`
opens it after a run.
"""
