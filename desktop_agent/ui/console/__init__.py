"""The console: a task goes in (`task.py`), and its run is watched and controlled (`window.py`).

Under the task stand its terms (`terms_line.py`) and where it works (`place.py`). `timeline_table.py` shows the rows of
the run's story, `run_side.py` the limits beside the latest picture (`live.py`) or the side desk, `words.py` takes what
the person says to the run, and `outcome.py` tells how it ended.
"""
