"""The windows of a desk: its screen (`view/`), and its changes or those of a run (`receipt/`).

`order_line.py` is the line in the console by which a task is done on one.
"""
