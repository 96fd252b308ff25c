"""Tasks that are saved under a name, to be carried out again, with different values each time.

`text.py` reads and writes the file of a task, with its head and body. `variables.py` checks the values of its variables
and inserts them unchanged, so that no value becomes syntax. `store.py` is the folder of tasks, and knows which of them
a person has confirmed; `from_run.py` makes a task from a past run. `carry_out.py` carries one out.
"""
