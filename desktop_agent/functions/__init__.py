"""Runs the functions that a user lets the model call beside the computer.

`catalogue` knows them, checks a call, and makes the command of it. With a permit `process` starts
`keeper`, a process that runs the command and ends it with all that it has started; `child` calls Python functions.
"""
