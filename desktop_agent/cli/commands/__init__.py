"""One file for each command, imported only when it is called: it has a `command`, or a `group` of them.

`COMMANDS` in `cli/main.py` is the list. A file turns words into a call of `app/` or of a package that does the work,
and says the result through `cli/terminal.py`; it decides nothing. Flags that several commands share are a table in
`cli/flags.py`. A group whose commands are long has a file for each: `runs.py` is joined from `run_check.py`,
`run_export.py`, `run_guide.py`, `run_keep.py`, `run_report.py` and `run_video.py`, and `desk.py` from `desk_open.py`,
`desk_run.py`, `desk_show.py` and `desk_take.py`.
"""
