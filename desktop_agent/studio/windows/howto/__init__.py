"""The window in which a how-to is edited before it is written: steps left out, renamed and put in another order.

`window.py` is the window, with the list of steps and the chosen step with its picture. `button.py` opens it from
another window.
"""
