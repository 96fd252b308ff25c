"""The tray program: its icon, its menu, its windows, and one instance for each user.

`start.py` starts it, unless `single_instance.py` finds one that runs already. `program.py` owns all of it and connects
`actions.py` to what they do; they are shown by `icon.py`, or by `control_window.py` where there is no tray.
`windows.py` makes ordinary windows when they are needed. `announce.py` tells of what the person cannot see,
`shortcut.py` opens a new task from anywhere, `resuming.py` offers a run that broke off, and
`studio/windows/learn/from_tray.py` begins a demonstration.
"""
