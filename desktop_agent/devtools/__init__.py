"""Tools to try the program, for developers and new users: `serve`, `probe`, `doctor` and `demo`.

`serve/` is the built-in model as a server, `probe/` tests the features of a server, `doctor/` checks
this machine, and `demo/` is the bundled app with its task.
"""
