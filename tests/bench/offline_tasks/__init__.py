"""Sixty tasks of plain steps in twelve applications that were not used while the built-in model was built.

`case.py` says what a task is, `form_cases.py` and `program_cases.py` hold the tasks, `apps.py` starts the applications,
`one_run.py` is the process of one run, and `__main__.py` does them all and counts.
"""
