"""The console: a task goes in (`task.py`), and its run is watched and controlled.

`window.py` has what it shows of both, from which follows what can be pressed, and is the view of that.
Under the task stands one row: its terms and where it works (`terms_line.py`). Once there is a run, it is
shown by the view that History has, too (`ui/view/run_view.py`); `words.py` takes what the person says to the run,
`watchers.py` lists who watches in a browser, and `outcome.py` says how it ended. What slices add comes by
`ui/offers.py`: other places to work in, a panel beside the run, buttons beside its outcome, and what is said of steps
that are not understood.
"""
