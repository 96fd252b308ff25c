"""Tasks that are kept under a name, to be carried out again, with other values each time.

`text.py` reads the file of a task, head and body, and writes one. `variables.py` checks the values of its variables and
puts them in, so that each arrives exactly and never becomes syntax. `store.py` is the folder of tasks, and knows which
of them a person has confirmed; `from_run.py` makes a task of a run that was. `carry_out.py` carries one out.
"""
