"""What developers and new users try the program with: `serve`, `probe`, `doctor` and `demo`.

`serve/` is the built-in model as a server, `probe/` finds out what a server can do, `doctor/` what works
on this machine, and `demo/` is the bundled app with its task.
"""
