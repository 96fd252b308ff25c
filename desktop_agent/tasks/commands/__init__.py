"""Tasks on the command line.

`tasks.py` keeps them, `running.py` is what `run` does with one, `schedule.py` has the system start them;
`confirming.py` asks for a yes to one.
"""
