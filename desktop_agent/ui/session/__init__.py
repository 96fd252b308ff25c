"""A run as the windows see it: in a process of its own, its events queued to Qt's thread.

A `task_order.py` becomes a run by `run_factory.py`. Its process (`runtime/`) is started while the person still writes
(`process_ahead.py`). `bridge.py` brings events and questions to Qt's thread, `shared_approvals.py` keeps remembered
answers alike, and `capture_area.py` knows which part of the desktop is shown. `foreign_run.py` is a run from a
terminal.
"""
