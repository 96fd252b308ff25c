"""Wayland, for sway and others of the wlroots family: a small client in plain Python, and the backends that use it.

`capture.py`, `clipboard.py`, `sway_windows.py`, `sway_presence.py`, `idle.py` and `input/` are the backends of the
verbs.

`wire.py` writes and reads messages as bytes, without I/O, and `transport.py` moves them. `protocols.py` defines what an
interface is, and lists the ones that the program speaks: a further protocol is a few lines more there, and a class that
listens to its events. `connection.py` gives out numbers for objects, delivers events to their listeners, turns failures
into our errors, and connects a backend to the session in the environment; its `Registry` lists what the compositor
offers and binds it.

On these stand `outputs.py` (the monitors, as they come, change and go), `shm.py` (memory that the compositor draws
into), `clipboard.py` (the selections) and `layer_shell.py` (windows of our own above all others).

Two files speak no Wayland: `sway_ipc.py` asks sway about its windows, and `unread_bytes.py` asks the kernel how much of
what the compositor has sent a program has not read.
"""
