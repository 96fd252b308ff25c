"""Runs the functions that a user lets the model call beside the computer.

`catalogue` checks a call and makes its command. With a permit, `process` starts `keeper`, a process that runs the
command and ends it with all that it has started; `child` calls Python functions, and `own` those of the program that
has started the run. `programs` offers the installed
programs as functions, which `detached_program` starts so that they outlive the run.
"""
