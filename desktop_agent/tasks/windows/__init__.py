"""Saved tasks in the windows: chosen in the menus of tray and console, asked for their values, and made of a run.

`saved_tasks.py` is what both menus show and open. `values_window.py` is the form for the values of variables, and
`confirming.py` has a task confirmed that is not. `save_button.py` is the button for a finished run;
it opens `task_window.py`, where a task's text is edited, with the pictures of its steps (`step_picture.py`).
"""
