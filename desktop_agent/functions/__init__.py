"""Runs the functions that a model may call in addition to the computer.

`catalogue` checks a call and makes its command. With a permit, `process` starts `keeper`, a process that runs the
command and ends it with all that it has started. `caller_functions` calls those of the program that has started the
run. `programs` offers the installed programs as functions, which `detached_program` starts so that they outlive the
run.
"""
