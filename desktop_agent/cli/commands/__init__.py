"""One file for each command, imported only when it is called: it has a `command`, or a `group` of them.

`COMMANDS` in `cli/main.py` is the list; commands of a slice lie in its own `commands` folder (`runtime/registry.py`). A
file turns words into a call of `runtime/` or of a package that does the work, and prints the result through
`cli/terminal.py`; it decides nothing. Flags that set a setting, and other arguments that
commands share, are in `cli/flags.py`.
"""
