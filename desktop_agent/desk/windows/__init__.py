"""The windows of a desk: its changes or those of a run (`receipt/`), and one of a desk to look around on (`opened.py`).

`order_line.py` is the line in the console by which a task is done on one. Its picture is on the stage of the view of
its run (`ui/view`).
"""
