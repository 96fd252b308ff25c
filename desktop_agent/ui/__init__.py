"""Qt, and only here: the tray, the console, the approval card and the marks on the person's screen.

`offers.py` says what slices may add to these windows; who adds it stands in `runtime/registry.py`, and no window
knows a slice.
"""
