"""The tray program: its icon, its menu, its windows, and one instance for each user.

`start.py` starts it, unless `single_instance.py` finds one that runs already. `program.py` owns all of it and connects
the actions of `menu.py` to what they do; they are shown at the icon, or in a window where there is no tray. It reports
by notifications what the person cannot see, and opens a new task from anywhere. `windows.py` makes ordinary windows
when they are needed, and offers the last run where it broke off.
"""
