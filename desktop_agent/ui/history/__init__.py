"""The History window: past runs, step by step.

`rows.py` picks what to show of a run's story, `tables.py` lists runs and steps, and `detail.py` shows one step.
"""
