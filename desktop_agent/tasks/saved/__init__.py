"""The files of tasks, which are carried out again, with different values each time.

`text.py` reads and writes the file of a task. `variables.py` checks the values of its variables and inserts them
unchanged, so that no value becomes syntax. `store.py` is the folder of tasks, and knows which of them a person has
confirmed, and the templates; `from_run.py` makes a task from a past run. `rows.py` repeats lines for the rows of a
sheet or the files of a folder. `carry_out.py` carries a task out, and `desk_tasks.py` many of them.
"""
