"""The walls of a desk: what is seen inside, what the changes go to, and that everything ends together.

`side_desk.py` is the only thing that others start: it makes the desk's folder and starts the keeper. `plan.py` is what
the keeper is told. `keeper.py` is a process of its own that lives as long as the pipe to it is open: it starts the
desk, watches it (`watch.py`) and ends it (`ending.py`). `namespace.py` makes the layers in a user namespace of their
own, `forbidden.py` is the filter of system calls, and `walls.py` says to bubblewrap what is there inside of them;
`inside.py` is the script that runs there, with its display, bus and window manager. `wire.py` is the one folder that
both sides reach: the sockets of the display and of the bus, and the picture. `names.py` writes down what was there at
the start, `menu.py` is the menu of programs, and `failures.py` says why there is no desk here. `probe.py` tries all of
that, for `doctor`.
"""
