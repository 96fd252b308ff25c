"""The windows of a desk: its screen (`view/`), and its receipt (`receipt/`).

`order_line.py` is the line in the console by which a task is done on one.
"""
