"""A run on a desk: the desk is made for it, watched during it, and its receipt is settled after it.

`desks.py` knows the desks of this person and `on_desk.py` moves a run to one; `run_desk.py` keeps the desk of one run,
and `resume.py` makes a desk for a run that goes on.
`receipts.py` is what a person does with a receipt, and writes it into the record of the run.
"""
