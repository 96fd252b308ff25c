"""The window in which a how-to is edited before it is written: steps are omitted, renamed and reordered.

`window.py` is the window, with the list of steps and the selected step with its picture. `button.py` opens it from
other windows.
"""
