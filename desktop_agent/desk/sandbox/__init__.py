"""The walls of a desk: what is seen inside, what the changes go to, and that everything ends together.

`side_desk.py` is the only thing that others start: it makes the desk's folder, starts the keeper, and works out beside
it what that is to do, or says why there is no desk here. `walls.py` says to bubblewrap what is there inside of the
layers, and has the script that runs there, with its display, bus, window manager and menu of programs. `wire.py` is the
one folder that both sides reach: the sockets of the display and of the bus, and the picture. `keeper_order.py` is what
is wished for, its layers, and all of that as plain values, for the keeper.

`keeper.py` is a process of its own that lives as long as the pipe to it is open, and loads next to nothing, for it is
waited for: it starts the desk in a user namespace with the layers (`namespace.py`), measures it (`resource_use.py`),
has the names that were there at the start, and at the end what is lost, written down (`lists.py`), and ends it.
`forbidden_calls.py` is the filter of system calls for all that runs there.
"""
