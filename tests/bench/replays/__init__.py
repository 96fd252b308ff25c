"""Runs repeated under other conditions: another place, colours, sizes, something over it, other names.

`tasks` says what is done in each program, `programs` starts them and tells what they hold, `windows` are windows of our
own, and `one_run` and `one_replay` are single runs in processes of their own.
"""
