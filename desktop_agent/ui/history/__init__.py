"""The History window: past runs, step by step.

`run_list.py` is the pane of all runs. `rows.py` picks what to show of a run's story, without Qt, and `tables.py` lists
its steps. `window.py` joins both with the detail of one step, the bar of buttons, and the deletion of runs.
"""
