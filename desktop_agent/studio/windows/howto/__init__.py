"""The window in which a how-to is edited before it is written: steps left out, renamed and put in another order.

`window.py` is the window, `step_list.py` the list of steps in it, and `step_pane.py` the chosen step with its picture.
`button.py` opens it from another window, and `alone.py` from the terminal.
"""
