"""The console: a task goes in (`task.py`), and its run is watched and controlled (`window.py`).

`timeline_table.py` shows the rows of the run's story, `live.py` the latest picture, `meters.py` the limits, and
`reply.py` takes the answer to a question of the model.
"""
