"""One file for each command, imported only when it is called: it has a `command`, or a `group` of them.

`COMMANDS` in `cli/main.py` is the list; commands of a slice lie in its own `commands` folder (`runtime/registry.py`). A
file turns words into a call of `runtime/` or of a package that does the work, and prints the result through
`cli/terminal.py`; it decides nothing. Flags that set a setting are made in
`cli/flags.py`, other arguments that commands share are in `cli/arguments.py`. A group whose
commands are long has a file for each: `runs.py` is joined from `run_check.py`, `run_export.py`, `run_keep.py` and
`run_report.py`.
"""
