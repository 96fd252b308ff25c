"""A run and its files: on a desk, or on the person's own screen.

`desks.py` knows the desks of this person, also for a run that goes on, and `on_desk.py` moves a run to one;
`run_desk.py` keeps the desk of one run. `copied_folders.py` has the folders of a run's scope copied beside it, and says
at its end what has changed.
"""
