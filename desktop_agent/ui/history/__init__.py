"""The History window: past runs in a list, and what can be done with each; the report shows all that a run did.

`run_list.py` is the list: what stands in it, and how it follows the runs on the disk. `window.py` has the field to
search it, the buttons, and the question before runs are deleted.
"""
