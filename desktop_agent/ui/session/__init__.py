"""A run as the windows see it: in a process of its own, its events queued to Qt's thread.

A `task_order.py` becomes a run by `run_factory.py`. Its process (`worker.py`) is started while the person still writes
(`process_ahead.py`); `run_process.py` is how the tray sees it, and `messages.py` what both say to each other.
`bridge.py` brings events and questions to Qt's thread. What the run shows goes the other way by `tray_calls.py`;
`shared_approvals.py` keeps remembered answers alike, and `capture_area.py` knows which part of the desktop is shown.
`foreign_run.py` is a run from a terminal, and `cut_off.py` finds one that broke off. `report_button.py`
is for windows that show a run afterwards.
"""
